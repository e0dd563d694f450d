"""A map drawn by the server: where things stand, how long the scale bar is, what is always named."""

from __future__ import annotations

import math
import re
from typing import Any

import defusedxml.ElementTree as ET
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.bounds import Bounds
from gis.distance import distance_m
from heritage.projections.drawn_frame import Frame
from heritage.projections.drawn_map import Under, drawn_map
from heritage.projections.drawn_marks import BAR, SYMBOLS, bar_metres
from heritage.projections.drawn_shapes import SHAPES, DrawnShape

HERE = Bounds(106.19, 20.385, 106.235, 20.42)
COUNTRY = Bounds(102.0, 7.0, 118.0, 24.0)
SVG = "{http://www.w3.org/2000/svg}"


def feature(lon: float, lat: float, **told: Any) -> dict[str, Any]:
    properties = {"category": "relic", "approximate": False, "accuracy_m": 5, **told}
    return {"geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("bounds", [HERE, COUNTRY, Bounds(106.2, 20.4, 106.2, 20.4)])
def test_both_archipelagos_are_named_with_city_and_province_on_every_drawing(bounds, language: str) -> None:
    root = ET.fromstring(drawn_map(bounds, [], language))
    words = [node.text for node in root.iter(f"{SVG}text")]
    belongs = (
        ("(Đà Nẵng City)", "(Khánh Hòa Province)")
        if language == "en"
        else ("(TP. Đà Nẵng)", "(tỉnh Khánh Hòa)")
    )
    times = 2 if bounds == COUNTRY else 1
    for name in ("Quần đảo Hoàng Sa", "Quần đảo Trường Sa", *belongs):
        assert words.count(name) == times, name
    assert not re.search("paracel|spratly|south china", ET.tostring(root, encoding="unicode"), re.IGNORECASE)


@pytest.mark.django_db
def test_numbers_stand_beside_symbols_and_share_one_at_the_same_place() -> None:
    features = [
        feature(106.21, 20.40, number=1),
        feature(106.21, 20.40, number=2),
        feature(106.23, 20.41, number=3),
    ]
    words = [node.text for node in ET.fromstring(drawn_map(HERE, features, "vi")).iter(f"{SVG}text")]
    assert "1, 2" in words and "3" in words


@pytest.mark.django_db
def test_words_from_the_catalogue_cannot_become_markup() -> None:
    area = DrawnShape("extent", shapely.box(106.2, 20.39, 106.22, 20.41), '<script>"&')
    drawn = drawn_map(HERE, [], "vi", shapes=[area], under=Under("https://a.vn/{z}/{x}/{y}?a=1&b=2", "© <b>"))
    root = ET.fromstring(drawn)
    assert "<script" not in drawn
    assert '<script>"&' in [node.text for node in root.iter(f"{SVG}text")]
    assert all("?a=1&b=2" in node.get("href", "") for node in root.iter(f"{SVG}image"))


@pytest.mark.django_db
def test_tiles_cover_the_whole_frame() -> None:
    frame = Frame.around(HERE, 1000, 640)
    tiles = list(frame.tiles())
    assert min(x for *_, x, _, _ in tiles) <= 0 and min(y for *_, y, _ in tiles) <= 0
    assert max(x + edge for *_, x, _, edge in tiles) >= 1000 and max(y + edge for *_, y, edge in tiles) >= 640


@given(
    st.floats(102, 118),
    st.floats(7, 23),
    st.floats(0, 8),
    st.floats(0, 8),
    st.integers(200, 2000),
    st.integers(200, 2000),
)
def test_a_frame_holds_its_box_and_has_the_proportions_asked_for(
    west, south, wide, high, width, height
) -> None:
    box = Bounds(west, south, west + wide, south + high)
    frame = Frame.around(box, width, height)
    for lon, lat in ((box.west, box.south), (box.east, box.north)):
        x, y = frame.xy(lon, lat)
        assert -0.01 <= x <= width + 0.01 and -0.01 <= y <= height + 0.01
    x, y = frame.xy(frame.bounds.west, frame.bounds.north)
    assert (x, y) == (pytest.approx(0, abs=0.01), pytest.approx(0, abs=0.01))


@given(st.floats(-60, 60), st.floats(0.002, 20))
def test_the_scale_bar_is_as_long_as_it_says(lat: float, wide: float) -> None:
    frame = Frame.around(Bounds(106.0, lat, 106.0 + wide, lat), 1000, 640)
    metres = bar_metres(frame)
    units = metres / frame.metres_per_unit
    assert 0 < units <= BAR + 1e-6
    middle = frame.bounds.centre[1]
    end = frame.west + units * frame.degrees_per_unit
    assert distance_m(frame.west, middle, end, middle) == pytest.approx(metres, rel=0.01)
    assert round(metres / 10 ** math.floor(math.log10(metres))) in (1, 2, 5)


def test_symbols_are_told_apart_in_grey() -> None:
    """Each category has a ground of its own; every tone is dark against paper, and each shape of zones has its dash."""
    assert len({ground for ground, _, _ in SYMBOLS.values()}) == len(SYMBOLS)
    assert all(luminance(colour) < 110 for _, _, colour in SYMBOLS.values())
    dashes = [
        re.search(r'stroke-dasharray="([^"]*)"', SHAPES[kind])
        for kind in ("zone_one", "zone_two", "area", "walk")
    ]
    assert len({each[1] if each else "" for each in dashes}) == 4
