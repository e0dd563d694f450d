"""One boundary made fit to use: polygons, valid, in WGS 84, inside Viet Nam; otherwise the reason why."""

from __future__ import annotations

import numpy as np
import shapely

from gis.crs import WGS84, FloatArray, points_to_wgs84
from gis.doubts import Doubt
from gis.errors import OutsideValidArea
from gis.frame import NATIONAL_FRAME

_NONE = Doubt("no_geometry", "Dòng không có hình.", "The row has no shape.")
_EMPTY = Doubt(
    "empty_shape",
    "Hình rỗng hoặc vòng ngoài không khép kín.",
    "The shape is empty or its outer ring is not closed.",
)
_UNREADABLE = Doubt("unreadable_geometry", "Hình không đọc được.", "The shape cannot be read.")
_NOT_AREA = Doubt("not_an_area", "Hình không phải là vùng.", "The shape is not an area.")
_NO_AREA_LEFT = Doubt(
    "empty_area", "Vùng tự cắt đến mức không còn diện tích.", "The area crosses itself until nothing is left."
)
_OFF_EARTH = Doubt(
    "outside_crs",
    "Toạ độ không thuộc hệ toạ độ của tệp.",
    "The coordinates do not belong to the file's system.",
)
_SWAPPED = Doubt("swapped_axes", "Kinh độ và vĩ độ bị đổi chỗ.", "Longitude and latitude have been swapped.")
_OUTSIDE = Doubt("outside_viet_nam", "Vùng nằm ngoài Việt Nam.", "The area lies outside Viet Nam.")


def usable_boundary(wkb: bytes | None, crs: str) -> tuple[shapely.MultiPolygon | None, tuple[Doubt, ...]]:
    """A valid WGS 84 MultiPolygon and what was repaired, or None and why.

    Args:
        wkb: The shape as the file has it; None when the row has none.
        crs: The system of its coordinates. WGS 84 is passed through unchanged.
    """
    if wkb is None:
        return None, (_NONE,)
    shape = shapely.from_wkb(wkb, on_invalid="ignore")
    if shape is None:
        return None, (_UNREADABLE,)
    if shape.is_empty:
        return None, (_EMPTY,)
    areas = _areas(shapely.force_2d(shape))
    if areas is None:
        return None, (_NOT_AREA,)
    if crs != WGS84:
        try:
            areas = shapely.transform(areas, lambda xy: _project(xy, crs))
        except OutsideValidArea:
            return None, (_OFF_EARTH,)
    misplaced = _misplaced(areas)
    if misplaced:
        return None, (misplaced,)
    if areas.is_valid:
        return areas, ()
    repaired = _areas(shapely.make_valid(areas))
    if repaired is None or repaired.area == 0:
        return None, (_NO_AREA_LEFT,)
    return repaired, (_repair_note(areas, repaired),)


def join_boundaries(parts: list[shapely.MultiPolygon]) -> shapely.MultiPolygon:
    """Several rows of one unit as one shape."""
    joined = _areas(shapely.union_all(parts))
    if joined is None:
        raise OutsideValidArea("no area in the union")
    return joined


def _areas(shape: shapely.Geometry) -> shapely.MultiPolygon | None:
    """The polygons of a shape; None when it has none. Points and lines beside them are left out."""
    if shape.geom_type == "MultiPolygon":
        return shape
    if shape.geom_type == "Polygon":
        return shapely.MultiPolygon([shape])
    if shape.geom_type != "GeometryCollection":
        return None
    parts = [p for g in shape.geoms for p in getattr(g, "geoms", [g]) if p.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts) if parts else None


def _project(xy: FloatArray, crs: str) -> FloatArray:
    lons, lats = points_to_wgs84(xy[:, 0], xy[:, 1], crs)
    return np.column_stack([lons, lats])


def _misplaced(areas: shapely.MultiPolygon) -> Doubt | None:
    west, south, east, north = areas.bounds
    if not np.isfinite([west, south, east, north]).all():
        return _UNREADABLE
    if NATIONAL_FRAME.contains(west, south) and NATIONAL_FRAME.contains(east, north):
        return None
    swapped = NATIONAL_FRAME.contains(south, west) and NATIONAL_FRAME.contains(north, east)
    return _SWAPPED if swapped else _OUTSIDE


def _repair_note(before: shapely.MultiPolygon, after: shapely.MultiPolygon) -> Doubt:
    reason = shapely.is_valid_reason(before).split("[")[0].strip()
    share = abs(after.area - before.area) / after.area * 100
    return Doubt(
        "made_valid",
        f"Đã sửa hình tự cắt (diện tích thay đổi {share:.2f} %).".replace(".", ",", 1),
        f"An invalid shape was repaired ({reason}; the area changed by {share:.2f} %).",
    )
