"""Questions about dated units: which one, by what name, and how far it reaches."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

import shapely
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.contrib.gis.geos import fromstr as geos_from
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from gis.distance import distance_m, metres_per_degree
from gis.models import AdminUnit
from gis.names import fold_name
from gis.unit_place import UnitPlace

CIRCLE_CORNERS = 64
MOST_WORDS = 8  # of a name with its district and province; each split of more is a search of its own
REACH_M = 25_000.0  # beyond the radius of the largest commune


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a unit lies, in WGS 84: its boundary, or a circle of its area around its centre."""

    geometry: MultiPolygon
    approximate: bool
    radius_m: float | None
    """Of the circle; None when the geometry is the imported boundary."""


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
    first, *context = [part for part in (_plain(p) for p in text.split(",")) if part] or [""]
    if not first:
        return []
    found = _named(first, context, day, province_code, limit)
    words = first.split()
    # "Điền Xá Nam Trực": without a comma the last words may be the district or province.
    for kept in range(len(words) - 1, 0, -1) if not (found or context) and len(words) <= MOST_WORDS else ():
        found = _named(" ".join(words[:kept]), [" ".join(words[kept:])], day, province_code, limit)
        if found:
            break
    return found


def ended_units_named(text: str, day: dt.date) -> list[AdminUnit]:
    """Units that ended by a day and bear just this name, with or without its type; quick, by the index of names.

    What follows a comma narrows it down as for :func:`units_matching`.
    """
    first, *context = [_plain(part) for part in text.split(",")]
    if not first:
        return []
    names = [first, *(f"{kind} {first}" for kind in _FOLDED_KINDS)]
    rows = AdminUnit.objects.filter(folded__in=names, valid_to__lte=day).defer("boundary")
    return [unit for unit in rows.order_by("code", "valid_from") if _lies_in(unit, context)]


def extent(unit: AdminUnit) -> Extent | None:
    """The unit's boundary, else the circle with its area around its centre; None when neither is known.

    Of a province it is the union of its communes once all of them have their boundaries.
    """
    boundary = boundary_of(unit)
    if boundary is not None:
        return Extent(boundary, approximate=False, radius_m=None)
    if unit.centroid is None or not unit.area_km2:
        return None
    radius = radius_m(unit.area_km2)
    return Extent(_circle(unit.centroid.x, unit.centroid.y, radius), approximate=True, radius_m=radius)


def distance_outside_m(unit: AdminUnit, lon: float, lat: float) -> float | None:
    """Metres from the point to the unit's extent, 0 inside or on its edge, None when no extent is known."""
    boundary = boundary_of(unit)
    if boundary is not None:
        inside = boundary.intersects(Point(lon, lat, srid=4326))
        return 0.0 if inside else distance_to_edge_m(boundary, lon, lat)
    if unit.centroid is None or not unit.area_km2:
        return None
    away = distance_m(lon, lat, unit.centroid.x, unit.centroid.y)
    return max(0.0, away - radius_m(unit.area_km2))


def distance_to_edge_m(polygon: MultiPolygon, lon: float, lat: float) -> float:
    """Metres to the nearest point of the edge, found on a plane stretched to the latitude of the point."""
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


def boundary_of(unit: AdminUnit) -> MultiPolygon | None:
    """The imported boundary; of a province the union of its communes', where every one of them has one.

    Published outlines of provinces differ from that union by tens of square kilometres along coast and rivers.
    """
    if unit.level != AdminUnit.Level.PROVINCE:
        return unit.boundary
    today = timezone.localdate()
    day = today if unit.valid_to is None or today < unit.valid_to else unit.valid_to - dt.timedelta(days=1)
    communes = standing(max(day, unit.valid_from)).filter(
        level=AdminUnit.Level.COMMUNE, province_code=unit.code
    )
    if not communes.exists() or communes.filter(boundary__isnull=True).exists():
        return unit.boundary
    # A boundary that is imported anew moves the centre, so the key of the remembered union changes with it.
    rows = communes.order_by("pk").values_list("pk", "centroid", "boundary_source")
    return _union(tuple((pk, point.coords if point else (), source) for pk, point, source in rows))


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
        radius_m=radius_m(unit.area_km2) if unit.area_km2 else None,
        approximate=boundary_of(unit) is None,
        outside_m=lambda lon, lat: distance_outside_m(unit, lon, lat),
    )


def radius_m(area_km2: float) -> float:
    """The radius of a circle of that area."""
    return math.sqrt(area_km2 * 1e6 / math.pi)


def around(lon: float, lat: float, reach_m: float) -> Polygon:
    """A box that reaches so far from a point on every side, in degrees."""
    per_lon, per_lat = metres_per_degree(lat)
    box = Polygon.from_bbox(
        (lon - reach_m / per_lon, lat - reach_m / per_lat, lon + reach_m / per_lon, lat + reach_m / per_lat)
    )
    box.srid = 4326
    return box


def _named(
    first: str, context: list[str], day: dt.date | None, province_code: str | None, limit: int
) -> list[AdminUnit]:
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
    kept = (unit for unit in found[:2000] if _lies_in(unit, context))
    return list(islice(kept, limit))


_FOLDED_KINDS = ("phuong", "xa", "thi tran", "dac khu", "tinh", "thanh pho", "huyen")


@lru_cache(maxsize=40)
def _union(communes: tuple[tuple[int, tuple[float, ...], str], ...]) -> MultiPolygon:
    keys = [pk for pk, _, _ in communes]
    shapes = AdminUnit.objects.filter(pk__in=keys).values_list("boundary", flat=True)
    joined = shapely.union_all([shapely.from_wkb(bytes(shape.wkb)) for shape in shapes if shape])
    geometry = geos_from(shapely.to_wkb(joined, hex=True))
    if isinstance(geometry, Polygon):
        geometry = MultiPolygon(geometry)
    assert isinstance(geometry, MultiPolygon)
    geometry.srid = 4326
    return geometry


def _lies_in(unit: AdminUnit, context: list[str]) -> bool:
    where = fold_name(f"{unit.district_name} {unit.province_name}")
    return all(part in where for part in context)


_SHORT = {"p": "phuong", "x": "xa", "tt": "thi tran", "tp": "thanh pho", "h": "huyen"}


def _plain(text: str) -> str:
    """Folded, with the type in full: "P. Vị Khê" is "phuong vi khe"."""
    kind, _, name = fold_name(text).partition(" ")
    return f"{_SHORT[kind]} {name}" if name and kind in _SHORT else f"{kind} {name}".strip()


def _level_of(code: str) -> str:
    return {2: "province", 3: "district"}.get(len(code), "commune")


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
