"""A period is what a person writes, with the days that the plan gives it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.errors import BadRequest
from heritage.reports.period import by_duty, read_period
from heritage.rules.calendar import duties_of, read_rules

VI_KHE = read_rules(
    [
        {"period": "quarter", "before": ["03-20", "06-20", "09-20", "12-20"]},
        {"period": "year", "before": ["12-10"]},
    ]
)


@pytest.mark.parametrize(
    ("text", "kind", "first", "last", "words"),
    [
        ("2026-Q4", "quarter", "2026-10-01", "2026-12-31", "quý IV năm 2026"),
        ("2026-q1", "quarter", "2026-01-01", "2026-03-31", "quý I năm 2026"),
        ("2026-H1", "half_year", "2026-01-01", "2026-06-30", "6 tháng đầu năm 2026"),
        ("2026-H2", "half_year", "2026-07-01", "2026-12-31", "6 tháng cuối năm 2026"),
        ("2026", "year", "2026-01-01", "2026-12-31", "năm 2026"),
        ("2028-02", "month", "2028-02-01", "2028-02-29", "tháng 2 năm 2028"),
        (
            "2026-10-01..2026-11-25",
            "ad_hoc",
            "2026-10-01",
            "2026-11-25",
            "từ ngày 01/10/2026 đến ngày 25/11/2026",
        ),
    ],
)
def test_a_period_is_read(text: str, kind: str, first: str, last: str, words: str) -> None:
    period = read_period(text)
    assert (period.kind, period.first_day.isoformat(), period.cut_off.isoformat()) == (kind, first, last)
    assert period.words == words


@pytest.mark.parametrize(
    "text",
    ["", "2026-Q5", "2026-H3", "2026-13", "26", "1999", "2026-02-30..2026-03-01", "2026-03-02..2026-03-01"],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        read_period(text)
    assert refused.value.code == "bad_period"


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 700))
def test_the_label_of_two_days_fits_its_column_and_is_read_again(first: dt.date, days: int) -> None:
    last = first + dt.timedelta(days=days)
    period = read_period(f"{first}..{last}")
    assert len(period.label) <= 20
    assert read_period(period.label) == period


def test_a_quarter_ends_before_the_day_it_is_due_and_takes_the_days_left_over() -> None:
    period = by_duty(read_period("2026-Q4"), duties_of(VI_KHE, 2026))
    assert period.due_before == dt.date(2026, 12, 20)
    assert (period.first_day, period.cut_off) == (dt.date(2026, 9, 20), dt.date(2026, 12, 19))


def test_a_year_closes_earlier_than_its_last_quarter() -> None:
    period = by_duty(read_period("2026"), duties_of(VI_KHE, 2026))
    assert (period.first_day, period.cut_off) == (dt.date(2025, 12, 10), dt.date(2026, 12, 9))


def test_a_period_that_the_plan_does_not_ask_for_keeps_the_calendar() -> None:
    period = read_period("2026-11")
    assert by_duty(period, duties_of(VI_KHE, 2026)) == period
