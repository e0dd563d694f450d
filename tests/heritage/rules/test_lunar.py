"""Festival days against published dates; impossible days are left out, never moved."""

from __future__ import annotations

import datetime as dt

import pytest

from heritage.rules.lunar import DateRule, next_occurrences, solar_date


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        (DateRule(1, 15), 2025, "2025-02-12"),
        (DateRule(1, 15), 2026, "2026-03-03"),
        (DateRule(1, 15), 2027, "2027-02-20"),
        (DateRule(1, 12, 5), 2028, "2028-02-06"),
        (DateRule(3, 3), 2030, "2030-04-05"),
        (DateRule(3, 8), 2026, "2026-04-24"),
        (DateRule(3, 10), 2027, "2027-04-16"),
        (DateRule(8, 9), 2028, "2028-09-27"),
        (DateRule(8, 20), 2025, "2025-10-11"),
        # Years in which Viet Nam and China keep Tết on different days.
        (DateRule(1, 1), 1985, "1985-01-21"),
        (DateRule(1, 1), 2007, "2007-02-17"),
        (DateRule(1, 1), 2030, "2030-02-02"),
    ],
)
def test_days_agree_with_published_ones(rule: DateRule, year: int, day: str):
    assert solar_date(rule, year) == dt.date.fromisoformat(day)


def test_day_30_of_a_short_month_is_no_date():
    days = [solar_date(DateRule(2, 30), year) for year in range(2024, 2034)]
    assert None in days
    assert any(day is not None for day in days)


def test_a_solar_festival_keeps_its_day():
    assert solar_date(DateRule(9, 2, is_lunar=False), 2026) == dt.date(2026, 9, 2)


def test_a_festival_that_is_on_today_comes_first():
    rule = DateRule(1, 12, 5)
    coming = next_occurrences(rule, dt.date(2027, 2, 19), 2)
    assert coming[0].first == dt.date(2027, 2, 17)
    assert coming[0].last == dt.date(2027, 2, 21)
    assert coming[1].first == dt.date(2028, 2, 6)


def test_a_rule_survives_its_column():
    rule = DateRule.from_dict({"month": 1, "day": 12, "days": 5, "leap": "regular", "calendar": "lunar"})
    assert rule == DateRule(1, 12, 5)
