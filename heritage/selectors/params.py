"""Read the address line of a search into a Query. One reader for pages, API, map and facets."""

from __future__ import annotations

from typing import Any, Protocol

from gis.bounds import Bounds
from gis.errors import BadBounds
from heritage import categories
from heritage.errors import BadRequest
from search.cursor import MAX_YEAR
from search.documents import Near, Query, Sort, Years

MAX_LIMIT = 100
MAX_TEXT = 500
SORTS = (Sort.RELEVANCE, Sort.DISTANCE, Sort.NAME, Sort.NEWEST)


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
        years=_years(params),
        bounds=_bounds(params),
        near=near,
        sort=sort,
        limit=_limit(params, limit),
        cursor=params.get("cursor") or None,
    )


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
    if not str(text).isdecimal() or not 1 <= int(text) <= MAX_LIMIT:
        raise _bad("limit", f"1 … {MAX_LIMIT}")
    return int(text)


def _bad(name: str, wanted: str) -> BadRequest:
    return BadRequest(
        f"Tham số {name} không đọc được. Cần: {wanted}.",
        f"The parameter {name} cannot be read. Expected: {wanted}.",
        f"bad_{name}",
    )
