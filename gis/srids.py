"""The VN-2000 zones that PostGIS does not know (9205 to 9218, absent from 3.3.2), taken from PROJ."""

from __future__ import annotations

from gis.crs import spatial_reference_texts

VN2000_SRIDS = (3405, 3406, 4756, *range(5896, 5900), *range(9205, 9219))

_INSERT = (
    "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)"
    " VALUES (%s, 'EPSG', %s, %s, %s) ON CONFLICT (srid) DO NOTHING"
)


def missing_srids_sql() -> list[tuple[str, tuple[int, int, str, str]]]:
    """One parametrised statement per zone for PostGIS; a zone that is already there stays as it is."""
    return [(_INSERT, (srid, srid, *spatial_reference_texts(srid))) for srid in VN2000_SRIDS]
