"""Which units stood at a point on a day, at every level: one point with its candidates, or many at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import shapely
from django.contrib.gis.geos import Point
from numpy.typing import NDArray

from gis.distance import EARTH_RADIUS_M, distance_m, metres_per_degree
from gis.models import AdminUnit
from gis.polygon_tree import PolygonTree
from gis.units import REACH_M, around, radius_m, standing

LEVELS = (AdminUnit.Level.COMMUNE, AdminUnit.Level.DISTRICT, AdminUnit.Level.PROVINCE)
MOST_CANDIDATES = 5

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that a point may lie in."""

    unit: AdminUnit
    distance_to_centre_m: float | None
    """None where the unit has no known centre."""
    share_of_radius: float | None
    """How far from the centre, as a share of the radius of the unit's circle; None where a boundary decided."""


@dataclass(frozen=True, slots=True)
class LevelAnswer:
    """The units of one level at a point, the likeliest first.

    Without ``approximate`` an imported boundary holds the point; several units where boundaries overlap or
    the point lies on a common edge. With it the units are those whose circles hold the point, or, for a
    province, those that such communes belong to.
    """

    level: str
    approximate: bool
    candidates: tuple[Candidate, ...]


def units_at(lon: float, lat: float, day: dt.date) -> tuple[LevelAnswer, ...]:
    """What stood at a WGS 84 point on a day: commune, district (before July 2025), province.

    A province is the union of its communes; its own outline decides only where no commune is known there,
    because published outlines differ from the union by tens of square kilometres of coast and river.
    """
    communes = _communes(lon, lat, day)
    districts = _by_boundary(lon, lat, day, AdminUnit.Level.DISTRICT)
    return tuple(
        answer
        for answer in (
            communes,
            LevelAnswer(AdminUnit.Level.DISTRICT, False, districts) if districts else None,
            _provinces(lon, lat, day, communes),
        )
        if answer is not None
    )


@dataclass(frozen=True, slots=True)
class ManyAnswers:
    """One answer for each of many points; ``index`` has shape (n,) and points into ``units``, -1 for none."""

    units: tuple[AdminUnit, ...]
    index: IntArray
    approximate: NDArray[np.bool_]

    def unit_of(self, point: int) -> AdminUnit | None:
        """The unit of the n-th point."""
        at = int(self.index[point])
        return self.units[at] if at >= 0 else None


class UnitLocator:
    """The communes of one day, held ready to answer for many points. Reads the table once, when made."""

    def __init__(self, day: dt.date, level: str = AdminUnit.Level.COMMUNE) -> None:
        """Args: the day whose units are asked for, and their level."""
        rows = standing(day).filter(level=level).order_by("area_km2", "pk")
        self.units = tuple(rows)
        shapes = [
            None if unit.boundary is None else shapely.from_wkb(bytes(unit.boundary.wkb))
            for unit in self.units
        ]
        self._with_shape = np.array(
            [i for i, shape in enumerate(shapes) if shape is not None], dtype=np.int64
        )
        self._tree = PolygonTree([shapes[i] for i in self._with_shape])
        circles = [
            (i, unit.centroid.x, unit.centroid.y, radius_m(unit.area_km2))
            for i, unit in enumerate(self.units)
            if unit.boundary is None and unit.centroid is not None and unit.area_km2
        ]
        self._circles = np.array(circles, dtype=float).reshape(-1, 4)

    def locate(self, lons: FloatArray, lats: FloatArray) -> ManyAnswers:
        """The likeliest unit of every point, as :func:`units_at` puts first.

        Args:
            lons: Degrees, shape (n,).
            lats: Degrees, shape (n,).
        """
        held = self._tree.first_holding(lons, lats)
        index = np.where(held >= 0, self._with_shape[held] if len(self._with_shape) else -1, -1)
        open_points = np.flatnonzero(index < 0)
        guessed = self._nearest_circle(lons[open_points], lats[open_points])
        index[open_points] = guessed
        approximate = np.zeros(len(lons), dtype=bool)
        approximate[open_points[guessed >= 0]] = True
        return ManyAnswers(self.units, index, approximate)

    def _nearest_circle(self, lons: FloatArray, lats: FloatArray) -> IntArray:
        """The unit in whose circle each point lies deepest, measured as a share of the radius; -1 for none."""
        best = np.full(len(lons), -1, dtype=np.int64)
        if not len(self._circles) or not len(lons):
            return best
        _, centre_lons, centre_lats, radii = self._circles.T
        per_lat = metres_per_degree(0)[1]
        tall = radii / per_lat
        wide = tall / np.cos(np.radians(np.abs(centre_lats) + tall))
        boxes = shapely.box(centre_lons - wide, centre_lats - tall, centre_lons + wide, centre_lats + tall)
        circle, point = shapely.STRtree(shapely.points(lons, lats)).query(boxes)
        share = (
            _distances_m(lons[point], lats[point], centre_lons[circle], centre_lats[circle]) / radii[circle]
        )
        kept = share <= 1
        order = np.lexsort((circle[kept], share[kept], point[kept]))
        first, at = np.unique(point[kept][order], return_index=True)
        best[first] = self._circles[circle[kept][order][at], 0].astype(np.int64)
        return best


