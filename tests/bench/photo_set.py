"""A delivery of photos to every size of a page: our child for each, beside ``vipsthumbnail`` for each size.

The peer is what a webmaster scripts: for every photo, width and format one call of ``vipsthumbnail`` (Debian's
libvips-tools), upright, to sRGB, stripped, with our qualities, one photo per core at a time. Ours decodes once,
in a limited process of its own, and hashes and grades the photo besides.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from media_pipeline.renditions import JPEG_QUALITY, LADDER, WEBP_QUALITY
from tests.bench.measure import Row, cost_of

SET, SCENES, SIZE = 100, 10, (4000, 3000)
OCTAVES = (8, 32, 128, 512, 2048)  # cells across: the spectrum of a landscape falls with the frequency

SCRIPT = """\
set -e
size() {{ vipsthumbnail "$1" --size "$2x" --export-profile srgb -o "$3"; }}
name=$(basename "$1" .jpg)
for width in {widths}; do
  size "$1" $width "$2/$name-$width.jpg[Q={jpeg},optimize_coding,interlace,strip]"
  size "$1" $width "$2/$name-$width.webp[Q={webp},strip]"
done
"""


def measure_photo_set(folder: Path, photos: int = SET) -> list[Row]:
    """One run of each: the set is its own average.

    Raises:
        FileNotFoundError: ``vipsthumbnail`` is not installed (apt-get install libvips-tools).
    """
    program = shutil.which("vipsthumbnail")
    if program is None:
        raise FileNotFoundError("vipsthumbnail: apt-get install libvips-tools")
    source = folder / "photo-set"
    source.mkdir()
    write_set(source, photos)
    script = folder / "sizes.sh"
    widths = " ".join(str(width) for width in LADDER)
    script.write_text(SCRIPT.format(widths=widths, jpeg=JPEG_QUALITY, webp=WEBP_QUALITY))
    ours, theirs = folder / "set-ours", folder / "set-vips"
    for out in (ours, theirs):
        out.mkdir()
    work = [sys.executable, "-m", "tests.bench.photo_work"]
    version = subprocess.run(
        [program, "--vips-version"], capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    return [
        Row(
            f"{photos} photos of 12 MP: 4 widths in JPEG and WebP, hash and grade, all cores, one run",
            f"vipsthumbnail {version}, one call per width and format, all cores",
            cost_of([*work, "set-ours", source, ours], runs=1),
            cost_of([*work, "set-vips", source, theirs], runs=1),
        )
    ]


def write_set(folder: Path, photos: int) -> None:
    """Photo-like pictures: shapes of every scale in colour, no two the same."""
    for number in range(photos):
        if number % SCENES == 0 or photos <= SCENES:
            scene = texture(number)
        shifted = np.roll(scene, 137 * (number % SCENES), axis=1)
        Image.fromarray(shifted).save(folder / f"{number:03}.jpg", quality=92)


def texture(seed: int) -> np.ndarray:
    """Noise whose strength falls with its frequency, shape (height, width, 3)."""
    random = np.random.default_rng(seed)
    total = np.zeros((SIZE[1], SIZE[0], 3), dtype=np.float32)
    for cells in OCTAVES:
        rough = random.integers(0, 255, (cells * 3 // 4, cells, 3), dtype=np.uint8)
        layer = Image.fromarray(rough).resize(SIZE, Image.Resampling.BICUBIC)
        total += (np.asarray(layer, dtype=np.float32) - 127.5) * (8 / cells) ** 0.5
    return np.clip(total + 127.5, 0, 255).astype(np.uint8)
