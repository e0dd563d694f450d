"""Indicators of quality are counted from the records, and faults are found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.utils import timezone

from heritage.models import Asset, Event, Item
from heritage.reports.quality import indicators

pytestmark = pytest.mark.django_db


def found(start: str) -> dict[str, Any]:
    rows = indicators(list(Item.objects.select_related("unit").order_by("public_id")), timezone.localdate())
    return next(row for row in rows if row["name"].startswith(start))


def test_twins_are_those_of_one_name_and_kind_that_are_near(make_item: Callable[..., Item]) -> None:
    near = {"position": Point(106.21, 20.40, srid=4326), "name_vi": "Đình Cả"}
    make_item(**near)
    make_item(**near | {"name_vi": "ĐÌNH CẢ"})
    make_item(**near | {"position": Point(106.25, 20.40, srid=4326)})
    make_item(**near | {"category": "figure"})
    row = found("Cặp nghi trùng")
    assert (row["faults"], row["met"]) == (1, False)


def test_texts_that_are_not_composed_or_hold_control_letters_are_counted(
    make_item: Callable[..., Item],
) -> None:
    make_item(name_vi="Đình Ca\u0309")
    make_item(summary_vi="dòng\x07 lạ")
    make_item(summary_vi="hai\ndòng")
    assert found("Hồ sơ có chữ sai")["faults"] == 2


def test_a_bow_tie_is_a_broken_shape(make_item: Callable[..., Item]) -> None:
    tie = Polygon(((0, 0), (1, 1), (1, 0), (0, 1), (0, 0)))
    make_item(zone_one=MultiPolygon(tie, srid=4326))
    assert found("Hình trên bản đồ")["faults"] == 1


@pytest.mark.parametrize(
    ("number", "done"),
    [("1419/QĐ-TTg", 1), ("15-VH/QĐ", 1), ("4205/QĐ-BVHTTDL", 1), ("số một", 0), ("QĐ cũ", 0)],
)
def test_the_number_of_a_decision_has_a_form(make_item: Callable[..., Item], number: str, done: int) -> None:
    make_item(decision_number=number)
    row = found("Số quyết định")
    assert (row["done"], row["total"]) == (done, 1)


def test_what_nobody_touched_for_a_year_is_not_fresh(make_item: Callable[..., Item]) -> None:
    old, new = make_item(), make_item()
    for item, days in ((old, 400), (new, 10)):
        event = Event.objects.create(verb="item_edited", item=item)
        Event.objects.filter(pk=event.pk).update(at=timezone.now() - dt.timedelta(days=days))
    row = found("Hồ sơ được rà soát")
    assert (row["done"], row["total"], row["met"]) == (1, 2, False)


def test_a_published_file_without_a_licence_is_a_fault(make_item: Callable[..., Item]) -> None:
    item = make_item()
    common = {"item": item, "kind": "photo", "bytes": 1, "unit": item.unit, "published_at": timezone.now()}
    Asset.objects.create(sha256="a" * 64, licence="CC-BY-4.0", **common)
    Asset.objects.create(sha256="b" * 64, **common)
    row = found("Tệp đã công bố")
    assert (row["done"], row["total"], row["met"]) == (1, 2, False)


def test_a_check_with_nothing_to_look_at_is_neither_met_nor_missed(make_item: Callable[..., Item]) -> None:
    make_item()
    assert found("Lễ hội có quy tắc")["met"] is None
