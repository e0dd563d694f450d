"""Check points of the national reference system, and what files call it."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from gis.crs import (
    crs_name,
    ellipsoid_area_km2,
    epsg_of,
    from_wgs84,
    parse_crs,
    points_to_wgs84,
    spatial_reference_texts,
    to_wgs84,
    transformation_accuracy_m,
    unit_factor,
    vertical_unit_factor,
)
from gis.distance import distance_m
from gis.errors import OutsideValidArea, UnknownCrs

# Place, latitude, longitude, EPSG code, X (northing) and Y (easting) in metres.
CHECK_POINTS = [
    ("Đền Trần", 20.455966, 106.167945, 9209, 2262869.638, 569493.211),
    ("Đền Trần", 20.455966, 106.167945, 5897, 2263161.198, 621664.093),
    ("Đền Trần", 20.455966, 106.167945, 3405, 2262482.182, 621627.590),
    ("Vị Khê", 20.407612, 106.211493, 9209, 2257535.741, 574060.102),
    ("Vị Khê", 20.407612, 106.211493, 5897, 2257840.571, 626247.795),
    ("Xuân Hưng", 20.277929, 106.365057, 9209, 2243255.864, 590163.212),
    ("Xuân Hưng", 20.277929, 106.365057, 5897, 2243607.642, 642396.421),
    ("Hồng Bàng", 20.867363, 106.657950, 9210, 2308536.753, 594280.495),
    ("Bạch Sam cũ", 20.920688, 106.106640, 9209, 2314292.356, 562904.399),
]
VN_2000_CODES = [4756, 3405, 3406, 5896, 5897, 5898, 5899, *range(9205, 9219)]


@pytest.mark.parametrize(("place", "lat", "lon", "epsg", "northing", "easting"), CHECK_POINTS)
def test_check_points_hold_to_a_centimetre_both_ways(
    place: str, lat: float, lon: float, epsg: int, northing: float, easting: float
) -> None:
    x, y = from_wgs84(lon, lat, f"EPSG:{epsg}")
    assert math.hypot(x - easting, y - northing) < 0.01, place
    back_lon, back_lat = to_wgs84(easting, northing, f"EPSG:{epsg}")
    assert distance_m(back_lon, back_lat, lon, lat) < 0.01, place


def test_the_operation_for_oil_blocks_is_never_used() -> None:
    ours = to_wgs84(106.17, 20.45, "EPSG:4756")
    published, oil_blocks = (
        Transformer.from_pipeline(f"urn:ogc:def:coordinateOperation:EPSG::{code}").transform(20.45, 106.17)
        for code in (6960, 5194)
    )
    assert ours == pytest.approx((published[1], published[0]), abs=1e-12)
    assert 0.3 < distance_m(*ours, oil_blocks[1], oil_blocks[0]) < 1.5
    assert 200 < distance_m(*ours, 106.17, 20.45) < 250


@pytest.mark.parametrize("epsg", VN_2000_CODES)
def test_the_published_operation_is_taken_even_where_proj_itself_would_take_the_oil_blocks(epsg: int) -> None:
    lon, lat = 105.15, 10.2  # in the Mekong delta, between the two blocks of EPSG:5194
    degrees = from_wgs84(lon, lat, "EPSG:4756")
    projected = Transformer.from_crs("EPSG:4756", f"EPSG:{epsg}", always_xy=True).transform(*degrees)
    assert from_wgs84(lon, lat, f"EPSG:{epsg}") == pytest.approx(projected, abs=1e-6)
    published = Transformer.from_pipeline("urn:ogc:def:coordinateOperation:EPSG::6960")
    assert published.transform(degrees[1], degrees[0]) == pytest.approx((lat, lon), abs=2e-8)


@pytest.mark.parametrize("epsg", VN_2000_CODES)
@settings(max_examples=25, deadline=None)
@given(lon=st.floats(102.2, 109.4), lat=st.floats(8.5, 23.3))
def test_there_and_back_is_the_same_point_in_each_of_the_21_systems(
    epsg: int, lon: float, lat: float
) -> None:
    crs = f"EPSG:{epsg}"
    # The published shift is linear: its inverse is good to about a millimetre.
    assert distance_m(*to_wgs84(*from_wgs84(lon, lat, crs), crs), lon, lat) < 0.002


def test_every_spelling_of_a_system_gives_one_code() -> None:
    wkt = CRS.from_epsg(9209)
    spellings = ["9209", " EPSG:9209\0", "epsg:9209", "urn:ogc:def:crs:EPSG::9209"]
    spellings += [wkt.to_wkt("WKT1_ESRI"), wkt.to_wkt("WKT1_GDAL"), wkt.to_wkt("WKT2_2019")]
    for text in spellings:
        assert (epsg_of(text), crs_name(text)) == (9209, "VN-2000 / TM-3 105-30"), text


@pytest.mark.parametrize("sign", [1, -1])
def test_a_shift_written_with_either_sign_of_rotation_is_still_the_published_one(sign: int) -> None:
    text = (
        "+proj=tmerc +lat_0=0 +lon_0=105.5 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m +towgs84="
        f"-191.90441429,-39.30318279,-111.45032835,{sign * -0.00928836},{sign * 0.01975479},"
        f"{sign * -0.00427372},0.252906278"
    )
    assert parse_crs(text).is_vn2000
    assert to_wgs84(569493.211, 2262869.638, text) == pytest.approx((106.167945, 20.455966), abs=1e-7)


def test_what_mapping_programs_write_for_a_zone_is_recognised() -> None:
    tail = (
        'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",105.5],'
        'PARAMETER["scale_factor",0.9999],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],'
        'UNIT["metre",1]]'
    )
    by_name = (
        'PROJCS["VN2000_KTT105d30_3deg",GEOGCS["GCS_VN_2000",DATUM["D_Vn_2000",'
        'SPHEROID["WGS_1984",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],'
    )
    by_shift = (
        'PROJCS["x",GEOGCS["y",DATUM["unknown",SPHEROID["WGS84",6378137,298.257223563],'
        "TOWGS84[-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278]],"
        'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],'
    )
    for head in (by_name, by_shift):
        crs = parse_crs(head + tail)
        assert (crs.epsg, crs.is_vn2000) == (9209, True)
        assert to_wgs84(569493.211, 2262869.638, head + tail) == pytest.approx(
            (106.167945, 20.455966), abs=1e-7
        )


def test_an_unknown_datum_is_an_error_not_a_guess() -> None:
    with pytest.raises(UnknownCrs):
        to_wgs84(569493.211, 2262869.638, "+proj=utm +zone=48 +ellps=WGS84")


def test_heights_are_dropped_and_their_unit_is_still_known() -> None:
    assert parse_crs("EPSG:4979").epsg == 4326
    assert parse_crs("EPSG:7415").epsg == 28992
    assert vertical_unit_factor("EPSG:7415") == 1
    assert vertical_unit_factor("EPSG:9209") is None
    assert vertical_unit_factor("EPSG:2994+8228") == pytest.approx(0.3048)


def test_feet_are_converted() -> None:
    assert unit_factor("EPSG:2994") == pytest.approx(0.3048)
    assert unit_factor("EPSG:9209") == 1
    assert unit_factor("EPSG:4326") is None
    lon, lat = to_wgs84(637000.0, 851000.0, "EPSG:2994")
    assert (lon, lat) == pytest.approx((-123.07, 44.05), abs=0.05)


def test_arrays_agree_with_single_points_and_are_left_alone() -> None:
    xs, ys = np.array([569493.211, 574060.102]), np.array([2262869.638, 2257535.741])
    lons, lats = points_to_wgs84(xs, ys, "EPSG:9209")
    assert (lons[1], lats[1]) == pytest.approx((106.211493, 20.407612), abs=1e-7)
    assert (lons[0], lats[0]) == to_wgs84(569493.211, 2262869.638, "EPSG:9209")
    assert xs.tolist() == [569493.211, 574060.102]
    empty_lons, empty_lats = points_to_wgs84(np.array([]), np.array([]), "EPSG:9209")
    assert (empty_lons.size, empty_lats.size) == (0, 0)


def test_area_on_the_ellipsoid_of_a_ring_either_way_round() -> None:
    lons, lats = np.array([106.0, 106.1, 106.1, 106.0]), np.array([20.0, 20.0, 20.1, 20.1])
    assert ellipsoid_area_km2(lons, lats) == pytest.approx(115.7, abs=0.2)
    assert ellipsoid_area_km2(lons[::-1], lats[::-1]) == pytest.approx(ellipsoid_area_km2(lons, lats))


@pytest.mark.parametrize(
    "text", ["", "EPSG:999999", "junk", "EPSG:5773", "EPSG:4978", 'LOCAL_CS["x",UNIT["metre",1]]']
)
def test_what_is_not_a_place_on_a_map_is_refused(text: str) -> None:
    with pytest.raises(UnknownCrs):
        parse_crs(text)


@pytest.mark.parametrize(
    ("x", "y", "crs"),
    [(math.nan, 1, "EPSG:9209"), (1e12, 1e12, "EPSG:9209"), (200, 10, "EPSG:4326"), (10, 95, "EPSG:4326")],
)
def test_a_point_off_the_earth_is_an_error_not_the_whole_world(x: float, y: float, crs: str) -> None:
    with pytest.raises(OutsideValidArea):
        to_wgs84(x, y, crs)


def test_off_the_earth_is_refused_on_the_way_out_too() -> None:
    for lon, lat in [(math.inf, 0.0), (181.0, 0.0), (0.0, 91.0)]:
        with pytest.raises(OutsideValidArea):
            from_wgs84(lon, lat, "EPSG:9209")


def test_threads_do_not_share_a_transformer() -> None:
    def one(index: int) -> tuple[float, float]:
        return from_wgs84(106 + index % 10 / 100, 20.4, "EPSG:9209")

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(one, range(400)))
    assert got == [one(index) for index in range(400)]


def test_accuracy_is_what_the_authority_states() -> None:
    assert transformation_accuracy_m("EPSG:9209") == 1
    assert transformation_accuracy_m("EPSG:4326") == 0
    assert (transformation_accuracy_m("EPSG:2994") or 0) >= 1


def test_database_rows_name_the_zone() -> None:
    wkt, proj = spatial_reference_texts(9205)
    assert 'AUTHORITY["EPSG","9205"]' in wkt
    assert proj.startswith("+proj=tmerc")
    assert "+lon_0=103" in proj
    assert "+type=crs" not in proj
    assert "+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836," in proj
    assert "towgs84" not in spatial_reference_texts(32648)[1]
