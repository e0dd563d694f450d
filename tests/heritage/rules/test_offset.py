"""The public point of a hidden place is near enough, never too near, always the same, and cannot be averaged away."""

from __future__ import annotations

import math
import random
from statistics import fmean, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.distance import distance_m, metres_per_degree
from heritage.rules.offset import CELL, FARTHEST, NEAREST, public_point, public_radius_m

SECRET = bytes(range(32))
ROUNDING_M = 0.2  # six decimals of a degree, and the sphere's metres within one circle
lons, lats = st.floats(102, 118), st.floats(4.5, 23.5)
radii, secrets = st.sampled_from([100.0, 1000.0]), st.binary(min_size=32, max_size=32)


def somewhere(rng: random.Random) -> tuple[float, float]:
    return rng.uniform(105.5, 106.9), rng.uniform(20.0, 21.2)


def moved(lon: float, lat: float, east: float, north: float) -> tuple[float, float]:
    per_lon, per_lat = metres_per_degree(lat)
    return lon + east / per_lon, lat + north / per_lat


@given(lons, lats, radii, secrets)
def test_the_circle_always_holds_the_truth_and_the_point_is_never_the_place_itself(lon, lat, radius, secret):
    public = public_point(lon, lat, radius, secret)
    away = distance_m(lon, lat, *public)
    assert (NEAREST - CELL) * radius - ROUNDING_M <= away <= (FARTHEST + CELL) * radius + ROUNDING_M
    assert public_point(lon, lat, radius, secret) == public


@given(radii, st.one_of(st.none(), st.floats(0, 20_000)))
def test_the_public_accuracy_takes_in_the_place_s_own_error(radius, own):
    public = public_radius_m(radius, own)
    assert public >= radius
    if own is not None:
        assert public >= min(own + FARTHEST * radius + CELL * radius, public)
        assert (FARTHEST + CELL) * radius + own <= public + 1e-6
    assert public % (radius / 10) == pytest.approx(0, abs=1e-6)


def test_a_survey_by_gnss_is_published_at_the_figure_of_its_level():
    assert (public_radius_m(100, 3.0), public_radius_m(1000, 50.0), public_radius_m(100, None)) == (
        100,
        1000,
        100,
    )
    assert public_radius_m(100, 250.0) == 350


def test_places_that_share_a_hexagon_are_published_as_one_point():
    """Two items at one spot, or one item corrected by some metres, most times say the very same thing."""
    rng = random.Random(1)
    same = 0
    for _ in range(2000):
        place = somewhere(rng)
        corrected = moved(*place, rng.gauss(0, 3), rng.gauss(0, 3))
        same += public_point(*place, 100, SECRET) == public_point(*corrected, 100, SECRET)
    assert same / 2000 > 0.85


@pytest.mark.parametrize("radius", [100.0, 1000.0])
@pytest.mark.parametrize(
    ("share", "half_miss", "nineteen_in_twenty_miss", "points"),
    [(0.03, 0.45, 0.1, 2.2), (0.1, 0.27, 0.06, 5)],
)
def test_the_mean_of_everything_ever_published_stays_far_from_the_truth(
    radius, share, half_miss, nineteen_in_twenty_miss, points
):
    """300 places, each corrected 100 times: by what instruments differ (3 %), and by a tenth of the radius.

    Against a guesser who takes the mean over time and one who takes the mean of the different points.
    """
    rng = random.Random(2)
    misses, distinct = [], []
    for _ in range(300):
        place = somewhere(rng)
        wrong = [(rng.gauss(0, share * radius), rng.gauss(0, share * radius)) for _ in range(100)]
        published = [public_point(*moved(*place, *each), radius, SECRET) for each in wrong]
        different = sorted(set(published))
        distinct.append(len(different))
        for seen in (published, different):
            mean = fmean(lon for lon, _ in seen), fmean(lat for _, lat in seen)
            misses.append(distance_m(*place, *mean) / radius)
    cuts = quantiles(misses, n=20)
    assert cuts[9] > half_miss
    assert cuts[0] > nineteen_in_twenty_miss
    assert fmean(distinct) < points


@pytest.mark.parametrize("radius", [100.0, 1000.0])
def test_from_the_public_point_the_truth_lies_in_every_direction_and_all_over_the_circle(radius):
    """20,000 places far apart: sixteen directions alike; no tenth of the area holds a quarter of the truths."""
    rng = random.Random(3)
    directions, rings = [0] * 16, [0] * 10
    count = 20_000
    for _ in range(count):
        place = somewhere(rng)
        lon, lat = public_point(*place, radius, SECRET)
        per_lon, per_lat = metres_per_degree(lat)
        east, north = (place[0] - lon) * per_lon / radius, (place[1] - lat) * per_lat / radius
        directions[math.floor(math.atan2(north, east) / math.tau * 16) % 16] += 1
        rings[min(9, int((east**2 + north**2) / (FARTHEST + CELL) ** 2 * 10))] += 1
    chi_square = sum((each - count / 16) ** 2 / (count / 16) for each in directions)
    assert chi_square < 37.7  # one in a thousand, fifteen degrees of freedom
    assert max(rings) / count < 0.25
    assert sum(rings[:2]) / count < 0.2  # the middle fifth of the area is no better a guess than the rest


def test_knowing_one_hidden_place_tells_nothing_exact_of_its_neighbour():
    """What an added offset would give away by subtraction: here the guess misses as widely as any."""
    rng = random.Random(4)
    misses = []
    for _ in range(500):
        known = somewhere(rng)
        other = moved(*known, rng.uniform(-15, 15), rng.uniform(-15, 15))
        first, second = public_point(*known, 100, SECRET), public_point(*other, 100, SECRET)
        guess = second[0] + known[0] - first[0], second[1] + known[1] - first[1]
        if first == second:
            assert guess == pytest.approx(known, abs=1e-9)  # "in the same hexagon", and no more
        misses.append(distance_m(*other, *guess))
    assert quantiles(misses, n=20)[1] > 3


def test_another_secret_gives_another_point_and_another_grid():
    rng = random.Random(5)
    for _ in range(50):
        place = somewhere(rng)
        assert public_point(*place, 1000, SECRET) != public_point(*place, 1000, SECRET[::-1])
