from __future__ import annotations

from pathlib import Path

import pytest
import pyvips
from PIL import Image

from media_pipeline.errors import Truncated
from media_pipeline.pyramid import as_pyramid, picture_of_pyramid, pyramid_of_file
from tests.media_pipeline.pictures import BLUE, near, quarters, saved


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


@pytest.mark.parametrize(("format", "media_type"), [("JPEG", "image/jpeg"), ("TIFF", "image/tiff")])
def test_a_pyramid_straight_from_a_file_is_the_one_from_its_pixels(
    format: str, media_type: str, tmp_path: Path
) -> None:
    source = saved(tmp_path / "a", quarters(1100, 700), format)
    made = pyramid_of_file(source, media_type, tmp_path, "pyramid-0003")
    assert made is not None
    assert (made.recipe, made.path.name) == ("pyramid-0003", "pyramid-0003.tif")
    assert made.facts == {"width": 1100, "height": 700, "tile": 256}
    (tmp_path / "other").mkdir()
    with Image.open(source) as picture:
        other = as_pyramid(picture.convert("RGB"), tmp_path / "other")
    for page in range(4):
        ours, theirs = (pyvips.Image.tiffload(str(one.path), page=page) for one in (made, other))
        assert (ours - theirs).abs().max() <= 2


def test_a_file_that_cannot_be_streamed_gives_no_pyramid(tmp_path: Path) -> None:
    assert pyramid_of_file(saved(tmp_path / "a", quarters(), "PNG"), "image/png", tmp_path) is None


def test_a_file_cut_short_gives_no_pyramid_but_its_reason(tmp_path: Path) -> None:
    path = saved(tmp_path / "a", Image.effect_noise((900, 900), 90).convert("RGB"))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(Truncated):
        pyramid_of_file(path, "image/jpeg", tmp_path)


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize(("width", "size"), [(640, (640, 407)), (300, (300, 191)), (5000, (1100, 700))])
def test_the_picture_of_a_pyramid_is_had_at_any_width(
    mode: str, width: int, size: tuple[int, int], tmp_path: Path
) -> None:
    made = as_pyramid(quarters(1100, 700).convert(mode), tmp_path)
    picture = picture_of_pyramid(made.path, width)
    assert (picture.mode, picture.size) == (mode, size)
    left = round(size[0] * 0.25), round(size[1] * 0.75)
    assert near(picture.convert("RGB").getpixel(left), BLUE if mode == "RGB" else (49, 49, 49))
