"""A box in metres as a box on the map."""

from __future__ import annotations

import pytest

from gis.crs import to_wgs84
from gis.errors import OutsideValidArea
from gis.native_bounds import bounds_to_wgs84


def test_every_point_of_the_edge_is_inside_not_only_the_corners() -> None:
    box = bounds_to_wgs84(400_000, 2_200_000, 600_000, 2_300_000, "EPSG:9209")
    for share in range(11):
        x, y = 400_000 + share * 20_000, 2_200_000 + share * 10_000
        for point in ((x, 2_200_000), (x, 2_300_000), (400_000, y), (600_000, y)):
            assert box.contains(*to_wgs84(*point, "EPSG:9209")), point
    # The northern edge bulges in the middle: the corners alone would cut it off.
    assert box.north > to_wgs84(400_000, 2_300_000, "EPSG:9209")[1]


def test_a_box_off_the_earth_is_an_error() -> None:
    with pytest.raises(OutsideValidArea):
        bounds_to_wgs84(float("nan"), 0, 1, 1, "EPSG:9209")
