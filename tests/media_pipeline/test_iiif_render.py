from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from media_pipeline import iiif, iiif_render
from media_pipeline.pyramid import as_pyramid
from media_pipeline.pyramid_tiles import Pyramid
from tests.media_pipeline.pictures import BLUE, GREEN, RED, YELLOW, near, quarters

WIDTH, HEIGHT = 1200, 800


@pytest.fixture(scope="module")
def pyramid(tmp_path_factory: pytest.TempPathFactory) -> Pyramid:
    return Pyramid(as_pyramid(quarters(WIDTH, HEIGHT), tmp_path_factory.mktemp("pyramid")).path)


def shown(
    pyramid: Pyramid,
    region: str = "full",
    size: str = "max",
    rotation: str = "0",
    quality: str = "default",
    format: str = "png",
) -> Image.Image:
    request = iiif.parse(region, size, rotation, quality, format)
    return Image.open(io.BytesIO(iiif_render.render(pyramid, request)))


def test_the_whole_picture_comes_back_at_full_size(pyramid: Pyramid) -> None:
    picture = shown(pyramid)
    assert picture.size == (WIDTH, HEIGHT)
    assert near(picture.getpixel((10, 10)), RED)
    assert near(picture.getpixel((WIDTH - 10, HEIGHT - 10)), YELLOW)


def test_a_tile_of_a_lower_level_shows_the_right_quarter(pyramid: Pyramid) -> None:
    picture = shown(pyramid, region="600,0,600,400", size="150,")
    assert picture.size == (150, 100)
    assert all(near(picture.getpixel(at), GREEN) for at in ((4, 4), (145, 4), (4, 95), (145, 95)))


def test_every_tile_the_information_promises_can_be_read(pyramid: Pyramid) -> None:
    tiles = iiif.info(WIDTH, HEIGHT, "https://example.vn/iiif/1")["tiles"][0]
    for factor in tiles["scaleFactors"]:
        edge = tiles["width"] * factor
        for left in range(0, WIDTH, edge):
            for top in range(0, HEIGHT, edge):
                wide, high = min(edge, WIDTH - left), min(edge, HEIGHT - top)
                asked = (-(-wide // factor), -(-high // factor))
                size = f"{asked[0]},{asked[1]}"
                assert shown(pyramid, f"{left},{top},{edge},{edge}", size).size == asked


def test_rotation_is_clockwise_and_swaps_the_sides(pyramid: Pyramid) -> None:
    picture = shown(pyramid, size="300,", rotation="90")
    assert picture.size == (200, 300)
    assert near(picture.getpixel((5, 5)), BLUE)
    assert near(picture.getpixel((195, 5)), RED)


def test_mirroring_comes_before_rotation(pyramid: Pyramid) -> None:
    picture = shown(pyramid, size="300,", rotation="!90")
    assert near(picture.getpixel((5, 5)), YELLOW)


def test_grey_has_one_channel_and_bitonal_two_values(pyramid: Pyramid) -> None:
    assert shown(pyramid, size="100,", quality="gray").mode == "L"
    assert set(shown(pyramid, size="100,", quality="bitonal").tobytes()) <= {0, 255}


def test_a_grey_master_is_served_in_colour_when_asked(tmp_path: Path) -> None:
    grey = Pyramid(as_pyramid(quarters(300, 200).convert("L"), tmp_path).path)
    assert shown(grey, quality="color").mode == "RGB"
    assert shown(grey).mode == "L"


@pytest.mark.parametrize(("format", "pillow"), [("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")])
def test_the_format_asked_for_is_the_format_sent(pyramid: Pyramid, format: str, pillow: str) -> None:
    assert shown(pyramid, size="64,", format=format).format == pillow


def test_enlarging_works_when_it_is_asked_for(pyramid: Pyramid) -> None:
    assert shown(pyramid, region="0,0,10,10", size="^50,").size == (50, 50)


@pytest.mark.parametrize("region", ["0,0,256,256", "256,256,512,512"])
def test_a_stored_tile_looks_like_the_one_that_is_made(pyramid: Pyramid, region: str) -> None:
    as_stored = shown(pyramid, region, "256,256", format="jpg")
    made = shown(pyramid, region, "256,256", format="png")
    assert (as_stored.format, as_stored.mode, as_stored.size) == ("JPEG", "RGB", (256, 256))
    for at in ((3, 3), (250, 3), (3, 250), (250, 250)):
        assert near(as_stored.getpixel(at), made.getpixel(at))


def test_the_last_pixels_of_an_odd_picture_are_shown_at_every_level(tmp_path: Path) -> None:
    pyramid = Pyramid(as_pyramid(quarters(1111, 777), tmp_path).path)
    for factor in (2, 4):
        region = f"{1111 - 100},{777 - 100},100,100"
        picture = shown(pyramid, region, f"{100 // factor},")
        assert picture.size == (100 // factor, 100 // factor)
        # libvips pads the last tiles with black, which JPEG smears over the outermost pixels
        assert near(picture.getpixel((picture.width - 5, picture.height - 5)), YELLOW)
