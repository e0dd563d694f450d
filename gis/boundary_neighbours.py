"""New boundaries beside what the database knows: other units of the day, outlines of provinces, listed centres."""

from __future__ import annotations

import datetime as dt

import shapely
from django.contrib.gis.geos import MultiPolygon, Polygon

from gis.boundary_topology import Finding, Piece, findings_of
from gis.models import AdminUnit
from gis.units import radius_m, standing


def findings_beside(
    rows: dict[str, tuple[AdminUnit, shapely.MultiPolygon]], on: dt.date, level: str
) -> tuple[Finding, ...]:
    """Look at the new boundaries beside those of other units of the day and the outlines of their provinces."""
    if not rows:
        return ()
    west, south, east, north = shapely.total_bounds([shape for _, shape in rows.values()])
    near = (
        standing(on)
        .exclude(code__in=rows)
        .filter(
            level=level,
            boundary__isnull=False,
            boundary__intersects=Polygon.from_bbox((west, south, east, north)),
        )
    )
    codes = {unit.province_code for unit, _ in rows.values() if level != "province"}
    outlines = standing(on).filter(level="province", code__in=codes, boundary__isnull=False)
    provinces = {each.code: _as_shapely(each.boundary) for each in outlines if each.boundary}
    new = {
        code: Piece(
            name=unit.name,
            shape=shape,
            province=provinces.get(unit.province_code),
            centre=(unit.centroid.x, unit.centroid.y) if unit.centroid and unit.boundary is None else None,
            radius_m=radius_m(unit.area_km2) if unit.area_km2 else None,
        )
        for code, (unit, shape) in rows.items()
    }
    around = {unit.code: Piece(unit.name, _as_shapely(unit.boundary)) for unit in near if unit.boundary}
    return findings_of(new, around)


def _as_shapely(boundary: MultiPolygon) -> shapely.Geometry:
    return shapely.from_wkb(bytes(boundary.wkb))
