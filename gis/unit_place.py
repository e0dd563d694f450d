"""What pure code needs to know of a unit to judge a point against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """A unit as a place in WGS 84, read from its boundary or approximated by a circle of its area."""

    name: str
    """"Phường Nam Định"."""
    kind: str
    """"Phường"; used in lower case in sentences."""
    province_code: str
    lon: float
    lat: float
    radius_m: float | None
    """Of a circle with the unit's area; None when the area is unknown."""
    approximate: bool
    outside_m: Callable[[float, float], float | None]
    """Metres from a longitude and latitude to the unit; 0 inside, None when its extent is unknown."""