def _communes(lon: float, lat: float, day: dt.date) -> LevelAnswer:
    exact = _by_boundary(lon, lat, day, AdminUnit.Level.COMMUNE)
    if exact:
        return LevelAnswer(AdminUnit.Level.COMMUNE, False, exact)
    # A point outside every imported boundary is outside those units for certain: only the others are guessed.
    rows = standing(day).filter(level=AdminUnit.Level.COMMUNE, boundary__isnull=True)
    found = []
    for unit in rows.filter(centroid__contained=around(lon, lat, REACH_M)).defer("boundary"):
        if unit.centroid is None or not unit.area_km2:
            continue
        away = distance_m(lon, lat, unit.centroid.x, unit.centroid.y)
        share = away / radius_m(unit.area_km2)
        if share <= 1:
            found.append((share, unit.area_km2, Candidate(unit, away, share)))
    found.sort(key=lambda each: each[:2])
    candidates = tuple(candidate for _, _, candidate in found[:MOST_CANDIDATES])
    return LevelAnswer(AdminUnit.Level.COMMUNE, True, candidates)


def _by_boundary(lon: float, lat: float, day: dt.date, level: str) -> tuple[Candidate, ...]:
    point = Point(lon, lat, srid=4326)
    rows = standing(day).filter(level=level, boundary__bbcontains=point, boundary__intersects=point)
    return tuple(
        Candidate(
            unit, distance_m(lon, lat, unit.centroid.x, unit.centroid.y) if unit.centroid else None, None
        )
        for unit in rows.defer("boundary").order_by("area_km2", "pk")
    )


def _provinces(lon: float, lat: float, day: dt.date, communes: LevelAnswer) -> LevelAnswer:
    """The provinces of the communes there, in their order; the province's own outline where there is no commune."""
    level = AdminUnit.Level.PROVINCE
    by_code: dict[str, Candidate] = {}
    for each in communes.candidates:
        by_code.setdefault(each.unit.province_code, each)
    if by_code:
        rows = {
            unit.code: unit for unit in standing(day).filter(level=level, code__in=by_code).defer("boundary")
        }
        return LevelAnswer(
            level,
            communes.approximate,
            tuple(
                Candidate(rows[code], None, near.share_of_radius)
                for code, near in by_code.items()
                if code in rows
            ),
        )
    # Outside every commune that is known: at sea, or where nothing was imported and no circle reaches.
    return LevelAnswer(level, True, _by_boundary(lon, lat, day, level))


def _distances_m(
    lons: FloatArray, lats: FloatArray, other_lons: FloatArray, other_lats: FloatArray
) -> FloatArray:
    """Great-circle distances as :func:`gis.distance.distance_m` has them, of arrays of one shape."""
    phi, other_phi = np.radians(lats), np.radians(other_lats)
    half_lambda = np.radians(other_lons - lons) / 2
    chord = np.sin((other_phi - phi) / 2) ** 2 + np.cos(phi) * np.cos(other_phi) * np.sin(half_lambda) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(chord))), dtype=np.float64)
