"""The work that tests.bench.photos times, one variant per process: ``WORK SOURCE OUT``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from media_pipeline.child import process_in_child
from media_pipeline.kinds import identify
from media_pipeline.limits import Limits
from media_pipeline.pyramid import as_pyramid
from media_pipeline.renditions import JPEG_QUALITY, LADDER, WEBP_QUALITY, ladder, photo_sizes, rungs
from media_pipeline.told import Order

TILE, TILE_QUALITY = 256, 85
SIZES = frozenset(
    {"placeholder", *(f"photo-{width}{ending}" for width in LADDER for ending in ("", "-webp"))}
)


def sizes_ours(folder: Path, out: Path) -> None:
    for path in sorted(folder.iterdir()):
        with Image.open(path) as picture:
            for _ in photo_sizes(ladder(picture.convert("RGB")), out, None):
                pass


def sizes_pillow(folder: Path, out: Path) -> None:
    """The same files from Pillow's resize, each from the full picture."""
    for path in sorted(folder.iterdir()):
        with Image.open(path) as picture:
            full = picture.convert("RGB")
        for name, width in rungs(full.width, LADDER):
            sized = full.resize((width, round(full.height * width / full.width)), Image.Resampling.LANCZOS)
            sized.save(out / f"{name}.jpg", quality=JPEG_QUALITY, progressive=True, optimize=True)
            sized.save(out / f"{name}.webp", quality=WEBP_QUALITY)


def set_ours(folder: Path, out: Path) -> None:
    """As ``ingest`` does it: a limited child for each photo, as many at once as there are cores."""

    def one(path: Path) -> None:
        made = out / path.stem
        made.mkdir()
        process_in_child(path, identify(path), made, Limits.for_file(path), order=Order(wanted=SIZES))

    _on_all_cores(one, folder)


def set_vips(folder: Path, out: Path) -> None:
    """The script of ``photo_set.py`` beside the folder, for one photo per core at a time."""
    script = folder.parent / "sizes.sh"
    _on_all_cores(lambda path: subprocess.run(["sh", script, path, out], check=True), folder)


def _on_all_cores(work: Callable[[Path], object], folder: Path) -> None:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(work, sorted(folder.iterdir())))


def pyramid_ours(path: Path, out: Path) -> None:
    with Image.open(path) as picture:
        as_pyramid(picture.convert("RGB"), out)


def pyramid_pillow(path: Path, out: Path) -> None:
    """Deep Zoom tiles: halve until one tile holds the picture, cut and save each level."""
    with Image.open(path) as picture:
        level = picture.convert("RGB")
    number = 0
    while True:
        for top in range(0, level.height, TILE):
            for left in range(0, level.width, TILE):
                box = (left, top, min(left + TILE, level.width), min(top + TILE, level.height))
                level.crop(box).save(out / f"{number}-{left}-{top}.jpg", quality=TILE_QUALITY)
        if max(level.size) <= TILE:
            return
        level = level.resize(((level.width + 1) // 2, (level.height + 1) // 2), Image.Resampling.BOX)
        number += 1


WORK = {
    "sizes-ours": sizes_ours,
    "sizes-pillow": sizes_pillow,
    "set-ours": set_ours,
    "set-vips": set_vips,
    "pyramid-ours": pyramid_ours,
    "pyramid-pillow": pyramid_pillow,
}

if __name__ == "__main__":
    WORK[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
