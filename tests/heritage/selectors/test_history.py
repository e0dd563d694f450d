"""A history has a point for each change, and a break where something else began to be counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from heritage.jobs import snapshots
from heritage.kpi import Share
from heritage.models import CriteriaVersion, Item, RegisterEntry, RegisterVersion
from heritage.selectors import history
from heritage.selectors.history import ALL, COUNTRY, Break

pytestmark = pytest.mark.django_db
FIRST = dt.date(2026, 11, 1)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


@pytest.fixture
def keep(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Take the snapshot of a day."""

    def at(number: int) -> None:
        moment = dt.datetime.combine(day(number), dt.time(12), dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        snapshots.take()

    return at


@pytest.fixture
def items(make_item: Any, vi_khe: Any) -> list[Item]:
    found = [make_item(category=category) for category in ("relic", "relic", "festival")]
    version = RegisterVersion.objects.create(unit=vi_khe, number=1, valid_from=dt.date(2025, 7, 1))
    for item in found:
        RegisterEntry.objects.create(version=version, item=item, category=item.category)
    return found


def test_a_point_stands_until_the_next_change(items, keep) -> None:
    keep(0)
    keep(1)
    Item.objects.filter(pk=items[0].pk).update(level=2)
    keep(4)
    keep(9)
    found = history.series("13972")
    assert [(point.day, point.share.digitized, point.share.total) for point in found.points] == [
        (day(0), 0, 3),
        (day(4), 1, 3),
    ]
    assert (found.last_day, found.days, found.breaks) == (day(9), 10, ())
    assert found.on(day(3)).share.digitized == 0
    assert found.on(day(4)) == found.on(day(9)) == found.points[-1]
    assert found.on(day(10)) is None
    assert found.on(day(-1)) is None


def test_each_category_has_a_history_of_its_own(items, keep) -> None:
    keep(0)
    Item.objects.filter(pk=items[2].pk).update(level=3)
    keep(1)
    relics, festivals, whole = history.by_category("13972", ["relic", "festival", ALL])
    assert [len(each.points) for each in (relics, festivals, whole)] == [1, 2, 2]
    assert festivals.points[-1].share == Share(1, 1, 0, 0, 0)


def test_several_codes_come_in_their_order_and_an_unknown_one_is_empty(items, keep) -> None:
    keep(0)
    found = history.several([COUNTRY, "99999", "13972", "37"])
    assert [each.code for each in found] == [COUNTRY, "99999", "13972", "37"]
    assert [len(each.points) for each in found] == [1, 0, 1, 1]
    assert (found[1].days, found[1].on(day(0))) == (0, None)


def test_another_register_is_a_break_of_the_ward_and_by_its_total_of_the_larger_areas(
    items, keep, vi_khe
) -> None:
    keep(0)
    version = RegisterVersion.objects.create(unit=vi_khe, number=2, valid_from=day(1))
    RegisterEntry.objects.create(version=version, item=items[0], category="relic")
    keep(1)
    assert history.series("13972").breaks == (Break(day(1), "register", "13972-1", "13972-2"),)
    assert history.series(COUNTRY).breaks == (Break(day(1), "register", "3", "1"),)
    assert [point.day for point in history.series("13972").since_break] == [day(1)]


def test_another_register_of_the_same_objects_is_a_break_too(items, keep, vi_khe) -> None:
    keep(0)
    version = RegisterVersion.objects.create(unit=vi_khe, number=2, valid_from=day(1))
    for item in items:
        RegisterEntry.objects.create(version=version, item=item, category=item.category)
    keep(1)
    assert history.series("13972").breaks == (Break(day(1), "register", "13972-1", "13972-2"),)
    assert history.series(COUNTRY).breaks == ()


def test_other_criteria_are_a_break_even_where_no_count_changed(items, keep) -> None:
    CriteriaVersion.objects.filter(version="2").delete()
    keep(0)
    first = CriteriaVersion.objects.order_by("valid_from").first()
    criteria = first.criteria if first else {}
    if first is None:
        pytest.fail("the criteria that ship with the product are not loaded")
    CriteriaVersion.objects.create(
        version="2", valid_from=day(2), label_vi="Hai", criteria=criteria, applied_at=timezone.now()
    )
    keep(1)
    keep(2)
    keep(3)
    found = history.series("13972")
    assert found.breaks == (Break(day(2), "criteria", "1", "2"),)
    assert [point.day for point in found.points] == [day(0), day(2)]
    assert found.points[0].share == found.points[1].share


def test_counts_that_are_written_anew_are_no_change(items, keep, monkeypatch) -> None:
    monkeypatch.setattr(snapshots, "WHOLE_EVERY", 1)
    for number in range(4):
        keep(number)
    assert len(history.series("13972").points) == 1


def test_a_later_beginning_starts_with_the_point_that_stood(items, keep, vi_khe) -> None:
    for number, level in enumerate((0, 2, 0, 2)):
        Item.objects.filter(pk=items[0].pk).update(level=level)
        keep(number * 3)
    found = history.series("13972", first=day(5))
    assert [point.day for point in found.points] == [day(3), day(6), day(9)]
    assert [point.day for point in history.series("13972", first=day(-9)).points][0] == day(0)


def test_without_a_snapshot_there_is_no_history(items) -> None:
    found = history.series("13972")
    assert (found.points, found.last_day, found.days) == ((), None, 0)


def test_a_history_costs_three_queries_whatever_its_codes(items, keep, django_assert_num_queries) -> None:
    keep(0)
    with django_assert_num_queries(3):
        history.several(["13972", "37", COUNTRY])
