"""The shape of one item in full, as the OpenAPI document shows it. Tests hold real answers against it."""

from __future__ import annotations

from ninja import Field, Schema

from heritage.api.schemas import Names, UnitRef


class Texts(Schema):
    """A text in both languages; either may be missing."""

    vi: str | None
    en: str | None


class Native(Schema):
    """The coordinates as they were measured: easting and northing of the system."""

    crs: str | None
    x: float | None
    y: float | None


class Place(Schema):
    """Longitude and latitude, WGS 84. Coarse where the place is protected."""

    lon: float
    lat: float
    accuracy_m: float | None
    method: str
    native: Native | None = None
    blurred: bool = Field(False, description="Made coarse on purpose, to protect the place.")


class Source(Schema):
    """Where something is known from."""

    title: str
    where: str | None = None
    url: str | None = None
    accessed: str | None = None


class Fact(Schema):
    """One thing that is known, with its source."""

    code: str | None
    vi: str | None
    en: str | None
    source: Source | None


class Decision(Schema):
    """The decision that ranked the item; the date may be a year alone."""

    number: str
    date: str | None
    by: str | None


class LunarDate(Schema):
    """When a festival is held: a rule, not a day of one year."""

    month: int
    day: int
    days: int | None = None
    leap: str | bool | None = None
    calendar: str | None = Field(None, description="lunar or solar")


class FormerStep(Schema):
    """A unit on the way from a former unit to that of today."""

    code: str
    name: str
    on: str | None
    whole: bool | None


class FormerUnit(Schema):
    """A unit that the item belonged to until a merger."""

    code: str
    name: str
    province: str | None
    until: str | None
    steps: list[FormerStep]


class Relation(Schema):
    """A link to another published item."""

    kind: str
    inverse: bool
    label: Names
    id: str
    name: Names
    category: str
    url: str
    source: str | None


class Original(Schema):
    """The file as it came in, by its digest; it is not offered for download."""

    sha256: str
    bytes: int
    type: str


class DerivativeFile(Schema):
    """A file made from an original."""

    recipe: str
    type: str
    url: str
    bytes: int
    sha256: str
    version: int
    tool: str | None
    made_at: str
    width: int | None = None
    height: int | None = None
    points: int | None = None
    triangles: int | None = None


class MediaFile(Schema):
    """A published file of the item."""

    id: str
    kind: str
    caption: Texts
    licence: str | None = Field(description="Null: rights were not stated, the file may only be viewed.")
    credit: str | None
    taken_at: str | None
    original: Original
    derivatives: list[DerivativeFile]


class Lack(Schema):
    """One thing that is missing for a requirement."""

    fact: str
    figure: float = Field(description="How many more; of one thing how fine or long it must be.")
    grade: int | None = Field(None, description="The quality that photos need, where one is asked for.")


class LevelReason(Schema):
    """One requirement of the level of digitization."""

    code: str
    level: int
    met: bool
    vi: str
    en: str
    lacks: list[Lack] | None = Field(None, description="Of one that is not met: what would meet it.")


class ItemDocument(Schema):
    """Everything published about an item."""

    id: str = Field(description="Six letters and digits, for ever the same.")
    name: Names
    category: str
    rank: str
    unit: UnitRef
    position: Place | None
    has: list[str]
    level: int
    url: str
    alternative_names: list[str]
    han_nom: str | None
    kinds: list[str]
    former_address: str | None
    former_units: list[FormerUnit]
    decision: Decision | None
    summary: Texts
    story: Texts
    lunar: LunarDate | None
    facts: list[Fact]
    sources: list[Source]
    field_sources: dict[str, Source | None]
    relations: list[Relation]
    media: list[MediaFile]
    level_reasons: list[LevelReason]
    updated: str


class Point(Schema):
    """A GeoJSON point."""

    type: str = Field(json_schema_extra={"const": "Point"})
    coordinates: list[float] = Field(description="Longitude, latitude.", min_length=2, max_length=2)


class MapItem(Schema):
    """What the map knows of one item."""

    id: str
    name: str
    category: str
    category_label: str
    symbol: str
    rank: str
    rank_label: str
    unit: str
    url: str
    approximate: bool
    accuracy_m: float | None


class MapCount(Schema):
    """How many items one cell of the grid holds."""

    count: int


class ItemFeature(Schema):
    """An item alone."""

    type: str = Field(json_schema_extra={"const": "Feature"})
    id: str
    geometry: Point
    properties: MapItem


class ClusterFeature(Schema):
    """Several items at their centre of gravity, with the box around them."""

    type: str = Field(json_schema_extra={"const": "Feature"})
    geometry: Point
    bbox: list[float] | None = Field(None, min_length=4, max_length=4)
    properties: MapCount


class MapAnswer(Schema):
    """GeoJSON: the counts of the clusters and the single items add up to what has a position."""

    type: str = Field(json_schema_extra={"const": "FeatureCollection"})
    features: list[ItemFeature | ClusterFeature]
