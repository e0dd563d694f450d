"""A position with everything needed to trust it: how it was found, how exact, and as it was written."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from gis.errors import OutsideValidArea


class Method(StrEnum):
    """How a position was found, best first."""

    GNSS = "gnss"
    CONTROL_POINTS = "control_points"
    SCAN_CRS = "scan_crs"
    EXIF = "exif"
    DECLARED = "declared"
    MAP_CLICK = "map_click"
    PUBLISHED_SOURCE = "published_source"
    ADDRESS = "address"
    UNIT_CENTROID = "unit_centroid"


@dataclass(frozen=True, slots=True)
class Placement:
    """A point in WGS 84 degrees with its origin.

    ``native_x`` is the easting (or longitude) and ``native_y`` the northing (or latitude) in
    ``native_crs``, always in that order, whatever order the paper used.
    """

    lon: float
    lat: float
    method: Method
    accuracy_m: float | None
    native_crs: str | None = None  # "EPSG:9209"
    native_x: float | None = None
    native_y: float | None = None
    height_m: float | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lon) and math.isfinite(self.lat)):
            raise OutsideValidArea(f"{self.lon}, {self.lat}")
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise OutsideValidArea(f"{self.lon}, {self.lat}")

    @property
    def native(self) -> dict[str, Any] | None:
        """The coordinates as they came: ``crs``, ``x`` easting, ``y`` northing; None where only degrees are known."""
        if not self.native_crs:
            return None
        return {"crs": self.native_crs, "x": self.native_x, "y": self.native_y}

    def as_dict(self) -> dict[str, Any]:
        """JSON-able values, read back by :meth:`from_dict`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Placement:
        """The inverse of :meth:`as_dict`."""
        return cls(**{**values, "method": Method(values["method"])})
