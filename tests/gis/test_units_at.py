"""Which units stood at a point on a day."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from gis.models import AdminUnit
from gis.polygon_tree import PolygonTree
from gis.units import boundary_of, distance_outside_m, extent
from gis.units_at import LevelAnswer, UnitLocator, units_at

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 24)
BEFORE = dt.date(2025, 6, 30)
REFORM = dt.date(2025, 7, 1)


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def unit(
    code: str, level: str = "commune", *, shape: MultiPolygon | None = None, **more: object
) -> AdminUnit:
    columns: dict[str, object] = {
        "code": code, "level": level, "valid_from": REFORM, "name": f"Xã {code}", "kind": "Xã",
        "folded": f"xa {code}", "province_code": "37", "boundary": shape,
        "centroid": shape.centroid if shape else None, "area_km2": 25.0,
    }  # fmt: skip
    return AdminUnit.objects.create(**columns | more)


@pytest.fixture
def land() -> dict[str, AdminUnit]:
    """Two communes side by side with boundaries, one of before that held both, a third known by its circle."""
    return {
        "west": unit("00001", shape=box(106.0, 20.0, 106.1, 20.1)),
        "east": unit("00002", shape=box(106.1, 20.0, 106.2, 20.1)),
        "old": unit(
            "00001", shape=box(106.0, 20.0, 106.2, 20.1), valid_from=dt.date(2000, 1, 1), valid_to=REFORM
        ),
        "round": unit("00003", centroid=Point(106.25, 20.05, srid=4326), province_code="38"),
        "province": unit("37", "province", shape=box(105.9, 19.9, 106.3, 20.2)),
        "other province": unit("38", "province", centroid=Point(106.3, 20.05, srid=4326)),
        "district": unit(
            "356",
            "district",
            shape=box(106.0, 20.0, 106.2, 20.1),
            valid_from=dt.date(2000, 1, 1),
            valid_to=REFORM,
        ),
    }


def codes(answers: tuple[LevelAnswer, ...]) -> dict[str, tuple[bool, list[str]]]:
    return {each.level: (each.approximate, [c.unit.code for c in each.candidates]) for each in answers}


@pytest.mark.usefixtures("land")
def test_each_level_of_the_day_answers_by_its_polygons() -> None:
    assert codes(units_at(106.05, 20.05, DAY)) == {"commune": (False, ["00001"]), "province": (False, ["37"])}
    before = codes(units_at(106.15, 20.05, BEFORE))
    assert before["commune"] == (False, ["00001"])
    assert before["district"] == (False, ["356"])


@pytest.mark.usefixtures("land")
def test_a_point_on_a_common_edge_is_in_both() -> None:
    assert codes(units_at(106.1, 20.05, DAY))["commune"] == (False, ["00001", "00002"])


@pytest.mark.usefixtures("land")
def test_without_a_boundary_circles_answer_approximately_with_the_likeliest_first() -> None:
    unit("00004", centroid=Point(106.262, 20.05, srid=4326))
    (commune, province) = units_at(106.254, 20.05, DAY)
    assert (commune.approximate, province.approximate) == (True, True)
    assert [c.unit.code for c in commune.candidates] == ["00003", "00004"]
    shares = [c.share_of_radius for c in commune.candidates]
    assert shares == sorted(shares, key=lambda share: share or 0)
    assert commune.candidates[0].distance_to_centre_m == pytest.approx(418, abs=3)
    assert [c.unit.code for c in province.candidates] == ["38", "37"]


@pytest.mark.usefixtures("land")
def test_a_province_holds_what_its_communes_hold_and_not_what_its_outline_says() -> None:
    # Inside the outline of 37 and inside the circle of a commune of 38: the commune tells the province.
    assert codes(units_at(106.25, 20.05, DAY))["province"] == (True, ["38"])
    # In the outline, in no commune: the outline answers, approximately.
    assert codes(units_at(105.92, 20.15, DAY)) == {"commune": (True, []), "province": (True, ["37"])}
    assert codes(units_at(100.0, 10.0, DAY)) == {"commune": (True, []), "province": (True, [])}


def test_the_extent_of_a_province_is_the_union_of_its_communes_to_the_last_bit(
    land: dict[str, AdminUnit],
) -> None:
    province = land["province"]
    union = boundary_of(province)
    assert union is not None
    assert {xy for ring in union[0].coords for xy in ring} == {
        (106.0, 20.0), (106.1, 20.0), (106.2, 20.0), (106.2, 20.1), (106.1, 20.1), (106.0, 20.1),
    }  # fmt: skip
    shape = extent(province)
    assert shape is not None
    assert not shape.approximate
    assert distance_outside_m(province, 106.15, 20.05) == 0
    assert distance_outside_m(province, 105.95, 20.05) == pytest.approx(5223, abs=5)
    # A boundary that is imported anew is seen at once.
    east = land["east"]
    east.boundary, east.centroid = box(106.1, 20.0, 106.3, 20.1), Point(106.2, 20.05, srid=4326)
    east.save()
    assert distance_outside_m(province, 106.29, 20.05) == 0
    # One commune without a boundary: the union would have a hole, so the outline speaks.
    AdminUnit.objects.filter(pk=east.pk).update(boundary=None)
    assert boundary_of(province) == province.boundary


@pytest.mark.usefixtures("land")
def test_many_points_get_what_each_would_get_alone() -> None:
    unit("00004", centroid=Point(106.27, 20.06, srid=4326), area_km2=30.0)
    dice = np.random.default_rng(7)
    lons, lats = dice.uniform(105.95, 106.35, 300), dice.uniform(19.95, 20.15, 300)
    lons[0], lats[0] = 106.1, 20.05  # on the edge
    for day in (DAY, BEFORE):
        many = UnitLocator(day).locate(lons, lats)
        for number, (lon, lat) in enumerate(zip(lons, lats, strict=True)):
            alone = units_at(float(lon), float(lat), day)[0]
            found = many.unit_of(number)
            assert (found.code if found else None) == (
                alone.candidates[0].unit.code if alone.candidates else None
            ), (lon, lat)
            if found:
                assert many.approximate[number] == alone.approximate


def test_a_locator_of_nothing_finds_nothing() -> None:
    many = UnitLocator(DAY).locate(np.array([106.0]), np.array([20.0]))
    assert many.unit_of(0) is None
    assert len(UnitLocator(DAY).locate(np.empty(0), np.empty(0)).index) == 0


def test_the_earlier_polygon_wins_where_two_overlap() -> None:
    tree = PolygonTree([shapely.box(0, 0, 1, 1), shapely.box(0.5, 0, 2, 1)])
    xs = np.array([0.6, 1.5, 3.0] * 40)
    assert tree.first_holding(xs, np.full(len(xs), 0.5)).tolist() == [0, 1, -1] * 40
