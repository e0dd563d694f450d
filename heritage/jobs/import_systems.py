"""Which reference system the coordinates of a whole column are in, found out from where they then lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gis.crs import WGS84, FloatArray, points_to_wgs84
from gis.distance import distance_m
from gis.errors import GisError
from gis.frame import NATIONAL_FRAME
from gis.unit_place import UnitPlace
from gis.vn2000 import GEOGRAPHIC, MERIDIANS, UTM_ZONES, zones_of_province

FOOT_M = 0.3048
SAMPLE = 200  # rows that the systems are tried on
NEAR_M = 60_000.0  # a point further from a unit's centre is outside without looking
OFFERED = 8


@dataclass(frozen=True, slots=True)
class System:
    """One meaning of pairs of numbers: first northing (or latitude), second easting, unless ``swapped``."""

    crs: str
    swapped: bool = False
    feet: bool = False

    def __str__(self) -> str:
        return ";".join([self.crs, *(["swapped"] if self.swapped else []), *(["feet"] if self.feet else [])])

    @classmethod
    def parse(cls, text: str) -> System:
        """The inverse of ``str``."""
        crs, *more = text.split(";")
        return cls(crs, "swapped" in more, "feet" in more)

    def label(self, language: str) -> str:
        """As a person calls it."""
        english = language == "en"
        code = int(self.crs.removeprefix("EPSG:")) if self.crs.startswith("EPSG:") else 0
        if code == 4326:
            name = "WGS 84"
        elif code in MERIDIANS:
            name = f"VN-2000 {'central meridian' if english else 'kinh tuyến trục'} {MERIDIANS[code]}"
        elif code in UTM_ZONES:
            name = f"VN-2000 {UTM_ZONES[code]}"
        else:
            name = "VN-2000" if code == GEOGRAPHIC else self.crs[:60]
        if self.swapped:
            name += ", columns swapped" if english else ", hai cột đổi chỗ"
        if self.feet:
            name += ", feet" if english else ", đơn vị foot"
        return name


@dataclass(frozen=True, slots=True)
class Proposal:
    """A system with how many of the rows that were tried fall inside their unit, and how many were tried."""

    system: System
    inside: int
    tried: int


Pair = tuple[float, float]


def place_pairs(pairs: Sequence[Pair], system: System) -> list[tuple[float, float] | None]:
    """Longitude and latitude of each pair; None where the system has none."""
    if not pairs:
        return []
    numbers = np.array(pairs, dtype=float) * (FOOT_M if system.feet else 1.0)
    easts, norths = (numbers[:, 0], numbers[:, 1]) if system.swapped else (numbers[:, 1], numbers[:, 0])
    try:
        lons, lats = points_to_wgs84(easts, norths, system.crs)
    except GisError:
        if len(pairs) == 1:
            return [None]
        half = len(pairs) // 2  # the others keep theirs
        return place_pairs(pairs[:half], system) + place_pairs(pairs[half:], system)
    return list(zip(lons.tolist(), lats.tolist(), strict=True))


def propose_systems(
    pairs: Sequence[Pair], places: Sequence[UnitPlace | None], province_code: str, named: str | None = None
) -> list[Proposal]:
    """Systems that fit, the one in which most rows fall inside first; at most OFFERED.

    Args:
        pairs: Northing (or latitude) and easting (or longitude) as the headings say it.
        places: The unit of each pair.
        province_code: Its zones are tried first.
        named: The system that the file names.
    """
    step = max(1, len(pairs) // SAMPLE)
    some, where = list(pairs[::step]), list(places[::step])
    found: list[tuple[int, int, Proposal]] = []
    for order, system in enumerate(_systems(some, province_code, named)):
        points = place_pairs(some, system)
        in_country = any(point and NATIONAL_FRAME.contains(*point) for point in points)
        if not in_country and system.crs != named:
            continue
        inside = sum(
            point is not None and is_inside(place, *point) for point, place in zip(points, where, strict=True)
        )
        found.append((-inside, order, Proposal(system, inside, len(some))))
    return [proposal for _, _, proposal in sorted(found, key=lambda each: each[:2])[:OFFERED]]


def is_inside(place: UnitPlace | None, lon: float, lat: float, margin_m: float = 50.0) -> bool:
    """Whether a point lies in a unit or on its border street; without a unit's place nothing does."""
    if place is None or distance_m(lon, lat, place.lon, place.lat) > NEAR_M:
        return False
    outside = place.outside_m(lon, lat)
    return outside is not None and outside <= margin_m


def _systems(pairs: list[Pair], province_code: str, named: str | None) -> list[System]:
    numbers: FloatArray = np.abs(np.array(pairs, dtype=float))
    degrees = float(np.median(numbers)) <= 180 if len(pairs) else True
    likely = [f"EPSG:{zone}" for zone in zones_of_province(province_code)]
    metric = [*likely, *(f"EPSG:{code}" for code in (*MERIDIANS, *UTM_ZONES))]
    texts = [WGS84, f"EPSG:{GEOGRAPHIC}"] if degrees else metric
    texts = list(dict.fromkeys([*([named] if named else []), *texts]))
    plain = [System(text, swapped) for swapped in (False, True) for text in texts]
    feet = [] if degrees else [System(text, swapped, True) for swapped in (False, True) for text in texts]
    return plain + feet
