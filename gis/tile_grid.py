"""One tile of a web map: its place on the grid, in degrees, and positions in its own units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gis.bounds import Bounds
from gis.errors import OutsideGrid
from gis.web_mercator import TILE, FloatArray, to_degrees, to_pixels

EXTENT = 4096  # units along an edge of a vector tile, as everybody draws them
MARGIN = 64  # units around it that are drawn too, so that edges do not show
CLOSEST = 22
_UNITS_ZOOM = 4  # so many zooms closer a pixel of the grid is a unit: EXTENT = TILE << 4


@dataclass(frozen=True, slots=True)
class Tile:
    """Zoom, column from the west and row from the north of EPSG:3857."""

    zoom: int
    column: int
    row: int

    def __post_init__(self) -> None:
        if not 0 <= self.zoom <= CLOSEST:
            raise OutsideGrid(f"zoom {self.zoom}")
        if not (0 <= self.column < 1 << self.zoom and 0 <= self.row < 1 << self.zoom):
            raise OutsideGrid(f"{self.zoom}/{self.column}/{self.row}")

    def bounds(self, margin: int = 0) -> Bounds:
        """The box of the tile with a margin in its units, cut at the edge of the world."""
        reach = margin / EXTENT * TILE
        edges_x = np.array([self.column * TILE - reach, (self.column + 1) * TILE + reach])
        edges_y = np.array([(self.row + 1) * TILE + reach, self.row * TILE - reach])
        lons, lats = to_degrees(edges_x, edges_y, self.zoom)
        west, east = np.clip(lons, -180.0, 180.0).tolist()
        south, north = lats.tolist()
        return Bounds(west, south, east, north)

    def units(self, lons: FloatArray, lats: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Positions in units of the tile, x east and y south from its north-west corner; outside beyond 0 to EXTENT."""
        xs, ys = to_pixels(lons, lats, self.zoom + _UNITS_ZOOM)
        return xs - self.column * float(EXTENT), ys - self.row * float(EXTENT)
