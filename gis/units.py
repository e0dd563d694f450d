"""Questions about dated units: which one, where, what it was, what it became."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from itertools import islice, pairwise

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from gis.distance import distance_m, metres_per_degree
from gis.models import AdminUnit
from gis.names import fold_name
from gis.unit_place import UnitPlace

CIRCLE_CORNERS = 64
REACH_M = 25_000.0  # beyond the radius of the largest commune


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a unit lies, in WGS 84: its boundary, or a circle of its area around its centre."""

    geometry: MultiPolygon
    approximate: bool
    radius_m: float | None
    """Of the circle; None when the geometry is the imported boundary."""


@dataclass(frozen=True, slots=True)
class Located:
    """The unit that a point lies in, and whether that was read from a boundary or guessed from a centre."""

    unit: AdminUnit
    approximate: bool
    distance_to_centre_m: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of history, seen from either end."""

    unit: AdminUnit
    on: dt.date
    whole: bool
    source: str
    steps: int
    """1 for a direct predecessor or successor, 2 for one further away, …"""


def standing(day: dt.date) -> QuerySet[AdminUnit]:
    """The units of every level that exist on a day."""
    return AdminUnit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


def unit_on(code: str, day: dt.date, level: str | None = None) -> AdminUnit | None:
    """The unit that carries a code on a day; the code's own length tells the level unless one is given."""
    wanted = level or _level_of(code)
    return standing(day).filter(code=code, level=wanted).first()


