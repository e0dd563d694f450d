"""Which unit, when and where."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from gis.distance import distance_m
from gis.models import AdminUnit
from gis.unit_history import predecessors, present_units, successors
from gis.units import (
    distance_outside_m,
    ended_units_named,
    extent,
    unit_on,
    units_matching,
)
from gis.units_at import units_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

TODAY = dt.date(2026, 11, 24)
BEFORE = dt.date(2025, 6, 30)


def located(lon: float, lat: float, day: dt.date) -> tuple[AdminUnit, bool] | None:
    """The likeliest commune, and whether it is a guess."""
    answer = units_at(lon, lat, day)[0]
    return (answer.candidates[0].unit, answer.approximate) if answer.candidates else None


def unit(code: str, day: dt.date = TODAY) -> AdminUnit:
    found = unit_on(code, day)
    assert found is not None
    return found


def test_one_code_names_two_territories_over_time() -> None:
    assert (unit("13669").name, unit("13669", BEFORE).name) == ("Phường Nam Định", "Phường Cửa Bắc")
    assert unit("13669", dt.date(2025, 7, 1)).name == "Phường Nam Định"
    assert unit_on("12124", TODAY) is None
    assert unit_on("00000", TODAY) is None


def test_the_level_of_a_province_changes_with_time() -> None:
    assert unit("75", dt.date(2026, 4, 29)).name == "Tỉnh Đồng Nai"
    assert unit("75", dt.date(2026, 4, 30)).name == "Thành phố Đồng Nai"
    assert units_matching("Biên Hòa", day=TODAY)[0].province_name == "Thành phố Đồng Nai"


def test_chains_of_several_steps_are_followed() -> None:
    steps = successors(unit("14122", dt.date(2020, 1, 1)))
    assert [(s.unit.name, s.on.year, s.steps) for s in steps] == [
        ("Xã Trà Lũ", 2024, 1),
        ("Xã Xuân Hưng", 2025, 2),
    ]
    steps = successors(unit("13972", dt.date(2020, 1, 1)))
    assert [s.unit.name for s in steps] == ["Xã Nam Điền", "Phường Vị Khê"]
    assert [u.name for u in present_units(unit("13972", dt.date(2020, 1, 1)))] == ["Phường Vị Khê"]
    assert present_units(unit("13972")) == [unit("13972")]


def test_a_merged_ward_knows_its_parts_and_which_came_whole() -> None:
    steps = [s for s in predecessors(unit("11311")) if s.steps == 1]
    parts = {s.unit.name: s.whole for s in steps}
    assert parts == {
        "Phường Hùng Vương": True,
        "Phường Sở Dầu": True,
        "Phường Thượng Lý": True,
        "Phường Minh Khai": True,
        "Phường Hoàng Văn Thụ": True,
        "Phường Phan Bội Châu": True,
        "Phường Gia Viên": False,
    }
    assert all(step.source for step in steps)
    names = {step.unit.name for step in predecessors(unit("13972"))}
    assert {"Phường Nam Phong", "Xã Nam Điền", "Xã Điền Xá"} <= names


def test_names_are_found_without_diacritics_old_ones_too() -> None:
    assert units_matching("vi khe")[0].code == "13972"
    assert units_matching("PHƯỜNG VỊ KHÊ")[0].code == "13972"
    assert units_matching("13972")[0].name == "Phường Vị Khê"
    assert [u.name for u in units_matching("12127", day=BEFORE)] == ["Phường Minh Đức"]
    assert units_matching("bach sam")[0].name == "Phường Bạch Sam"
    assert units_matching("  ") == []
    assert units_matching("Nam Định")[0].name == "Phường Nam Định"


def test_what_follows_a_comma_tells_namesakes_apart() -> None:
    everywhere = units_matching("Điền Xá")
    assert {"Tỉnh Nam Định", "Tỉnh Quảng Ninh"} <= {u.province_name for u in everywhere}
    here = units_matching("Điền Xá, Nam Trực, Nam Định")
    assert [(u.name, u.code) for u in here] == [("Xã Điền Xá", "13972")]
    # Without the comma, and with the type cut short.
    assert [u.name for u in units_matching("dien xa nam truc")] == ["Xã Điền Xá"]
    assert units_matching("P. Vị Khê")[0].code == "13972"
    assert units_matching("x.dien xa huyen nam truc")[0].name == "Xã Điền Xá"
    assert units_matching("khong co xa nay") == []
    assert units_matching("Thượng Hồng, Hưng Yên")[0].code == "12127"
    assert [u.code for u in units_matching("Thượng Hồng", day=TODAY, province_code="31")] == ["10993"]


def test_just_the_name_of_an_ended_unit_is_found_by_the_index() -> None:
    found = ended_units_named("điền xá, nam trực", TODAY)
    assert [(u.name, u.valid_to) for u in found] == [("Xã Điền Xá", dt.date(2024, 9, 1))]
    assert {u.province_name for u in ended_units_named("X. Điền Xá", TODAY)} == {
        "Tỉnh Nam Định",
        "Tỉnh Quảng Ninh",
    }
    assert ended_units_named("Điền", TODAY) == []
    assert ended_units_named("Điền Xá", dt.date(2024, 8, 31)) == []
    assert ended_units_named("", TODAY) == []


def test_until_a_boundary_is_imported_the_extent_is_a_circle_of_the_same_area() -> None:
    ward = unit("13669")
    shape = extent(ward)
    assert shape is not None
    assert shape.approximate
    assert shape.radius_m == pytest.approx(2517, abs=2)
    assert shape.geometry.srid == 4326
    east = max(x for x, _ in shape.geometry[0][0].coords)
    assert ward.centroid is not None
    assert distance_m(east, ward.centroid.y, ward.centroid.x, ward.centroid.y) == pytest.approx(2517, abs=5)
    assert extent(unit("13669", BEFORE)) is None


def test_a_point_is_located_by_circle_and_said_to_be_approximate() -> None:
    found = located(106.170, 20.441, TODAY)
    assert found is not None
    assert (found[0].code, found[1]) == ("13669", True)
    assert located(100.0, 15.0, TODAY) is None


def test_a_boundary_decides_once_it_is_there() -> None:
    ward = unit("13669")
    ward.boundary = MultiPolygon(Polygon.from_bbox((106.10, 20.40, 106.18, 20.48)), srid=4326)
    ward.save()
    shape = extent(ward)
    assert shape is not None
    assert (shape.approximate, shape.radius_m) == (False, None)
    inside = located(106.101, 20.479, TODAY)
    assert inside is not None
    assert (inside[0].code, inside[1]) == ("13669", False)
    # Inside the old circle of the ward but outside its boundary: never that ward again.
    outside = located(106.185, 20.441, TODAY)
    assert outside is None or outside[0].code != "13669"
    assert distance_outside_m(ward, 106.15, 20.45) == 0
    assert distance_outside_m(ward, 106.19, 20.44) == pytest.approx(1042, abs=3)


def test_distance_outside_a_circle_is_from_its_edge() -> None:
    ward = unit("13669")
    assert distance_outside_m(ward, 106.17, 20.44) == 0
    away = distance_outside_m(ward, 106.30, 20.4413)
    assert away == pytest.approx(distance_m(106.30, 20.4413, 106.17, 20.4413) - 2517, abs=2)
    assert distance_outside_m(unit("13669", BEFORE), 106.17, 20.44) == distance_outside_m(
        unit("13669", BEFORE), 0, 0
    )
