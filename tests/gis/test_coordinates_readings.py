"""Two numbers, every meaning, the likeliest first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.coordinates import read_coordinates
from gis.coordinates_readings import proposal, readings
from gis.crs import from_wgs84
from gis.distance import distance_m
from gis.vn2000 import MERIDIANS, UTM_ZONES, WGS84_UTM_ZONES, system_words
from tests.gis.places import NAM_DINH, round_place


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
    assert crs == ["EPSG:5897", "EPSG:3405", "EPSG:32648"]


def test_what_lies_outside_the_country_is_no_meaning() -> None:
    assert readings(48.85, 2.35) == ()
    assert readings(6862000, 652000) == ()
    assert readings(0, 0) == ()
    assert len(readings(2262869.638, 569493.211, limit=3)) == 3


def test_without_a_unit_nothing_is_inside_or_outside() -> None:
    assert all(r.inside is None and r.outside_m is None for r in readings(2262869.638, 569493.211))


def test_one_meaning_inside_is_proposed_and_of_two_none_is() -> None:
    assert proposal(readings(2262869.638, 569493.211, NAM_DINH)).crs == "EPSG:9209"
    assert proposal(readings(20.455966, 106.167945, NAM_DINH)) is None  # WGS 84 and VN-2000, both inside
    assert proposal(readings(2262869.638, 569493.211)) is None


def test_the_declared_system_comes_first_and_settles_which_is_proposed() -> None:
    hoa_lu = round_place(105.9, 20.28, 4000)
    x, y = from_wgs84(105.9, 20.28, "EPSG:5897")
    assert proposal(readings(y, x, hoa_lu)) is None  # the 6° zone has nearly the same numbers
    found = readings(y, x, hoa_lu, declared=("EPSG:3405",))
    assert (found[0].crs, proposal(found).crs) == ("EPSG:3405", "EPSG:3405")
    # Nothing inside: what was declared is no reason to take a place outside.
    assert proposal(readings(2262869.638, 569493.211, NAM_DINH, declared=("EPSG:5897",))).crs == "EPSG:9209"


def test_every_meaning_says_what_it_takes_for_granted() -> None:
    found = {r.crs: r for r in readings(2262869.638, 569493.211, NAM_DINH, limit=99)}
    assert "papers of this province" in found["EPSG:9209"].assumes_en
    assert "another province" in found["EPSG:9212"].assumes_en
    assert "not shifted" in found["EPSG:32648"].assumes_en
    degrees = {r.crs: r for r in readings(20.455966, 106.167945, NAM_DINH)}
    assert "220 m" in degrees["EPSG:4756"].assumes_vi
    assert "GPS" in degrees["EPSG:4326"].assumes_vi


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2262869.638 69493.211", "Leading digits are missing: 69,493.211 read as 569,493.211."),
        ("62869.638 69493.211", "62,869.638 read as 2,262,869.638; 69,493.211 read as 569,493.211."),
        ("69493.211 262869.638", "262,869.638 read as 2,262,869.638; 69,493.211 read as 569,493.211."),
        ("20455966 106167945", "The decimal mark is lost: read as 20.455966 and 106.167945 degrees."),
        ("20.455966 106167945", "The decimal mark is lost: read as 20.455966 and 106.167945 degrees."),
        ("20455966; 106,167945", "The decimal mark is lost: read as 20.455966 and 106.167945 degrees."),
        ("106167945, 20455966", "The decimal mark is lost: read as 20.455966 and 106.167945 degrees."),
        ("7424098.07 1868412.31", "Figures in US survey feet, turned into metres."),
    ],
)
def test_numbers_that_lost_something_are_repaired_in_words_and_never_proposed(text: str, words: str) -> None:
    found = read_coordinates(text, NAM_DINH)
    right = [r for r in found if words in r.assumes_en]
    assert right, [r.assumes_en for r in found]
    assert distance_m(right[0].lon, right[0].lat, 106.167945, 20.455966) < 0.1
    assert (right[0].inside, right[0].repaired) == (True, True)
    assert proposal(found) is None


def test_feet_of_either_kind_are_both_shown() -> None:
    labels = [r.assumes_en for r in read_coordinates("7424098.07 1868412.31", NAM_DINH)]
    assert [("US survey" in each, "international" in each) for each in labels] == [
        (False, True),
        (True, False),
    ]


def test_nothing_is_repaired_where_the_numbers_fall_inside_as_they_are() -> None:
    assert not any(r.repaired for r in readings(2262869.638, 569493.211, NAM_DINH, limit=99))


@pytest.mark.parametrize(
    "text", ["48Q 621627.59 2262482.182", "UTM 48N 621627.59E 2262482.182N", "48621627.59 2262482.182"]
)
def test_a_utm_zone_in_front_of_the_easting_is_no_part_of_it(text: str) -> None:
    found = read_coordinates(text, NAM_DINH)
    assert {r.crs for r in found} == {"EPSG:3405", "EPSG:32648"}
    assert {(r.native_x, r.native_y) for r in found} == {(621627.59, 2262482.182)}
    assert proposal(found) is None  # on either datum it is inside


@settings(max_examples=40, deadline=None)
@given(
    st.floats(103.0, 109.0), st.floats(9.0, 23.0),
    st.sampled_from([*MERIDIANS, *UTM_ZONES, *WGS84_UTM_ZONES]),
)  # fmt: skip
def test_what_is_written_in_any_system_has_its_meaning_among_the_readings(
    lon: float, lat: float, code: int
) -> None:
    x, y = from_wgs84(lon, lat, f"EPSG:{code}")
    if not (100_000 <= x <= 1_000_000):
        return  # too far from the meridian for anybody to have used it
    place = round_place(lon, lat, 2000)
    meant = [r for r in readings(y, x, place, limit=99) if r.crs == f"EPSG:{code}" and not r.swapped]
    assert meant, system_words(f"EPSG:{code}", "en")
    assert distance_m(meant[0].lon, meant[0].lat, lon, lat) < 0.01
    assert meant[0].inside
