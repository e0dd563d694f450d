"""The country drawn by its units: the inset of every map, and the large drawing of the home page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from gis import overlay
from gis.bounds import Bounds
from gis.models import AdminUnit

ARCHIPELAGO_OF_UNIT = {"20333": "hoang_sa", "22736": "truong_sa"}
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


def _paths() -> tuple[str, str, str]:
    # Keyed by how many units stand: loading units while the server runs redraws the country.
    standing = AdminUnit.objects.filter(level=AdminUnit.Level.COMMUNE, valid_to__isnull=True).count()
    return _paths_of(standing)


@lru_cache(maxsize=2)
def _paths_of(_standing: int) -> tuple[str, str, str]:
    islands: dict[str, list[tuple[float, float]]] = {"hoang_sa": [], "truong_sa": []}
    for feature in overlay.national_overlay()["features"]:
        if feature["properties"]["kind"] == "archipelago":
            points = [(lon, lat) for lon, lat in feature["geometry"]["coordinates"]]
            islands[ARCHIPELAGO_OF_UNIT[feature["properties"]["unit_code"]]] += points
    drawn = {point for points in islands.values() for point in points}
    land = [point for point in overlay.country_points() if point not in drawn]
    return _path(land), _path(islands["hoang_sa"]), _path(islands["truong_sa"])


def _path(points: list[tuple[float, float]]) -> str:
    return "".join(f"M{x} {y}h0" for x, y in (xy(lon, lat) for lon, lat in points))
