"""Any notation is read; the reading inside the unit comes first and the officer chooses."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def read(client, text, unit="13972", language=""):
    return client.get(f"{language}/can-bo/vi-tri/doc", {"text": text, "unit": unit}).json()["readings"]


@pytest.mark.parametrize(
    "text",
    [
        "X = 2257535.741 Y = 574060.102",
        "X 2257535,741  Y 574060,102",
        "20.407612, 106.211493",
        "20°24'27.4\"N 106°12'41.4\"E",
        "https://www.google.com/maps/@20.407612,106.211493,17z",
    ],
)
def test_the_first_reading_is_the_one_inside_the_ward(signed_in, officer, text):
    first = read(signed_in(officer), text)[0]
    assert first["outcome"] == "inside"
    assert first["outcome_label"] == "Trong Phường Vị Khê"
    assert first["lon"] == pytest.approx(106.211493, abs=2e-5)
    assert first["lat"] == pytest.approx(20.407612, abs=2e-5)


def test_a_vn2000_reading_carries_easting_and_northing_with_their_system(signed_in, officer):
    first = read(signed_in(officer), "X = 2257535.741 Y = 574060.102")[0]
    assert (first["epsg"], first["native_x"], first["native_y"]) == ("9209", 574060.102, 2257535.741)


def test_beside_a_reading_inside_only_few_others_are_offered(signed_in, officer):
    readings = read(signed_in(officer), "X = 2257535.741 Y = 574060.102")
    assert [each["outcome"] for each in readings] == ["inside", "outside", "outside"]


def test_a_place_elsewhere_is_offered_with_its_distance(signed_in, officer):
    readings = read(signed_in(officer), "21.03, 105.85", language="/en")
    assert readings[0]["outcome"] == "outside"
    assert readings[0]["outcome_label"].endswith("km away")


@pytest.mark.parametrize("text", ["", "đình làng", "12"])
def test_what_cannot_be_read_gives_no_reading(signed_in, officer, text):
    assert read(signed_in(officer), text) == []


def test_an_unknown_unit_gives_no_reading(signed_in, officer):
    assert read(signed_in(officer), "20.4, 106.2", unit="00000") == []
