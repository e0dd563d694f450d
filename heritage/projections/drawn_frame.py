"""From degrees to the units of a drawing, by Web Mercator, so that tiles of any basemap fit under it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from gis.bounds import Bounds
from gis.distance import metres_per_degree

SMALLEST = 0.002  # degrees across, about 200 m: one point is not shown as a wall of nothing
TILE_EDGE = 256
MOST_TILES = 64


def _up(lat: float) -> float:
    """Mercator's northing in degrees of longitude; latitudes beyond 85° stay on the edge."""
    limited = max(-85.0, min(85.0, lat))
    return math.degrees(math.asinh(math.tan(math.radians(limited))))


def _down(northing: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(northing))))


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing of ``width`` by ``height`` units whose upper left corner is (``west``, ``top``)."""

    width: int
    height: int
    west: float  # degrees of longitude
    top: float  # Mercator's northing in degrees
    degrees_per_unit: float

    @classmethod
    def around(cls, bounds: Bounds, width: int, height: int) -> Frame:
        """The frame of these proportions that just holds the box, in its middle."""
        bottom, top = _up(bounds.south), _up(bounds.north)
        scale = max((bounds.east - bounds.west) / width, (top - bottom) / height, SMALLEST / width)
        middle = (bounds.west + bounds.east) / 2, (bottom + top) / 2
        return cls(width, height, middle[0] - scale * width / 2, middle[1] + scale * height / 2, scale)

    @property
    def bounds(self) -> Bounds:
        """Everything that the drawing shows."""
        return Bounds(
            max(-180.0, self.west),
            _down(self.top - self.degrees_per_unit * self.height),
            min(180.0, self.west + self.degrees_per_unit * self.width),
            _down(self.top),
        )

    @property
    def metres_per_unit(self) -> float:
        """On the ground in the middle of the frame, east to west."""
        return metres_per_degree(self.bounds.centre[1])[0] * self.degrees_per_unit

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        """A place in drawing units, x to the right and y downwards; outside the frame too."""
        return (lon - self.west) / self.degrees_per_unit, (self.top - _up(lat)) / self.degrees_per_unit

    def tiles(self) -> Iterator[tuple[int, int, int, float, float, float]]:
        """Zoom, column, row, x, y and edge in drawing units of the map tiles under the frame, at most MOST_TILES."""
        zoom = max(0, min(19, round(math.log2(360 / TILE_EDGE / self.degrees_per_unit))))
        while True:
            edge = 360 / 2**zoom  # degrees
            left, right = (
                (self.west + 180) // edge,
                (self.west + self.width * self.degrees_per_unit + 180) // edge,
            )
            upper = (180 - self.top) // edge
            lower = (180 - self.top + self.height * self.degrees_per_unit) // edge
            if (right - left + 1) * (lower - upper + 1) <= MOST_TILES or zoom == 0:
                break
            zoom -= 1
        for row in range(max(0, int(upper)), min(2**zoom - 1, int(lower)) + 1):
            for column in range(max(0, int(left)), min(2**zoom - 1, int(right)) + 1):
                x = (column * edge - 180 - self.west) / self.degrees_per_unit
                y = (self.top - (180 - row * edge)) / self.degrees_per_unit
                yield zoom, column, row, x, y, edge / self.degrees_per_unit
