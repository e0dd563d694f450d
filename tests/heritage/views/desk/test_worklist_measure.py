"""The first page of the desk tells what is owed soon and which records fell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from gis.models import AdminUnit
from heritage.models import Item, LevelChange, Plan, User

pytestmark = pytest.mark.django_db


def plan_due(unit: AdminUnit, days: int) -> dt.date:
    """A plan with a yearly report whose last day is so many days away; the day it is due before."""
    due = timezone.localdate() + dt.timedelta(days=days + 1)
    Plan.objects.create(
        key=f"{unit.code}-{days}", unit=unit, document_vi="Kế hoạch", year_from=2000, year_to=2100,
        reports_to_vi="Phòng Văn hóa - Xã hội", reporting=[{"period": "year", "before": [f"{due:%m-%d}"]}],
    )  # fmt: skip
    return due


def fall(item: Item, before: int, after: int) -> None:
    LevelChange.objects.create(
        item=item, before=before, after=after, criteria_version="1", lost=["captioned_photos"]
    )


REASONS = [
    {
        "code": "captioned_photos",
        "level": 2,
        "met": False,
        "vi": "8 ảnh có chú thích (có 7, thiếu 1)",
        "en": "8",
    }
]


def test_a_report_that_is_due_soon_is_told_with_its_last_day(signed_in: Any, officer: User) -> None:
    due = plan_due(officer.unit, 5)
    last = due - dt.timedelta(days=1)
    page = signed_in(officer).get("/can-bo/").content.decode()
    assert "Báo cáo sắp đến hạn" in page
    assert f"Hạn trước ngày {due:%d/%m/%Y}: gửi chậm nhất ngày {last:%d/%m/%Y}" in page
    assert '<span class="tag warn">còn 5 ngày</span>' in page
    assert "Nơi nhận: Phòng Văn hóa - Xã hội." in page
    assert "/kpi/13972/lich.ics" in page
    assert f'href="/can-bo/bao-cao/?unit=13972#13972-{due.year}"' in page


def test_the_last_day_is_called_the_last(signed_in: Any, officer: User) -> None:
    plan_due(officer.unit, 0)
    assert "hôm nay là ngày cuối" in signed_in(officer).get("/can-bo/").content.decode()


@pytest.mark.parametrize("days", [-1, 31])
def test_what_is_over_or_far_off_is_not_told(signed_in: Any, officer: User, days: int) -> None:
    plan_due(officer.unit, days)
    assert "Báo cáo sắp đến hạn" not in signed_in(officer).get("/can-bo/").content.decode()


def test_another_units_report_is_not_ones_own(signed_in: Any, officer: User, nam_dinh: AdminUnit) -> None:
    plan_due(nam_dinh, 5)
    assert "Báo cáo sắp đến hạn" not in signed_in(officer).get("/can-bo/").content.decode()
    administrator = User.objects.create_user("quantri", password="x", role=User.Role.ADMINISTRATOR)
    assert "Phường Nam Định" in signed_in(administrator).get("/can-bo/").content.decode()


def test_a_record_that_fell_says_what_it_lost(
    signed_in: Any, officer: User, make_item: Callable[..., Item]
) -> None:
    fall(make_item(name_vi="Đình Cả", level=1, level_reasons=REASONS), 2, 1)
    page = signed_in(officer).get("/can-bo/").content.decode()
    assert "Di sản vừa tụt mức" in page
    assert "Từ mức 2 xuống mức 1" in page
    assert "Đã mất: 8 ảnh có chú thích (có 7, thiếu 1)." in page


def test_a_record_that_rose_again_or_is_elsewhere_is_not_told(
    signed_in: Any, officer: User, make_item: Callable[..., Item], nam_dinh: AdminUnit
) -> None:
    fall(make_item(level=2, level_reasons=REASONS), 2, 1)
    fall(make_item(level=0, level_reasons=REASONS, unit=nam_dinh), 2, 0)
    assert "Di sản vừa tụt mức" not in signed_in(officer).get("/can-bo/").content.decode()


def test_a_record_that_fell_twice_is_one_line(
    signed_in: Any, officer: User, make_item: Callable[..., Item]
) -> None:
    item = make_item(level=0, level_reasons=REASONS)
    fall(item, 2, 1)
    fall(item, 1, 0)
    page = signed_in(officer).get("/can-bo/").content.decode()
    assert page.count("Đã mất") == 1
    assert "Từ mức 1 xuống mức 0" in page
