"""The one document that is indexed, and the question that is asked of it. Plain values, no engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from gis.bounds import Bounds


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A published item as the engines see it. Text is as written; engines fold it themselves."""

    id: str  # public_id
    names: tuple[str, ...]  # main name first, then Vietnamese alternatives
    names_en: tuple[str, ...] = ()
    unit_code: str = ""
    units: tuple[str, ...] = ()  # unit codes with roll-up: ward, then province
    unit_names: tuple[str, ...] = ()  # current and former names, searchable
    texts: tuple[str, ...] = ()  # summaries and stories
    keywords: tuple[str, ...] = ()  # decision numbers, persons, kinds
    persons: tuple[str, ...] = ()  # names of people it worships, remembers or was founded by
    decisions: tuple[str, ...] = ()  # numbers of the decisions that ranked it
    pages: tuple[str, ...] = ()  # words on pages of scans and documents, a text a page; the least weight
    category: str = ""
    rank: str = ""
    kinds: tuple[str, ...] = ()
    has: tuple[str, ...] = ()  # media kinds
    level: int = 0
    rank_weight: int = 0  # larger is more important; breaks ties within a tier
    completeness: float = 0.0  # 0 to 1
    updated: str = ""  # ISO 8601, UTC; sort "newest"
    lon: float | None = None
    lat: float | None = None
    dynasties: tuple[str, ...] = ()
    years: Years | None = None
    lunar_months: tuple[int, ...] = ()  # 1 to 12, of its festivals
    licences: tuple[str, ...] = ()  # of its published files
    decided: Days | None = None  # one day, or the whole year where only that is known
    festival_days: tuple[Days, ...] = ()  # of the coming years too, so that no index is rebuilt at midnight


@dataclass(frozen=True, slots=True)
class Years:
    """A span of years of our era, both ends in it; years before it are negative."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days of the solar calendar as ISO dates (``2026-02-15``), both ends in it."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Moments:
    """From ``since`` until just before ``before``: ISO 8601 in UTC without a zone, as exact as need be.

    A day of Vietnam is ``Moments("2026-09-30T17", "2026-10-01T17")``. An empty end is open.
    """

    since: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Polygon:
    """An area on the map: the longitudes and latitudes of its corners in degrees, in order, each once.

    No two of its edges may cross and none may cross the antimeridian; what lies on an edge may be in or out.
    """

    lons: tuple[float, ...]
    lats: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Around a point; with ``radius_m`` a filter, always the origin of distance order."""

    lon: float
    lat: float
    radius_m: float | None = None


class Sort:
    """Names of the orders."""

    RELEVANCE = "relevance"
    DISTANCE = "distance"
    NAME = "name"
    NEWEST = "newest"
    NEXT_FESTIVAL = "next_festival"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. Values inside one facet are OR-ed, facets are AND-ed."""

    text: str = ""
    categories: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    dynasties: tuple[str, ...] = ()
    lunar_months: tuple[int, ...] = ()
    licences: tuple[str, ...] = ()
    years: Years | None = None  # whose own years share at least one with these
    ids: tuple[str, ...] | None = None  # only these; of none, nothing
    bounds: Bounds | None = None
    near: Near | None = None
    polygon: Polygon | None = None
    decided: Days | None = None  # whose decision is of one of these days
    updated: Moments | None = None
    sort: str = Sort.RELEVANCE
    day: str = ""  # ISO date: the festivals to come are those that are not over on it
    limit: int = 20
    cursor: str | None = None


class Tier(IntEnum):
    """How a text matched, best first. Marks typed are never thrown away."""

    EXACT = 0  # same letters and marks
    TONE = 1  # tone placement differs: hoà = hòa
    FOLDED = 2  # marks missing on one side: den tran = Đền Trần
    FALLBACK = 3  # i/y, Telex residue
    TYPO = 4  # a letter too many, missing, wrong or swapped; looked for where nothing else is found
    NONE = 9  # no text was asked for


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: an id, how it matched and, where asked, how far it is."""

    id: str
    tier: Tier = Tier.NONE
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be meant while a question is typed.

    Attributes:
        text: As it is written; empty for an item, whose name the database has.
        type: One of ``item``, ``unit``, ``person``, ``decision``.
        id: The public id of an item, else empty.
        query: The question that finds it; empty for an item.
        count: How many items carry it.
    """

    text: str
    type: str
    id: str = ""
    query: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Page:
    """One page of answers. ``total`` counts the whole result."""

    total: int
    hits: tuple[Hit, ...]
    next_cursor: str | None
    spare: bool = False  # of an index that stands in for a server that is away, and may be a little behind it


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of the result carry ``value``, not counting the facet's own selection."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """A grid cell of the map: ``ids`` holds the item itself where the cell holds just one."""

    lon: float
    lat: float
    count: int
    ids: tuple[str, ...] = ()
    bounds: Bounds | None = field(default=None)
