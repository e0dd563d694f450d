"""How boundaries fit together: overlaps, gaps, and units that lie outside their province. Nothing is repaired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import shapely

from gis.distance import distance_m, metres_per_degree, spoken_distance

SMALLEST_M2 = 1.0  # below is the noise of doubles in degrees, not a border


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should look at: a stable code, the units, the size, a sentence in each language."""

    code: str
    units: tuple[str, ...]
    area_m2: float
    lon: float
    lat: float
    vi: str
    en: str

    def as_dict(self) -> dict[str, Any]:
        """JSON-able values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Piece:
    """One unit's shape in WGS 84, with what is known of where it should be."""

    name: str
    shape: shapely.Geometry
    province: shapely.Geometry | None = None
    """The outline of its province; None where none was imported."""
    centre: tuple[float, float] | None = None
    """Longitude and latitude of its centre in the list of units."""
    radius_m: float | None = None


def findings_of(new: Mapping[str, Piece], around: Mapping[str, Piece]) -> tuple[Finding, ...]:
    """What is odd about new boundaries among themselves and against those already there, the largest first.

    Args:
        new: By unit code, the boundaries of the file.
        around: By unit code, boundaries of other units that they may touch.
    """
    found = [*_overlaps(new, around), *_gaps(new, around)]
    for code, piece in new.items():
        found += _misplaced(code, piece)
    return tuple(sorted(found, key=lambda each: -each.area_m2))


def _overlaps(new: Mapping[str, Piece], around: Mapping[str, Piece]) -> list[Finding]:
    codes = [*new, *around]
    pieces = [*new.values(), *around.values()]
    shapes = np.array([piece.shape for piece in pieces], dtype=object)
    if len(shapes) < 2:
        return []
    first, second = shapely.STRtree(shapes).query(shapes[: len(new)], predicate="intersects")
    each_once = (first < second) & ~shapely.touches(shapes[first], shapes[second])
    found = []
    for one, other in zip(first[each_once], second[each_once], strict=True):
        common = shapely.intersection(shapes[one], shapes[other])
        area = _area_m2(common)
        if area >= SMALLEST_M2:
            names = pieces[one].name, pieces[other].name
            found.append(
                _finding(
                    "overlap",
                    (codes[one], codes[other]),
                    common,
                    f"{names[0]} và {names[1]} chồng lên nhau {_spoken(area, ',')}.",
                    f"{names[0]} and {names[1]} overlap by {_spoken(area, '.')}.",
                )
            )
    return found


def _gaps(new: Mapping[str, Piece], around: Mapping[str, Piece]) -> list[Finding]:
    """Land that the units enclose and none of them holds."""
    whole = shapely.union_all([piece.shape for piece in (*new.values(), *around.values())])
    found = []
    for part in shapely.get_parts(whole):
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            beside = [code for code, piece in new.items() if shapely.intersects(piece.shape, hole)]
            area = _area_m2(hole)
            if beside and area >= SMALLEST_M2:
                names = ", ".join(new[code].name for code in beside[:4])
                found.append(
                    _finding(
                        "gap",
                        tuple(beside),
                        hole,
                        f"Khoảng trống {_spoken(area, ',')} không thuộc đơn vị nào, giữa {names}.",
                        f"A gap of {_spoken(area, '.')} that no unit holds, between {names}.",
                    )
                )
    return found


def _misplaced(code: str, piece: Piece) -> list[Finding]:
    if piece.province is not None:
        outside = shapely.difference(piece.shape, piece.province)
        area = _area_m2(outside)
        if area < SMALLEST_M2:
            return []
        return [
            _finding(
                "outside_province",
                (code,),
                outside,
                f"{piece.name} có {_spoken(area, ',')} nằm ngoài ranh giới tỉnh đã nhập.",
                f"{piece.name} has {_spoken(area, '.')} outside the imported outline of its province.",
            )
        ]
    if piece.centre is None or piece.radius_m is None:
        return []
    here = shapely.centroid(piece.shape)
    away = distance_m(here.x, here.y, *piece.centre)
    # The middle of an archipelago is sea; what counts is that the islands lie around it.
    if away <= 2 * piece.radius_m or shapely.convex_hull(piece.shape).contains(shapely.Point(piece.centre)):
        return []
    return [
        _finding(
            "far_from_list",
            (code,),
            piece.shape,
            f"{piece.name} nằm cách vị trí trong danh mục {spoken_distance(away)}. Có thể nhầm mã.",
            f"{piece.name} lies {spoken_distance(away, '.')} from its place in the list. Its code may be mistaken.",
        )
    ]


def _finding(code: str, units: tuple[str, ...], where: shapely.Geometry, vi: str, en: str) -> Finding:
    point = shapely.point_on_surface(where)
    return Finding(code, units, round(_area_m2(where), 1), float(point.x), float(point.y), vi, en)


def _area_m2(shape: shapely.Geometry) -> float:
    """On a plane stretched to the latitude of the shape, which is exact enough to tell a sliver from a lake."""
    if shape.is_empty:
        return 0.0
    per_lon, per_lat = metres_per_degree(float(shapely.centroid(shape).y))
    return float(shapely.area(shape)) * per_lon * per_lat


def _spoken(area_m2: float, mark: str) -> str:
    text = f"{area_m2 / 1e6:.2f} km²" if area_m2 >= 100_000 else f"{max(1, round(area_m2))} m²"
    return text.replace(".", mark)
