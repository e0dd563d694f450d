"""The box of coordinates without scripts: what is typed comes back as readings to choose from."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from gis.models import AdminUnit
from gis.unit_sources import REFORM
from heritage.forms.placement import PlacementFields
from heritage.selectors.papers import declared_systems, paper_provinces, paper_systems

pytestmark = pytest.mark.django_db
PAPER = "X = 2257535,741 Y = 574060,102"
DEGREES = "20,407612; 106,211493"


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.fixture
def provinces(db: None) -> None:
    rows = [
        ("36", "Tỉnh Nam Định", dt.date(2025, 1, 1), REFORM),
        ("37", "Tỉnh Ninh Bình", dt.date(2025, 1, 1), REFORM),
        ("37", "Tỉnh Ninh Bình", REFORM, None),
        ("79", "Thành phố Hồ Chí Minh", REFORM, None),
    ]
    for code, name, start, end in rows:
        AdminUnit.objects.create(
            code=code,
            level="province",
            valid_from=start,
            valid_to=end,
            name=name,
            folded=name,
            province_code=code,
        )


def form(unit: AdminUnit, initial: dict[str, Any] | None = None, **sent: Any) -> PlacementFields:
    return PlacementFields({"accuracy_m": "5", "method": "declared"} | sent, initial=initial or {}, unit=unit)


def test_a_typed_text_comes_back_with_its_readings_and_is_not_taken(vi_khe) -> None:
    typed = form(vi_khe, place_text=PAPER)
    assert not typed.is_valid()
    assert typed.errors["place_text"] == ["Chọn một cách đọc ở dưới, rồi lưu."]
    first = typed.box_readings().rows[0]
    assert (first["value"], first["proposed"]) == ("EPSG:9209;574060.102;2257535.741", True)


def test_the_chosen_reading_becomes_the_place_with_the_text_as_typed(vi_khe) -> None:
    chosen = form(vi_khe, place_text=PAPER, reading="EPSG:9209;574060.102;2257535.741")
    assert chosen.is_valid(), chosen.errors
    place = chosen.placement()
    assert place is not None
    assert (place["native_crs"], place["native_x"], place["native_y"]) == (
        "EPSG:9209",
        574060.102,
        2257535.741,
    )
    assert (place["lon"], place["lat"]) == pytest.approx((106.211493, 20.407612), abs=1e-7)
    assert (place["text"], place["method"], place["accuracy_m"]) == (PAPER, "declared", 5.0)


def test_a_reading_of_another_text_or_of_nobody_is_not_taken(vi_khe) -> None:
    for reading in (
        "EPSG:9209;574000.0;2257000.0",
        "EPSG:9209;1;2",
        "junk",
        ";;",
        "EPSG:9999;574060.102;2257535.741",
    ):
        stale = form(vi_khe, place_text=PAPER, reading=reading)
        assert not stale.is_valid(), reading
        assert stale.placement() is None


def test_the_button_to_read_shows_the_readings_again(vi_khe) -> None:
    again = form(vi_khe, place_text=PAPER, reading="EPSG:9209;574060.102;2257535.741", read="1")
    assert "place_text" in again.errors


def test_an_unreadable_text_says_what_to_do_and_degrees_by_hand_are_still_taken(vi_khe) -> None:
    link = "https://maps.app.goo.gl/abc"
    assert "địa chỉ đầy đủ" in form(vi_khe, place_text=link).errors["place_text"][0]
    by_hand = form(vi_khe, place_text=link, lon="106,2115", lat="20,4076")
    assert by_hand.is_valid()
    assert (by_hand.placement() or {}).get("text") is None  # the place does not come from the text


def test_of_two_meanings_inside_none_is_proposed_and_the_paper_settles_it(vi_khe) -> None:
    rows = form(vi_khe, place_text=DEGREES).box_readings().rows
    assert [(row["epsg"], row["proposed"]) for row in rows] == [(None, False), ("4756", False)]
    rows = form(vi_khe, place_text=DEGREES, paper_system="EPSG:4756").box_readings().rows
    assert [(row["epsg"], row["proposed"]) for row in rows] == [("4756", True), (None, False)]


def test_a_place_that_nobody_touched_stays_the_earlier_persons(vi_khe) -> None:
    chosen = form(vi_khe, place_text=PAPER, reading="EPSG:9209;574060.102;2257535.741")
    assert chosen.is_valid()
    known = {**(chosen.placement() or {}), "by": "canbo", "at": "2026-11-25T07:00:00+00:00"}
    initial = {
        "placement": known, "lon": known["lon"], "lat": known["lat"], "accuracy_m": 5.0, "method": "declared",
        "native_epsg": 9209, "native_x": known["native_x"], "native_y": known["native_y"],
    }  # fmt: skip
    same = {"lon": repr(known["lon"]), "lat": repr(known["lat"]), "native_epsg": "9209", "place_text": PAPER}
    for sent in (same, {**same, "reading": "EPSG:9209;574060.102;2257535.741"}):
        untouched = form(vi_khe, initial, **sent)
        assert untouched.is_valid(), untouched.errors
        assert untouched.placement() == known
    exacter = form(vi_khe, initial, **same, accuracy_m="2")
    assert exacter.is_valid()
    assert exacter.placement() == {**(chosen.placement() or {}), "accuracy_m": 2.0}


def test_a_point_moved_on_the_map_leaves_the_text_behind(vi_khe) -> None:
    moved = form(vi_khe, place_text=PAPER, lon="106,2120", lat="20,4080", method="map_click")
    assert moved.is_valid()
    assert "text" not in (moved.placement() or {})


def test_the_first_method_of_the_list_is_no_claim(vi_khe) -> None:
    assert PlacementFields(unit=vi_khe)["method"].value() == "declared"


def test_the_province_of_the_paper_names_the_zones(provinces, vi_khe) -> None:
    names = [each.name for each in paper_provinces("vi")]
    assert names == ["Thành phố Hồ Chí Minh", "Tỉnh Ninh Bình", "Tỉnh Nam Định (cũ)", "Tỉnh Ninh Bình (cũ)"]
    assert declared_systems("Tỉnh Nam Định (cũ)", "", "vi") == ("EPSG:9209",)
    assert declared_systems("nam dinh", "", "vi") == ("EPSG:9209",)
    assert declared_systems("Tỉnh Ninh Bình", "", "vi") == ("EPSG:5897", "EPSG:9209")
    assert declared_systems("ninh binh", "", "vi") == ()  # the old one or the new one
    assert declared_systems("Tỉnh Nam Định (cũ)", "EPSG:5897", "vi") == ("EPSG:5897",)
    assert declared_systems("Atlantis", "EPSG:32633", "vi") == ()
    assert "nam dinh" in paper_provinces("en")[2].hint
    assert len(paper_systems("vi")) == 24


def test_choosing_former_nam_dinh_proposes_its_zone_first(provinces, vi_khe) -> None:
    rows = form(vi_khe, place_text=PAPER, paper_province="Tỉnh Nam Định (cũ)").box_readings().rows
    assert (rows[0]["epsg"], rows[0]["proposed"], rows[0]["outcome"]) == ("9209", True, "inside")
    elsewhere = (
        form(vi_khe, place_text="X=2300000 Y=500000", paper_province="Tỉnh Nam Định (cũ)").box_readings().rows
    )
    assert elsewhere[0]["epsg"] == "9209"


def test_readings_say_what_they_assume_in_the_language_of_the_page(vi_khe) -> None:
    assert "GPS" in form(vi_khe, place_text=DEGREES).box_readings().rows[0]["assumes"]
    with translation.override("en"):
        rows = form(vi_khe, place_text="20.407612, 106.211493, 12.5").box_readings().rows
        assert "Height 12.5 m stays in the text." in rows[0]["assumes"]
        code = form(vi_khe, place_text="7PG8C656+2H").box_readings().rows
        assert "exact to 9 m at best" in code[0]["assumes"] or "exact to 10 m at best" in code[0]["assumes"]


def test_a_province_that_nobody_knows_is_said_and_not_passed_over(provinces, vi_khe) -> None:
    for unclear in ("Atlantis", "ninh binh"):
        sent = form(vi_khe, paper_province=unclear)
        assert "Chọn một dòng trong danh sách" in sent.errors["paper_province"][0]
    assert form(vi_khe, paper_province="nam dinh").is_valid()
