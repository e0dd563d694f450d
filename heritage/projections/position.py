"""The place the public may know. Blurred here, at the source, so that no output can reveal more."""

from __future__ import annotations

import math
from dataclasses import dataclass

from heritage.models import Item

BLUR_DEGREES = 0.02  # about 2 km
BLUR_ACCURACY_M = 1600.0


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
        return self.blurred or self.accuracy_m is None or self.accuracy_m > 200


def public_position(item: Item) -> PublicPosition | None:
    """The position as published; for a protected item the centre of a coarse cell."""
    placement = item.placement
    if placement is None:
        return None
    if item.is_protected:
        return PublicPosition(
            lon=_cell_centre(placement.lon),
            lat=_cell_centre(placement.lat),
            accuracy_m=BLUR_ACCURACY_M,
            method=placement.method,
            blurred=True,
        )
    native: dict[str, object] | None = None
    if placement.native_crs and placement.native_crs != "EPSG:4326":
        native = {"crs": placement.native_crs, "x": placement.native_x, "y": placement.native_y}
    return PublicPosition(
        lon=round(placement.lon, 6),
        lat=round(placement.lat, 6),
        accuracy_m=placement.accuracy_m,
        method=placement.method,
        native=native,
    )


def _cell_centre(degrees: float) -> float:
    return round((math.floor(degrees / BLUR_DEGREES) + 0.5) * BLUR_DEGREES, 6)
