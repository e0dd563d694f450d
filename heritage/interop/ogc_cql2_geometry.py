"""CQL2's geometries: WKT, GeoJSON and boxes, as they are written and before anything is made of them."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import shapely

from gis.crs import unit_factor
from heritage.interop.ogc_cql2_parts import Place, Shape, wrong
from heritage.interop.ogc_crs import System

TYPES = (
    "POINT",
    "LINESTRING",
    "POLYGON",
    "MULTIPOINT",
    "MULTILINESTRING",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION",
)


def from_wkt(text: str, at: Place) -> Shape:
    """``POINT(106.2 20.4)`` and its kin."""
    try:
        return _whole(shapely.from_wkt(text), at)
    except (shapely.errors.ShapelyError, ValueError) as error:
        raise _unreadable(at) from error


def from_geojson(written: dict[str, Any], at: Place) -> Shape:
    """A geometry of GeoJSON."""
    if str(written.get("type", "")).upper() not in TYPES:
        raise _unreadable(at)
    try:
        return _whole(shapely.from_geojson(json.dumps(written)), at)
    except (shapely.errors.ShapelyError, ValueError) as error:
        raise _unreadable(at) from error


def from_box(numbers: Sequence[float], system: System, at: Place) -> Shape:
    """Four numbers, or six with heights; longitudes that fall cross the 180th meridian."""
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        raise _unreadable(at)
    corners = [float(number) for number in numbers]
    low, high = corners[:2], corners[2:]
    turning = 1 if system.north_first else 0
    if low[1 - turning] > high[1 - turning]:
        raise _unreadable(at)
    if low[turning] <= high[turning]:
        return Shape(shapely.box(*low, *high), at)
    if unit_factor(system.text) is not None:
        raise _unreadable(at)
    east_edge, west_edge = list(high), list(low)
    east_edge[turning], west_edge[turning] = 180.0, -180.0
    return Shape(
        shapely.GeometryCollection([shapely.box(*low, *east_edge), shapely.box(*west_edge, *high)]), at
    )


def _whole(geometry: shapely.Geometry | None, at: Place) -> Shape:
    if geometry is None or not math.isfinite(float(shapely.get_coordinates(geometry).sum())):
        raise _unreadable(at)
    return Shape(geometry, at)


def _unreadable(at: Place) -> Exception:
    return wrong(at, "không đọc được hình.", "the geometry cannot be read.")
