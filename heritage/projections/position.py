"""The place the public may know. Decided here, at the source, so that no output can reveal more.

Every output that shows, sorts, searches or draws a place takes it from ``public_position``; nothing public reads
``Item.position``. How a point within 100 m or 1 km is chosen, and what it still tells: ``heritage.rules.offset``.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from functools import lru_cache

from gis.distance import distance_m
from gis.models import AdminUnit
from gis.placement import Method, Placement
from heritage import categories
from heritage.models import Item, PlaceSecret
from heritage.rules.offset import public_point, public_radius_m

ROUGH_FROM_M = 200.0  # a pin would say too much
KEY_BYTES = 32
# Of 347 wards of three provinces, 99 in a hundred lie within 2.5 radii of the circle of their area (2026-11-25).
SPRAWL = 2.5


@dataclass(frozen=True, slots=True)
class PublicPosition:
    """Longitude and latitude, WGS 84, with how exact they are; ``blurred`` when on purpose."""

    lon: float
    lat: float
    accuracy_m: float | None
    method: str
    blurred: bool = False
    native: dict[str, object] | None = None

    @property
    def approximate(self) -> bool:
        """Whether a precise pin would say too much."""
        return self.blurred or self.accuracy_m is None or self.accuracy_m > ROUGH_FROM_M


def public_position(item: Item) -> PublicPosition | None:
    """The position as published, by the item's level: exact, moved, the ward's centre, or none.

    The circle of ``accuracy_m`` around it holds the recorded place at every level but ``unit`` for an item that lies
    outside its own ward: that circle is the ward's and says nothing of the item.
    """
    placement = item.placement
    if placement is None or item.disclosure == "withheld":
        return None
    if item.disclosure == "exact":
        return _exact(placement)
    radius_m = categories.term(categories.DISCLOSURES, item.disclosure).weight
    if not radius_m:
        return _of_unit(item.unit)
    lon, lat = public_point(placement.lon, placement.lat, radius_m, secret())
    return PublicPosition(
        lon=lon,
        lat=lat,
        accuracy_m=public_radius_m(radius_m, placement.accuracy_m),
        method=placement.method,
        blurred=True,
    )


@lru_cache(maxsize=1)
def secret() -> bytes:
    """The installation's random key, which ``migrate`` made; read once a process."""
    row, _ = PlaceSecret.objects.get_or_create(pk=1, defaults={"key": os.urandom(KEY_BYTES)})
    return bytes(row.key)


def forget() -> None:
    """Read key and boundaries again: for tests, and after a restored database."""
    secret.cache_clear()
    _reach_m.cache_clear()


def _exact(placement: Placement) -> PublicPosition:
    return PublicPosition(
        lon=round(placement.lon, 6),
        lat=round(placement.lat, 6),
        accuracy_m=placement.accuracy_m,
        method=placement.method,
        native=None if placement.native_crs == "EPSG:4326" else placement.native,
    )


def _of_unit(unit: AdminUnit) -> PublicPosition | None:
    """The same for every item of the unit; an unknown level ends here too, on the safe side."""
    if unit.centroid is None:
        return None
    return PublicPosition(
        lon=round(unit.centroid.x, 6),
        lat=round(unit.centroid.y, 6),
        accuracy_m=_reach_m(unit.pk, unit.boundary_source, unit.area_km2),
        method=Method.UNIT_CENTROID,
        blurred=True,
    )


@lru_cache(maxsize=4096)
def _reach_m(unit_pk: int, boundary_source: str, area_km2: float | None) -> float | None:
    """Metres from a unit's centre to its farthest corner, where its boundary is known; in whole hundreds.

    The boundary is read once a process: lists leave it out of their rows.
    """
    unit = AdminUnit.objects.only("centroid", "boundary").get(pk=unit_pk)
    if unit.boundary is None or unit.centroid is None:
        return math.ceil(SPRAWL * math.sqrt(area_km2 * 1e6 / math.pi) / 100) * 100.0 if area_km2 else None
    lon, lat = unit.centroid.x, unit.centroid.y
    corners = (corner for polygon in unit.boundary.coords for corner in polygon[0])
    farthest = max(distance_m(lon, lat, corner[0], corner[1]) for corner in corners)
    return math.ceil(farthest / 100) * 100.0
