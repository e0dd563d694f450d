"""Two numbers, every meaning, the likeliest first."""

from __future__ import annotations

import pytest

from gis.unit_sources import REFORM, read_units
from gis.vn2000 import MERIDIANS, readings, zone_of_former_province, zones_of_province
from tests.gis.places import NAM_DINH, round_place


def test_every_province_old_and_new_has_a_zone() -> None:
    units = [unit for unit in read_units().units.values() if unit.level == "province"]
    for unit in units:
        if unit.valid_to == REFORM:
            assert zone_of_former_province(unit.code) in MERIDIANS
        if unit.valid_to is None:
            assert zones_of_province(unit.code), unit.name
    assert len({unit.code for unit in units if unit.valid_to == REFORM}) == 63


def test_zones_of_the_three_provinces() -> None:
    assert zones_of_province("37") == (5897, 9209)  # Ninh Bình: its own, then that of former Nam Định
    assert zones_of_province("31") == (9210, 9209)
    assert zones_of_province("33") == (9209,)
    assert zones_of_province("00") == ()
    assert (zone_of_former_province("36"), zone_of_former_province("35")) == (9209, 5897)
    with pytest.raises(KeyError):
        zone_of_former_province("99")


def test_merged_provinces_keep_the_zones_of_all_their_parts() -> None:
    table = read_units()
    for change in table.changes:
        if change.old[0] == "province" and change.on == REFORM:
            assert zone_of_former_province(change.old[1]) in zones_of_province(change.new[1])


def test_papers_of_former_nam_dinh_are_read_in_their_own_zone() -> None:
    found = readings(2262869.638, 569493.211, NAM_DINH)
    best = found[0]
    assert (best.crs, best.inside, best.swapped) == ("EPSG:9209", True, False)
    assert (best.lon, best.lat) == pytest.approx((106.167945, 20.455966), abs=1e-7)
    assert (best.native_x, best.native_y) == (569493.211, 2262869.638)
    assert best.label_vi == "VN-2000 kinh tuyến trục 105°30′: X Bắc, Y Đông"
    # The same numbers in the zone of the province today lie 52 km to the west.
    present = next(reading for reading in found if reading.crs == "EPSG:5897")
    assert present.outside_m == pytest.approx(52_200 - 2517, abs=400)
    assert present.inside is False


def test_numbers_that_came_east_first_are_found_and_said_to_be_swapped() -> None:
    best = readings(569493.211, 2262869.638, NAM_DINH)[0]
    assert (best.crs, best.swapped, best.inside) == ("EPSG:9209", True, True)
    assert "easting first" in best.label_en


def test_degrees_in_either_order_and_on_either_datum() -> None:
    found = readings(20.455966, 106.167945, NAM_DINH)
    assert [(r.crs, r.swapped) for r in found] == [("EPSG:4326", False), ("EPSG:4756", False)]
    assert [(r.crs, r.swapped) for r in readings(106.167945, 20.455966)] == [
        ("EPSG:4326", True),
        ("EPSG:4756", True),
    ]
    assert found[0].label_vi == "WGS 84: vĩ độ, kinh độ"


def test_a_three_degree_zone_is_preferred_to_utm_when_both_fall_inside() -> None:
    place = round_place(106.167945, 20.455966, 3000)
    crs = [r.crs for r in readings(2263161.198, 621664.093, place) if r.inside]
    assert crs == ["EPSG:5897", "EPSG:3405"]


def test_what_lies_outside_the_country_is_no_meaning() -> None:
    assert readings(48.85, 2.35) == ()
    assert readings(6862000, 652000) == ()
    assert readings(0, 0) == ()
    assert len(readings(2262869.638, 569493.211, limit=3)) == 3


def test_without_a_unit_nothing_is_inside_or_outside() -> None:
    assert all(r.inside is None and r.outside_m is None for r in readings(2262869.638, 569493.211))
