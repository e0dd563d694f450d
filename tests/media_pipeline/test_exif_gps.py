from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from PIL.ExifTags import GPS

from media_pipeline.exif_gps import position_facts, utc_of
from tests.media_pipeline.pictures import vi_khe_gps

NAN = float("nan")


def test_south_west_and_below_the_sea_are_negative() -> None:
    block = vi_khe_gps(GPSLatitudeRef="S", GPSLongitudeRef="W", GPSAltitude=12.0, GPSAltitudeRef=b"\x01")
    facts = position_facts(block)
    assert facts["gps_lat"] == pytest.approx(-20.41)
    assert facts["gps_lon"] == pytest.approx(-106.205)
    assert facts["gps_alt_m"] == -12


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"GPSLatitude": (NAN, NAN, NAN)}, "not_a_number"),
        ({"GPSLongitude": (106.0, NAN, 0.0)}, "not_a_number"),
        ({"GPSLongitude": ()}, "not_a_number"),
        ({"GPSLongitude": "abc"}, "not_a_number"),
        ({"GPSLatitude": (-20.0, 0.0, 0.0)}, "not_a_number"),
        ({"GPSLatitude": (0.0, 0.0, 0.0), "GPSLongitude": (0.0, 0.0, 0.0)}, "null_island"),
        ({"GPSLatitudeRef": ""}, "no_hemisphere"),
        ({"GPSLongitudeRef": None}, "no_hemisphere"),
        ({"GPSLatitude": (95.0, 0.0, 0.0)}, "out_of_range"),
    ],
)
def test_a_position_that_cannot_be_trusted_is_named_and_not_used(changes: Any, problem: str) -> None:
    assert position_facts(vi_khe_gps(**changes)) == {"gps_problem": problem}


def test_only_one_coordinate_is_no_position() -> None:
    block = vi_khe_gps()
    del block[4]
    assert position_facts(block) == {"gps_problem": "not_a_number"}


@pytest.mark.parametrize(
    ("reference", "height", "above"),
    [(0, 12.0, "sea"), (b"\x01", -12.0, "sea"), (2, 12.0, "ellipsoid"), (b"\x03", -12.0, "ellipsoid")],
)
def test_a_height_is_signed_and_says_what_it_is_above(reference: Any, height: float, above: str) -> None:
    facts = position_facts(vi_khe_gps(GPSAltitude=12.0, GPSAltitudeRef=reference))
    assert (facts["gps_alt_m"], facts["gps_alt_above"]) == (height, above)


@pytest.mark.parametrize(
    ("degrees", "letter", "known"),
    [
        (271.5, "T", (271.5, "true")),
        (271.5, "M", (271.5, "magnetic")),
        (360.0, "T", (0.0, "true")),
        (90.0, None, (90.0, None)),
        (-3.0, "T", (None, None)),
        (NAN, "T", (None, None)),
    ],
)
def test_a_direction_says_which_north_it_is_from(degrees: float, letter: str | None, known: Any) -> None:
    facts = position_facts(vi_khe_gps(GPSImgDirection=degrees, GPSImgDirectionRef=letter))
    assert (facts["gps_direction_deg"], facts["gps_direction_north"]) == known


@pytest.mark.parametrize("datum", ["WGS-84", "WGS84   ", "wgs 84", "WGS-84\0\0", "WGS 1984", "", None])
def test_every_spelling_of_wgs_84_is_it(datum: str | None) -> None:
    assert position_facts(vi_khe_gps(GPSMapDatum=datum))["gps_lon"] == pytest.approx(106.205)


@pytest.mark.parametrize("datum", ["TOKYO", "VN-2000", "Indian 1960", "HANOI 1972", "WGS-72"])
def test_a_position_on_another_datum_is_kept_as_written_and_never_used(datum: str) -> None:
    facts = position_facts(vi_khe_gps(GPSMapDatum=datum))
    assert facts == {
        "gps_problem": "other_datum",
        "gps_datum": datum,
        "gps_written": [pytest.approx(106.205), pytest.approx(20.41)],
    }


def test_the_satellites_tell_the_time_in_utc() -> None:
    block = {GPS.GPSDateStamp: "2026:03:19", GPS.GPSTimeStamp: (0.0, 30.0, 15.5)}
    assert utc_of(block) == datetime(2026, 3, 19, 0, 30, 15, 500_000, UTC)


@pytest.mark.parametrize(
    "block",
    [
        {GPS.GPSDateStamp: "2026:03:19"},
        {GPS.GPSTimeStamp: (0.0, 30.0, 15.0)},
        {GPS.GPSDateStamp: "2026:02:31", GPS.GPSTimeStamp: (0.0, 30.0, 15.0)},
        {GPS.GPSDateStamp: "2026:03:19", GPS.GPSTimeStamp: (25.0, 30.0, 15.0)},
        {GPS.GPSDateStamp: "2026:03:19", GPS.GPSTimeStamp: (NAN, 30.0, 15.0)},
    ],
)
def test_half_a_time_or_an_impossible_one_is_none(block: dict[int, Any]) -> None:
    assert utc_of(block) is None
