"""Reference systems as OGC API names them, each with the axis order of its own authority.

CRS84 is longitude first; EPSG:4326 and 4756 are latitude first; the zones of VN-2000 are easting first in the EPSG
register (surveyors in Vietnam write the northing first, and call it X: that is paper, not the register).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gis.bounds import Bounds
from gis.crs import FloatArray, crs_name, is_north_first, points_from_wgs84, points_to_wgs84, unit_factor
from gis.errors import BadBounds, OutsideValidArea
from gis.srids import VN2000_SRIDS
from heritage.errors import BadRequest

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
EDGE_STEPS = 64  # a straight edge of a zone bends in degrees: 2 mm over 100 km in so many pieces


@dataclass(frozen=True, slots=True)
class System:
    """One reference system that a client may name."""

    uri: str
    epsg: int
    north_first: bool

    @property
    def text(self) -> str:
        """For :mod:`gis.crs`."""
        return f"EPSG:{self.epsg}"

    @property
    def name(self) -> str:
        """As the authority spells it."""
        return "WGS 84 (CRS84)" if self.uri == CRS84 else crs_name(self.text)

    @property
    def is_wgs84(self) -> bool:
        """Whether degrees need no more than their order changed."""
        return self.epsg == 4326

    @property
    def decimals(self) -> int:
        """Decimal places to write: about a centimetre of degrees, a millimetre of metres."""
        return 7 if unit_factor(self.text) is None else 3

    def written(self, lons: FloatArray, lats: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Coordinates in this system and in its order, rounded, of points in WGS 84.

        Raises:
            OutsideValidArea: The system cannot express one of them.
        """
        xs, ys = (lons, lats) if self.is_wgs84 else points_from_wgs84(lons, lats, self.text)
        xs, ys = np.round(xs, self.decimals), np.round(ys, self.decimals)
        return (ys, xs) if self.north_first else (xs, ys)

    def read(self, firsts: FloatArray, seconds: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Longitudes and latitudes in WGS 84 of coordinates in this system and its order.

        Raises:
            OutsideValidArea: One of them is nowhere on the Earth.
        """
        xs, ys = (seconds, firsts) if self.north_first else (firsts, seconds)
        return points_to_wgs84(xs, ys, self.text)


def _system(epsg: int) -> System:
    return System(f"{_EPSG}{epsg}", epsg, is_north_first(f"EPSG:{epsg}"))


SYSTEMS = (System(CRS84, 4326, False), *(_system(code) for code in (4326, *VN2000_SRIDS)))
DEFAULT = SYSTEMS[0]
_BY_URI = {each.uri: each for each in SYSTEMS}


def system_named(text: str | None, parameter: str) -> System:
    """The system of a parameter; CRS84 where it is absent.

    Raises:
        BadRequest: No system of :data:`SYSTEMS`.
    """
    if text is None:
        return DEFAULT
    # Clients also write the safe form of the register's CURIEs and the old URN.
    plain = text.strip().strip("[]")
    urn = plain.replace("urn:ogc:def:crs:EPSG::", _EPSG).replace("EPSG:", _EPSG)
    found = _BY_URI.get(text) or _BY_URI.get(urn) or (DEFAULT if plain == "OGC:CRS84" else None)
    if found is None:
        raise BadRequest(
            f"Tham số {parameter}: hệ tọa độ này không có. Danh sách ở /ogc/collections, mục crs.",
            f"The parameter {parameter} names a reference system that is not served. "
            "The list is the member crs of /ogc/collections.",
            "bad_crs",
        )
    return found


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a request in WGS 84: one or two boxes of degrees around it and, where they say too much, its shape."""

    around: tuple[Bounds, ...]
    """Two where it crosses the 180th meridian."""
    shape: bytes | None
    """WKB; None where the boxes of degrees are the shape."""


def read_box(text: str, system: System) -> Box:
    """Four numbers, or six with heights that are passed over, in the order of the system.

    Raises:
        BadRequest: Not such numbers, corners the wrong way round, or nowhere on the Earth.
    """
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError as error:
        raise _bad_box() from error
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not np.isfinite(numbers).all():
        raise _bad_box()
    west, south, east, north = numbers
    if system.north_first:
        south, west, north, east = numbers
    if south > north:
        raise _bad_box()
    try:
        if system.is_wgs84:
            if west > east:
                return Box((Bounds(west, south, 180, north), Bounds(-180, south, east, north)), None)
            return Box((Bounds(west, south, east, north),), None)
        if west > east:
            raise _bad_box()
        shape = degrees_of(shapely.box(west, south, east, north), system, xy=True)
    except (OutsideValidArea, BadBounds) as error:
        raise _bad_box() from error
    return Box((Bounds(*(float(edge) for edge in shape.bounds)),), bytes(shapely.to_wkb(shape)))


def degrees_of(geometry: shapely.Geometry, system: System, *, xy: bool = False) -> shapely.Geometry:
    """The geometry in WGS 84, longitude first; long straight edges of a zone get corners, so that they stay where
    they are.

    Args:
        geometry: In the system, in its own axis order, or easting first with ``xy``.
        system: What the coordinates are in.
        xy: See ``geometry``.

    Raises:
        OutsideValidArea: A corner is nowhere on the Earth.
    """
    if unit_factor(system.text) is not None and geometry.length > 0:
        geometry = shapely.segmentize(geometry, geometry.length / (4 * EDGE_STEPS))

    def moved(corners: FloatArray) -> FloatArray:
        firsts, seconds = corners[:, 0], corners[:, 1]
        if xy and system.north_first:
            firsts, seconds = seconds, firsts
        return np.column_stack(system.read(firsts, seconds))

    return shapely.transform(geometry, moved)


def _bad_box() -> BadRequest:
    return BadRequest(
        "Tham số bbox cần bốn số: góc nhỏ rồi góc lớn, theo thứ tự trục của bbox-crs (mặc định kinh độ, vĩ độ).",
        "The parameter bbox needs four numbers: the lower corner, then the upper one, in the axis order of bbox-crs "
        "(by default longitude, latitude).",
        "bad_bbox",
    )
