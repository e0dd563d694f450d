"""CQL2's times: days and moments compared, and the relations between intervals, as plain comparisons.

A day beside a moment is all its moments in UTC. An interval's ends belong to it; ``..`` leaves one open.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from heritage.interop.ogc_cql2_parts import Operand, Place, Span, wrong
from heritage.interop.ogc_properties import Kind
from heritage.rules.filters import (
    Always,
    Compare,
    Comparison,
    Every,
    Filter,
    Literal,
    Opposite,
    Property,
    Scalar,
    Some,
)

_Edge = Scalar | None


def compare_times(operator: str, left: Operand, right: Operand) -> Filter:
    """One of ``= <> < > <= >=`` between two days or moments."""
    (first, last), (other_first, other_last) = _edges(left, right), _edges(right, left)
    match operator:
        case "=":
            return _same(first, last, other_first, other_last)
        case "<>":
            return Opposite(_same(first, last, other_first, other_last))
        case "<":
            return Compare(Comparison.LESS, last, other_first)
        case "<=":
            return Compare(Comparison.AT_MOST, first, other_last)
        case ">":
            return Compare(Comparison.MORE, first, other_last)
        case _:
            return Compare(Comparison.AT_LEAST, last, other_first)


def relate(operator: str, left: Span, right: Span, at: Place) -> Filter:
    """One of CQL2's fifteen ``t_…`` relations, its name in small letters without the prefix."""
    a, b = _ends(left, right), _ends(right, left)
    less, more, same = (
        partial(_ordered, how) for how in (Comparison.LESS, Comparison.MORE, Comparison.EQUAL)
    )
    # Ends are numbered: 0 the first, 1 the last.
    table: dict[str, list[Filter]] = {
        "after": [more(a[0], b[1], (0, 1))],
        "before": [less(a[1], b[0], (1, 0))],
        "contains": [less(a[0], b[0], (0, 0)), more(a[1], b[1], (1, 1))],
        "during": [more(a[0], b[0], (0, 0)), less(a[1], b[1], (1, 1))],
        "equals": [same(a[0], b[0], (0, 0)), same(a[1], b[1], (1, 1))],
        "finishedby": [less(a[0], b[0], (0, 0)), same(a[1], b[1], (1, 1))],
        "finishes": [more(a[0], b[0], (0, 0)), same(a[1], b[1], (1, 1))],
        "meets": [same(a[1], b[0], (1, 0))],
        "metby": [same(a[0], b[1], (0, 1))],
        "overlappedby": [more(a[0], b[0], (0, 0)), less(a[0], b[1], (0, 1)), more(a[1], b[1], (1, 1))],
        "overlaps": [less(a[0], b[0], (0, 0)), more(a[1], b[0], (1, 0)), less(a[1], b[1], (1, 1))],
        "startedby": [same(a[0], b[0], (0, 0)), more(a[1], b[1], (1, 1))],
        "starts": [same(a[0], b[0], (0, 0)), less(a[1], b[1], (1, 1))],
    }
    apart = Some((*table["after"], *table["before"]))
    if operator == "disjoint":
        return apart
    if operator == "intersects":
        return Opposite(apart)
    if operator not in table:
        raise wrong(at, f"không có phép t_{operator}.", f"there is no relation t_{operator}.")
    return Every(tuple(table[operator]))


def read_day(text: str, at: Place) -> Operand:
    """``2026-11-25``."""
    try:
        if len(text) != 10:
            raise ValueError(text)
        return Operand(Literal(dt.date.fromisoformat(text)), Kind.DAY, at)
    except ValueError as error:
        raise wrong(at, "ngày viết như 2026-11-25.", "a day is written like 2026-11-25.") from error


def read_moment(text: str, at: Place) -> Operand:
    """``2026-11-25T08:30:00Z``, or with an offset."""
    try:
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo is None or "T" not in text.upper():
            raise ValueError(text)
        return Operand(Literal(moment.astimezone(dt.UTC)), Kind.MOMENT, at)
    except (ValueError, OverflowError) as error:
        raise wrong(
            at, "thời điểm viết như 2026-11-25T08:30:00Z.", "a moment is written like 2026-11-25T08:30:00Z."
        ) from error


def read_time(text: str, at: Place) -> Operand | None:
    """A day or a moment; None for ``..``."""
    if text == "..":
        return None
    return read_day(text, at) if len(text) == 10 else read_moment(text, at)


def _same(first: Scalar, last: Scalar, other_first: Scalar, other_last: Scalar) -> Filter:
    if first == last and other_first == other_last:
        return Compare(Comparison.EQUAL, first, other_first)
    return Every(
        (Compare(Comparison.AT_MOST, first, other_last), Compare(Comparison.AT_LEAST, last, other_first))
    )


_END_OF_DAY = dt.time(23, 59, 59, 999_999, tzinfo=dt.UTC)


def _edges(of: Operand, beside: Operand) -> tuple[Scalar, Scalar]:
    """First and last moment of a value as the other one needs it."""
    value = of.value
    if of.kind is beside.kind or not isinstance(value, Literal):
        return value, value
    if isinstance(value.value, dt.datetime):
        if not isinstance(beside.value, Property):
            return value, value
        day = Literal(value.value.date())  # beside a property that knows days only
        return day, day
    if isinstance(value.value, dt.date):
        first = dt.datetime.combine(value.value, dt.time(tzinfo=dt.UTC))
        return Literal(first), Literal(dt.datetime.combine(value.value, _END_OF_DAY))
    return value, value


def _ends(of: Span, other: Span) -> tuple[_Edge, _Edge]:
    beside = other.first or other.last
    first = None if of.first is None else _edges(of.first, beside or of.first)[0]
    last = None if of.last is None else _edges(of.last, beside or of.last)[1]
    return first, last


def _ordered(how: Comparison, left: _Edge, right: _Edge, which: tuple[int, int]) -> Filter:
    """Compares two ends of which either may be open: an open first end is before everything, an open last one after.

    Args:
        how: The comparison.
        left: None where it is open.
        right: The other one.
        which: 0 for a first end and 1 for a last one, of each.
    """
    if left is not None and right is not None:
        return Compare(how, left, right)
    ends = zip((left, right), which, strict=True)
    ours, theirs = (0 if end is not None else (1 if last else -1) for end, last in ends)
    if how is Comparison.LESS:
        return Always(ours < theirs)
    return Always(ours > theirs if how is Comparison.MORE else ours == theirs)
