"""The national layer that every map carries: both archipelagos and the sea, named, above any basemap."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from gis.models import AdminUnit

OVERLAY_FILE = Path(__file__).resolve().parent.parent / "data" / "overlay" / "archipelagos.geojson"
ARCHIPELAGOS = ("hoang_sa", "truong_sa")


def national_overlay() -> dict[str, Any]:
    """GeoJSON of the islands, the archipelagos and their labels; a copy that the caller may change.

    Properties: ``kind`` is "archipelago" (MultiPoint of all its islands), "island", "reef", "label" or "sea";
    ``name_vi``, ``name_en``, ``source``; ``archipelago`` is "hoang_sa" or "truong_sa".
    """
    overlay: dict[str, Any] = json.loads(_text())
    return overlay


def island_points() -> list[tuple[float, float]]:
    """Longitude and latitude of every island and reef of both archipelagos."""
    return [
        (lon, lat)
        for feature in national_overlay()["features"]
        if feature["properties"]["kind"] == "archipelago"
        for lon, lat in feature["geometry"]["coordinates"]
    ]


def country_points() -> list[tuple[float, float]]:
    """The country as points for a small inset: its communes, then all the islands.

    Longitude and latitude in degrees to three decimals (about 100 m), each point once.
    """
    communes = AdminUnit.objects.filter(
        level=AdminUnit.Level.COMMUNE, valid_to__isnull=True, centroid__isnull=False
    ).values_list("centroid", flat=True)
    points = [(round(point.x, 3), round(point.y, 3)) for point in communes.order_by("code") if point]
    return list(dict.fromkeys([*points, *island_points()]))


@lru_cache(maxsize=1)
def _text() -> str:
    return OVERLAY_FILE.read_text(encoding="utf-8")
