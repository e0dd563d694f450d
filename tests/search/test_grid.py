from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.bounds import Bounds
from search.errors import BadQuery
from search.grid import (
    FINEST,
    MAX_ZOOM,
    distance_m,
    finest_tile,
    fitting_zoom,
    precision_for,
    quantised_lat,
    quantised_lon,
)

LON = st.floats(-180, 180)
LAT = st.floats(-90, 90)


@given(LON, LAT)
def test_quantising_moves_less_than_a_centimetre_and_only_once(lon: float, lat: float) -> None:
    q_lon, q_lat = quantised_lon(lon), quantised_lat(lat)
    assert 0 <= lon - q_lon < 1e-7
    assert 0 <= lat - q_lat < 1e-7
    assert (quantised_lon(q_lon), quantised_lat(q_lat)) == (q_lon, q_lat)


@given(LON, LAT)
def test_every_point_has_a_tile(lon: float, lat: float) -> None:
    x, y = finest_tile(lon, lat)
    assert 0 <= x < 2**FINEST
    assert 0 <= y < 2**FINEST


def test_tiles_run_east_and_south() -> None:
    assert [part >> (FINEST - 1) for part in finest_tile(-90, 45)] == [0, 0]
    assert [part >> (FINEST - 1) for part in finest_tile(106, 20)] == [1, 0]
    assert [part >> (FINEST - 1) for part in finest_tile(106, -20)] == [1, 1]


def test_a_known_tile_of_nam_dinh() -> None:
    assert [part >> (FINEST - 12) for part in finest_tile(106.168, 20.456)] == [3255, 1810]


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert distance_m(106, 20, 106, 21) == pytest.approx(111_195, abs=1)
    assert distance_m(106, 20, 106, 20) == 0


@given(LON, LAT, LON, LAT)
def test_distance_is_the_same_both_ways(lon: float, lat: float, to_lon: float, to_lat: float) -> None:
    there, back = distance_m(lon, lat, to_lon, to_lat), distance_m(to_lon, to_lat, lon, lat)
    assert there == pytest.approx(back)
    assert 0 <= there <= 20_015_200


def test_a_zoom_beyond_the_map_is_refused() -> None:
    assert precision_for(0) == 2
    assert precision_for(22) == 24
    for zoom in (-1, 23):
        with pytest.raises(BadQuery):
            precision_for(zoom)


@given(
    st.floats(-180, 179.9),
    st.floats(-85, 84.9),
    st.floats(0.0001, 80),
    st.floats(0.0001, 80),
    st.integers(16, 2000),
)
def test_a_fitting_zoom_is_the_closest_that_keeps_within_the_bound(
    west: float, south: float, width: float, height: float, most: int
) -> None:
    box = Bounds(west, south, min(180.0, west + width), min(85.0, south + height))

    def covered(zoom: int) -> int:
        shift = FINEST - precision_for(zoom)
        left, top = finest_tile(box.west, box.north)
        right, bottom = finest_tile(box.east, box.south)
        return ((right >> shift) - (left >> shift) + 1) * ((bottom >> shift) - (top >> shift) + 1)

    zoom = fitting_zoom(box, most)
    assert covered(zoom) <= most
    assert zoom == MAX_ZOOM or covered(zoom + 1) > most
