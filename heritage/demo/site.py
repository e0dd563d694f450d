"""Where a model stands on the Earth: from its own metres to degrees and to VN-2000."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gis import crs
from heritage.demo.mesh import Floats

GROUND_M = 2.0  # the height of the plain; no levelling stands behind it


@dataclass(frozen=True, slots=True)
class Site:
    """The model's origin in WGS 84 degrees and the dossier's reference system."""

    lon: float
    lat: float
    native: str = "EPSG:9209"

    def degrees(self, east_m: float, north_m: float) -> tuple[float, float]:
        """Longitude and latitude of a point given in the model's metres; good to centimetres within 1 km."""
        phi = np.radians(self.lat)
        # Lengths of a degree on the WGS 84 ellipsoid, series to the second term.
        north = 111132.95 - 559.85 * np.cos(2 * phi)
        east = 111412.88 * np.cos(phi) - 93.50 * np.cos(3 * phi)
        return self.lon + east_m / east, self.lat + north_m / north

    def to_native(self, places: Floats) -> Floats:
        """Easting, northing and height of model points (n, 3), in float64.

        The grid is turned and scaled against true north as the projection has it at the site.
        """
        origin = np.array(crs.from_wgs84(self.lon, self.lat, self.native))
        east = (np.array(crs.from_wgs84(*self.degrees(100.0, 0.0), self.native)) - origin) / 100
        north = (np.array(crs.from_wgs84(*self.degrees(0.0, 100.0), self.native)) - origin) / 100
        points = np.asarray(places, np.float64)
        flat = origin + points[:, :1] * east + points[:, 1:2] * north
        return np.concatenate([flat, points[:, 2:] + GROUND_M], axis=1)
