"""Which systems there are, and which of them a province uses."""

from __future__ import annotations

import pytest

from gis.unit_sources import REFORM, read_units
from gis.vn2000 import MERIDIANS, system_words, systems, zone_of_former_province, zones_of_province


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


def test_every_system_of_the_country_has_words_of_its_own() -> None:
    for language in ("vi", "en"):
        words = [system_words(crs, language) for crs in systems()]
        assert len(set(words)) == len(words) == 24
    assert system_words("EPSG:9209", "en") == "VN-2000 central meridian 105°30′"
    assert system_words("EPSG:2044", "vi") == "EPSG:2044"
