"""Mapbox vector tiles 2.1 and TileJSON 3.0 of the map's layers, the same from every database.

Encoded here and not by the database, so that SpatiaLite and PostGIS give one tile, byte for byte.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Mapping, Sequence
from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]  # brings no types
import numpy as np
import shapely

from gis.bounds import Bounds
from gis.tile_grid import EXTENT, MARGIN, Tile
from heritage.selectors.tiles import COMMUNES_FROM, TileFeature

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
MOST_BYTES = 60_000  # of a tile, compressed
CLOSEST = 18  # zoom; browsers draw the closest tiles larger beyond it
FARTHEST = {"items": 0, "units": 3, "zones": 9, "routes": 7, "areas": 7}
COUNTRY = Bounds(102.0, 6.0, 118.0, 23.5)
_TOLERANCES = (4, 16, 64, None)  # units of the tile, a quarter of a pixel and up; None: points for shapes

_TEXT, _NUMBER, _TRUTH = "String", "Number", "Boolean"
_NAMED = {"id": _TEXT, "name": _TEXT, "name_en": _TEXT, "category": _TEXT, "rank": _TEXT, "url": _TEXT}
FIELDS: dict[str, dict[str, str]] = {
    "areas": {**_NAMED, "kind": _TEXT},
    "zones": {**_NAMED, "kind": _TEXT},
    "routes": {**_NAMED, "kind": _TEXT},
    "units": {"code": _TEXT, "name": _TEXT, "level": _TEXT, "approximate": _TRUTH},
    "items": {**_NAMED, "count": _NUMBER, "level": _NUMBER, "approximate": _TRUTH, "accuracy_m": _NUMBER},
}


def vector_tile(tile: Tile, layers: Mapping[str, Sequence[TileFeature]]) -> bytes:
    """The tile, uncompressed; nothing where no feature reaches into it.

    Shapes are simplified to what the zoom can show, and further until the tile holds within MOST_BYTES. What
    they are drawn from is never altered.
    """
    data = b""
    for tolerance in _TOLERANCES:
        drawn = [_layer(tile, name, features, tolerance) for name, features in layers.items()]
        drawn = [layer for layer in drawn if layer["features"]]
        if not drawn:
            return b""
        options = {"extents": EXTENT, "y_coord_down": True}
        data = bytes(mapbox_vector_tile.encode(drawn, default_options=options))
        if len(gzip.compress(data, 6)) <= MOST_BYTES:
            break
    return data


def tile_json(
    name: str, layers: Sequence[str], bounds: Bounds, address: str, *, english: bool
) -> dict[str, Any]:
    """TileJSON 3.0 of tiles at ``address``, which holds {z}, {x} and {y}."""
    lon, lat = bounds.centre
    return {
        "tilejson": "3.0.0",
        "name": f"Di Sản Số: {name}",
        "scheme": "xyz",
        "tiles": [address],
        "minzoom": min(FARTHEST[layer] for layer in layers),
        "maxzoom": CLOSEST,
        "bounds": [
            *(math.floor(degrees * 100) / 100 for degrees in (bounds.west, bounds.south)),
            *(math.ceil(degrees * 100) / 100 for degrees in (bounds.east, bounds.north)),
        ],
        "center": [round(lon, 5), round(lat, 5), COMMUNES_FROM],
        "attribution": "Di Sản Số",
        "description": "Published heritage; protected places are blurred or left out"
        if english
        else "Di sản đã công bố; vị trí được bảo vệ chỉ gần đúng hoặc không nêu",
        "vector_layers": [
            {"id": layer, "fields": FIELDS[layer], "minzoom": FARTHEST[layer], "maxzoom": CLOSEST}
            for layer in layers
        ],
    }


def _layer(tile: Tile, name: str, features: Sequence[TileFeature], tolerance: int | None) -> dict[str, Any]:
    drawn = []
    for feature in features if tile.zoom >= FARTHEST[name] else ():
        shape = _drawn(tile, feature.geometry, tolerance)
        if not shape.is_empty:
            drawn.append({"geometry": shape, "properties": feature.properties})
    return {"name": name, "features": drawn}


def _drawn(tile: Tile, geometry: Any, tolerance: int | None) -> Any:
    """A geometry in whole units of the tile, cut at its margin; empty where it is too small to be seen."""

    def units(degrees: Any) -> Any:
        return np.column_stack(tile.units(degrees[:, 0], degrees[:, 1]))

    if geometry.geom_type == "Point":
        return shapely.set_precision(shapely.transform(geometry, units), 1)
    if tolerance is None:
        return shapely.set_precision(shapely.transform(shapely.point_on_surface(geometry), units), 1)
    near = shapely.simplify(shapely.transform(geometry, units), tolerance)
    cut = shapely.clip_by_rect(near, -MARGIN, -MARGIN, EXTENT + MARGIN, EXTENT + MARGIN)
    return shapely.set_precision(shapely.make_valid(cut), 1)
