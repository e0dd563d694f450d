"""The number over time: the line with its breaks, its table, and small lines beside other units' numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from heritage import categories
from heritage.kpi import percent_text
from heritage.models import Snapshot
from heritage.projections.charts_trend import Break, Line, Point, sparkline, trend
from heritage.projections.dates import day_text
from heritage.selectors import history
from heritage.selectors.history import Series
from heritage.selectors.kpi import UnitKpi
from heritage.views.context import language
from heritage.views.kpi_number import decimal
from heritage.views.kpi_sections import short_day

LEAST_DAYS = 14  # a shorter history shows its figures, not a line
SHORT_DAYS = 70  # of a history up to this long every change is a point; of a longer one the ends of months
MONTHS = 13


def over_time(found: UnitKpi, references: Sequence[Line]) -> dict[str, Any]:
    """The line and table of a unit; ``enough`` is false where there are too few days for a line."""
    told = _series(found.unit.code, _newest())
    points = sampled(told)
    rows = [
        {"date": day_text(each.day, language()), "share": each, "percent": _percent(each)}
        for each in reversed(points)
    ]
    since = day_text(points[0].day, language()) if points else ""
    if told.days < LEAST_DAYS or len(points) < 2:
        return {"enough": False, "rows": rows, "days": told.days, "since": since, "least": LEAST_DAYS}
    lines = list(references)
    of_all = found.verdict and found.whole and found.verdict.share.total == found.whole.total
    if found.target is not None and found.plan and found.plan.pooled and of_all:
        percent = decimal(f"{found.target.normalize():f}")
        lines.append(Line(float(found.target), _("Chỉ tiêu %(percent)s%%") % {"percent": percent}))
    first, last = points[0], points[-1]
    title = _("Từ %(first)s%% ngày %(first_day)s tới %(last)s%% ngày %(last_day)s.") % {
        "first": _percent(first),
        "first_day": day_text(first.day, language()),
        "last": _percent(last),
        "last_day": day_text(last.day, language()),
    }
    breaks = breaks_of(told)
    return {
        "enough": True,
        "title": title,
        "svg": trend("tg", points, breaks, lines, title, _("Số liệu ở bảng bên cạnh."), f"{_percent(last)}%"),
        "rows": rows,
        "breaks": [{"date": day_text(each.day, language()), "text": _why(each)} for each in told.breaks],
        "small": _categories(found),
    }


def sparks(codes: Sequence[str], targets: dict[str, float | None]) -> dict[str, str]:
    """A small line for each code that has a history long enough for one."""
    drawn = {}
    for told in _several(tuple(codes), _newest()):
        points = sampled(told)
        if told.days >= LEAST_DAYS and len(points) >= 2:
            drawn[told.code] = sparkline(points, breaks_of(told), targets.get(told.code))
    return drawn


def sampled(told: Series) -> list[Point]:
    """The points that are drawn: every change of a short history, the ends of months of a long one; and the last day."""
    if not told.points or told.last_day is None:
        return []
    first, last = told.points[0].day, told.last_day
    days = {point.day for point in told.points} if told.days <= SHORT_DAYS else _month_ends(first, last)
    wanted = sorted({first, *days, *(each.day for each in told.breaks), last})
    if told.days > SHORT_DAYS:
        wanted = wanted[-(MONTHS + len(told.breaks)) :]
    found = []
    for day in wanted:
        point = told.on(day)
        if point is not None and point.share.total:
            found.append(Point(day, point.share.digitized, point.share.total, short_day(day)))
    return found


def breaks_of(told: Series) -> list[Break]:
    """Where the line breaks, in the words that stand on the chart."""
    return [Break(each.day, _why(each)) for each in told.breaks]


def _why(each: history.Break) -> str:
    if each.why == "criteria":
        return _("Tiêu chí bản %(version)s") % {"version": each.after}
    number = each.after.rpartition("-")[2]
    if len(each.after) > len(number):
        return _("Danh mục bản %(version)s") % {"version": number}
    return _("Danh mục đổi: %(total)s di sản") % {"total": number}


def _month_ends(first: dt.date, last: dt.date) -> set[dt.date]:
    ends, day = set(), first.replace(day=1)
    while day <= last:
        following = (day + dt.timedelta(days=32)).replace(day=1)
        ends.add(following - dt.timedelta(days=1))
        day = following
    return {end for end in ends if first <= end <= last}


def _categories(found: UnitKpi) -> list[dict[str, Any]]:
    """A small line for each category that has an object."""
    drawn = []
    for told in _by_category(found.unit.code, _newest()):
        points = sampled(told)
        if len(points) < 2:
            continue
        last = points[-1]
        drawn.append(
            {
                "label": categories.term(categories.CATEGORIES, told.category).label(language()),
                "svg": sparkline(points, breaks_of(told), None),
                "share": last,
                "percent": _percent(last),
            }
        )
    return drawn if len(drawn) > 1 else []


def _percent(point: Point) -> str | None:
    return decimal(percent_text(Fraction(point.digitized, point.total))) if point.total else None


def _newest() -> str:
    """The digest of the latest snapshot. What snapshots say never changes, so what is read is kept by it."""
    return Snapshot.objects.order_by("-day").values_list("digest", flat=True).first() or ""


@lru_cache(maxsize=256)
def _series(code: str, newest: str) -> Series:
    return history.series(code)


@lru_cache(maxsize=64)
def _several(codes: tuple[str, ...], newest: str) -> list[Series]:
    return history.several(codes)


@lru_cache(maxsize=256)
def _by_category(code: str, newest: str) -> list[Series]:
    return history.by_category(code, categories.codes(categories.CATEGORIES))
