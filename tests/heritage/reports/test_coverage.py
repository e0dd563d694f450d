"""Layers count what they should hold; a crowded map shows counts instead of symbols on symbols."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import Point

from gis.models import AdminUnit
from heritage.models import Item
from heritage.reports.coverage import MOST_SYMBOLS, layers, map_of

pytestmark = pytest.mark.django_db


def public(make_item: Callable[..., Item], **values: Any) -> Item:
    at = Point(106.21, 20.40, srid=4326)
    return make_item(state=Item.State.PUBLISHED, position=at, position_accuracy_m=5.0, **values)


def test_each_layer_asks_only_what_belongs_to_it(make_item: Callable[..., Item]) -> None:
    public(make_item, rank="national")
    public(make_item, category="festival")
    make_item(category="craft_village")
    make_item(category="figure")
    found = {
        each["name"].partition(" (")[0]: (each["done"], each["total"]) for each in layers(Item.objects.all())
    }
    assert found == {
        "Điểm vị trí": (2, 3),
        "Điểm di tích sai số không quá 10 m": (1, 1),
        "Khu vực bảo vệ I": (0, 1),
        "Khu vực bảo vệ II": (0, 1),
        "Lộ trình rước": (0, 1),
        "Vùng làng nghề": (0, 1),
    }


def test_a_crowd_becomes_one_disc_with_its_count(vi_khe: AdminUnit, make_item: Callable[..., Item]) -> None:
    items = [public(make_item) for _ in range(MOST_SYMBOLS + 1)]
    drawn = map_of(vi_khe, items)
    assert drawn["shown"] == MOST_SYMBOLS + 1
    assert f">{MOST_SYMBOLS + 1}</text>" in drawn["svg"]


def test_what_is_not_published_is_not_on_the_map(vi_khe: AdminUnit, make_item: Callable[..., Item]) -> None:
    items = [make_item(position=Point(106.21, 20.40, srid=4326)), public(make_item)]
    assert map_of(vi_khe, items)["shown"] == 1


def test_a_circle_for_want_of_a_boundary_is_said_to_be_one(vi_khe: AdminUnit) -> None:
    assert map_of(vi_khe, [])["approximate"] is True
