"""The georeference inside a raster file: reference system, extent, control points."""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import Any

from gis import crs
from gis.errors import GisError
from gis.placement import Method, Placement
from media_pipeline.report import Facts

EARTH_RADIUS_M = 6_371_008.8
EMPTY: Facts = {"crs": None, "corners": None, "control_points": 0, "has_georeference": False}


def georeference(path: Path) -> Facts:
    """Facts of a GeoTIFF, keys as in ``EMPTY``.

    ``crs`` is ``EPSG:n`` or WKT, or None if the file names none. ``corners`` are the picture's four
    corners as (easting, northing) pairs in that system, from the affine transform or the extent of the
    control points.
    """
    import rasterio
    from rasterio.errors import RasterioError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with rasterio.open(path, driver="GTiff", sharing=False) as raster:
                points, point_crs = raster.gcps
                system = raster.crs or point_crs
                affine, width, height = raster.transform, raster.width, raster.height
        except (RasterioError, ValueError, TypeError):
            return dict(EMPTY)
    if points:
        xs, ys = [point.x for point in points], [point.y for point in points]
        corners = [(x, y) for x in (min(xs), max(xs)) for y in (min(ys), max(ys))]
    elif not affine.is_identity:
        corners = [
            (affine.a * column + affine.b * row + affine.c, affine.d * column + affine.e * row + affine.f)
            for column in (0, width)
            for row in (0, height)
        ]
    else:
        corners = []
    sound = [pair for pair in corners if all(math.isfinite(value) for value in pair)]
    return {
        "crs": _name(system),
        "corners": [list(pair) for pair in sound] if len(sound) == 4 else None,
        "control_points": len(points),
        "has_georeference": bool(corners),
    }


def centre_of(facts: Facts) -> Placement | None:
    """The middle of the sheet; its accuracy is half the sheet's diagonal, in metres.

    Raises:
        GisError: The system is unknown or the sheet lies outside its area.
    """
    if not facts["crs"] or not facts["corners"]:
        return None
    corners = facts["corners"]
    x = sum(pair[0] for pair in corners) / 4
    y = sum(pair[1] for pair in corners) / 4
    lon, lat = crs.to_wgs84(x, y, facts["crs"])
    reach = max(_metres(lon, lat, *crs.to_wgs84(pair[0], pair[1], facts["crs"])) for pair in corners)
    return Placement(
        lon=lon,
        lat=lat,
        method=Method.SCAN_CRS,
        accuracy_m=round(reach, 1),
        native_crs=facts["crs"],
        native_x=x,
        native_y=y,
    )


def placed(facts: Facts) -> tuple[Placement | None, str | None]:
    """The placement, or why there is none: ``no_crs`` or ``crs_unusable``; neither without georeference."""
    if not facts["has_georeference"]:
        return None, None
    if not facts["crs"]:
        return None, "no_crs"
    try:
        placement = centre_of(facts)
    except GisError:
        return None, "crs_unusable"
    return placement, None if placement else "crs_unusable"


def _name(system: Any) -> str | None:
    if not system:
        return None
    number = system.to_epsg()
    return f"EPSG:{number}" if number else str(system.to_wkt())


def _metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Distance on the sphere."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))
