from __future__ import annotations

from pathlib import Path

import pytest
import pyvips
from PIL import Image

from media_pipeline.pyramid import as_pyramid
from tests.media_pipeline.pictures import BLUE, near, quarters


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_levels_halve_until_one_tile_holds_the_picture(mode: str, tmp_path: Path) -> None:
    made = as_pyramid(quarters(1100, 700).convert(mode), tmp_path)
    image = pyvips.Image.tiffload(str(made.path))
    widths = [pyvips.Image.tiffload(str(made.path), page=page).width for page in range(image.get("n-pages"))]
    assert widths == [1100, 550, 275, 137]
    assert image.bands == len(mode)
    assert made.facts == {"width": 1100, "height": 700, "tile": 256}


def test_every_strip_lands_in_its_place(tmp_path: Path) -> None:
    made = as_pyramid(quarters(300, 1500), tmp_path, "pyramid-0002")
    assert made.path.name == "pyramid-0002.tif"
    with Image.open(made.path) as picture:
        assert near(picture.convert("RGB").getpixel((10, 1490)), BLUE)
