"""The country drawn by its units: the inset of every map, and the large drawing of the home page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from gis import overlay
from gis.bounds import Bounds

WEST, NORTH = 101.8, 23.9  # the box's corner
X_PER_DEGREE, Y_PER_DEGREE = 51.2, 53.3  # one degree as long both ways at 16° north


def xy(lon: float, lat: float) -> tuple[int, int]:
    """A point in the drawing's units, x to the right and y downwards."""
    return round((lon - WEST) * X_PER_DEGREE), round((NORTH - lat) * Y_PER_DEGREE)


def inset(here: Bounds | None = None) -> dict[str, Any]:
    """Path data of the country and of both archipelagos, with the frame of the map beside it."""
    country, hoang_sa, truong_sa = _paths()
    frame = None
    if here is not None:
        left, top = xy(here.west, here.north)
        right, bottom = xy(here.east, here.south)
        frame = {"x": left, "y": top, "width": max(14, right - left), "height": max(14, bottom - top)}
    return {"country": country, "hoang_sa": hoang_sa, "truong_sa": truong_sa, "here": frame}


@lru_cache(maxsize=1)
def _paths() -> tuple[str, str, str]:
    country, hoang_sa, truong_sa = overlay.drawing_points()
    return _path(country), _path(hoang_sa), _path(truong_sa)


def _path(points: list[tuple[float, float]]) -> str:
    return "".join(f"M{x} {y}h0" for x, y in (xy(lon, lat) for lon, lat in points))
