"""What units owe: by their plans' years, on the last day it can be sent, until it is sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gis.models import AdminUnit
from heritage.jobs.snapshots import take
from heritage.models import Plan, Report
from heritage.selectors.duties import coming, duties_within, last_day_of, milestones, target_day

pytestmark = pytest.mark.django_db

QUARTERS = {"period": "quarter", "before": ["03-20", "06-20", "09-20", "12-20"]}
YEARLY = {"period": "year", "before": ["12-10"]}


def make_plan(unit: AdminUnit, first: int = 2026, last: int = 2026, **values: Any) -> Plan:
    columns = {"document_vi": "Kế hoạch", "reporting": [QUARTERS, YEARLY]} | values
    return Plan.objects.create(
        key=f"{unit.code}-{first}-{Plan.objects.count()}", unit=unit, year_from=first, year_to=last, **columns
    )


def labels(found: Any) -> list[str]:
    return [each.duty.label for each in found]


def test_the_annual_report_comes_before_the_fourth_quarter(vi_khe: AdminUnit) -> None:
    make_plan(vi_khe)
    assert labels(coming(dt.date(2026, 11, 25))) == ["2026", "2026-Q4"]


def test_a_report_is_coming_on_its_last_day_and_not_after(vi_khe: AdminUnit) -> None:
    make_plan(vi_khe)
    assert labels(coming(dt.date(2026, 12, 19))) == ["2026-Q4"]
    assert labels(coming(dt.date(2026, 12, 20))) == []


def test_a_calendar_goes_on_for_a_year_until_a_new_plan_replaces_it(vi_khe: AdminUnit) -> None:
    make_plan(vi_khe)
    spring = (dt.date(2027, 3, 1), dt.date(2027, 3, 31))
    (carried,) = duties_within(*spring)
    assert (carried.duty.label, carried.carried_on) == ("2027-Q1", True)
    assert duties_within(dt.date(2028, 3, 1), dt.date(2028, 3, 31)) == ()
    make_plan(vi_khe, 2027, 2027, reporting=[{"period": "quarter", "before": ["03-25"]}])
    (newer,) = duties_within(*spring)
    assert (newer.duty.due_before, newer.carried_on) == (dt.date(2027, 3, 25), False)


def test_nothing_is_owed_before_the_plan_begins(vi_khe: AdminUnit) -> None:
    make_plan(vi_khe)
    assert duties_within(dt.date(2025, 1, 1), dt.date(2025, 12, 31), [vi_khe]) == ()


def test_units_can_be_asked_for_one_by_one(vi_khe: AdminUnit, nam_dinh: AdminUnit) -> None:
    make_plan(vi_khe)
    make_plan(nam_dinh, reporting=[{"period": "year", "before": ["12-10"]}])
    year = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert labels(duties_within(*year, [nam_dinh])) == ["2026"]
    assert len(duties_within(*year)) == 6


def test_an_ended_unit_owes_nothing(vi_khe: AdminUnit) -> None:
    make_plan(vi_khe)
    AdminUnit.objects.update(valid_to=dt.date(2026, 7, 1))
    assert duties_within(dt.date(2026, 12, 1), dt.date(2026, 12, 31)) == ()


def test_what_was_sent_is_not_coming_any_more(vi_khe: AdminUnit) -> None:
    make_plan(vi_khe)
    snapshot = take().snapshot
    Report.objects.create(
        unit=vi_khe,
        period="year",
        label="2026",
        first_day=dt.date(2025, 12, 10),
        cut_off=dt.date(2026, 12, 9),
        snapshot=snapshot,
        content={},
        digest="0" * 64,
        sent_on=dt.date(2026, 12, 9),
    )
    day = dt.date(2026, 12, 9)
    assert labels(coming(day)) == ["2026-Q4"]
    assert [(each.duty.label, each.sent_on) for each in duties_within(day, dt.date(2026, 12, 31))] == [
        ("2026", day),
        ("2026-Q4", None),
    ]


def test_milestones_come_at_the_end_of_the_month_that_is_stated(vi_khe: AdminUnit) -> None:
    plan = make_plan(
        vi_khe,
        milestones=[
            {"when": "2026-12", "vi": "Dữ liệu mở", "en": "Open data"},
            {"when": "2026-06", "vi": "CSDL", "en": ""},
        ],
    )
    assert [(each.on, each.vi, each.is_target) for each in milestones(plan)] == [
        (dt.date(2026, 6, 30), "CSDL", False),
        (dt.date(2026, 12, 31), "Dữ liệu mở", False),
    ]


def test_a_stated_figure_is_a_milestone_of_its_own(vi_khe: AdminUnit) -> None:
    plan = make_plan(vi_khe, target_percent=50)
    (target,) = milestones(plan)
    assert (target.on, target.is_target) == (dt.date(2026, 12, 31), True)
    plan.due_on = dt.date(2026, 10, 1)
    assert target_day(plan) == dt.date(2026, 10, 1)


def test_the_last_day_of_february_is_found() -> None:
    assert [last_day_of(text) for text in ("2026", "2028-02", "2026-06-05")] == [
        dt.date(2026, 12, 31),
        dt.date(2028, 2, 29),
        dt.date(2026, 6, 5),
    ]
