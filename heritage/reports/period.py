"""What a report is about: ``2026-Q4``, ``2026-H1``, ``2026``, ``2026-11`` or two days, and its days by the plan."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from heritage.errors import BadRequest
from heritage.rules.calendar import Duty

ROMAN = ("I", "II", "III", "IV")
FORMS = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>0[1-9]|1[0-2])))?", re.IGNORECASE
)
TWO_DAYS = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)\.\.(\d{4})-?(\d\d)-?(\d\d)")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report covers, both included.

    Attributes:
        kind: A value of ``heritage.models.Report.Period``.
        label: As it is stored and named in files; two days as ``20261001..20261125``.
        cut_off: The last day it covers, on which the count is taken.
        due_before: Strictly, where a plan says so.
    """

    kind: str
    label: str
    first_day: dt.date
    cut_off: dt.date
    due_before: dt.date | None = None

    @property
    def words(self) -> str:
        """In Vietnamese, as a title says it: "quý IV năm 2026"."""
        year = self.label[:4]
        match self.kind:
            case "quarter":
                return f"quý {ROMAN[int(self.label[-1]) - 1]} năm {year}"
            case "half_year":
                return f"6 tháng {'đầu' if self.label[-1] == '1' else 'cuối'} năm {year}"
            case "year":
                return f"năm {year}"
            case "month":
                return f"tháng {int(self.label[-2:])} năm {year}"
        return f"từ ngày {self.first_day:%d/%m/%Y} đến ngày {self.cut_off:%d/%m/%Y}"


def read_period(text: str) -> Period:
    """The period as the calendar has it; a plan may say other days (:func:`by_duty`).

    Raises:
        BadRequest: Not such a period, or its days are out of order.
    """
    text = text.strip()
    match = TWO_DAYS.fullmatch(text)
    if match:
        return _between(text, *(int(part) for part in match.groups()))
    match = FORMS.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match["year"]) <= LAST_YEAR:
        raise _refused(text)
    year, label = int(match["year"]), text.upper()
    if match["quarter"]:
        return _months("quarter", label, year, 3 * int(match["quarter"]) - 2, 3)
    if match["half"]:
        return _months("half_year", label, year, 6 * int(match["half"]) - 5, 6)
    if match["month"]:
        return _months("month", label, year, int(match["month"]), 1)
    return _months("year", label, year, 1, 12)


def by_duty(period: Period, duties: Iterable[Duty]) -> Period:
    """The same with the days of the plan's duty of that name: its cut-off lies before its quarter ends."""
    for duty in duties:
        if duty.label == period.label and duty.period == period.kind:
            return replace(period, first_day=duty.first_day, cut_off=duty.cut_off, due_before=duty.due_before)
    return period


def _months(kind: str, label: str, year: int, first: int, months: int) -> Period:
    last = first + months - 1
    return Period(
        kind,
        label,
        dt.date(year, first, 1),
        dt.date(year, last, calendar.monthrange(year, last)[1]),
    )


def _between(text: str, y1: int, m1: int, d1: int, y2: int, m2: int, d2: int) -> Period:
    try:
        first, last = dt.date(y1, m1, d1), dt.date(y2, m2, d2)
    except ValueError as error:
        raise _refused(text) from error
    if last < first:
        raise _refused(text)
    return Period("ad_hoc", f"{first:%Y%m%d}..{last:%Y%m%d}", first, last)


def _refused(text: str) -> BadRequest:
    return BadRequest(
        f"Không có kỳ báo cáo “{text}”. Viết 2026-Q4, 2026-H1, 2026, 2026-11 hoặc 2026-10-01..2026-11-25.",
        f"There is no period {text!r}. Write 2026-Q4, 2026-H1, 2026, 2026-11 or 2026-10-01..2026-11-25.",
        "bad_period",
    )
