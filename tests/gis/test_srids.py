"""Both databases know every zone."""

from __future__ import annotations

import math

import pytest
from django.contrib.gis.db.models.functions import Transform
from django.contrib.gis.geos import Point
from django.db import connection

from gis.models import AdminUnit
from gis.srids import VN2000_SRIDS, missing_srids_sql
from tests.gis.test_crs import CHECK_POINTS


def test_every_zone_has_a_statement_with_its_definition() -> None:
    statements = missing_srids_sql()
    assert [values[0] for _, values in statements] == list(VN2000_SRIDS)
    assert {9205, 9209, 9210, 9218} <= {values[0] for _, values in statements}
    for sql, (srid, code, wkt, proj) in statements:
        assert "DO NOTHING" in sql
        assert srid == code
        assert f'AUTHORITY["EPSG","{srid}"]' in wkt
        assert proj.startswith("+proj=")


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "lat", "lon", "epsg", "northing", "easting"), CHECK_POINTS)
def test_the_database_agrees_with_the_check_points_to_a_centimetre(
    place: str, lat: float, lon: float, epsg: int, northing: float, easting: float
) -> None:
    AdminUnit.objects.create(
        code="99999", level="commune", valid_from="2025-07-01", name=place, folded=place,
        province_code="37", centroid=Point(lon, lat, srid=4326),
    )  # fmt: skip
    point = AdminUnit.objects.annotate(there=Transform("centroid", epsg)).get(code="99999").there
    assert math.hypot(point.x - easting, point.y - northing) < 0.01, connection.vendor
