"""The shapes of dated administrative units, as the OpenAPI document shows them."""

from __future__ import annotations

from ninja import Field, Schema

from heritage.api.schemas import UnitRef


class Centroid(Schema):
    """Longitude and latitude, WGS 84."""

    lon: float
    lat: float


class UnitEntry(Schema):
    """A unit in a list."""

    code: str
    name: str
    level: str = Field(description="commune, district or province")
    province: UnitRef
    district: str | None
    valid_from: str
    valid_to: str | None = Field(description="The first day on which it no longer stood.")
    centroid: Centroid | None
    successors: list[UnitRef] = Field(description="The units of today that hold what it was.")


class UnitCandidate(UnitEntry):
    """A unit that may be the one at a point."""

    distance_to_centre_m: int | None
    share_of_radius: float | None = Field(description="0 at the centre, 1 on the circle.")


class UnitFound(UnitEntry):
    """A unit of a list; at a point also how sure that is, and which others it may be."""

    distance_to_centre_m: int | None = None
    share_of_radius: float | None = None
    approximate: bool | None = None
    candidates: list[UnitCandidate] | None = None


class UnitList(Schema):
    """One page of units."""

    total: int
    items: list[UnitFound]
    next: str | None


class UnitStep(Schema):
    """A change of units: on which day, and whether the whole unit went there."""

    code: str
    name: str
    district: str | None
    province: str
    valid_from: str
    valid_to: str | None
    on: str
    whole: bool
    steps: int
    source: str | None


class UnitChain(Schema):
    """The way to one unit of today."""

    whole: bool
    steps: list[UnitStep]


class Extent(Schema):
    """A GeoJSON geometry, as it was imported."""

    type: str = Field(json_schema_extra={"const": "MultiPolygon"})
    coordinates: list[list[list[list[float]]]]


class UnitDocument(Schema):
    """A unit alone."""

    code: str
    name: str
    level: str
    province: UnitRef
    district: str | None
    valid_from: str
    valid_to: str | None
    centroid: Centroid | None
    area_km2: float | None
    predecessors: list[UnitStep]
    successors: list[UnitStep]
    chains: list[UnitChain]
    extent: Extent | None
    extent_is_approximate: bool | None
    extent_radius_m: float | None
    boundary_source: str | None
    source: str | None
