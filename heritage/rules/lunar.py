"""When a festival falls: the rule is kept, the dates are computed (Vietnamese calendar, UTC+7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import lunar_vn

LAST_YEAR = 2099


@dataclass(frozen=True, slots=True)
class DateRule:
    """Day and month of a calendar and how many days it lasts; the regular month unless it says leap."""

    month: int
    day: int
    days: int = 1
    is_lunar: bool = True
    in_leap_month: bool = False

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> DateRule:
        """Read the ``lunar`` column of an item."""
        return cls(
            month=int(values["month"]),
            day=int(values["day"]),
            days=max(1, int(values.get("days") or 1)),
            is_lunar=values.get("calendar", "lunar") != "solar",
            in_leap_month=values.get("leap") == "leap",
        )


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One year's festival, first and last solar day. ``year`` is the lunar year for lunar rules."""

    year: int
    first: dt.date
    last: dt.date


def solar_date(rule: DateRule, year: int) -> dt.date | None:
    """The first day in a (lunar) year; None where that month lacks the day, never rolled over."""
    if not rule.is_lunar:
        try:
            return dt.date(year, rule.month, rule.day)
        except ValueError:
            return None
    try:
        day = lunar_vn.convert_lunar_to_solar(rule.day, rule.month, year, int(rule.in_leap_month))
    except ValueError:
        return None
    back = lunar_vn.solar_to_lunar(day)
    # Day 30 of a month of 29 must not become the first of the next one.
    return day if (back.day, back.month) == (rule.day, rule.month) else None


def next_occurrences(rule: DateRule, today: dt.date, count: int = 5) -> tuple[Occurrence, ...]:
    """The festivals that are not over yet, soonest first; years without the day are left out."""
    found: list[Occurrence] = []
    year = today.year - 1
    while len(found) < count and year <= min(today.year + 3 * count, LAST_YEAR):
        first = solar_date(rule, year)
        if first is not None:
            last = first + dt.timedelta(days=rule.days - 1)
            if last >= today:
                found.append(Occurrence(year, first, last))
        year += 1
    return tuple(found)
