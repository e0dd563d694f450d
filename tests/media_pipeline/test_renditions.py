from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from media_pipeline.exif import camera_facts
from media_pipeline.renditions import COPYRIGHT, ladder, photo_sizes, rungs
from media_pipeline.told import Order
from tests.media_pipeline.pictures import RED, YELLOW, near, quarters


@pytest.mark.parametrize(
    ("width", "made"),
    [
        (8, [(320, 8)]),
        (320, [(320, 320)]),
        (321, [(320, 320), (640, 321)]),
        (1000, [(320, 320), (640, 640), (1280, 1000)]),
        (5000, [(320, 320), (640, 640), (1280, 1280), (2048, 2048)]),
    ],
)
def test_the_ladder_ends_at_the_first_rung_that_holds_the_picture(
    width: int, made: list[tuple[int, int]]
) -> None:
    assert rungs(width) == made


def test_sizes_keep_proportions_colours_and_nothing_but_the_copyright(tmp_path: Path) -> None:
    made = {one.recipe: one for one in photo_sizes(ladder(quarters(1000, 700)), tmp_path, "© Vị Khê")}
    assert set(made) == {
        "photo-320",
        "photo-320-webp",
        "photo-640",
        "photo-640-webp",
        "photo-1280",
        "photo-1280-webp",
        "placeholder",
    }
    for recipe, size in (("photo-320", (320, 224)), ("photo-1280-webp", (1000, 700))):
        with Image.open(made[recipe].path) as picture:
            assert picture.size == size == (made[recipe].facts["width"], made[recipe].facts["height"])
            assert near(picture.convert("RGB").getpixel((5, 5)), RED)
            assert near(picture.convert("RGB").getpixel((size[0] - 5, size[1] - 5)), YELLOW)
            assert set(picture.getexif()) == {COPYRIGHT}
            assert camera_facts(picture)["copyright"] == "© Vị Khê"
            assert picture.info.get("icc_profile") is None
    assert made["placeholder"].path.stat().st_size < 1500
    assert made["placeholder"].facts["width"] == 24


def test_without_copyright_there_is_no_metadata_at_all(tmp_path: Path) -> None:
    for one in photo_sizes(ladder(quarters()), tmp_path, None):
        with Image.open(one.path) as picture:
            assert not picture.getexif()


def test_a_strip_too_tall_for_webp_has_jpeg_sizes_only(tmp_path: Path) -> None:
    made = [one.recipe for one in photo_sizes(ladder(Image.new("RGB", (640, 17_000))), tmp_path, None)]
    assert made == ["photo-320", "photo-320-webp", "photo-640", "placeholder"]


def test_all_four_widths_come_in_both_formats_and_only_what_is_ordered_is_made(tmp_path: Path) -> None:
    sized = ladder(quarters(2400, 1600))
    every = [one.recipe for one in photo_sizes(sized, tmp_path, None)]
    assert every == [
        *(f"photo-{width}{ending}" for width in (320, 640, 1280, 2048) for ending in ("", "-webp")),
        "placeholder",
    ]
    (tmp_path / "few").mkdir()
    order = Order(wanted=frozenset({"photo-2048-webp"}))
    assert [one.recipe for one in photo_sizes(sized, tmp_path / "few", None, order)] == ["photo-2048-webp"]
    assert [each.name for each in (tmp_path / "few").iterdir()] == ["photo-2048-webp.webp"]
