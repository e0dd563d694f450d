"""What a file, or the points that came with it, says of where its picture lies, as facts of a georeference."""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import Any

from media_pipeline import point_file
from media_pipeline.report import Facts


def by_points(points: point_file.Points | None) -> Facts:
    """What somebody placed in QGIS counts before the tags of the file, from which it may differ."""
    if points is None:
        return {"georeference_from": "points_file"}
    control = [list(point) for point in points.control]
    return {"georeference_from": "points_file", "control": control, "crs": points.crs}


def by_tags(path: Path) -> Facts:
    """What a GeoTIFF says: its affine or its control points, and its system."""
    import rasterio
    from rasterio.errors import RasterioError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with rasterio.open(path, driver="GTiff", sharing=False) as raster:
                points, point_crs = raster.gcps
                system = raster.crs or point_crs
                affine = raster.transform
        except (RasterioError, ValueError, TypeError):
            return {}
    if points:
        control = [[point.col, point.row, point.x, point.y] for point in points]
        return {"georeference_from": "gcps", "control": control, "crs": _name(system)}
    numbers = [affine.a, affine.b, affine.c, affine.d, affine.e, affine.f]
    if affine.is_identity or not all(math.isfinite(number) for number in numbers):
        return {"crs": _name(system)}
    return {"georeference_from": "geotiff", "affine": numbers, "crs": _name(system)}


def _name(system: Any) -> str | None:
    if not system:
        return None
    number = system.to_epsg()
    return f"EPSG:{number}" if number else str(system.to_wkt())
