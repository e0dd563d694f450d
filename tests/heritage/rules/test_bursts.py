from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gis.distance import distance_m
from heritage.rules.bursts import GAP_S, REACH_M, Shot, belong_together, centre, grouped

LON, LAT = 106.2128, 20.4034
METRE = 1 / 111_195  # degrees of latitude


def shot(key: str, at_s: float | None, north_m: float | None = 0.0, camera: str | None = "X100") -> Shot:
    if north_m is None:
        return Shot(key, at_s, camera=camera)
    return Shot(key, at_s, LON, LAT + north_m * METRE, camera)


def keys(shots: list[Shot]) -> set[frozenset[str]]:
    return {frozenset(each.key for each in burst) for burst in grouped(shots)}


def test_a_walk_around_a_temple_is_one_burst_though_its_ends_are_far_apart() -> None:
    walk = [shot(str(number), number * 300.0, number * 50.0) for number in range(6)]
    assert keys(walk) == {frozenset("012345")}


def test_a_pause_or_a_stride_too_long_parts_bursts() -> None:
    assert keys([shot("a", 0), shot("b", GAP_S), shot("c", 2 * GAP_S + 1)]) == {
        frozenset("ab"),
        frozenset("c"),
    }
    assert keys([shot("a", 0), shot("b", 10, REACH_M - 1), shot("c", 20, 2 * REACH_M + 1)]) == {
        frozenset("ab"),
        frozenset("c"),
    }


def test_without_a_place_time_and_the_same_camera_decide() -> None:
    indoors = shot("b", 60, None)
    assert belong_together(shot("a", 0), indoors)
    assert not belong_together(shot("a", 0, camera="Other"), indoors)
    assert not belong_together(shot("a", 0, None, None), shot("b", 60, None, None))


def test_without_a_time_a_photo_is_alone() -> None:
    assert keys([shot("a", None), shot("b", None), shot("c", 5)]) == {
        frozenset("a"),
        frozenset("b"),
        frozenset("c"),
    }


def test_the_centre_is_that_of_the_placed_photos() -> None:
    middle = centre((shot("a", 0, 0), shot("b", 1, 20), shot("c", 2, None)))
    assert middle is not None
    assert abs(distance_m(LON, LAT, middle.lon, middle.lat) - 10) < 0.1
    assert centre((shot("a", 0, None),)) is None


SHOTS = st.lists(
    st.builds(
        shot,
        key=st.uuids().map(str),
        at_s=st.none() | st.floats(0, 5_000),
        north_m=st.none() | st.floats(0, 400),
        camera=st.none() | st.sampled_from(["A", "B"]),
    ),
    max_size=25,
)


@given(SHOTS)
def test_every_photo_is_in_exactly_one_burst(shots: list[Shot]) -> None:
    assert sorted(each.key for burst in grouped(shots) for each in burst) == sorted(
        each.key for each in shots
    )


@given(SHOTS)
def test_two_that_belong_together_are_never_parted_and_every_burst_is_linked(shots: list[Shot]) -> None:
    bursts = grouped(shots)
    home = {each.key: number for number, burst in enumerate(bursts) for each in burst}
    for at, one in enumerate(shots):
        for other in shots[:at]:
            if belong_together(one, other):
                assert home[one.key] == home[other.key]
    for burst in bursts:
        if len(burst) > 1:
            assert all(
                any(belong_together(one, other) for other in burst if other is not one) for one in burst
            )


@given(SHOTS, st.randoms())
def test_the_order_of_arrival_does_not_matter(shots: list[Shot], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(shots)
    random.shuffle(shuffled)
    assert keys(shuffled) == keys(shots)
