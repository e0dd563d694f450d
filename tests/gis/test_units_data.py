"""Loading the country."""

from __future__ import annotations

import datetime as dt
import time
import unicodedata

import pytest

from gis.models import AdminUnit, UnitChange
from gis.unit_sources import LISTED_FROM, REFORM, read_units
from gis.units_data import load_units

FIVE = {
    "13669": "Phường Nam Định",
    "13972": "Phường Vị Khê",
    "14122": "Xã Xuân Hưng",
    "11311": "Phường Hồng Bàng",
    "12127": "Phường Thượng Hồng",
}


def test_the_sources_hold_the_whole_country() -> None:
    table = read_units()
    standing = [unit for unit in table.units.values() if unit.valid_to is None]
    communes = [unit for unit in standing if unit.level == "commune"]
    assert len(communes) == 3321
    assert len([unit for unit in standing if unit.level == "province"]) == 34
    assert all(len(unit.code) == 5 and unit.code.isdigit() for unit in communes)
    assert all(unit.lon and unit.lat for unit in communes)
    assert [unit.code for unit in communes if not unit.area_km2] != []  # four areas are unknown, never zero
    assert all(unit.area_km2 != 0 for unit in table.units.values())
    assert all(unicodedata.is_normalized("NFC", unit.name) for unit in table.units.values())
    former = [unit for unit in table.units.values() if unit.valid_to == REFORM and unit.level == "commune"]
    assert len(former) == 10035


def test_every_former_commune_became_something_and_every_unit_came_from_something() -> None:
    table = read_units()
    old, new = {change.old for change in table.changes}, {change.new for change in table.changes}
    for key, unit in table.units.items():
        if unit.valid_to is not None:
            assert key in old, unit
        else:
            assert key in new, unit


def test_a_point_that_a_namesake_drew_away_is_dropped() -> None:
    table = read_units()
    # The package puts Nam Điền of Nam Trực 40 km south of it, on the coast.
    assert table.units[("commune", "13972", dt.date(2024, 9, 1))].lon is None
    assert table.units[("commune", "12124", LISTED_FROM)].lon == pytest.approx(106.10664)


@pytest.mark.django_db
def test_loading_takes_under_ten_seconds_and_a_second_run_changes_nothing() -> None:
    seen: list[tuple[int, int]] = []
    started = time.process_time()  # of ours alone, whatever else the machine does
    first = load_units(lambda done, total: seen.append((done, total)))
    assert time.process_time() - started < 10
    assert first.units_created == AdminUnit.objects.count() == 13465
    assert first.changes_created == UnitChange.objects.count() == 10672
    assert seen[-1][0] == seen[-1][1] == 13465 + 10672
    again = load_units()
    assert (again.units_created, again.units_updated, again.changes_created) == (0, 0, 0)
    assert again.units_unchanged == 13465
    for code, name in FIVE.items():
        unit = AdminUnit.objects.get(code=code, level="commune", valid_to=None)
        assert (unit.name, unit.valid_from) == (name, REFORM)
    AdminUnit.objects.filter(code="13669", valid_to=None).update(name="Nam Định gõ nhầm")
    assert load_units().units_updated == 1
    assert AdminUnit.objects.get(code="13669", valid_to=None).name == "Phường Nam Định"
