from __future__ import annotations

import pytest
from pyproj import CRS

from media_pipeline.cloud_crs import crs_facts, size_m

DEN_TRAN = (569_493.211, 2_262_869.638, 5.0)


def test_a_known_system_is_named_by_its_code() -> None:
    facts = crs_facts([CRS.from_epsg(9209).to_wkt()], True, DEN_TRAN)
    assert facts["crs"] == "EPSG:9209"
    assert facts["unit"] == "metre"
    assert facts["crs_contradiction"] is None


def test_nothing_stated_is_nothing_known() -> None:
    facts = crs_facts([], False, DEN_TRAN)
    assert (facts["crs"], facts["crs_unreadable"], facts["unit"]) == (None, False, "unknown")


def test_something_unreadable_is_told_from_nothing() -> None:
    assert crs_facts(["LOCAL_CS[nonsense"], True, DEN_TRAN)["crs_unreadable"]


def test_two_meridians_contradict_each_other() -> None:
    facts = crs_facts(["EPSG:9209", "EPSG:5897"], True, DEN_TRAN)
    assert facts["crs"] == "EPSG:9209"
    assert "105-00" in facts["crs_contradiction"] or "TM-3" in facts["crs_contradiction"]


def test_one_system_spelt_twice_is_no_contradiction() -> None:
    texts = [CRS.from_epsg(32648).to_wkt("WKT1_GDAL"), CRS.from_epsg(32648).to_wkt()]
    assert crs_facts(texts, True, (600_000.0, 2_260_000.0, 0.0))["crs_contradiction"] is None


def test_feet_are_seen_and_sizes_come_in_metres() -> None:
    facts = crs_facts(["EPSG:2994"], True, (637_000.0, 851_000.0, 400.0))
    assert facts["unit"] == "foot"
    assert facts["unit_m"] == pytest.approx(0.3048)
    assert size_m((0.0, 0.0, 0.0), (100.0, 10.0, 1.0), facts) == pytest.approx(
        [30.48, 3.048, 0.3048], abs=1e-4
    )


def test_degrees_become_metres_at_their_latitude() -> None:
    facts = crs_facts(["EPSG:4326"], True, (106.1, 20.4, 0.0))
    assert facts["unit"] == "degree"
    wide, deep, tall = size_m((106.0, 20.0, 0.0), (106.01, 20.01, 7.0), facts)
    assert wide == pytest.approx(1046, abs=2)
    assert deep == pytest.approx(1113, abs=2)
    assert tall == 7.0
