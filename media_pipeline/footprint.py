"""The outline of a cloud on the ground: native coordinates, and WGS 84 where the system is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gis.errors import GisError
from media_pipeline.report import Derived

Floats = npt.NDArray[np.float64]

_CELLS = 64  # the outline is drawn round occupied cells of 1/64 of the longer side
_TIGHTNESS = 0.12  # of the concave hull, 0 tightest, 1 convex
_WGS84_DECIMALS = 8  # about a millimetre


def write_footprint(native_xy: Floats, crs: str | None, out: Path) -> Derived:
    """Write the recipe ``footprint``: one GeoJSON feature.

    The geometry is longitude and latitude, as GeoJSON must be, or null without a known system; the
    property ``native_geometry`` holds the outline as easting, northing of ``native_crs``.
    """
    native = outline(native_xy)
    placed = _placed(native, crs)
    feature = {
        "type": "Feature",
        "geometry": placed,
        "properties": {"native_crs": crs, "native_geometry": native},
    }
    path = out / "footprint.geojson"
    path.write_text(json.dumps(feature), encoding="utf-8")
    facts = {"native_crs": crs, "placed": placed is not None, "vertices": len(native["coordinates"][0])}
    return Derived("footprint", path, "application/geo+json", facts)


def outline(native_xy: Floats) -> dict[str, Any]:
    """A GeoJSON polygon round the points; a line or a single point gets the width of one cell."""
    import shapely

    low = native_xy.min(axis=0)
    longest = max(float((native_xy.max(axis=0) - low).max()), 1e-6)
    cell = longest / _CELLS
    cells = np.unique(np.floor((native_xy - low) / cell).astype(np.int64), axis=0)
    middles = shapely.multipoints((cells + 0.5) * cell)
    hull = shapely.concave_hull(middles, ratio=_TIGHTNESS).buffer(cell * 0.75, quad_segs=2)
    hull = hull.simplify(cell * 0.25)
    ring = np.asarray(shapely.orient_polygons(hull).exterior.coords) + low
    return {"type": "Polygon", "coordinates": [ring.tolist()]}


def _placed(native: dict[str, Any], crs: str | None) -> dict[str, Any] | None:
    if crs is None:
        return None
    from gis.crs import points_to_wgs84

    ring = np.array(native["coordinates"][0])
    try:
        lons, lats = points_to_wgs84(ring[:, 0], ring[:, 1], crs)
    except GisError:
        return None  # the doubt cloud_outside_crs says so
    pairs = np.column_stack([lons, lats]).round(_WGS84_DECIMALS)
    return {"type": "Polygon", "coordinates": [pairs.tolist()]}