def units_matching(
    text: str, *, day: dt.date | None = None, province_code: str | None = None, limit: int = 20
) -> list[AdminUnit]:
    """Units by code or name, with or without diacritics or type, old names too, best first.

    Args:
        text: "Vị Khê", "phuong vi khe", "13972", "Điền Xá, Nam Trực": what follows a comma narrows it
            down by district or province.
        day: Only units that exist that day; None searches the whole history, present units first.
        province_code: Only units of that province of their time.
        limit: At most so many.
    """
    first, *context = [part for part in (fold_name(p) for p in text.split(",")) if part] or [""]
    if not first:
        return []
    found = standing(day) if day else AdminUnit.objects.all()
    if province_code:
        found = found.filter(province_code=province_code)
    code = first.replace(" ", "")
    ranks = [When(code=code, then=Value(0)), When(folded=first, then=Value(1))]
    ranks += [When(folded=f"{kind} {first}", then=Value(2)) for kind in _FOLDED_KINDS]
    ranks += [
        When(folded__startswith=first, then=Value(3)),
        When(folded__endswith=f" {first}", then=Value(4)),
    ]
    found = found.filter(Q(code=code) | Q(folded__contains=first)).defer("boundary")
    found = found.annotate(
        tier=Case(*ranks, default=Value(5), output_field=IntegerField()),
        former=Case(
            When(valid_to__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField()
        ),
    ).order_by("tier", "former", "folded", "code", "-valid_from")
    if not context:
        return list(found[:limit])
    kept = (
        unit
        for unit in found[:2000]
        if all(part in fold_name(f"{unit.district_name} {unit.province_name}") for part in context)
    )
    return list(islice(kept, limit))


def predecessors(unit: AdminUnit, depth: int = 5) -> list[Step]:
    """What the unit was made from, nearest first, through as many steps as are known."""
    return _walk(unit, depth, back=True)


def successors(unit: AdminUnit, depth: int = 5) -> list[Step]:
    """What the unit became, nearest first; the last of them are the units of today."""
    return _walk(unit, depth, back=False)


def present_units(unit: AdminUnit) -> list[AdminUnit]:
    """The standing units that hold what the unit was; the unit itself while it stands."""
    if unit.valid_to is None:
        return [unit]
    return [step.unit for step in successors(unit) if step.unit.valid_to is None]


def unit_containing(lon: float, lat: float, day: dt.date, level: str = "commune") -> Located | None:
    """The unit at a point on a day.

    An imported boundary decides. Elsewhere it is the unit whose circle the point lies deepest in, said to
    be approximate; None when it lies in no circle.
    """
    point = Point(lon, lat, srid=4326)
    there = standing(day).filter(level=level)
    exact = there.filter(boundary__isnull=False, boundary__bbcontains=point, boundary__intersects=point)
    unit = exact.defer("boundary").order_by("area_km2").first()
    if unit is not None:
        centre = unit.centroid
        away = distance_m(lon, lat, centre.x, centre.y) if centre else None
        return Located(unit, approximate=False, distance_to_centre_m=away)
    best: tuple[float, AdminUnit, float] | None = None
    # A point outside every imported boundary is outside those units for certain: only the others are guessed.
    others = there.filter(boundary__isnull=True, centroid__contained=_box(lon, lat, REACH_M))
    for other in others.defer("boundary"):
        if other.centroid is None or not other.area_km2:
            continue
        away = distance_m(lon, lat, other.centroid.x, other.centroid.y)
        share = away / _radius_m(other.area_km2)
        if share <= 1 and (best is None or share < best[0]):
            best = share, other, away
    return Located(best[1], approximate=True, distance_to_centre_m=best[2]) if best else None


def extent(unit: AdminUnit) -> Extent | None:
    """The unit's boundary, else the circle with its area around its centre; None when neither is known."""
    if unit.boundary is not None:
        return Extent(unit.boundary, approximate=False, radius_m=None)
    if unit.centroid is None or not unit.area_km2:
        return None
    radius = _radius_m(unit.area_km2)
    return Extent(_circle(unit.centroid.x, unit.centroid.y, radius), approximate=True, radius_m=radius)


def distance_outside_m(unit: AdminUnit, lon: float, lat: float) -> float | None:
    """Metres from the point to the unit's extent, 0 inside or on its edge, None when no extent is known."""
    if unit.boundary is not None:
        return _distance_to_polygon_m(unit.boundary, lon, lat)
    if unit.centroid is None or not unit.area_km2:
        return None
    away = distance_m(lon, lat, unit.centroid.x, unit.centroid.y)
    return max(0.0, away - _radius_m(unit.area_km2))


def place_of(unit: AdminUnit) -> UnitPlace | None:
    """The unit as pure code needs it to judge a point; None when not even its centre is known."""
    if unit.centroid is None:
        return None
    return UnitPlace(
        name=unit.name,
        kind=unit.kind,
        province_code=unit.province_code,
        lon=unit.centroid.x,
        lat=unit.centroid.y,
        radius_m=_radius_m(unit.area_km2) if unit.area_km2 else None,
        approximate=unit.boundary is None,
        outside_m=lambda lon, lat: distance_outside_m(unit, lon, lat),
    )


_FOLDED_KINDS = ("phuong", "xa", "thi tran", "dac khu", "tinh", "thanh pho", "huyen")


def _level_of(code: str) -> str:
    return {2: "province", 3: "district"}.get(len(code), "commune")


def _walk(unit: AdminUnit, depth: int, back: bool) -> list[Step]:
    found: list[Step] = []
    seen = {unit.pk}
    edge = [unit]
    for distance in range(1, depth + 1):
        following: list[AdminUnit] = []
        for each in edge:
            changes = each.came_from.select_related("old") if back else each.became.select_related("new")
            for change in changes.order_by("pk"):
                other = change.old if back else change.new
                if other.pk in seen:
                    continue
                seen.add(other.pk)
                following.append(other)
                found.append(Step(other, change.on, change.whole, change.source, distance))
        edge = following
    return found


def _radius_m(area_km2: float) -> float:
    return math.sqrt(area_km2 * 1e6 / math.pi)


def _circle(lon: float, lat: float, radius_m: float) -> MultiPolygon:
    per_lon, per_lat = metres_per_degree(lat)
    ring = [
        (
            round(lon + radius_m * math.cos(2 * math.pi * k / CIRCLE_CORNERS) / per_lon, 6),
            round(lat + radius_m * math.sin(2 * math.pi * k / CIRCLE_CORNERS) / per_lat, 6),
        )
        for k in range(CIRCLE_CORNERS)
    ]
    return MultiPolygon(Polygon([*ring, ring[0]], srid=4326), srid=4326)


def _box(lon: float, lat: float, reach_m: float) -> Polygon:
    per_lon, per_lat = metres_per_degree(lat)
    box = Polygon.from_bbox(
        (lon - reach_m / per_lon, lat - reach_m / per_lat, lon + reach_m / per_lon, lat + reach_m / per_lat)
    )
    box.srid = 4326
    return box


def _distance_to_polygon_m(polygon: MultiPolygon, lon: float, lat: float) -> float:
    """To the nearest point of the edge, found on a plane stretched to the latitude of the point."""
    point = Point(lon, lat, srid=4326)
    if polygon.intersects(point):
        return 0.0
    per_lon, per_lat = metres_per_degree(lat)
    best = math.inf
    for ring in (ring for part in polygon.coords for ring in part):
        corners = [((x - lon) * per_lon, (y - lat) * per_lat) for x, y, *_ in ring]
        for (ax, ay), (bx, by) in pairwise(corners):
            dx, dy = bx - ax, by - ay
            length = dx * dx + dy * dy
            t = 0.0 if length == 0 else max(0.0, min(1.0, -(ax * dx + ay * dy) / length))
            best = min(best, math.hypot(ax + t * dx, ay + t * dy))
    return best
