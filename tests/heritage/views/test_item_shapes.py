"""What the public page of an item draws, and where a figure is found."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.contrib.gis.geos import MultiLineString, MultiPolygon, Point
from django.utils import timezone

from heritage.models import Item, Relation

pytestmark = pytest.mark.django_db

ZONE = MultiPolygon.from_ewkt(
    "SRID=4326;MULTIPOLYGON(((106.21 20.40,106.22 20.40,106.22 20.41,106.21 20.41,106.21 20.40)))"
)
ROUTE = MultiLineString.from_ewkt("SRID=4326;MULTILINESTRING((106.21 20.40,106.22 20.41))")


@pytest.fixture
def public(make_item):
    def make(**values: Any) -> Item:
        return make_item(state=Item.State.PUBLISHED, published_at=timezone.now(), **values)

    return make


def page(client, item: Item, prefix: str = "/di-san") -> str:
    return client.get(f"{prefix}/{item.public_id}/", follow=True).content.decode()


def config(text: str) -> dict[str, Any]:
    found = re.search(r'<script[^>]*type="application/json"[^>]*>({"bounds".*?)</script>', text, re.DOTALL)
    return json.loads(html.unescape(found.group(1)))


def test_zones_and_routes_are_drawn_with_a_legend_and_fill_the_map(client, public):
    text = page(client, public(zone_one=ZONE, route=ROUTE, position=Point(106.215, 20.405, srid=4326)))
    shapes = config(text)["shapes"]
    assert [each["kind"] for each in shapes] == ["zone_one", "route"]
    assert shapes[0]["geometry"] == json.loads(ZONE.json)
    assert "Khu vực bảo vệ I<" in text and "1,16 km²" in text and "1,5 km" in text
    west, _south, east, _north = config(text)["bounds"]
    assert west < 106.21 and east > 106.22 and east - west < 0.02


@pytest.mark.parametrize("disclosure", ["m100", "km1", "unit", "withheld"])
def test_nothing_is_drawn_of_an_item_whose_place_is_kept_back(client, public, disclosure):
    text = page(client, public(zone_one=ZONE, route=ROUTE, disclosure=disclosure))
    assert config(text)["shapes"] == []
    assert 'class="shape-legend"' not in text and "106.21," not in text


def test_a_figure_is_found_through_the_relics_it_is_worshipped_at(client, public, make_item):
    figure = public(category="figure", name_vi="Tô Trung Tự")
    hall = public(name_vi="Đình Vị Khê", position=Point(106.213, 20.4038, srid=4326), position_accuracy_m=3.0)
    hidden = public(name_vi="Đền kín", position=Point(106.214321, 20.403789, srid=4326), disclosure="km1")
    draft = make_item(name_vi="Đền nháp", position=Point(106.3, 20.5, srid=4326))
    tied = public(name_vi="Chùa làng", position=Point(106.216, 20.41, srid=4326))
    festival = public(category="festival", name_vi="Hội làng", position=Point(106.217, 20.41, srid=4326))
    for relic in (hall, hidden, draft):
        Relation.objects.create(subject=figure, object=relic, kind="worshipped_at")
    Relation.objects.create(subject=tied, object=figure, kind="associated")
    Relation.objects.create(subject=festival, object=figure, kind="celebrates")
    text = page(client, figure)
    items = config(text)["items"]
    assert {each["id"] for each in items} == {hall.public_id, hidden.public_id, tied.public_id}
    assert "Được thờ tại <a" in " ".join(text.split())
    assert "Đền nháp" not in text and "106.214321" not in text
    assert figure.public_id not in {each["id"] for each in items}, "a person is no pin"


def test_a_figure_with_a_place_of_its_own_shows_that(client, public):
    figure = public(category="figure", position=Point(106.2, 20.4, srid=4326), position_accuracy_m=3.0)
    relic = public(position=Point(106.213, 20.4038, srid=4326))
    Relation.objects.create(subject=figure, object=relic, kind="worshipped_at")
    assert [each["id"] for each in config(page(client, figure))["items"]] == [figure.public_id]
