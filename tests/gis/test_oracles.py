"""Three programs transform VN-2000: pyproj, SpatiaLite and PostGIS. They agree, because none of them may choose.

The database is the one that the settings name: the suite runs over SpatiaLite, and again over PostGIS.
"""

from __future__ import annotations

import csv
import math
import os
import random
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from django.db import connection

from gis.crs import from_wgs84, points_from_wgs84, points_to_wgs84, to_wgs84
from gis.distance import distance_m
from gis.srids import VN2000_SRIDS, WGS84_PROJ, missing_srids_sql, pinned_proj
from tests.gis.test_crs import CHECK_POINTS

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
COUNTRY = (102.2, 8.5, 109.4, 23.3)
OIL_BLOCKS = (104.24, 9.35, 107.11, 11.04)  # where PROJ's own choice for seven of the systems is EPSG:5194
TOLERANCE_M = 0.01

Pairs = list[tuple[float, float]]


def random_points(seed: int, count: int, box: tuple[float, float, float, float]) -> Pairs:
    drawn = random.Random(seed)
    west, south, east, north = box
    return [(drawn.uniform(west, east), drawn.uniform(south, north)) for _ in range(count)]


def everywhere(srid: int) -> Pairs:
    return random_points(srid, 60, COUNTRY) + random_points(srid + 1, 30, OIL_BLOCKS)


def asked(points: Sequence[tuple[float, float]], transform: str) -> Pairs:
    """The database's answer for each point; ``transform`` holds the point as ``{point}``."""
    make = "ST_MakePoint(%s, %s)" if connection.vendor == "postgresql" else "MakePoint(%s, %s)"
    found = []
    with connection.cursor() as cursor:
        for x, y in points:
            moved = transform.format(point=make)
            cursor.execute(f"SELECT ST_X(g), ST_Y(g) FROM (SELECT {moved} AS g) AS one", [x, y])  # noqa: S608
            found.append(cursor.fetchone())
    return found


def with_strings(source: str, target: str, srids: tuple[int, int]) -> str:
    """ST_Transform from one PROJ string to another, as each database spells it."""
    if connection.vendor == "postgresql":
        return f"ST_Transform({{point}}, '{source}', '{target}')"
    return f"ST_Transform(SetSRID({{point}}, {srids[0]}), {srids[1]}, NULL, '{source}', '{target}')"


def apart_m(srid: int, one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two points of a system."""
    return distance_m(*one, *other) if srid == 4756 else math.hypot(one[0] - other[0], one[1] - other[1])


@pytest.mark.django_db
@pytest.mark.parametrize("srid", VN2000_SRIDS)
def test_the_database_agrees_with_pyproj_in_every_system_both_ways(srid: int) -> None:
    points = everywhere(srid)
    there = with_strings(WGS84_PROJ, pinned_proj(srid), (4326, srid))
    back = with_strings(pinned_proj(srid), WGS84_PROJ, (srid, 4326))
    lons, lats = (np.array(values) for values in zip(*points, strict=True))
    xs, ys = points_from_wgs84(lons, lats, f"EPSG:{srid}")
    native = list(zip(xs.tolist(), ys.tolist(), strict=True))
    for ours, theirs in zip(native, asked(points, there), strict=True):
        assert apart_m(srid, ours, theirs) < TOLERANCE_M, connection.vendor
    back_lons, back_lats = points_to_wgs84(xs, ys, f"EPSG:{srid}")
    for lon, lat, theirs in zip(back_lons, back_lats, asked(native, back), strict=True):
        assert distance_m(lon, lat, *theirs) < TOLERANCE_M, connection.vendor


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "lat", "lon", "epsg", "northing", "easting"), CHECK_POINTS)
def test_the_database_agrees_with_the_check_points_both_ways(
    place: str, lat: float, lon: float, epsg: int, northing: float, easting: float
) -> None:
    there = with_strings(WGS84_PROJ, pinned_proj(epsg), (4326, epsg))
    back = with_strings(pinned_proj(epsg), WGS84_PROJ, (epsg, 4326))
    [(x, y)] = asked([(lon, lat)], there)
    assert math.hypot(x - easting, y - northing) < TOLERANCE_M, place
    [(back_lon, back_lat)] = asked([(easting, northing)], back)
    assert distance_m(back_lon, back_lat, lon, lat) < TOLERANCE_M, place


@pytest.mark.xfail(reason="by code, PROJ below both databases takes EPSG:5194 in the Mekong delta: 0.8 m off")
@pytest.mark.django_db
def test_the_database_may_be_asked_by_code_alone() -> None:
    with connection.cursor() as cursor:
        for statement, values in missing_srids_sql() if connection.vendor == "postgresql" else []:
            cursor.execute(statement, values)
    points = random_points(7, 30, OIL_BLOCKS)
    make = "ST_SetSRID({point}, 4326)" if connection.vendor == "postgresql" else "SetSRID({point}, 4326)"
    for (lon, lat), theirs in zip(points, asked(points, f"ST_Transform({make}, 9209)"), strict=True):
        assert apart_m(9209, from_wgs84(lon, lat, "EPSG:9209"), theirs) < TOLERANCE_M


def test_the_product_lets_no_other_program_choose_the_operation() -> None:
    chosen_by_others = re.compile(
        r"ST_Transform\(|functions import[^\n]*\bTransform\b|\bto_crs\(|transform_geom|transform_bounds"
        r"|CoordTransform|\.transform\((?:\d|srid|ct=)"
    )
    sources = [
        path
        for folder in ("gis", "heritage", "media_pipeline", "search")
        for path in (ROOT / folder).rglob("*.py")
    ]
    assert len(sources) > 100
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sources
        for match in chosen_by_others.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.samples
@pytest.mark.django_db
def test_every_check_point_of_the_shared_table_holds_on_pyproj_and_the_database() -> None:
    table = SAMPLES / "records" / "vn2000_checkpoints.csv"
    if not table.is_file():
        if os.environ.get("DISANSO_REQUIRE_SAMPLES") == "1":
            pytest.fail(f"{table} is required and missing")
        pytest.skip("the shared samples are not on this machine")
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) >= 9
    for row in rows:
        lon, lat = float(row["wgs84_lon"]), float(row["wgs84_lat"])
        paper = float(row["Y_easting_m"]), float(row["X_northing_m"])
        srid = int(row["crs"].removeprefix("EPSG:"))
        assert apart_m(srid, from_wgs84(lon, lat, row["crs"]), paper) < TOLERANCE_M, row
        assert distance_m(*to_wgs84(*paper, row["crs"]), lon, lat) < TOLERANCE_M, row
        [theirs] = asked([(lon, lat)], with_strings(WGS84_PROJ, pinned_proj(srid), (4326, srid)))
        assert apart_m(srid, theirs, paper) < TOLERANCE_M, row
