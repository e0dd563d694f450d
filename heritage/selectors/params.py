"""Read the address line of a search into a Query. One reader for pages, API, map and facets."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Protocol

from django.utils import timezone

from gis.bounds import Bounds
from gis.errors import BadBounds
from heritage import categories
from heritage.errors import BadRequest
from search.cursor import MAX_YEAR
from search.documents import Days, Moments, Near, Polygon, Query, Sort, Years
from search.errors import BadQuery
from search.polygon import check_polygon

MAX_LIMIT = 100
MAX_TEXT = 500
SORTS = (Sort.RELEVANCE, Sort.DISTANCE, Sort.NAME, Sort.NEWEST, Sort.NEXT_FESTIVAL)
_RING = re.compile(r"\s*POLYGON\s*\(\(([^()]*)\)\)\s*", re.IGNORECASE)


class Params(Protocol):
    """What a QueryDict offers."""

    def get(self, key: str, default: Any = None) -> Any:
        """The last value of a key."""

    def getlist(self, key: str) -> list[str]:
        """Every value of a key."""


def query_from(params: Params, *, limit: int = 20) -> Query:
    """The query that an address asks for. A facet may be repeated or hold commas.

    Raises:
        BadRequest: A number, a box or a point that cannot be read; the sentence names the parameter.
    """
    near = _near(params)
    sort = params.get("sort") or (Sort.DISTANCE if near and not params.get("q") else Sort.RELEVANCE)
    if sort not in SORTS:
        raise _bad("sort", ", ".join(SORTS))
    if sort == Sort.DISTANCE and near is None:
        raise BadRequest(
            "Sắp xếp theo khoảng cách cần tham số near=kinh độ,vĩ độ.",
            "Sorting by distance needs near=lon,lat.",
            "near_missing",
        )
    return Query(
        text=str(params.get("q") or "")[:MAX_TEXT],
        categories=_among(params, "category", categories.CATEGORIES),
        kinds=_among(params, "kind", categories.KINDS),
        ranks=_among(params, "rank", categories.RANKS),
        units=values_of(params, "unit"),
        has=_among(params, "has", categories.MEDIA_KINDS),
        levels=_levels(params),
        dynasties=_among(params, "dynasty", categories.DYNASTIES),
        lunar_months=_months(params),
        licences=_among(params, "licence", categories.LICENCES),
        years=_years(params),
        decided=_decided(params),
        updated=_updated(params),
        polygon=_polygon(params),
        bounds=_bounds(params),
        near=near,
        sort=sort,
        day=timezone.localdate().isoformat() if sort == Sort.NEXT_FESTIVAL else "",
        limit=_limit(params, limit),
        cursor=params.get("cursor") or None,
    )


def day_of(text: str) -> dt.date | None:
    """The day of a parameter; None where none is given.

    Raises:
        BadRequest: Not a date.
    """
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadRequest(
            "Ngày cần dạng 2026-11-24.", "The date must look like 2026-11-24.", "bad_date"
        ) from error


def values_of(params: Params, name: str) -> tuple[str, ...]:
    """The values of a facet, repeated or with commas, each once."""
    values = [part.strip() for value in params.getlist(name) for part in value.split(",")]
    return tuple(dict.fromkeys(value for value in values if value))


def _among(params: Params, name: str, vocabulary: tuple[categories.Term, ...]) -> tuple[str, ...]:
    values = values_of(params, name)
    known = categories.codes(vocabulary)
    for value in values:
        if value not in known:
            raise _bad(name, ", ".join(known))
    return values


def _levels(params: Params) -> tuple[int, ...]:
    values = values_of(params, "level")
    if any(value not in ("0", "1", "2", "3") for value in values):
        raise _bad("level", "0, 1, 2, 3")
    return tuple(int(value) for value in values)


def _months(params: Params) -> tuple[int, ...]:
    values = values_of(params, "lunar_month")
    if any(not re.fullmatch(r"[1-9]|1[0-2]", value) for value in values):
        raise _bad("lunar_month", "1 … 12")
    return tuple(int(value) for value in values)


def _decided(params: Params) -> Days | None:
    days = _days(params, "decided")
    return Days(days[0].isoformat(), days[1].isoformat()) if days else None


def _updated(params: Params) -> Moments | None:
    """Whole days of Vietnam as moments in UTC."""
    days = _days(params, "updated")
    if days is None:
        return None
    zone = timezone.get_default_timezone()
    starts = (days[0], days[1] + dt.timedelta(days=1))
    since, before = (
        dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")
        for day in starts
    )
    return Moments(since, before)


def _days(params: Params, name: str) -> tuple[dt.date, dt.date] | None:
    """``2020-01-01,2026-12-31``, one day alone, or one end left out: from 1 January 1900, until today."""
    text = str(params.get(name) or "").strip()
    if not text:
        return None
    first, comma, last = text.partition(",")
    try:
        begin = dt.date.fromisoformat(first.strip()) if first.strip() else dt.date(1900, 1, 1)
        end = (
            dt.date.fromisoformat(last.strip()) if last.strip() else timezone.localdate() if comma else begin
        )
    except ValueError as error:
        raise _bad(name, "2020-01-01,2026-12-31") from error
    if not dt.date(1900, 1, 1) <= begin <= end <= dt.date(2999, 12, 31):
        raise _bad(name, "2020-01-01,2026-12-31")
    return begin, end


def _polygon(params: Params) -> Polygon | None:
    """``POLYGON((lon lat, …))``, the first corner repeated at the end, or the corners alone: ``lon,lat,lon,lat,…``."""
    text = str(params.get("polygon") or "").strip()
    if not text:
        return None
    ring = _RING.fullmatch(text)
    try:
        numbers = [float(part) for part in (ring[1] if ring else text).replace(",", " ").split()]
        lons, lats = tuple(numbers[::2]), tuple(numbers[1::2])
        if (lons[:1], lats[:1]) == (lons[-1:], lats[-1:]):
            lons, lats = lons[:-1], lats[:-1]
        polygon = Polygon(lons, lats)
        check_polygon(polygon)
    except (ValueError, BadQuery) as error:
        raise _bad("polygon", "POLYGON((106 20, 107 20, 107 21, 106 20))") from error
    return polygon


def _years(params: Params) -> Years | None:
    text = str(params.get("years") or "")
    if not text:
        return None
    try:
        first, last = (int(part) for part in text.split(","))
    except ValueError as error:
        raise _bad("years", "1225,1400") from error
    if not -MAX_YEAR <= first <= last <= MAX_YEAR:
        raise _bad("years", "1225,1400")
    return Years(first, last)


def _bounds(params: Params) -> Bounds | None:
    text = params.get("bbox")
    if not text:
        return None
    try:
        return Bounds.parse(text)
    except BadBounds as error:
        raise _bad("bbox", "minlon,minlat,maxlon,maxlat") from error


def _near(params: Params) -> Near | None:
    text = params.get("near")
    if not text:
        return None
    try:
        lon, lat = (float(part) for part in str(text).split(","))
        radius = float(params.get("radius_m")) if params.get("radius_m") else None
        # Bounds knows what a longitude and a latitude are.
        Bounds(lon, lat, lon, lat)
    except (ValueError, BadBounds) as error:
        raise _bad("near", "lon,lat") from error
    if radius is not None and not 0 < radius <= 20_100_000:
        raise _bad("radius_m", "1 … 20100000")
    return Near(lon, lat, radius)


def _limit(params: Params, default: int) -> int:
    text = params.get("limit")
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,3}", str(text)) or not 1 <= int(text) <= MAX_LIMIT:
        raise _bad("limit", f"1 … {MAX_LIMIT}")
    return int(text)


def _bad(name: str, wanted: str) -> BadRequest:
    return BadRequest(
        f"Tham số {name} không đọc được. Cần: {wanted}.",
        f"The parameter {name} cannot be read. Expected: {wanted}.",
        f"bad_{name}",
    )
