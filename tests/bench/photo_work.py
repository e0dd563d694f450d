"""The work that tests.bench.photos times, one variant per process: ``WORK SOURCE OUT``."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

from media_pipeline.pyramid import as_pyramid
from media_pipeline.renditions import JPEG_QUALITY, LADDER, WEBP_QUALITY, WEBP_WIDTHS, photo_sizes, rungs

TILE, TILE_QUALITY = 256, 85


def sizes_ours(folder: Path, out: Path) -> None:
    for path in sorted(folder.iterdir()):
        with Image.open(path) as picture:
            for _ in photo_sizes(picture.convert("RGB"), out, None):
                pass


def sizes_pillow(folder: Path, out: Path) -> None:
    """The same files from Pillow's resize, each from the full picture."""
    for path in sorted(folder.iterdir()):
        with Image.open(path) as picture:
            full = picture.convert("RGB")
        for name, width in rungs(full.width, LADDER):
            sized = full.resize((width, round(full.height * width / full.width)), Image.Resampling.LANCZOS)
            sized.save(out / f"{name}.jpg", quality=JPEG_QUALITY, progressive=True, optimize=True)
            if name in WEBP_WIDTHS:
                sized.save(out / f"{name}.webp", quality=WEBP_QUALITY)


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
    "pyramid-ours": pyramid_ours,
    "pyramid-pillow": pyramid_pillow,
}

if __name__ == "__main__":
    WORK[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
