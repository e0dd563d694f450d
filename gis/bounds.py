"""A longitude/latitude box. The only shape in which bounds cross a function boundary."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gis.errors import BadBounds


@dataclass(frozen=True, slots=True)
class Bounds:
    """West, south, east, north in degrees, WGS 84. Never crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        values = (self.west, self.south, self.east, self.north)
        if not all(math.isfinite(v) for v in values):
            raise BadBounds(str(values))
        if not (-180 <= self.west <= self.east <= 180 and -90 <= self.south <= self.north <= 90):
            raise BadBounds(str(values))

    @classmethod
    def parse(cls, text: str) -> Bounds:
        """Read ``minlon,minlat,maxlon,maxlat``.

        Raises:
            BadBounds: Not four finite numbers in that order.
        """
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError as error:
            raise BadBounds(text) from error
        return cls(west, south, east, north)

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude, latitude of the middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def contains(self, lon: float, lat: float) -> bool:
        """Whether a point lies inside or on the edge."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north
