"""Lines and areas that people draw or paste: read, judged, measured.

Longitude comes first in every geometry; a list of corners for people puts latitude first, as they read it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from django.contrib.gis.geos import (
    GeometryCollection,
    GEOSException,
    GEOSGeometry,
    LineString,
    MultiLineString,
    MultiPolygon,
    Polygon,
)

from gis.crs import ellipsoid_area_km2
from gis.distance import distance_m
from gis.drawing_text import from_geojson, points_in, shape_in
from gis.errors import BadDrawing
from gis.frame import NATIONAL_FRAME

MOST_CORNERS = 20_000
MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """Length of all lines or edges in metres, area in square metres (0 of lines), and the number of corners."""

    length_m: float
    area_m2: float
    corners: int


def read_drawing(text: str, *, areas: bool) -> MultiPolygon | MultiLineString:
    """Read GeoJSON, WKT or a list of corners, and judge it.

    Args:
        text: As it was drawn, typed or pasted; see :func:`gis.drawing_text.shape_in`.
        areas: Whether areas are wanted; lines otherwise.

    Raises:
        BadDrawing: What is wrong, with a code and a sentence in each language.
    """
    if len(text) > MOST_CHARACTERS:
        raise _too_many()
    return judged(shape_in(text, areas=areas), areas=areas)


def judged(shape: GEOSGeometry, *, areas: bool) -> MultiPolygon | MultiLineString:
    """The shape as a list of parts in two dimensions, if it can stand on a map of Viet Nam.

    Raises:
        BadDrawing: See :func:`read_drawing`.
    """
    if shape.srid not in (None, 4326):
        raise BadDrawing(
            "crs", "Hình phải ghi theo WGS 84 (EPSG:4326).", "A shape must be in WGS 84 (EPSG:4326)."
        )
    whole: Any = _parts_of(shape, areas=areas)
    if whole.num_coords > MOST_CORNERS:
        raise _too_many()
    for lon, lat in _corners(whole):
        _require_viet_nam(lon, lat)
    if areas and not whole.valid:
        raise _crossed(whole.valid_reason)
    if not areas and any(len(set(part.coords)) < 2 for part in whole):
        raise BadDrawing("too_short", "Đường cần ít nhất hai đỉnh.", "A line needs at least two corners.")
    found: MultiPolygon | MultiLineString = whole
    return found


def shapes_from(parts: Sequence[tuple[str, Any]], *, areas: bool) -> GEOSGeometry:
    """The lines or areas among shapes of many kinds, given as type and coordinates like those of GeoJSON.

    Where areas are wanted, closed lines are areas: drawings on a computer know no other.

    Raises:
        BadDrawing: A shape that is none.
    """
    wanted = "Polygon" if areas else "LineString"
    try:
        found = [
            from_geojson({"type": kind, "coordinates": corners}) for kind, corners in parts if wanted in kind
        ]
        if areas and not found:
            found = [Polygon(line) for line in _lines(parts) if len(line) > 3 and line[0] == line[-1]]
    except (ValueError, TypeError, IndexError, GEOSException) as error:
        raise BadDrawing("unreadable", "Tệp có hình hỏng.", "A shape in the file is broken.") from error
    return GeometryCollection(found)


def _lines(parts: Sequence[tuple[str, Any]]) -> list[Any]:
    single = [corners for kind, corners in parts if kind == "LineString"]
    return single + [line for kind, lines in parts if kind == "MultiLineString" for line in lines]


def read_point(text: str) -> tuple[float, float]:
    """Longitude and latitude of the one corner that a text holds, as :func:`read_drawing` reads them.

    Raises:
        BadDrawing: None, several, or one outside Viet Nam.
    """
    found = points_in(text)
    if len(found) != 1:
        raise BadDrawing("one_point", "Chấm đúng một điểm.", "Choose exactly one point.")
    lon, lat = found[0]
    _require_viet_nam(lon, lat)
    return lon, lat


def measured(shape: Any) -> Measured:
    """Length along the sphere (within 0.6 % of the ellipsoid) and area on the ellipsoid."""
    lines = [ring for part in shape for ring in (part if part.geom_type == "Polygon" else [part])]
    length = sum(
        distance_m(*first[:2], *second[:2]) for line in lines for first, second in pairwise(line.coords)
    )
    area = 0.0
    for part in shape:
        if part.geom_type == "Polygon":
            outer, *holes = (_ring_area_m2(ring.coords) for ring in part)
            area += outer - sum(holes)
    return Measured(length, area, shape.num_coords)


def touches_or_holds(outer: GEOSGeometry, inner: GEOSGeometry) -> bool:
    """Whether zone II does what the law wants of it: lie around or against zone I."""
    return bool(outer.intersects(inner))


def _parts_of(shape: Any, *, areas: bool) -> Any:
    single, several = ("Polygon", "MultiPolygon") if areas else ("LineString", "MultiLineString")
    kinds = (
        {part.geom_type for part in shape} if shape.geom_type == "GeometryCollection" else {shape.geom_type}
    )
    if shape.empty or not kinds <= {single, several}:
        raise BadDrawing(
            "wrong_kind",
            "Chỗ này cần một vùng (đa giác)." if areas else "Chỗ này cần một đường.",
            "An area (polygons) is wanted here." if areas else "A line is wanted here.",
        )
    whole = [shape] if shape.geom_type == single else list(shape)
    if shape.geom_type == "GeometryCollection":
        whole = [each for part in shape for each in ([part] if part.geom_type == single else part)]
    if areas:
        return MultiPolygon(
            [Polygon(*([c[:2] for c in ring.coords] for ring in each)) for each in whole], srid=4326
        )
    return MultiLineString([LineString([c[:2] for c in each.coords]) for each in whole], srid=4326)


def _corners(shape: Any) -> list[tuple[float, float]]:
    rings = [ring for part in shape for ring in (part if part.geom_type == "Polygon" else [part])]
    found = [(lon, lat) for ring in rings for lon, lat in ring.coords]
    if not all(math.isfinite(lon) and math.isfinite(lat) for lon, lat in found):
        raise BadDrawing("corner", "Có đỉnh không phải là số.", "A corner is no number.")
    return found


def _require_viet_nam(lon: float, lat: float) -> None:
    if not NATIONAL_FRAME.contains(lon, lat):
        raise BadDrawing(
            "outside_viet_nam",
            f"Đỉnh {_degrees(lat, lon, ',')} nằm ngoài Việt Nam. Kiểm tra thứ tự vĩ độ, kinh độ.",
            f"Corner {_degrees(lat, lon, '.')} lies outside Viet Nam. Check the order of latitude and longitude.",
        )


def _crossed(reason: str) -> BadDrawing:
    where = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", reason)]
    vi, en = ("", "")
    if len(where) == 2:
        vi = f" ở gần {_degrees(where[1], where[0], ',')}"
        en = f" near {_degrees(where[1], where[0], '.')}"
    return BadDrawing(
        "crossed",
        f"Đường biên của vùng tự cắt hoặc chồng lên nhau{vi}. Dời hoặc xóa đỉnh ở đó.",
        f"The edge of the area crosses or overlaps itself{en}. Move or delete a corner there.",
    )


def _too_many() -> BadDrawing:
    return BadDrawing(
        "too_many",
        "Hình có hơn 20.000 đỉnh. Làm thưa đỉnh trong phần mềm GIS rồi dán lại.",
        "The shape has more than 20,000 corners. Thin it out in a GIS program and paste it again.",
    )


def _ring_area_m2(coords: tuple[tuple[float, float], ...]) -> float:
    lons, lats = (np.array([corner[axis] for corner in coords], dtype=float) for axis in (0, 1))
    return ellipsoid_area_km2(lons, lats) * 1e6


def _degrees(lat: float, lon: float, mark: str) -> str:
    return f"{lat:.6f}; {lon:.6f}".replace(".", mark)
