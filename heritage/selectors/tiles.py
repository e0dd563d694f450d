"""What lies in one tile of the map: items or their clusters, units, zones, routes and areas. Public places only."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import shapely
from django.contrib.gis.geos import Polygon
from django.db.models import Max, Q
from django.utils import timezone

from gis import units as dated
from gis.bounds import Bounds
from gis.models import AdminUnit
from gis.tile_grid import MARGIN, Tile
from heritage import engine
from heritage.models import MapFeature, MapShape
from heritage.selectors.catalogue import placed_rows, public_features
from search.documents import Cluster, Query
from search.grid import FINEST, finest_tile

SINGLES_FROM = 14  # zoom: closer, every item is drawn by itself, even where several share a place
MOST_SINGLES = 500  # of a tile; a fuller one is clustered at any zoom
MOST_SHAPES = 1_000  # of a tile, as many as one question to the engine may name
COMMUNES_FROM = 8  # zoom: farther out the provinces
UNITS_KEPT_S = 60  # an import of boundaries shows after at most a minute
_CELLS_CLOSER = 1  # zooms: eight cells along an edge, the 64 pixels of a map drawn in tiles of 512
_EDGE_DEGREES = 1e-6  # positions in an index are rounded down by less

ZONES = (MapShape.Kind.ZONE_ONE, MapShape.Kind.ZONE_TWO)
ROUTES = (MapShape.Kind.ROUTE,)
AREAS = (MapShape.Kind.AREA,)


@dataclass(frozen=True, slots=True)
class TileFeature:
    """A geometry in degrees, WGS 84, longitude first, and what is told of it; texts, numbers and truth values."""

    geometry: Any  # shapely's geometries bring no types
    properties: dict[str, Any]


def items(tile: Tile, query: Query) -> list[TileFeature]:
    """Clusters on the grid of ``/api/v1/map``, or every item by itself from SINGLES_FROM on.

    Raises:
        EngineUnavailable: The search server is away; a tile is never drawn without the question.
        BadQuery: Words that cannot be used.
    """
    asked = replace(query, cursor=None)
    if tile.zoom >= SINGLES_FROM:
        rows = _rows_in(tile)
        if len(rows) <= MOST_SINGLES:
            wanted = _matching(asked, [row.public_id for row in rows])
            return [_item(row) for row in rows if row.public_id in wanted]
    return _clusters(tile, asked)


def units(tile: Tile) -> list[TileFeature]:
    """Today's provinces, closer its communes: the imported boundary, else the centre, which says so."""
    return list(_units_on(tile, timezone.localdate(), int(time.monotonic() // UNITS_KEPT_S)))


def shapes(tile: Tile, query: Query, kinds: tuple[MapShape.Kind, ...]) -> list[TileFeature]:
    """The zones, routes or areas of the items that a question finds, the largest first.

    Raises:
        EngineUnavailable: As for :func:`items`.
        BadQuery: Words that cannot be used.
    """
    box = tile.bounds(MARGIN)
    found = (
        MapShape.objects.filter(kind__in=kinds)
        .filter(west__lte=box.east, east__gte=box.west, south__lte=box.north, north__gte=box.south)
        .select_related("feature__item")
        .order_by("-kind", "pk")[:MOST_SHAPES]
    )
    rows = [row for row in found if row.feature.item.is_public]
    # A shape reaches farther than its item's place: only the question decides, not where the place is.
    wanted = _matching(replace(query, cursor=None), list({row.feature.public_id for row in rows}))
    return [
        TileFeature(_shape(row.shape), {**_named(row.feature), "kind": str(row.kind)})
        for row in rows
        if row.feature.public_id in wanted
    ]


def stamp() -> str:
    """Changes with every published, changed or withdrawn item."""
    last = MapFeature.objects.aggregate(last=Max("updated"))["last"]
    return f"{int(last.timestamp() * 1000) if last else 0:x}-{MapFeature.objects.count():x}"


def _clusters(tile: Tile, query: Query) -> list[TileFeature]:
    frame = _both(_edged(tile.bounds()), query.bounds)
    if frame is None:
        return []
    zoom = tile.zoom + _CELLS_CLOSER
    cells = [
        cell
        for cell in engine.current().clusters(replace(query, bounds=frame), zoom)
        if _lies_in(tile, cell.lon, cell.lat)
    ]
    rows = placed_rows(cell.ids[0] for cell in cells if len(cell.ids) == 1)
    return [
        _cluster(cell) if len(cell.ids) != 1 else _item(rows[cell.ids[0]])
        for cell in cells
        if len(cell.ids) != 1 or cell.ids[0] in rows
    ]


def _rows_in(tile: Tile) -> list[MapFeature]:
    box = _edged(tile.bounds())
    rows = MapFeature.objects.filter(
        lon__gte=box.west, lon__lte=box.east, lat__gte=box.south, lat__lte=box.north
    )
    found = public_features(rows.order_by("pk")[: MOST_SINGLES + 1])
    return [row for row in found if _lies_in(tile, row.lon or 0.0, row.lat or 0.0)]


def _matching(query: Query, ids: list[str]) -> set[str]:
    """Those of these items that a question finds. The empty question finds all: the rows alone decide."""
    if not ids or query == Query():
        return set(ids)
    return set(engine.current().among(query, ids))


def _item(row: MapFeature) -> TileFeature:
    told = {**_named(row), "level": row.level, "approximate": row.approximate}
    if row.accuracy_m is not None:
        told["accuracy_m"] = round(row.accuracy_m)
    return TileFeature(shapely.Point(row.lon or 0.0, row.lat or 0.0), told)


def _named(row: MapFeature) -> dict[str, Any]:
    told = {"id": row.public_id, "name": row.name_vi, "category": row.category, "rank": row.rank}
    if row.name_en:
        told["name_en"] = row.name_en
    return told | {"url": json.loads(row.properties)["url"]}


def _cluster(cell: Cluster) -> TileFeature:
    return TileFeature(shapely.Point(cell.lon, cell.lat), {"count": cell.count})


def _lies_in(tile: Tile, lon: float, lat: float) -> bool:
    column, row = finest_tile(lon, lat)
    shift = FINEST - tile.zoom
    return (column >> shift, row >> shift) == (tile.column, tile.row)


def _edged(box: Bounds) -> Bounds:
    """A little wider: which of two tiles a place on their edge belongs to is decided by the grid."""
    return Bounds(
        max(-180.0, box.west - _EDGE_DEGREES),
        box.south - _EDGE_DEGREES,
        min(180.0, box.east + _EDGE_DEGREES),
        box.north + _EDGE_DEGREES,
    )


def _both(one: Bounds, other: Bounds | None) -> Bounds | None:
    if other is None:
        return one
    west, south = max(one.west, other.west), max(one.south, other.south)
    east, north = min(one.east, other.east), min(one.north, other.north)
    return Bounds(west, south, east, north) if west <= east and south <= north else None


@lru_cache(maxsize=256)
def _units_on(tile: Tile, day: dt.date, minute: int) -> tuple[TileFeature, ...]:
    """``minute`` only makes an answer of a minute ago another question."""
    level = AdminUnit.Level.COMMUNE if tile.zoom >= COMMUNES_FROM else AdminUnit.Level.PROVINCE
    box = tile.bounds(MARGIN)
    outlined = dated.standing(day).filter(level=level, boundary__isnull=False)
    corners = Polygon.from_bbox((box.west, box.south, box.east, box.north))
    corners.srid = 4326
    # In SpatiaLite two boxes of which one holds the other do not overlap.
    touching = (
        Q(boundary__bboverlaps=corners) | Q(boundary__contained=corners) | Q(boundary__bbcontains=corners)
    )
    drawn = outlined.filter(touching).order_by("code")
    found = [
        TileFeature(_shape(row.boundary), _unit(row.code, row.name, level, approximate=False))
        for row in drawn.only("code", "name", "boundary")
    ]
    return (
        *found,
        *(
            TileFeature(shapely.Point(lon, lat), _unit(code, name, level, approximate=True))
            for code, name, lon, lat in _centres(level, day, minute)
            if _lies_in(tile, lon, lat)
        ),
    )


@lru_cache(maxsize=2)
def _centres(level: str, day: dt.date, minute: int) -> tuple[tuple[str, str, float, float], ...]:
    rows = dated.standing(day).filter(level=level, boundary__isnull=True, centroid__isnull=False)
    return tuple(
        (row.code, row.name, row.centroid.x, row.centroid.y)
        for row in rows.only("code", "name", "centroid").order_by("code")
        if row.centroid is not None
    )


def _unit(code: str, name: str, level: str, *, approximate: bool) -> dict[str, Any]:
    return {"code": code, "name": name, "level": str(level), "approximate": approximate}


def _shape(geometry: Any) -> Any:
    return shapely.from_wkb(bytes(geometry.wkb))


Layer = Callable[[Tile, Query], Iterable[TileFeature]]
LAYERS: dict[str, Layer] = {
    "areas": lambda tile, query: shapes(tile, query, AREAS),
    "zones": lambda tile, query: shapes(tile, query, ZONES),
    "routes": lambda tile, query: shapes(tile, query, ROUTES),
    "units": lambda tile, query: units(tile),
    "items": items,
}
"""By name, in the order in which they are drawn."""
