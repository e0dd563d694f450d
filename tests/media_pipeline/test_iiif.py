from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from media_pipeline import iiif
from media_pipeline.iiif import BadImageRequest, Cut
from media_pipeline.pyramid import as_pyramid
from tests.media_pipeline.pictures import BLUE, GREEN, RED, YELLOW, near, quarters

WIDTH, HEIGHT = 1200, 800


@pytest.fixture(scope="module")
def pyramid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return as_pyramid(quarters(WIDTH, HEIGHT), tmp_path_factory.mktemp("pyramid")).path


def shown(
    pyramid: Path,
    region: str = "full",
    size: str = "max",
    rotation: str = "0",
    quality: str = "default",
    format: str = "png",
) -> Image.Image:
    request = iiif.parse(region, size, rotation, quality, format)
    return Image.open(io.BytesIO(iiif.render(pyramid, request)))


@pytest.mark.parametrize(
    ("region", "cut"),
    [
        ("full", Cut(0, 0, 1200, 800)),
        ("square", Cut(200, 0, 800, 800)),
        ("100,200,300,400", Cut(100, 200, 300, 400)),
        ("1100,700,300,400", Cut(1100, 700, 100, 100)),
        ("pct:25,50,50,50", Cut(300, 400, 600, 400)),
        ("pct:0,0,33.3,33.3", Cut(0, 0, 400, 266)),
    ],
)
def test_a_region_is_the_rectangle_of_the_standard(region: str, cut: Cut) -> None:
    assert iiif.region_of(region, WIDTH, HEIGHT) == cut


@pytest.mark.parametrize("region", ["1200,0,10,10", "0,0,0,10", "pct:100,0,10,10", "0.5,0,10,10"])
def test_a_region_without_pixels_is_a_bad_request(region: str) -> None:
    with pytest.raises(BadImageRequest):
        iiif.region_of(region, WIDTH, HEIGHT)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("max", (600, 400)),
        ("300,", (300, 200)),
        (",100", (150, 100)),
        ("300,300", (300, 300)),
        ("pct:50", (300, 200)),
        ("!300,300", (300, 200)),
        ("^1200,", (1200, 800)),
        ("^!900,900", (900, 600)),
        ("^pct:150", (900, 600)),
        ("^max", (6123, 4082)),
    ],
)
def test_a_size_is_that_of_the_standard(size: str, expected: tuple[int, int]) -> None:
    assert iiif.size_of(size, Cut(0, 0, 600, 400)) == expected


@pytest.mark.parametrize(
    "size", ["601,", "!9000,9000", ",401", "601,10", "pct:101", "0,0", "0,", "pct:0", "^9000,9000"]
)
def test_a_size_too_large_or_zero_is_a_bad_request(size: str) -> None:
    with pytest.raises(BadImageRequest):
        iiif.size_of(size, Cut(0, 0, 600, 400))


@pytest.mark.parametrize(
    "parts",
    [
        ("all", "max", "0", "default", "jpg"),
        ("0,0,1", "max", "0", "default", "jpg"),
        ("-1,0,5,5", "max", "0", "default", "jpg"),
        ("full", "full", "0", "default", "jpg"),
        ("full", ",", "0", "default", "jpg"),
        ("full", "!,5", "0", "default", "jpg"),
        ("full", "max", "45", "default", "jpg"),
        ("full", "max", "-90", "default", "jpg"),
        ("full", "max", "0", "native", "jpg"),
        ("full", "max", "0", "default", "gif"),
        ("full", "max\n", "0", "default", "jpg"),
        ("full", "max", "0", "default", ""),
    ],
)
def test_a_malformed_address_is_a_bad_request(parts: tuple[str, str, str, str, str]) -> None:
    with pytest.raises(BadImageRequest):
        iiif.parse(*parts)


def test_the_whole_picture_comes_back_at_full_size(pyramid: Path) -> None:
    picture = shown(pyramid)
    assert picture.size == (WIDTH, HEIGHT)
    assert near(picture.getpixel((10, 10)), RED)
    assert near(picture.getpixel((WIDTH - 10, HEIGHT - 10)), YELLOW)


def test_a_tile_of_a_lower_level_shows_the_right_quarter(pyramid: Path) -> None:
    picture = shown(pyramid, region="600,0,600,400", size="150,")
    assert picture.size == (150, 100)
    assert all(near(picture.getpixel(at), GREEN) for at in ((4, 4), (145, 4), (4, 95), (145, 95)))


def test_every_tile_the_information_promises_can_be_read(pyramid: Path) -> None:
    tiles = iiif.info(WIDTH, HEIGHT, "https://example.vn/iiif/1")["tiles"][0]
    for factor in tiles["scaleFactors"]:
        edge = tiles["width"] * factor
        for left in range(0, WIDTH, edge):
            for top in range(0, HEIGHT, edge):
                wide, high = min(edge, WIDTH - left), min(edge, HEIGHT - top)
                asked = (-(-wide // factor), -(-high // factor))
                size = f"{asked[0]},{asked[1]}"
                assert shown(pyramid, f"{left},{top},{edge},{edge}", size).size == asked


def test_rotation_is_clockwise_and_swaps_the_sides(pyramid: Path) -> None:
    picture = shown(pyramid, size="300,", rotation="90")
    assert picture.size == (200, 300)
    assert near(picture.getpixel((5, 5)), BLUE)
    assert near(picture.getpixel((195, 5)), RED)


def test_mirroring_comes_before_rotation(pyramid: Path) -> None:
    picture = shown(pyramid, size="300,", rotation="!90")
    assert near(picture.getpixel((5, 5)), YELLOW)


def test_grey_has_one_channel_and_bitonal_two_values(pyramid: Path) -> None:
    assert shown(pyramid, size="100,", quality="gray").mode == "L"
    assert set(shown(pyramid, size="100,", quality="bitonal").tobytes()) <= {0, 255}


def test_a_grey_master_is_served_in_colour_when_asked(tmp_path: Path) -> None:
    grey = as_pyramid(quarters(300, 200).convert("L"), tmp_path).path
    assert shown(grey, quality="color").mode == "RGB"
    assert shown(grey).mode == "L"


@pytest.mark.parametrize(("format", "pillow"), [("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")])
def test_the_format_asked_for_is_the_format_sent(pyramid: Path, format: str, pillow: str) -> None:
    assert shown(pyramid, size="64,", format=format).format == pillow


def test_enlarging_works_when_it_is_asked_for(pyramid: Path) -> None:
    assert shown(pyramid, region="0,0,10,10", size="^50,").size == (50, 50)


def test_the_canonical_address_is_the_same_for_equal_requests() -> None:
    for region, size in (("full", "600,"), ("0,0,1200,800", "pct:50"), ("pct:0,0,100,100", "!600,600")):
        request = iiif.parse(region, size, "0", "default", "jpg")
        assert iiif.canonical(request, WIDTH, HEIGHT) == "full/600,400/0/default.jpg"
    whole = iiif.parse("full", "1200,800", "!90", "gray", "png")
    assert iiif.canonical(whole, WIDTH, HEIGHT) == "full/max/!90/gray.png"


def test_the_information_says_level_2_and_the_smallest_size_first() -> None:
    info = iiif.info(WIDTH, HEIGHT, "https://example.vn/iiif/1")
    assert (info["id"], info["profile"]) == ("https://example.vn/iiif/1", "level2")
    assert info["tiles"] == [{"width": 256, "height": 256, "scaleFactors": [1, 2, 4, 8]}]
    assert info["sizes"][0] == {"width": 150, "height": 100}
    assert info["sizes"][-1] == {"width": WIDTH, "height": HEIGHT}
