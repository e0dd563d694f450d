"""Where a page ended: sort values and the question they belong to, opaque to whoever carries them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
import re
from dataclasses import astuple

from search.documents import Query, Sort
from search.errors import BadQuery
from search.plan import Plan
from search.polygon import check_polygon

MAX_LIMIT = 1000
MAX_YEAR = 32_000  # either side of the era; a year is stored in 16 bits
_MAX_CURSOR = 2000  # characters
_MAX_VALUES = 500  # of one facet

SortValue = str | int | float
_SHAPES: dict[str, tuple[tuple[type, ...], ...]] = {
    Sort.RELEVANCE: ((int,), (int,), (int,), (str,)),  # class, fit, weight, id
    Sort.DISTANCE: ((int, float), (str,)),
    Sort.NAME: ((str,), (str,)),
    Sort.NEWEST: ((str,), (str,)),
    Sort.NEXT_FESTIVAL: ((str,), (str,)),  # first day, id
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}(:[0-9]{2}){0,2})?")


def check_query(query: Query) -> None:
    """Refuse what no engine can answer.

    Raises:
        BadQuery: An unknown order, distance without a place, festivals without a day; a limit, place, area or
            date out of range.
    """
    if query.sort not in _SHAPES:
        raise BadQuery(f"unknown order {query.sort[:40]!r}")
    if query.sort == Sort.DISTANCE and query.near is None:
        raise BadQuery("distance order needs a place")
    if not 1 <= query.limit <= MAX_LIMIT:
        raise BadQuery(f"limit {query.limit}")
    _check_place(query)
    _check_dates(query)
    if any(len(values) > _MAX_VALUES for values in _selected(query)):
        raise BadQuery("too many values")
    if query.ids is not None and len(query.ids) > MAX_LIMIT:
        raise BadQuery("too many ids")
    for value in (*(query.ids or ()), *(each for values in _selected(query) for each in values)):
        _check_value(value)


def _check_value(value: object) -> None:
    """A value that is no text of Unicode can be in no document, and no server could be asked for it."""
    try:
        str(value).encode()
    except UnicodeEncodeError as error:
        raise BadQuery("a value is no text") from error


def _check_place(query: Query) -> None:
    if query.near is not None:
        near = query.near
        if not (-180 <= near.lon <= 180 and -90 <= near.lat <= 90):
            raise BadQuery("place out of range")
        if near.radius_m is not None and not (0 < near.radius_m <= 25_000_000):
            raise BadQuery("radius out of range")
    if query.polygon is not None:
        check_polygon(query.polygon)


def _check_dates(query: Query) -> None:
    if query.years is not None and not (-MAX_YEAR <= query.years.first <= query.years.last <= MAX_YEAR):
        raise BadQuery("years out of order or range")
    days = query.decided
    if days is not None and not (_DAY.fullmatch(days.first) and _DAY.fullmatch(days.last)):
        raise BadQuery("days of decisions are written 2026-02-15")
    if days is not None and days.first > days.last:
        raise BadQuery("days of decisions out of order")
    moments = (query.updated.since, query.updated.before) if query.updated is not None else ()
    if any(moment and not _MOMENT.fullmatch(moment) for moment in moments):
        raise BadQuery("moments are written 2026-02-15T07:00:00")
    if (query.day or query.sort == Sort.NEXT_FESTIVAL) and not _DAY.fullmatch(query.day):
        raise BadQuery("the order of festivals needs a day")


def _selected(query: Query) -> tuple[tuple[object, ...], ...]:
    """The chosen values, facet by facet."""
    return (
        *(query.categories, query.ranks, query.kinds, query.units, query.has, query.levels),
        *(query.dynasties, query.lunar_months, query.licences),
    )


def fingerprint(query: Query) -> str:
    """The same for every page of one question."""
    asked = [
        query.text,
        *(sorted(map(str, values)) for values in _selected(query)),
        None if query.ids is None else sorted(query.ids),
        astuple(query.years) if query.years else None,
        astuple(query.bounds) if query.bounds else None,
        astuple(query.near) if query.near else None,
        astuple(query.polygon) if query.polygon else None,
        astuple(query.decided) if query.decided else None,
        astuple(query.updated) if query.updated else None,
        query.sort,  # not its day: a list of coming festivals goes on after midnight
    ]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def write_cursor(query: Query, after: tuple[SortValue, ...]) -> str:
    """Name the last item of a page by its sort values."""
    text = json.dumps([fingerprint(query), *after], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(query: Query) -> tuple[SortValue, ...] | None:
    """The sort values after which to go on, or ``None`` on the first page.

    Raises:
        BadQuery: The cursor is damaged or belongs to another question.
    """
    if query.cursor is None:
        return None
    if len(query.cursor) > _MAX_CURSOR:
        raise BadQuery("cursor")
    try:
        padded = query.cursor + "=" * (-len(query.cursor) % 4)
        parts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadQuery("damaged cursor") from error
    if not isinstance(parts, list) or not parts or parts[0] != fingerprint(query):
        raise BadQuery("cursor of another question")
    after = tuple(parts[1:])
    shape = _SHAPES[query.sort]
    if len(after) != len(shape) or not all(map(_fits, after, shape)):
        raise BadQuery("damaged cursor")
    return after


def _fits(value: object, kinds: tuple[type, ...]) -> bool:
    if isinstance(value, bool) or not isinstance(value, kinds):
        return False
    if isinstance(value, int):
        return abs(value) < 2**62
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, str) and value.isprintable() and len(value) < _MAX_CURSOR


def relevance_order(query: Query, plan: Plan) -> bool:
    """Whether hits come in match classes; without a text relevance means weight alone."""
    return query.sort == Sort.RELEVANCE and bool(plan.groups)
