"""What a text of coordinates says before anybody asks what it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Order(StrEnum):
    """What the text itself says about the order of the two numbers."""

    UNSAID = "unsaid"
    LAT_LON = "lat_lon"
    LON_LAT = "lon_lat"
    X_Y = "x_y"


@dataclass(frozen=True, slots=True)
class TypedCoordinates:
    """Two numbers in the order in which they were written, in degrees or metres."""

    first: float
    second: float
    order: Order
    height_m: float | None = None
    """A third number; it is kept in the text only."""
    utm_zone: int | None = None
    """48 or 49, written before the numbers."""
    is_wgs84: bool = False
    """Links of map sites and Plus Codes are on WGS 84 for certain."""
    said: tuple[str, ...] = ()
    """Systems that words beside the numbers name, likeliest first."""
    resolution_m: float | None = None
    """Half the diagonal of the cell that a Plus Code names: the point is no more exact than that."""
    note_vi: str = ""
    note_en: str = ""
    """What had to be assumed to find the numbers."""
