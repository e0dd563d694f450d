"""When a plan's reports are due: pure, from the plan's reporting rules to duties with days.

A rule names a period and the days it is due before, as ``MM-DD``; ``+MM-DD`` is in the next year. "Before"
is strict: of a report due before 20 March the last day to send it is 19 March. What a report covers ends on
its cut-off, and the days left of the quarter flow into the next report.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from heritage.errors import BadRequest

ONE_DAY = dt.timedelta(days=1)
MOST_CUT_OFF_DAYS = 90
DAY = re.compile(r"(?P<next>\+)?(?P<month>\d\d)-(?P<day>\d\d)")


class Period(StrEnum):
    """What a report is about; the values are those of ``heritage.models.Report.Period``."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


IN_A_YEAR = {Period.MONTH: 12, Period.QUARTER: 4, Period.HALF_YEAR: 2, Period.YEAR: 1}


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a plan's reporting rules.

    Attributes:
        before: ``(next year, month, day)`` of each report of a year in order; none: no day is stated.
        cut_off_days: So many days before the day it is due before, the count is taken; at least 1.
    """

    period: Period
    before: tuple[tuple[bool, int, int], ...]
    cut_off_days: int
    note_vi: str = ""
    note_en: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether its reports cover the year without a gap."""
        return len(self.before) == IN_A_YEAR[self.period]


@dataclass(frozen=True, slots=True)
class Duty:
    """One report that is owed.

    Attributes:
        label: ``2026-Q4``, ``2026-H1``, ``2026`` or ``2026-11``.
        first_day: The first day it covers: the day after the cut-off before it.
        cut_off: The last day it covers.
        due_before: Strictly: on this day it is late.
    """

    period: Period
    label: str
    first_day: dt.date
    cut_off: dt.date
    due_before: dt.date
    note_vi: str = ""
    note_en: str = ""

    @property
    def last_day(self) -> dt.date:
        """The last day on which it can be sent in time."""
        return self.due_before - ONE_DAY


def read_rules(rows: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """The reporting rules of a plan, from its rows.

    Raises:
        BadRequest: No such period or day, too many days, or days out of order.
    """
    return tuple(_rule(row) for row in rows)


def duties_of(rules: Sequence[Rule], year: int) -> tuple[Duty, ...]:
    """The reports about a year in the order of their days; rules without days give none."""
    found = [duty for rule in rules for duty in _of_rule(rule, rules, year)]
    return tuple(sorted(found, key=lambda duty: (duty.due_before, IN_A_YEAR[duty.period])))


def due_within(rules: Sequence[Rule], first: dt.date, last: dt.date) -> tuple[Duty, ...]:
    """The reports whose last day to send lies in the days from ``first`` to ``last``, both included."""
    years = range(first.year - 1, last.year + 1)  # a report of last year may be due in this one
    found = [duty for year in years for duty in duties_of(rules, year) if first <= duty.last_day <= last]
    return tuple(sorted(found, key=lambda duty: (duty.due_before, IN_A_YEAR[duty.period])))


def _of_rule(rule: Rule, rules: Sequence[Rule], year: int) -> list[Duty]:
    if not rule.before:
        return []
    cut_offs = [_cut_off(rule, number, year) for number in range(len(rule.before))]
    before_first = _end_before(rule, rules, year)
    return [
        Duty(
            rule.period,
            _label(rule, number, year),
            begins_after + ONE_DAY,
            cut_off,
            _due_before(rule, number, year),
            rule.note_vi,
            rule.note_en,
        )
        for number, (begins_after, cut_off) in enumerate(pairwise([before_first, *cut_offs]))
    ]


def _end_before(rule: Rule, rules: Sequence[Rule], year: int) -> dt.date:
    """The cut-off before the first report of a year.

    A half-year report that comes but once a year goes on from the last yearly one, for a series with a gap
    covers only the part of the year that it names.
    """
    yearly = next((each for each in rules if each.period == Period.YEAR and each.before), None)
    series = rule if rule.is_whole else yearly
    if series is None:
        return dt.date(year, 1, 1) - ONE_DAY
    return _cut_off(series, len(series.before) - 1, year - 1)


def _due_before(rule: Rule, number: int, year: int) -> dt.date:
    is_next, month, day = rule.before[number]
    return dt.date(year + is_next, month, day)


def _cut_off(rule: Rule, number: int, year: int) -> dt.date:
    return _due_before(rule, number, year) - rule.cut_off_days * ONE_DAY


def _label(rule: Rule, number: int, year: int) -> str:
    is_next, month, _ = rule.before[number]
    # A series with gaps is named by the month in which each is due.
    part = number + 1 if rule.is_whole else -(-month * IN_A_YEAR[rule.period] // 12)
    part = IN_A_YEAR[rule.period] if is_next and not rule.is_whole else part
    return {
        Period.MONTH: f"{year}-{part:02d}",
        Period.QUARTER: f"{year}-Q{part}",
        Period.HALF_YEAR: f"{year}-H{part}",
        Period.YEAR: f"{year}",
    }[rule.period]


def _rule(row: Mapping[str, Any]) -> Rule:
    name = row.get("period")
    if name not in list(Period):
        raise BadRequest(
            f"Kỳ báo cáo “{name}” không có; chọn một trong: {', '.join(Period)}.",
            f"There is no reporting period {name!r}; choose one of {', '.join(Period)}.",
            "bad_period",
        )
    period = Period(name)
    before = tuple(_day(text) for text in row.get("before") or ())
    if len(before) > IN_A_YEAR[period] or list(before) != sorted(set(before)):
        raise BadRequest(
            f"Kỳ {period}: tối đa {IN_A_YEAR[period]} hạn trong năm, xếp theo thứ tự, không trùng.",
            f"Period {period}: at most {IN_A_YEAR[period]} days a year, in order, none twice.",
            "bad_period",
        )
    days = row.get("cut_off_days", 1)
    if type(days) is not int or not 1 <= days <= MOST_CUT_OFF_DAYS:
        raise BadRequest(
            f"Ngày chốt số liệu cách hạn từ 1 đến {MOST_CUT_OFF_DAYS} ngày.",
            f"The cut-off lies 1 to {MOST_CUT_OFF_DAYS} days before the day due.",
            "bad_cut_off",
        )
    return Rule(period, before, days, str(row.get("note_vi") or ""), str(row.get("note_en") or ""))


def _day(text: object) -> tuple[bool, int, int]:
    match = DAY.fullmatch(str(text))
    try:
        if match is None:
            raise ValueError
        day = dt.date(
            2001, int(match["month"]), int(match["day"])
        )  # a common year: 29 February comes not yearly
    except ValueError as error:
        raise BadRequest(
            f"Hạn “{text}” không phải ngày; viết tháng-ngày như 03-20, hoặc +01-05 cho năm sau.",
            f"{text!r} is no day; write month-day like 03-20, or +01-05 for the next year.",
            "bad_due_day",
        ) from error
    return bool(match["next"]), day.month, day.day
