"""What a text says of a coordinate reference system, as pyproj's own object. Only :mod:`gis.crs` uses it.

Files from surveyors' software name VN-2000 in many ways, or carry its shift under any name: both are
recognised here, so that :mod:`gis.crs` always takes the published operation.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.errors import UnknownCrs

_VN2000_GEOGRAPHIC = 4756
# EPSG:6960 as TOWGS84 has it: metres, seconds of arc, parts per million. The registry gives a coordinate frame
# rotation, TOWGS84 a position vector, so the rotations change sign. Files from surveyors' software carry the
# shift under any datum name, most often with the signs of the rotations the wrong way round (0.74 m off).
VN2000_TOWGS84 = (
    -191.90441429,
    -39.30318279,
    -111.45032835,
    0.00928836,
    -0.01975479,
    0.00427372,
    0.252906278,
)
_VN2000_DATUM_NAMES = {"vietnam2000", "dvietnam2000", "vn2000", "dvn2000"}


@lru_cache(maxsize=256)
def parse(text: str) -> CRS:
    """The system that a text names, whole.

    Raises:
        UnknownCrs: PROJ knows no such system.
    """
    cleaned = text.strip().rstrip("\0").strip()
    if re.fullmatch(r"\d{4,6}", cleaned):
        cleaned = f"EPSG:{cleaned}"
    if not cleaned:
        raise UnknownCrs("empty")
    try:
        return CRS.from_user_input(cleaned)
    except CRSError as error:
        raise UnknownCrs(cleaned[:80]) from error


@lru_cache(maxsize=256)
def horizontal(text: str) -> CRS:
    """Its horizontal part, on VN-2000 where its name or its shift says so.

    Raises:
        UnknownCrs: See :func:`parse`, or the system is not tied to the Earth.
    """
    crs = parse(text)
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    if crs.is_bound and crs.source_crs is not None:
        if _has_vn2000_translation(crs):
            return _on_vn2000(crs.source_crs.to_2d())
        if is_vn2000(crs.source_crs):
            crs = crs.source_crs
    crs = crs.to_2d()
    if not (crs.is_geographic or crs.is_projected) or crs.geodetic_crs is None:
        raise UnknownCrs(crs.name)
    return crs


def is_vn2000(crs: CRS) -> bool:
    """Whether the datum is VN-2000, by its code or by a name that programs give it."""
    geodetic = crs.geodetic_crs
    if geodetic is None or crs.is_bound:
        return False
    if geodetic.to_epsg() == _VN2000_GEOGRAPHIC:
        return True
    names = (geodetic.datum.name if geodetic.datum else "", geodetic.name)
    return any(re.sub(r"[^a-z0-9]", "", name.lower()) in _VN2000_DATUM_NAMES for name in names)


def _has_vn2000_translation(crs: CRS) -> bool:
    operation = crs.coordinate_operation
    shift = list(operation.towgs84) if operation is not None else []
    return len(shift) >= 3 and all(
        abs(got - wanted) < 0.01 for got, wanted in zip(shift[:3], VN2000_TOWGS84[:3], strict=True)
    )


def _on_vn2000(crs: CRS) -> CRS:
    """The same projection with the datum named for what its shift shows it to be."""
    geographic = CRS.from_epsg(_VN2000_GEOGRAPHIC)
    if crs.is_geographic:
        return geographic
    description = crs.to_json_dict()
    description["base_crs"] = geographic.to_json_dict()
    description.pop("id", None)
    return CRS.from_json_dict(description)
