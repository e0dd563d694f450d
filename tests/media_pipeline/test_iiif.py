from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline import iiif
from media_pipeline.iiif import BadImageRequest, Cut

WIDTH, HEIGHT = 1200, 800


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
    "size",
    [
        "601,",
        "!9000,9000",
        ",401",
        "601,10",
        "pct:101",
        "0,0",
        "0,",
        "pct:0",
        "^9000,9000",
        "^16384,5",
        "^5,16384",
    ],
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
        ("0,0," + "9" * 400 + ",5", "max", "0", "default", "jpg"),
        ("full", "9" * 5000 + ",", "0", "default", "jpg"),
        ("full", "pct:" + "9" * 400, "0", "default", "jpg"),
        ("full", "max", "9" * 400, "default", "jpg"),
    ],
)
def test_a_malformed_address_is_a_bad_request(parts: tuple[str, str, str, str, str]) -> None:
    with pytest.raises(BadImageRequest):
        iiif.parse(*parts)


@given(st.integers(1, 100_000), st.integers(1, 100_000), st.booleans())
def test_the_largest_size_is_always_one_that_may_be_asked_for(width: int, height: int, up: bool) -> None:
    cut = Cut(0, 0, width, height)
    wide, high = iiif.size_of("^max" if up else "max", cut)
    assert iiif.size_of(f"^{wide},{high}", cut) == (wide, high)
    assert up or (wide <= width and high <= height)


@given(
    st.sampled_from(["full", "square", "0,0,700,300", "pct:10,10,50,33.3", "1100,700,300,400"]),
    st.sampled_from(["max", "^max", "100,", ",90", "pct:40", "^pct:130", "!90,80", "^!900,900", "50,60"]),
    st.sampled_from(["0", "90", "270.0", "!180"]),
    st.sampled_from(iiif.QUALITIES),
    st.booleans(),
)
def test_a_canonical_address_is_its_own_canonical_address(
    region: str, size: str, rotation: str, quality: str, is_grey: bool
) -> None:
    asked = iiif.parse(region, size, rotation, quality, "png")
    once = iiif.canonical(asked, WIDTH, HEIGHT, is_grey=is_grey)
    *parts, last = once.split("/")
    again = iiif.parse(*parts, *last.split("."))
    assert iiif.canonical(again, WIDTH, HEIGHT, is_grey=is_grey) == once
    cut = iiif.region_of(asked.region, WIDTH, HEIGHT)
    assert iiif.region_of(again.region, WIDTH, HEIGHT) == cut
    assert iiif.size_of(again.size, cut) == iiif.size_of(asked.size, cut)


def test_the_canonical_address_is_the_same_for_equal_requests() -> None:
    for region, size in (("full", "600,"), ("0,0,1200,800", "pct:50"), ("pct:0,0,100,100", "!600,600")):
        request = iiif.parse(region, size, "0", "default", "jpg")
        assert iiif.canonical(request, WIDTH, HEIGHT) == "full/600,400/0/default.jpg"
    whole = iiif.parse("full", "1200,800", "!90", "gray", "png")
    assert iiif.canonical(whole, WIDTH, HEIGHT) == "full/max/!90/gray.png"


def test_the_quality_that_a_picture_has_anyway_is_the_default() -> None:
    colour = iiif.parse("full", "max", "0", "color", "jpg")
    grey = iiif.parse("full", "max", "0", "gray", "jpg")
    assert (
        iiif.canonical(colour, 9, 9) == iiif.canonical(grey, 9, 9, is_grey=True) == "full/max/0/default.jpg"
    )
    assert iiif.canonical(colour, 9, 9, is_grey=True) == "full/max/0/color.jpg"
    assert iiif.canonical(grey, 9, 9) == "full/max/0/gray.jpg"


def test_a_tile_at_full_size_may_be_written_with_max_or_with_its_sides() -> None:
    for size in ("256,256", "max", "pct:100"):
        request = iiif.parse("0,0,256,256", size, "0", "default", "jpg")
        assert iiif.spellings(request, WIDTH, HEIGHT) == (
            "0,0,256,256/max/0/default.jpg",
            "0,0,256,256/256,256/0/default.jpg",
        )
    tile = iiif.parse("0,0,512,512", "256,256", "0", "default", "jpg")
    assert iiif.spellings(tile, WIDTH, HEIGHT) == ("0,0,512,512/256,256/0/default.jpg",)
    whole = iiif.parse("full", "1200,800", "0", "default", "jpg")
    assert iiif.spellings(whole, WIDTH, HEIGHT) == ("full/max/0/default.jpg",)


def test_enlarging_is_said_in_the_canonical_address() -> None:
    request = iiif.parse("0,0,600,400", "^900,", "0", "default", "jpg")
    assert iiif.canonical(request, WIDTH, HEIGHT) == "0,0,600,400/^900,600/0/default.jpg"
    largest = iiif.parse("0,0,600,400", "^max", "0", "default", "jpg")
    assert iiif.canonical(largest, WIDTH, HEIGHT) == "0,0,600,400/^max/0/default.jpg"


def test_the_information_says_level_2_and_the_smallest_size_first() -> None:
    info = iiif.info(WIDTH, HEIGHT, "https://example.vn/iiif/1")
    assert (info["id"], info["profile"]) == ("https://example.vn/iiif/1", "level2")
    assert info["tiles"] == [{"width": 256, "height": 256, "scaleFactors": [1, 2, 4, 8]}]
    assert info["sizes"][0] == {"width": 150, "height": 100}
    assert info["sizes"][-1] == {"width": WIDTH, "height": HEIGHT}


def test_the_information_states_its_limits_and_keeps_to_them() -> None:
    info = iiif.info(20_000, 15_000, "https://example.vn/iiif/1")
    assert (info["maxArea"], info["maxWidth"], info["maxHeight"]) == (25_000_000, 16_383, 16_383)
    assert info["sizes"][-1] == {"width": 5000, "height": 3750}
    for size in info["sizes"]:
        asked = (size["width"], size["height"])
        assert iiif.size_of(f"{asked[0]},{asked[1]}", Cut(0, 0, 20_000, 15_000)) == asked


def test_rights_are_told_where_they_are_known() -> None:
    licence = "http://creativecommons.org/licenses/by/4.0/"
    assert iiif.info(9, 9, "https://example.vn/iiif/1", licence)["rights"] == licence
    assert "rights" not in iiif.info(9, 9, "https://example.vn/iiif/1")
