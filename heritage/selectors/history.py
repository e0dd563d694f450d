"""How the numbers of a unit, a province or the country stood from day to day, from the snapshots that were kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Max

from heritage.kpi import Share
from heritage.models import Snapshot, SnapshotCount
from heritage.rules.snapshot_counts import ALL as ALL
from heritage.rules.snapshot_counts import COUNTRY as COUNTRY

_COLUMNS = (
    *("unit_code", "category", "register", "snapshot_id"),
    *("digitized", "in_depth", "in_work", "not_begun", "blocked"),
)


@dataclass(frozen=True, slots=True)
class Point:
    """What was counted on ``day``; it stands until the day of the next point."""

    day: dt.date
    share: Share
    register: str  # "13972-2", "12127-1+11965-3"; empty of a province and the country
    criteria_version: str


@dataclass(frozen=True, slots=True)
class Break:
    """Before and from ``day`` on the numbers were not counted alike."""

    day: dt.date
    why: str  # "criteria" or "register"; of a province and the country a register shows in the total
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Series:
    """The count of one unit in one category over time: a point for each day on which it changed.

    Points are in the order of days; the last one stands until ``last_day``, the day of the latest snapshot.
    A unit or category that was never counted has no points.
    """

    code: str
    category: str  # ALL or a code of categories.CATEGORIES
    points: tuple[Point, ...]
    breaks: tuple[Break, ...]
    last_day: dt.date | None  # None: there is no snapshot at all

    @property
    def days(self) -> int:
        """Over how many days the series reaches, the first and the last one included."""
        if not self.points or self.last_day is None:
            return 0
        return (self.last_day - self.points[0].day).days + 1

    @property
    def since_break(self) -> tuple[Point, ...]:
        """The points that are counted alike up to now: what a pace may be drawn from."""
        first = self.breaks[-1].day if self.breaks else dt.date.min
        return tuple(point for point in self.points if point.day >= first)

    def on(self, day: dt.date) -> Point | None:
        """The point that stood on a day; None before the first and after the last snapshot."""
        if self.last_day is None or day > self.last_day:
            return None
        return max((point for point in self.points if point.day <= day), key=_day, default=None)


def series(code: str, category: str = ALL, first: dt.date | None = None) -> Series:
    """The history of a unit's code, a province's, or COUNTRY.

    Args:
        code: "13972", "37" or COUNTRY.
        category: ALL or one category.
        first: Begin with the point that stood on this day; None takes everything.
    """
    return several([code], category, first)[0]


def several(codes: Sequence[str], category: str = ALL, first: dt.date | None = None) -> list[Series]:
    """The histories of several codes in their order, read at once: for small multiples."""
    return _read(codes, [category], first, [(code, category) for code in codes])


def by_category(code: str, categories: Sequence[str], first: dt.date | None = None) -> list[Series]:
    """The histories of a code's categories in their order, ALL may be among them; read at once."""
    return _read([code], categories, first, [(code, category) for category in categories])


def _read(
    codes: Sequence[str], categories: Sequence[str], first: dt.date | None, order: list[tuple[str, str]]
) -> list[Series]:
    last = Snapshot.objects.aggregate(last=Max("day"))["last"]
    rows = (
        SnapshotCount.objects.filter(unit_code__in=codes, category__in=categories)
        .select_related("snapshot")
        .only(*_COLUMNS, "snapshot__day", "snapshot__criteria_version")
        .order_by("snapshot__day")
    )
    criteria = _criteria()
    grouped: dict[tuple[str, str], list[Point]] = {key: [] for key in order}
    for row in rows:
        points, point = grouped[row.unit_code, row.category], _point(row)
        if not points or not _same(points[-1], point):
            points.append(point)
    return [_series(*key, grouped[key], criteria, first, last) for key in order]


def _point(row: SnapshotCount) -> Point:
    share = Share(row.digitized, row.in_depth, row.in_work, row.not_begun, row.blocked)
    return Point(row.snapshot.day, share, row.register, row.snapshot.criteria_version)


def _criteria() -> list[tuple[dt.date, str]]:
    """The days from which on other criteria were applied, with their versions."""
    found: list[tuple[dt.date, str]] = []
    for version, day in Snapshot.objects.order_by("day").values_list("criteria_version", "day"):
        if not found or found[-1][1] != version:
            found.append((day, version))
    return found


def _series(
    code: str,
    category: str,
    points: list[Point],
    criteria: list[tuple[dt.date, str]],
    first: dt.date | None,
    last: dt.date | None,
) -> Series:
    if points:
        points = _with_criteria(points, criteria)
    breaks = tuple(_breaks(points))
    if first is not None:
        start = max((each.day for each in points if each.day <= first), default=first)
        points = [each for each in points if each.day >= start]
        breaks = tuple(each for each in breaks if each.day > start)
    return Series(code, category, tuple(points), breaks, last)


def _with_criteria(points: list[Point], criteria: list[tuple[dt.date, str]]) -> list[Point]:
    """A change of criteria is a point of its own even where no count changed with it."""
    known = {point.day: point for point in points}
    found = list(points)
    for day, version in criteria:
        standing = max((point for point in points if point.day < day), key=_day, default=None)
        if standing is not None and day not in known:
            found.append(Point(day, standing.share, standing.register, version))
    found.sort(key=_day)
    return found


def _breaks(points: list[Point]) -> Iterator[Break]:
    for before, after in pairwise(points):
        if before.criteria_version != after.criteria_version:
            yield Break(after.day, "criteria", before.criteria_version, after.criteria_version)
        if _register(before) != _register(after):
            yield Break(after.day, "register", _register(before), _register(after))


def _register(point: Point) -> str:
    """The denominator by name; an aggregate's changes only with the registers below it, so its size tells."""
    return point.register or str(point.share.total)


def _same(one: Point, other: Point) -> bool:
    """Every count is written anew now and then, also where nothing changed."""
    return (one.share, one.register, one.criteria_version) == (
        other.share,
        other.register,
        other.criteria_version,
    )


def _day(point: Point) -> dt.date:
    return point.day
