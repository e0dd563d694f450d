"""Positions the way both engines keep them: one quantisation, one map grid, one distance."""

from __future__ import annotations

import math

from gis.bounds import Bounds
from search.errors import BadQuery

EARTH_RADIUS_M = 6_371_008.7714  # mean radius of Elasticsearch's GeoUtils, so that distances agree
_LON_STEP = 360 / 2**32  # Lucene keeps 32 bits per axis; the steps are exact in binary
_LAT_STEP = 180 / 2**32
_MERCATOR_LAT = 85.0511287798066  # EPSG:3857's square world; Elasticsearch clips to it
FINEST = 29  # the finest precision of geotile_grid
MAX_ZOOM = 22


def quantised_lon(lon: float) -> float:
    """Degrees, floored to Lucene's grid; 180 falls on the last step."""
    return min(math.floor(lon / _LON_STEP), 2**31 - 1) * _LON_STEP


def quantised_lat(lat: float) -> float:
    """Degrees, floored to Lucene's grid; 90 falls on the last step."""
    return min(math.floor(lat / _LAT_STEP), 2**31 - 1) * _LAT_STEP


def finest_tile(lon: float, lat: float) -> tuple[int, int]:
    """Column and row (from the north) at precision 29; shift right for coarser cells."""
    tiles = 2**FINEST
    x = math.floor((lon + 180) / 360 * tiles)
    sin = math.sin(math.radians(max(-_MERCATOR_LAT, min(_MERCATOR_LAT, lat))))
    y = math.floor((0.5 - math.log((1 + sin) / (1 - sin)) / (4 * math.pi)) * tiles)
    return max(0, min(tiles - 1, x)), max(0, min(tiles - 1, y))


def precision_for(zoom: int) -> int:
    """Grid precision of a map zoom: cells of 64 pixels, a marker and its margin.

    Raises:
        BadQuery: The zoom is not one of a web map.
    """
    if not 0 <= zoom <= MAX_ZOOM:
        raise BadQuery(f"zoom {zoom}")
    return zoom + 2


def fitting_zoom(bounds: Bounds, most: int) -> int:
    """The closest zoom at which a box covers at most ``most`` cells, whatever lies in it; at least 0.

    Args:
        bounds: Degrees; one that crosses the antimeridian covers what it covers the long way round.
        most: At least 16, the cells of the whole world at zoom 0.
    """
    corners = (finest_tile(bounds.west, bounds.north), finest_tile(bounds.east, bounds.south))
    for zoom in range(MAX_ZOOM, 0, -1):
        shift = FINEST - precision_for(zoom)
        (left, top), (right, bottom) = ((x >> shift, y >> shift) for x, y in corners)
        if (abs(right - left) + 1) * (abs(bottom - top) + 1) <= most:
            return zoom
    return 0


def distance_m(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    """Great-circle metres between two points on a sphere."""
    half_lat = math.sin(math.radians(to_lat - lat) / 2)
    half_lon = math.sin(math.radians(to_lon - lon) / 2)
    h = half_lat**2 + math.cos(math.radians(lat)) * math.cos(math.radians(to_lat)) * half_lon**2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))
