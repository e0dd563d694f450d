"""A photo for the web and for deep zoom: ours beside the plain Pillow loop that most sites would write."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from tests.bench.measure import Row, cost_of

PHOTOS, PHOTO_SIZE = 6, (4000, 3000)
LARGE_SIZE = (8000, 6000)


def measure_photos(folder: Path) -> list[Row]:
    """A set of photos to the sizes of a page, then one large picture to a pyramid of tiles."""
    photos = folder / "photos"
    photos.mkdir()
    for number in range(PHOTOS):
        write_picture(photos / f"{number}.jpg", PHOTO_SIZE, number)
    large = folder / "large.jpg"
    write_picture(large, LARGE_SIZE, 99)
    script = [sys.executable, "-m", "tests.bench.photo_work"]
    rows = []
    for task, work, source in (
        (f"{PHOTOS} photos of 12 MP to page sizes (JPEG, WebP)", "sizes", photos),
        ("Picture of 48 MP to a pyramid of 256-pixel JPEG tiles", "pyramid", large),
    ):
        out = folder / work
        out.mkdir()
        ours = cost_of([*script, f"{work}-ours", source, out])
        theirs = cost_of([*script, f"{work}-pillow", source, out])
        rows.append(Row(task, "Pillow 13 loop", ours, theirs))
    return rows


def write_picture(path: Path, size: tuple[int, int], seed: int) -> None:
    """A photo-like picture: broad shapes in colour with fine grain."""
    random = np.random.default_rng(seed)
    broad = Image.fromarray(random.integers(0, 255, (30, 40, 3), dtype=np.uint8)).resize(
        size, Image.Resampling.BICUBIC
    )
    grain = random.integers(-12, 12, (size[1], size[0], 1), dtype=np.int16)
    Image.fromarray(np.clip(np.asarray(broad) + grain, 0, 255).astype(np.uint8)).save(path, quality=92)
