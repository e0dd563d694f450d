"""Metres between points, and how they are said."""

from __future__ import annotations

import pytest

from gis.distance import distance_m, metres_per_degree, spoken_distance


def test_known_distances() -> None:
    # Hà Nội to Thành phố Hồ Chí Minh, about 1,140 km as the crow flies.
    assert distance_m(105.8342, 21.0278, 106.6297, 10.8231) == pytest.approx(1_138_000, rel=0.005)
    assert distance_m(106, 20, 106, 20) == 0
    assert distance_m(0, 0, 180, 0) == pytest.approx(20_015_000, rel=0.001)


def test_a_degree_shrinks_along_a_parallel() -> None:
    along, up = metres_per_degree(20.44)
    assert up == pytest.approx(111_195, abs=1)
    assert along == pytest.approx(distance_m(106, 20.44, 107, 20.44), rel=1e-4)


@pytest.mark.parametrize(
    ("metres", "vi", "en"),
    [
        (0, "0 m", "0 m"),
        (85.4, "85 m", "85 m"),
        (994, "990 m", "990 m"),
        (996, "1 km", "1 km"),
        (1440, "1,4 km", "1.4 km"),
        (2001, "2 km", "2 km"),
        (9960, "10 km", "10 km"),
        (14_020, "14 km", "14 km"),
    ],
)
def test_distances_are_said_with_the_figures_that_matter(metres: float, vi: str, en: str) -> None:
    assert spoken_distance(metres) == vi
    assert spoken_distance(metres, ".") == en
