"""Both coordinates on the public page, and never more than the public may know."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from heritage import categories
from heritage.jobs.index import rebuild
from heritage.models import Item
from heritage.projections.coordinates import stated_on, written_coordinates

pytestmark = pytest.mark.django_db
PLACED = {
    "position": Point(106.211493, 20.407612, srid=4326),
    "position_method": "declared",
    "position_accuracy_m": 5.0,
    "position_at": dt.datetime(2026, 11, 24, 20, tzinfo=dt.UTC),  # already the 25th here
}
WRITTEN = {"crs": "EPSG:9209", "x": 574060.102, "y": 2257535.741}
SECRETS = ("574.060", "2.257.535", "574,060", "2,257,535", "574060", "20,407612", "20.407612", "106,211493")


def test_the_paper_says_vn2000_and_both_are_shown(make_item) -> None:
    first, second = written_coordinates(make_item(**PLACED, position_native=WRITTEN), "vi")
    assert (first.system, first.figures) == ("WGS 84", "20,407612° B; 106,211493° Đ")
    assert (second.system, second.code) == ("VN-2000 kinh tuyến trục 105°30′", "EPSG:9209")
    assert (second.figures, second.origin) == ("X 2.257.535,741; Y 574.060,102", "như nguồn đã ghi")


def test_where_no_paper_says_so_the_zone_of_the_present_province_is_computed_and_labelled(make_item) -> None:
    first, second = written_coordinates(make_item(**PLACED), "vi")
    assert first.code == "EPSG:4326"
    assert (second.code, second.origin) == ("EPSG:5897", "tính từ WGS 84")
    assert second.figures == "X 2.257.840,57; Y 626.247,80"
    assert written_coordinates(make_item(**PLACED), "en")[1].origin == "computed from WGS 84"


def test_a_gps_grid_is_shown_as_written_beside_the_computed_one(make_item) -> None:
    native = {"crs": "EPSG:32648", "x": 626400.5, "y": 2257100.25}
    found = written_coordinates(make_item(**PLACED, position_native=native), "en")
    assert [each.code for each in found] == ["EPSG:4326", "EPSG:32648", "EPSG:5897"]
    assert found[1].figures == "X 2,257,100.25; Y 626,400.50"


def test_degrees_of_the_paper_stay_degrees(make_item) -> None:
    native = {"crs": "EPSG:4756", "x": 106.2096, "y": 20.4086}
    found = written_coordinates(make_item(**PLACED, position_native=native), "vi")
    assert [each.figures for each in found][1:] == ["20,408600° B; 106,209600° Đ"]


@pytest.mark.parametrize("level", [term.code for term in categories.DISCLOSURES if term.code != "exact"])
def test_a_protected_place_has_neither_coordinates_nor_day(make_item, stores, index, level: str) -> None:
    item = make_item(
        **PLACED, position_native=WRITTEN, position_text="X = 2257535,741 Y = 574060,102", disclosure=level,
        state=Item.State.PUBLISHED, published_at=timezone.now(),
    )  # fmt: skip
    rebuild()
    assert (written_coordinates(item, "vi"), stated_on(item, "vi")) == ((), "")
    for language, folder in (("", "di-san"), ("/en", "heritage")):
        page = (
            Client().get(f"{language}/{folder}/{item.public_id}/{item.slug}/", follow=True).content.decode()
        )
        assert "vi-tri" in page
        assert [secret for secret in SECRETS if secret in page] == []


def test_the_public_page_gives_both_with_method_accuracy_and_day_and_not_the_typed_words(
    make_item, stores, index
) -> None:
    item = make_item(
        **PLACED, position_native=WRITTEN, position_text="sổ của bà Lan: X = 2257535,741 Y = 574060,102",
        state=Item.State.PUBLISHED, published_at=timezone.now(),
    )  # fmt: skip
    rebuild()
    page = Client().get(f"/di-san/{item.public_id}/{item.slug}/").content.decode()
    for words in ("20,407612° B; 106,211493° Đ", "X 2.257.535,741; Y 574.060,102", "kinh tuyến trục 105°30′",
                  "EPSG:9209", "như nguồn đã ghi", "Cán bộ khai", "Sai số khoảng 5 m", "25/11/2026"):  # fmt: skip
        assert words in page, words
    assert "sổ của bà Lan" not in page


def test_an_item_without_a_place_has_none(make_item) -> None:
    assert written_coordinates(make_item(), "vi") == ()
    assert stated_on(make_item(), "vi") == ""
