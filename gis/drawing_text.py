"""Shapes as text: GeoJSON, WKT, or a list of corners that a person can read and edit."""

from __future__ import annotations

import json
import re
from typing import Any

from django.contrib.gis.geos import (
    GeometryCollection,
    GEOSException,
    GEOSGeometry,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)

from gis.errors import BadDrawing

NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
WKT = re.compile(r"(SRID=\d+;)?(MULTI)?(POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION", re.IGNORECASE)
PART, HOLE = "# phần", "# lỗ"


def shape_in(text: str, *, areas: bool) -> GEOSGeometry:
    """The shape that a text holds, of whatever kind; a list of corners is of the kind that is wanted.

    A list has one corner a line, latitude first ("20,4038; 106,2130"); an empty line or ``# phần`` begins another
    part, ``# lỗ`` a hole in the part above. Rings need not be closed.

    Raises:
        BadDrawing: The text holds none.
    """
    said = text.strip()
    if not said:
        raise BadDrawing("empty", "Chưa vẽ gì.", "Nothing has been drawn.")
    return _from_words(said) if said[0] == "{" or said[0].isalpha() else _from_corners(said, areas=areas)


def points_in(text: str) -> list[tuple[float, float]]:
    """Longitudes and latitudes of single points: GeoJSON, WKT, or one a line with the latitude first.

    Raises:
        BadDrawing: A line holds none, or the shape is no point.
    """
    said = text.strip()
    if said[:1] == "{" or said[:1].isalpha():
        shape: Any = _from_words(said)
        points: list[Any] = list(shape) if isinstance(shape, GeometryCollection) else [shape]
        if any(point.geom_type != "Point" for point in points):
            raise BadDrawing("wrong_kind", "Chỗ này cần một điểm.", "A point is wanted here.")
        return [(point.x, point.y) for point in points if not point.empty]
    lines = [(number, line.strip()) for number, line in enumerate(said.splitlines(), 1)]
    return [_corner(line, number) for number, line in lines if line and not line.startswith("#")]


def corners_text(shape: Any, decimal_mark: str = ",") -> str:
    """The list of corners that :func:`read_drawing` reads, rings without their closing corner."""
    lines = []
    for number, part in enumerate(shape, 1):
        rings = list(part) if part.geom_type == "Polygon" else [part]
        for index, ring in enumerate(rings):
            lines.append(f"{HOLE}" if index else f"{PART} {number}")
            closed = part.geom_type == "Polygon"
            # every digit: a shape that is opened and saved again must be the same shape
            lines += [
                f"{lat!r}; {lon!r}".replace(".", decimal_mark)
                for lon, lat in ring.coords[: -1 if closed else None]
            ]
    return "\n".join(lines)


def _from_words(text: str) -> GEOSGeometry:
    try:
        if text[0] == "{":
            return GeometryCollection([from_geojson(each) for each in _geometries(json.loads(text))])
        if not WKT.match(text):
            raise ValueError(text[:40])
        return GEOSGeometry(text)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, GEOSException) as error:
        raise BadDrawing(
            "unreadable",
            "Không đọc được hình này. Dán GeoJSON, WKT, hoặc mỗi dòng một đỉnh.",
            "This shape cannot be read. Paste GeoJSON, WKT, or one corner a line.",
        ) from error


def _geometries(value: Any) -> list[Any]:
    """The geometries of a GeoJSON text, out of their features and collections."""
    if value["type"] == "FeatureCollection":
        return [each for feature in value["features"] for each in _geometries(feature)]
    if value["type"] == "GeometryCollection":
        return [each for geometry in value["geometries"] for each in _geometries(geometry)]
    return _geometries(value["geometry"]) if value["type"] == "Feature" else [value]


def from_geojson(value: Any) -> GEOSGeometry:
    """One geometry of GeoJSON; broken values raise what Python and GEOS raise."""
    # Not by GDAL: it takes half of a broken text for the whole.
    kind, found = value["type"], value["coordinates"]
    if kind == "LineString":
        return LineString([_lon_lat(each) for each in found])
    if kind == "MultiLineString":
        return MultiLineString([LineString([_lon_lat(each) for each in line]) for line in found])
    if kind == "Polygon":
        return _polygon(found)
    if kind == "MultiPolygon":
        return MultiPolygon([_polygon(each) for each in found])
    return Point(*_lon_lat(found)) if kind == "Point" else MultiPoint([_lon_lat(each) for each in found])


def _polygon(rings: Any) -> Polygon:
    return Polygon(*(_closed([_lon_lat(each) for each in ring]) for ring in rings))


def _lon_lat(position: Any) -> tuple[float, float]:
    return float(position[0]), float(position[1])


def _from_corners(text: str, *, areas: bool) -> GEOSGeometry:
    parts: list[list[list[tuple[float, float]]]] = [[[]]]
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if said.startswith(HOLE):
            parts[-1].append([])
        elif not said or said.startswith("#"):
            if parts[-1][0]:
                parts.append([[]])
        else:
            parts[-1][-1].append(_corner(said, number))
    kept = [[ring for ring in part if ring] for part in parts if part[0]]
    if areas:
        return MultiPolygon([Polygon(*(_closed(ring) for ring in part)) for part in kept], srid=4326)
    if any(len(ring) < 2 for part in kept for ring in part):
        raise BadDrawing("too_short", "Đường cần ít nhất hai đỉnh.", "A line needs at least two corners.")
    return MultiLineString([LineString(ring) for part in kept for ring in part], srid=4326)


def _corner(line: str, number: int) -> tuple[float, float]:
    found = NUMBER.findall(line)
    try:
        lat, lon = (float(each.replace(",", ".")) for each in found)
    except ValueError as error:
        raise BadDrawing(
            "corner",
            f"Dòng {number} không phải một đỉnh. Ghi như 20,4038; 106,2130.",
            f"Line {number} is no corner. Write it like 20.4038; 106.2130.",
        ) from error
    return lon, lat


def _closed(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    whole = ring if ring[0] == ring[-1] and len(ring) > 1 else [*ring, ring[0]]
    if len(set(whole)) < 3:
        raise BadDrawing("too_few", "Vùng cần ít nhất ba đỉnh.", "An area needs at least three corners.")
    return whole
