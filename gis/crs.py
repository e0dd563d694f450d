"""Coordinate reference systems. Only this module and :mod:`gis.crs_reading` import pyproj.

Every function takes and returns the easting (or longitude) first, whatever order the authority or the
paper uses. VN-2000 always goes through EPSG:6960, the parameters of QĐ 05/2007/QĐ-BTNMT; PROJ would
otherwise be free to pick EPSG:5194, which was made for two oil blocks and differs by about 0.7 m.
"""

from __future__ import annotations

import math
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import ProjError
from pyproj.transformer import TransformerGroup

from gis.crs_reading import VN2000_TOWGS84, horizontal, is_vn2000, parse
from gis.errors import OutsideValidArea, UnknownCrs

WGS84 = "EPSG:4326"
VN2000_OPERATION = 6960

FloatArray = NDArray[np.float64]

_WGS84_ELLIPSOID = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Crs:
    """A horizontal reference system as the rest of the program sees it."""

    text: str
    """Give this back to the functions of this module: ``EPSG:9209``, else WKT."""
    name: str
    epsg: int | None
    is_geographic: bool
    unit_m: float | None
    """Metres per unit of the axes; None for degrees."""
    is_vn2000: bool


def parse_crs(text: str) -> Crs:
    """Read ``EPSG:9209``, ``9209``, an OGC URN or address, WKT 1 or 2, or a PROJ string.

    A compound or three-dimensional system is reduced to its horizontal part.

    Raises:
        UnknownCrs: Not a system tied to the Earth, or not one PROJ knows.
    """
    crs = horizontal(text)
    epsg = crs.to_epsg()
    return Crs(
        text=f"EPSG:{epsg}" if epsg else crs.to_wkt(),
        name=crs.name,
        epsg=epsg,
        is_geographic=crs.is_geographic,
        unit_m=None if crs.is_geographic else float(crs.axis_info[0].unit_conversion_factor),
        is_vn2000=is_vn2000(crs),
    )


def to_wgs84(x: float, y: float, crs: str) -> tuple[float, float]:
    """Longitude and latitude in degrees of a point given easting (or longitude) first.

    Raises:
        OutsideValidArea: The point has no longitude and latitude.
        UnknownCrs: See :func:`parse_crs`, or no exact operation to WGS 84 is known.
    """
    lon, lat = points_to_wgs84(np.array([x], dtype=float), np.array([y], dtype=float), crs)
    return float(lon[0]), float(lat[0])


def from_wgs84(lon: float, lat: float, crs: str) -> tuple[float, float]:
    """Easting (or longitude) and northing (or latitude) in ``crs`` of a WGS 84 point.

    Raises:
        OutsideValidArea: The system cannot express the point.
        UnknownCrs: See :func:`to_wgs84`.
    """
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise OutsideValidArea(f"{lon}, {lat}")
    xs, ys = points_from_wgs84(np.array([lon]), np.array([lat]), crs)
    return float(xs[0]), float(ys[0])


def points_from_wgs84(lons: FloatArray, lats: FloatArray, crs: str) -> tuple[FloatArray, FloatArray]:
    """The inverse of :func:`points_to_wgs84`; raises the same."""
    return _run(_steps(crs, threading.get_ident())[1], lons, lats, crs)


def points_to_wgs84(xs: FloatArray, ys: FloatArray, crs: str) -> tuple[FloatArray, FloatArray]:
    """Longitudes and latitudes of many points; arrays of shape (n,), the inputs are not changed.

    Raises:
        OutsideValidArea: At least one point has no longitude and latitude.
        UnknownCrs: See :func:`to_wgs84`.
    """
    lons, lats = _run(_steps(crs, threading.get_ident())[0], xs, ys, crs)
    if lons.size and (np.abs(lons).max() > 180 or np.abs(lats).max() > 90):
        raise OutsideValidArea(f"{len(xs)} points in {crs[:60]}")
    return lons, lats


def ellipsoid_area_km2(lons: FloatArray, lats: FloatArray) -> float:
    """Square kilometres inside a ring of WGS 84 degrees on the ellipsoid, whichever way round it runs."""
    area, _ = _WGS84_ELLIPSOID.polygon_area_perimeter(lons, lats)
    return abs(float(area)) / 1e6


