"""The shapes of the API's parameters and answers, as the OpenAPI document shows them."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema

from heritage import categories


def _codes(vocabulary: tuple[categories.Term, ...]) -> str:
    return ", ".join(filter(None, categories.codes(vocabulary)))


SORTED = "relevance, distance (needs near), name, newest, next_festival (only festivals that are to come)"


class SearchParams(Schema):
    """Parameters that every search endpoint takes. Facets may be repeated or hold commas."""

    q: str = Field("", description="Words to search for, with or without Vietnamese marks; a query language.")
    category: str = Field("", description=_codes(categories.CATEGORIES))
    kind: str = Field("", description=f"Kind of heritage: {_codes(categories.KINDS)}")
    rank: str = Field("", description=_codes(categories.RANKS))
    unit: str = Field("", description="Unit codes; a province code takes in its wards.")
    has: str = Field("", description=_codes(categories.MEDIA_KINDS))
    level: str = Field("", description="Digitization level: 0, 1, 2, 3")
    dynasty: str = Field("", description=f"Period of history: {_codes(categories.DYNASTIES)}")
    lunar_month: str = Field("", description="Lunar month of a festival: 1 to 12")
    licence: str = Field("", description=f"Licence of a published file: {_codes(categories.LICENCES)}")
    years: str = Field("", description="FROM,TO: items whose years share at least one with these")
    decided: str = Field(
        "",
        description="FROM,TO as days such as 2012-12-27: ranked by a decision of one of them; "
        "a day alone, or one end left out",
    )
    updated: str = Field("", description="FROM,TO as days of Vietnam: published or changed on one of them")
    bbox: str = Field("", description="minlon,minlat,maxlon,maxlat in degrees, WGS 84")
    polygon: str = Field(
        "",
        description="POLYGON((lon lat, lon lat, …)) in degrees, WGS 84, one ring that does not cross "
        "itself; or its corners alone: lon,lat,lon,lat,…",
    )
    near: str = Field("", description="lon,lat: origin of the distance order")
    radius_m: str = Field("", description="With near: only what lies within so many metres.")
    lang: str = Field("vi", description="Language of labels: vi or en")


class ListParams(SearchParams):
    """Search parameters with order and paging."""

    sort: str = Field("", description=SORTED)
    limit: str = Field("", description="1 to 100, 20 unless told")
    cursor: str = Field("", description="From the `next` address of the page before.")
    explain: bool = Field(False, description="true: each item says why it is in the result and in its place")


class ExportParams(SearchParams):
    """Search parameters with order and the form of the file."""

    sort: str = Field("", description=SORTED)
    after: str = Field("", description="Go on after the item of this id, where a download broke off")
    crs: str = Field("", description="EPSG:4326, or VN-2000: 3405, 3406, 4756, 5896 to 5899, 9205 to 9218")
    bom: str = Field(
        "", description="1: a CSV begins with a byte order mark, so that Excel reads it as UTF-8"
    )
    lang: str = Field("", description="vi or en: words and headings; without it headings are stable names")


class MapParams(SearchParams):
    """Search parameters with the zoom of a web map."""

    zoom: int = Field(10, ge=0, le=22, description="Zoom of the map that is shown")


class SuggestParams(Schema):
    """What has been typed so far."""

    q: str = Field("", description="The beginning of a name, marks optional; the first 100 characters count.")
    lang: str = Field("vi", description="Language of names and addresses: vi or en")
    notes: str = Field("", description="1: each line has a `note`")


class Names(Schema):
    """A name in both languages; English may be missing."""

    vi: str
    en: str | None = None


class UnitRef(Schema):
    """A unit by code and name."""

    code: str
    name: str


class Position(Schema):
    """Longitude and latitude, WGS 84. Coarse where the place is protected."""

    lon: float
    lat: float
    accuracy_m: float | None = None
    method: str


class FoundPage(Schema):
    """Where the words stand: a page of a scan or document. Only there if the record itself lacks one of them."""

    asset: str = Field(description="Identifier of the file, as in `media`.")
    page: int = Field(description="Page of the file, from 1.")
    snippet: str = Field(description="Plain text around the words, at most about 200 characters.")
    url: str = Field(description="The item's page, opened at this page of the file.")


class ExplainedWord(Schema):
    """Where one word or phrase of `q` was met."""

    asked: str = Field(description="The word without marks.")
    field: str = Field(description="name, alias, unit, person, decision, keyword, text, page, or a facet")
    found: str = Field(description="What stands there.")
    tier: str = Field(description="exact, tone, folded, fallback or typo")


class Explained(Schema):
    """Why an item is in the result, and in this place."""

    place: int = Field(description="On this page, from 1.")
    tier: str | None = Field(
        description="How the worst word matched: exact, tone, folded, fallback, typo; none without words; "
        "null while the index is older than the item."
    )
    fields: list[str] = Field(description="The fields that were enough for all words; fewer are better.")
    beginning: bool = Field(description="Whether the last word was met as the beginning of one.")
    name_fit: str = Field(description="whole: `q` is a name of it; beginning: a name begins with it; else no")
    rank_weight: int = Field(description="Of its rank; larger is more important.")
    completeness: float = Field(description="Of its record, 0 to 1.")
    words: list[ExplainedWord]
    order: list[str] = Field(description="What is compared, in turn.")
    sort_value: str | float | None = Field(description="What `sort` compares, where it is not relevance.")


class ItemEntry(Schema):
    """An item in a list."""

    id: str
    name: Names
    category: str
    rank: str
    unit: UnitRef
    position: Position | None = None
    has: list[str]
    level: int
    url: str
    distance_m: float | None = None
    found: FoundPage | None = None
    explain: Explained | None = None


class ItemList(Schema):
    """One page of items."""

    total: int
    items: list[ItemEntry]
    next: str | None = None
    did_you_mean: str | None = Field(
        None, description="Only where nothing has the words as typed: what they were meant to be."
    )
    degraded: bool | None = Field(
        None, description="Only while the search server is away: true, this is the plain list."
    )


class FacetValue(Schema):
    """A value with how many of the result carry it, its own selection left out."""

    value: str
    label: str
    count: int


class Suggestion(Schema):
    """Something to go to while typing."""

    text: str
    type: str = Field(description="Category of an item, or unit, person, decision.")
    url: str
    note: str | None = Field(
        None, description="With `notes=1`: the unit of an item, or how many items there are."
    )


class Suggestions(Schema):
    """Suggestions, best first."""

    suggestions: list[Suggestion]


class Problem(Schema):
    """What is wrong, in both languages."""

    code: str
    vi: str
    en: str


class ErrorAnswer(Schema):
    """The body of every answer that is not a success."""

    error: Problem


Json = dict[str, Any]
