"""A box in a file's own reference system, as a box on the map."""

from __future__ import annotations

import numpy as np

from gis.bounds import Bounds
from gis.crs import points_to_wgs84


def bounds_to_wgs84(min_x: float, min_y: float, max_x: float, max_y: float, crs: str) -> Bounds:
    """The WGS 84 box around a native box, with its edges followed, not only its corners.

    Raises:
        OutsideValidArea: Part of the box has no longitude and latitude.
        UnknownCrs: See :func:`to_wgs84`.
    """
    along = np.linspace(0, 1, 21)
    xs = min_x + (max_x - min_x) * along
    ys = min_y + (max_y - min_y) * along
    edge_x = np.concatenate([xs, xs, np.full_like(ys, min_x), np.full_like(ys, max_x)])
    edge_y = np.concatenate([np.full_like(xs, min_y), np.full_like(xs, max_y), ys, ys])
    lons, lats = points_to_wgs84(edge_x, edge_y, crs)
    return Bounds(float(lons.min()), float(lats.min()), float(lons.max()), float(lats.max()))
