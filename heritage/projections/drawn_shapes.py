"""Lines and areas of a drawn map: extents of wards, zones, routes, areas, the line of a walk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import shapely

from heritage.projections.drawn_frame import Frame
from heritage.projections.drawn_marks import BRICK, INDIGO, INK, PALE, text

SHAPES = {
    "area": f'fill="{INDIGO}" fill-opacity=".08" stroke="{INDIGO}" stroke-width="1.6" stroke-dasharray="1 4" stroke-linecap="round"',
    "zone_two": f'fill="{BRICK}" fill-opacity=".05" stroke="{BRICK}" stroke-width="1.2" stroke-dasharray="6 4"',
    "zone_one": f'fill="{BRICK}" fill-opacity=".16" stroke="{BRICK}" stroke-width="1.8"',
    "route": f'fill="none" stroke="{INDIGO}" stroke-width="2.6" stroke-linejoin="round"',
    "extent": f'fill="{PALE}" stroke="{BRICK}" stroke-width="1.2"',
    "extent_approximate": f'fill="{PALE}" stroke="{BRICK}" stroke-width="1.2" stroke-dasharray="6 5"',
    "walk": f'fill="none" stroke="{INK}" stroke-width="1.8" stroke-dasharray="2 4" stroke-linecap="round"',
}


@dataclass(frozen=True, slots=True)
class DrawnShape:
    """A line or an area: ``kind`` is a key of ``SHAPES``; the geometry in degrees, longitude first."""

    kind: str
    geometry: Any  # shapely's geometries bring no types
    name: str = ""


def drawn_shape(frame: Frame, shape: DrawnShape) -> str:
    """A path, with its name on its northern edge where it has one; nothing finer than is seen."""
    path = path_data(frame, shape.geometry)
    if not path:
        return ""
    drawn = f'<path {SHAPES[shape.kind]} fill-rule="evenodd" d="{path}"/>'
    if shape.name:
        west, _, east, north = shapely.bounds(shape.geometry)
        x, y = frame.xy((west + east) / 2, north)
        drawn += text(x, y - 5, shape.name, 13, anchor="middle", weight=600)
    return drawn


def path_data(frame: Frame, geometry: Any) -> str:
    """The ``d`` of lines and areas in degrees; empty for points."""
    step = frame.degrees_per_unit / 2  # nothing finer than half a drawing unit is seen
    simple = shapely.simplify(geometry, step)
    return "".join(_ring(frame, ring) for part in _parts(simple) for ring in part)


def _parts(geometry: Any) -> list[list[Any]]:
    """Rings or lines of a geometry's parts, as arrays of corners."""
    found = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            found.append([part.exterior, *part.interiors])
        elif part.geom_type in ("LineString", "LinearRing"):
            found.append([part])
    return found


def _ring(frame: Frame, ring: Any) -> str:
    corners = [frame.xy(lon, lat) for lon, lat, *_ in ring.coords]
    start, *rest = [f"{x:.1f} {y:.1f}" for x, y in corners] or [""]
    return f"M{start}L{' '.join(rest)}{'Z' if ring.is_closed else ''}" if rest else ""
