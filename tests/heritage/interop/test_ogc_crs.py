"""Systems of OGC API: their axes are those of the register, boxes mean the same in each of them."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely

from gis.bounds import Bounds
from heritage.errors import BadRequest
from heritage.interop.ogc_crs import CRS84, DEFAULT, SYSTEMS, System, read_box, system_named

LON, LAT = 106.213, 20.4038
BY_CODE = {each.epsg: each for each in SYSTEMS if each.uri != CRS84}


def authority_order(system: System) -> tuple[float, float]:
    """The point as PROJ writes it in the authority's own order."""
    crs = pyproj.CRS.from_user_input("OGC:CRS84" if system.uri == CRS84 else f"EPSG:{system.epsg}")
    if crs.geodetic_crs is not None and crs.geodetic_crs.to_epsg() == 4756:
        shift = pyproj.Transformer.from_pipeline("urn:ogc:def:coordinateOperation:EPSG::6960")
        lat, lon = shift.transform(LAT, LON, direction="INVERSE")
        return tuple(pyproj.Transformer.from_crs("EPSG:4756", crs).transform(lat, lon))
    return tuple(pyproj.Transformer.from_crs("EPSG:4326", crs).transform(LAT, LON))


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda each: each.uri.rsplit("/", 1)[-1])
def test_coordinates_are_written_in_the_order_of_the_authority(system: System) -> None:
    firsts, seconds = system.written(np.array([LON]), np.array([LAT]))
    assert np.allclose((firsts[0], seconds[0]), authority_order(system), atol=0.6 * 10**-system.decimals)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda each: each.uri.rsplit("/", 1)[-1])
def test_what_is_written_can_be_read_back(system: System) -> None:
    lons, lats = system.read(*system.written(np.array([LON]), np.array([LAT])))
    assert np.allclose((lons[0], lats[0]), (LON, LAT), atol=2e-8)


def test_zones_of_vn2000_have_the_easting_first_and_degrees_the_latitude() -> None:
    assert {code for code, system in BY_CODE.items() if system.north_first} == {4326, 4756}


def test_a_box_of_degrees_is_read_in_the_order_of_its_system() -> None:
    wanted = (Bounds(106.0, 20.0, 107.0, 21.0),)
    assert read_box("106,20,107,21", DEFAULT).around == wanted
    assert read_box("20,106,21,107", BY_CODE[4326]).around == wanted
    assert read_box("106,20,-5,107,21,90", DEFAULT).around == wanted


def test_a_box_across_the_180th_meridian_is_two() -> None:
    assert read_box("170,-10,-170,10", DEFAULT).around == (
        Bounds(170, -10, 180, 10),
        Bounds(-180, -10, -170, 10),
    )


def test_a_box_of_a_zone_holds_just_the_points_that_it_holds_in_the_zone() -> None:
    system = BY_CODE[9209]
    box = read_box("500000,2200000,600000,2300000", system)
    shape = shapely.from_wkb(box.shape)
    for x, y, inside in [
        (500_000.02, 2_250_000, True), (499_999.98, 2_250_000, False), (550_000, 2_299_999.98, True),
        (550_000, 2_300_000.02, False), (599_999.98, 2_200_000.02, True), (600_000.02, 2_200_000.02, False),
    ]:  # fmt: skip
        lons, lats = system.read(np.array([x]), np.array([y]))
        assert shape.contains(shapely.Point(lons[0], lats[0])) is inside, (x, y)


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "1,2,3,x", "106,21,107,20", "nan,1,2,3", "1e999,1,2,3", "0,0,0,95"]
)
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        read_box(text, DEFAULT)


def test_clients_own_spellings_of_a_system_are_understood() -> None:
    uri = "http://www.opengis.net/def/crs/EPSG/0/9209"
    for spelling in (uri, "EPSG:9209", "[EPSG:9209]", "urn:ogc:def:crs:EPSG::9209"):
        assert system_named(spelling, "crs").epsg == 9209
    assert system_named("OGC:CRS84", "crs") is system_named(None, "crs") is DEFAULT
    with pytest.raises(BadRequest):
        system_named("EPSG:3857", "crs")
