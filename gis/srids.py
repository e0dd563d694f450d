"""The VN-2000 systems as databases know them, and the one way to ask a database for the published operation.

PostGIS 3.3 lacks 14 zones (9205 to 9218); they are taken from PROJ. ``ST_Transform`` by code is for neither
database to be trusted with: inside 104.24-107.11° E, 9.35-11.04° N the PROJ below it prefers EPSG:5194, made
for two oil blocks, for seven of the systems (0.8 m off; PostGIS 3.3.2 and SpatiaLite 5.0.1, 2026-11-25). What
is kept and shown is computed by :mod:`gis.crs`; a database that must do it is given both PROJ strings.
"""

from __future__ import annotations

from gis.crs import spatial_reference_texts

VN2000_SRIDS = (3405, 3406, 4756, *range(5896, 5900), *range(9205, 9219))
WGS84_PROJ = "+proj=longlat +datum=WGS84 +no_defs"

_INSERT = (
    "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)"
    " VALUES (%s, 'EPSG', %s, %s, %s) ON CONFLICT (srid) DO NOTHING"
)


def missing_srids_sql() -> list[tuple[str, tuple[int, int, str, str]]]:
    """One parametrised statement per zone for PostGIS; a zone that is already there stays as it is."""
    return [(_INSERT, (srid, srid, *spatial_reference_texts(srid))) for srid in VN2000_SRIDS]


def pinned_proj(srid: int) -> str:
    """The PROJ string of a VN-2000 system with the shift of EPSG:6960 in it, for ``ST_Transform`` by strings."""
    return spatial_reference_texts(srid)[1]