def unit_factor(crs: str) -> float | None:
    """Metres per unit of the horizontal axes (0.3048… for feet); None when they are degrees."""
    return parse_crs(crs).unit_m


def vertical_unit_factor(crs: str) -> float | None:
    """Metres per unit of the heights of a compound or 3D system; None when it says nothing of heights."""
    parsed = parse(crs)
    vertical = [axis for axis in parsed.axis_info if axis.direction.lower() in {"up", "down"}]
    return float(vertical[0].unit_conversion_factor) if vertical else None


def epsg_of(crs: str) -> int | None:
    """The EPSG code of the horizontal part, or None when it matches none."""
    return parse_crs(crs).epsg


def crs_name(crs: str) -> str:
    """The name as the authority spells it: ``VN-2000 / TM-3 105-30``."""
    return parse_crs(crs).name


def is_north_first(crs: str) -> bool:
    """Whether the authority writes the latitude (or northing) before the longitude (or easting)."""
    return str(horizontal(crs).axis_info[0].direction).lower() == "north"


def transformation_accuracy_m(crs: str) -> float | None:
    """Stated accuracy of the way to WGS 84: 1 m for VN-2000, 0 for WGS 84 itself, None if unstated."""
    system = horizontal(crs)
    if is_vn2000(system):
        return 1.0
    group = TransformerGroup(system, CRS.from_epsg(4326), always_xy=True, allow_ballpark=False)
    stated = [each.accuracy for each in group.transformers if each.accuracy >= 0]
    return float(max(stated)) if stated else None  # several apply in different places: the worst of them


def projjson(crs: str) -> dict[str, object]:
    """The horizontal system as PROJJSON, as GeoParquet files carry it."""
    return dict(horizontal(crs).to_json_dict())


def spatial_reference_texts(epsg: int) -> tuple[str, str]:
    """WKT 1 and PROJ string of an EPSG code, as the ``spatial_ref_sys`` table of a database stores them.

    The string of a VN-2000 system carries the shift of EPSG:6960, so that a database that is given the string
    has no operation to choose.
    """
    crs = parse(f"EPSG:{epsg}")
    with warnings.catch_warnings():
        # The string names no datum; the WKT and the code do.
        warnings.simplefilter("ignore", UserWarning)
        proj = crs.to_proj4().replace(" +type=crs", "")
    if is_vn2000(crs):
        shift = "+towgs84=" + ",".join(map(str, VN2000_TOWGS84))
        proj = proj.replace("+no_defs", f"{shift} +no_defs")
    return crs.to_wkt("WKT1_GDAL"), proj


_Step = Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]


def _run(step: _Step, xs: FloatArray, ys: FloatArray, crs: str) -> tuple[FloatArray, FloatArray]:
    try:
        first, second = step(np.asarray(xs, dtype=float), np.asarray(ys, dtype=float))
    except ProjError as error:
        raise OutsideValidArea(crs[:60]) from error
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        raise OutsideValidArea(f"not on the Earth in {crs[:60]}")
    return first, second


# A transformer may serve one thread at a time, so each thread keeps its own: hence ``thread`` in the key.
@lru_cache(maxsize=256)
def _steps(text: str, thread: int) -> tuple[_Step, _Step]:
    """To longitude and latitude on WGS 84, and back."""
    crs = horizontal(text)
    if not is_vn2000(crs):
        try:
            whole = Transformer.from_crs(crs, CRS.from_epsg(4326), always_xy=True, allow_ballpark=False)
        except ProjError as error:
            raise UnknownCrs(f"no exact way to WGS 84 from {text[:80]}") from error
        return whole.transform, lambda lons, lats: whole.transform(lons, lats, direction="INVERSE")
    project = Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True)
    shift = Transformer.from_pipeline(f"urn:ogc:def:coordinateOperation:EPSG::{VN2000_OPERATION}")

    def forward(xs: FloatArray, ys: FloatArray) -> tuple[FloatArray, FloatArray]:
        lons, lats = project.transform(xs, ys, direction="INVERSE")
        lats, lons = shift.transform(lats, lons)  # the published operation takes latitude first
        return lons, lats

    def back(lons: FloatArray, lats: FloatArray) -> tuple[FloatArray, FloatArray]:
        lats, lons = shift.transform(lats, lons, direction="INVERSE")
        first, second = project.transform(lons, lats)
        return first, second

    return forward, back
