"""Lines and areas as people draw, type or paste them."""

from __future__ import annotations

import json
import math

import pytest
from django.contrib.gis.geos import GEOSGeometry
from hypothesis import given
from hypothesis import strategies as st

from gis.drawing import MOST_CORNERS, measured, read_drawing, read_point
from gis.drawing_text import corners_text
from gis.errors import BadDrawing

SQUARE = [[106.0, 20.0], [106.01, 20.0], [106.01, 20.01], [106.0, 20.01], [106.0, 20.0]]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE]}


def code(text: str, *, areas: bool = True) -> str:
    with pytest.raises(BadDrawing) as refused:
        read_drawing(text, areas=areas)
    assert refused.value.vi and refused.value.en
    return refused.value.code


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(POLYGON),
        json.dumps({"type": "Feature", "properties": {}, "geometry": POLYGON}),
        json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON}]}),
        "POLYGON((106 20, 106.01 20, 106.01 20.01, 106 20.01, 106 20))",
        "polygon z ((106 20 3, 106.01 20 3, 106.01 20.01 3, 106 20.01 3, 106 20 3))",
        "20; 106\n20; 106,01\n20,01; 106,01\n20,01; 106",
        "# phần 1\n20.0, 106.0\n20.0, 106.01\n20.01, 106.01\n20.01, 106.0\n20.0, 106.0\n\n",
    ],
    ids=["GeoJSON", "feature", "collection", "WKT", "with heights", "corners", "closed corners"],
)
def test_one_area_is_the_same_however_it_is_written(text):
    assert json.loads(read_drawing(text, areas=True).geojson)["coordinates"] == [[SQUARE]]


def test_a_hole_and_a_second_part_are_said_in_the_list():
    text = "20;106\n20;106,1\n20,1;106,1\n# lỗ\n20,01;106,05\n20,02;106,06\n20,01;106,06\n\n21;106\n21;106,1\n21,1;106,1"
    shape = read_drawing(text, areas=True)
    assert [len(part) for part in shape] == [2, 1]
    assert read_drawing(corners_text(shape), areas=True).equals_exact(shape)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "empty"),
        ("20;106\n20;106,1\n20,1;106\n20,1;106,1", "crossed"),
        ("20;106\n20;106,1", "too_few"),
        ("20;106\n20;106,1\nđình làng", "corner"),
        ("20;106\n20;106,1\n20", "corner"),
        ("106;20\n106,1;20\n106;20,1", "outside_viet_nam"),
        ("LINESTRING(106 20, 107 20)", "wrong_kind"),
        ('{"type": "Point", "coordinates": [106, 20]}', "wrong_kind"),
        ('{"type": "FeatureCollection", "features": []}', "wrong_kind"),
        ("SRID=3857;POLYGON((0 0, 1 0, 1 1, 0 0))", "crs"),
        ("POLYGON((106 20, 107", "unreadable"),
        ('{"type": "Polygon", "coordinates": "x"}', "unreadable"),
        ('{"type": "Polygon"', "unreadable"),
        ("[" * 3, "corner"),
        ('{"type":' * 100_000, "unreadable"),
        ("DROP TABLE", "unreadable"),
        ("0103000000", "corner"),
    ],
)  # fmt: skip
def test_what_is_no_area_is_refused_with_its_reason(text, wanted):
    assert code(text) == wanted


def test_a_crossing_is_said_with_its_place():
    with pytest.raises(BadDrawing, match="20,050000; 106,050000"):
        read_drawing("20;106\n20;106,1\n20,1;106\n20,1;106,1", areas=True)


def test_more_corners_than_a_page_can_hold_are_refused():
    def ring(corners: int) -> str:
        turn = 2 * math.pi / corners
        return "\n".join(f"{20 + math.sin(k * turn)}; {106 + math.cos(k * turn)}" for k in range(corners))

    assert code(ring(MOST_CORNERS)) == "too_many"  # with the corner that closes it
    assert read_drawing(ring(MOST_CORNERS - 1), areas=True).num_coords == MOST_CORNERS


def test_a_line_may_cross_itself_but_not_stand_still():
    assert read_drawing("20;106\n20;106,1\n20,1;106\n20,1;106,1", areas=False).num_coords == 4
    assert code("20;106", areas=False) == "too_short"
    assert code("20;106\n20;106", areas=False) == "too_short"
    assert code(json.dumps(POLYGON), areas=False) == "wrong_kind"


def test_a_square_of_a_hundredth_of_a_degree_is_measured():
    # on WGS 84 at 20.005° N a hundredth of a degree is 1046.4 m by 1107.1 m
    found = measured(read_drawing(json.dumps(POLYGON), areas=True))
    assert found.area_m2 == pytest.approx(1046.4 * 1107.1, rel=0.001)
    assert found.length_m == pytest.approx(2 * (1046.4 + 1107.1), rel=0.006)
    assert found.corners == 5
    with_hole = read_drawing(json.dumps({**POLYGON, "coordinates": [SQUARE, [[106.002, 20.002], [106.004, 20.002], [106.004, 20.004], [106.002, 20.002]]]}), areas=True)  # fmt: skip
    assert found.area_m2 - measured(with_hole).area_m2 == pytest.approx(209.3 * 221.4 / 2, rel=0.001)


@given(
    st.lists(
        st.lists(st.tuples(st.floats(102, 118), st.floats(4.5, 23.5)), min_size=2, max_size=30, unique=True),
        min_size=1,
        max_size=4,
    )
)
def test_a_route_written_out_is_read_back_to_the_last_bit(lines):
    text = json.dumps({"type": "MultiLineString", "coordinates": lines})
    shape = read_drawing(text, areas=False)
    assert [list(line.coords) for line in shape] == lines
    for mark in ",.":
        assert read_drawing(corners_text(shape, mark), areas=False).coords == shape.coords


@given(st.text(max_size=200) | st.text(alphabet='{}[]":,0123456789.;# \nPOLYGONtype', max_size=200))
def test_any_text_is_a_shape_or_a_reason(text):
    for areas in (True, False):
        try:
            assert isinstance(read_drawing(text, areas=areas), GEOSGeometry)
        except BadDrawing as refused:
            assert refused.code


@pytest.mark.parametrize(
    "text", ["20,4038; 106,213", "20.4038, 106.213\n", "POINT(106.213 20.4038)", '{"type":"Point","coordinates":[106.213,20.4038]}']
)  # fmt: skip
def test_a_point_is_read_however_it_is_written(text):
    assert read_point(text) == (106.213, 20.4038)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "one_point"),
        ("20;106\n20;107", "one_point"),
        ("LINESTRING(106 20, 107 20)", "wrong_kind"),
        ("POINT(nan nan)", "outside_viet_nam"),
        ("POINT EMPTY", "one_point"),
        ("106; 20", "outside_viet_nam"),
        ("đình", "unreadable"),
        ("- 5", "corner"),
    ],
)
def test_what_is_no_point_is_refused_with_its_reason(text, wanted):
    with pytest.raises(BadDrawing) as refused:
        read_point(text)
    assert refused.value.code == wanted
