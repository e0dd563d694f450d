"""The desk's page of progress: the same pace as the history, no date out of little data, and nothing written by a thought."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from heritage.jobs import snapshots
from heritage.models import Item, Plan, RegisterEntry, RegisterVersion, User
from heritage.selectors.kpi import kpi_of
from heritage.selectors.progress import goals_of

pytestmark = pytest.mark.django_db
ADDRESS = "/can-bo/tien-do/"
NOW = dt.datetime(2026, 11, 25, 5, tzinfo=dt.UTC)


@pytest.fixture
def ward(make_item: Any, vi_khe: Any, monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    """Twenty objects of which two count, and a plan of 50 % by the end of the year."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    version = RegisterVersion.objects.create(unit=vi_khe, number=1, valid_from=dt.date(2025, 7, 1))
    items = [
        make_item(category="festival" if number >= 15 else "relic", level=2 if number < 2 else 0)
        for number in range(20)
    ]
    for item in items:
        RegisterEntry.objects.create(version=version, item=item, category=item.category)
    Plan.objects.create(
        unit=vi_khe, key="vk", document_vi="KH", year_from=2026, year_to=2026, target_percent=50
    )
    return items


def weeks_of_work(monkeypatch: pytest.MonkeyPatch, items: list[Item], weeks: int) -> None:
    """One more object counts each week up to now."""
    for week in range(weeks, -1, -1):
        day = NOW - dt.timedelta(weeks=week)
        monkeypatch.setattr(timezone, "now", lambda day=day: day)
        done = [item.pk for item in items[: 2 + weeks - week]]
        Item.objects.filter(pk__in=done).update(level=2)
        snapshots.take()
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def page(officer: User, query: str = "") -> str:
    client = Client()
    client.force_login(officer)
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    return response.content.decode()


def test_with_few_weeks_it_says_so_and_gives_no_date(ward, officer, monkeypatch) -> None:
    weeks_of_work(monkeypatch, ward, 3)
    text = page(officer)
    assert "Mới có 3 tuần số liệu cùng cách tính. Đủ 6 tuần mới ước được ngày đạt." in text
    assert "chưa đủ số liệu" in text
    assert "trong khoảng" not in text.partition("Nếu làm xong thì sao?")[0]
    assert '<svg class="chart' not in text


def test_with_six_weeks_it_gives_pace_and_range(ward, officer, monkeypatch) -> None:
    weeks_of_work(monkeypatch, ward, 6)
    text = page(officer)
    assert "8/20 = 40,0%" in text
    assert "1,0 di sản mỗi tuần" in text  # so far
    assert "0,4 di sản mỗi tuần" in text  # 2 objects in 37 days
    assert "Theo nhịp này, đạt chỉ tiêu trong khoảng 01/12/2026 đến" in text
    assert 'class="chart big"' in text


def test_what_is_chosen_moves_the_number_and_writes_nothing(ward, officer) -> None:
    before = list(Item.objects.order_by("pk").values_list("level", "updated_at"))
    text = page(officer, f"?chon={ward[5].public_id}&chon={ward[16].public_id}")
    assert "Nếu xong 2 di sản đã chọn" in text
    assert "4/20 = 20,0%" in text
    assert "Còn 6 di sản nữa." in text
    assert text.count(" checked") == 2
    assert list(Item.objects.order_by("pk").values_list("level", "updated_at")) == before


def test_enough_chosen_meets_the_target(ward, officer) -> None:
    query = "&".join(f"chon={item.public_id}" for item in ward[2:10])
    assert "10/20 = 50,0%" in (text := page(officer, f"?{query}"))
    assert "Đã đạt chỉ tiêu." in text


@pytest.mark.parametrize("query", ["?chon=", "?chon=KHONGCO", "?chon=VK0001", "?chon='%3B--"])
def test_what_cannot_be_chosen_changes_nothing(ward, officer, query: str) -> None:
    assert "Nếu xong" not in page(officer, query)


def test_only_what_does_not_count_yet_can_be_chosen(ward, officer) -> None:
    assert page(officer).count('name="chon"') == 18


def test_a_ward_without_a_register_says_so(vi_khe, officer) -> None:
    assert "Chưa có danh mục được duyệt" in page(officer)


def test_in_english_no_word_of_the_page_is_vietnamese(ward, officer, monkeypatch) -> None:
    weeks_of_work(monkeypatch, ward, 7)
    client = Client()
    client.force_login(officer)
    text = client.get(f"/en{ADDRESS}?chon={ward[15].public_id}").content.decode()
    for told in (
        "Progress",
        "objects a week",
        "At this pace the target will be met between",
        "What if it were done?",
    ):
        assert told in text


def test_a_plan_that_asks_it_of_each_category_has_a_goal_for_each(ward, vi_khe) -> None:
    Plan.objects.update(pooled=False, category_targets={"festival": "20"})
    goals = goals_of(kpi_of("13972"), {ward[15].public_id})
    assert [(goal.category, goal.percent, goal.now.remaining) for goal in goals] == [
        ("relic", 50, 6),
        ("festival", 20, 1),
    ]
    assert goals[0].then is None
    assert goals[1].then is not None
    assert goals[1].then.remaining == 0


def test_a_plan_of_some_categories_counts_only_those(ward, monkeypatch) -> None:
    Plan.objects.update(categories=["festival"])
    weeks_of_work(monkeypatch, ward, 7)
    (goal,) = goals_of(kpi_of("13972"))
    assert (goal.now.share.total, goal.now.pace, goal.now.weeks) == (5, 0, 7)


def test_history_before_another_register_is_left_out(ward, vi_khe, monkeypatch) -> None:
    weeks_of_work(monkeypatch, ward, 7)
    version = RegisterVersion.objects.create(unit=vi_khe, number=2, valid_from=dt.date(2026, 11, 25))
    for item in ward[:12]:
        RegisterEntry.objects.create(version=version, item=item, category="relic")
    monkeypatch.setattr(timezone, "now", lambda: NOW + dt.timedelta(days=1))
    snapshots.take()
    (goal,) = goals_of(kpi_of("13972"))
    assert (goal.now.weeks, goal.now.pace) == (0, None)
