"""The grid of web map tiles: EPSG:3857 on the sphere, in pixels of one zoom, in closed form.

At a zoom of z the world is 256 * 2**z pixels wide; x runs east from 180 degrees west, y south from 85.05
degrees north. This is the grid of OpenStreetMap and of every browser map.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

TILE = 256
EQUATOR_M = 2 * math.pi * 6_378_137.0
MOST_NORTH = 85.051128

FloatArray = NDArray[np.float64]


def metres_per_pixel(zoom: int) -> float:
    """Metres of EPSG:3857 in a pixel: at the equator also metres on the ground."""
    return EQUATOR_M / (TILE << zoom)


def true_metres_per_pixel(zoom: int, lat: float) -> float:
    """Metres on the ground in a pixel at a latitude."""
    return metres_per_pixel(zoom) * math.cos(math.radians(lat))


def to_pixels(lons: FloatArray, lats: FloatArray, zoom: int) -> tuple[FloatArray, FloatArray]:
    """Pixels x and y of WGS 84 degrees; beyond 85.05 degrees of latitude they leave the grid."""
    world = float(TILE << zoom)
    sines = np.clip(np.sin(np.radians(lats)), -0.9999999, 0.9999999)
    return (lons / 360 + 0.5) * world, (0.5 - np.arctanh(sines) / (2 * math.pi)) * world


def to_degrees(xs: FloatArray, ys: FloatArray, zoom: int) -> tuple[FloatArray, FloatArray]:
    """Longitudes and latitudes of pixels; the inverse of :func:`to_pixels`."""
    world = float(TILE << zoom)
    lons = (xs / world - 0.5) * 360
    lats = np.degrees(np.arctan(np.sinh((0.5 - ys / world) * 2 * math.pi)))
    return lons, lats


def corner_m(x: float, y: float, zoom: int) -> tuple[float, float]:
    """Easting and northing in EPSG:3857 metres of a pixel's upper left corner."""
    size = metres_per_pixel(zoom)
    return x * size - EQUATOR_M / 2, EQUATOR_M / 2 - y * size
