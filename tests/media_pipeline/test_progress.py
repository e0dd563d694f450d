from __future__ import annotations

import pytest

from media_pipeline.progress import Pace, points_of, say_points, told_to


def test_what_is_said_reaches_whoever_listens_and_is_understood_again() -> None:
    heard: list[str] = []
    with told_to(heard.append):
        say_points(3, 10)
    say_points(9, 10)
    assert [points_of(step) for step in heard] == [(3, 10)]


@pytest.mark.parametrize(
    "step", ["derive:copc", "points:1", "points:-1/3", "points:1/2 more", f"points:{'9' * 20}/1"]
)
def test_other_steps_say_nothing_of_points(step: str) -> None:
    assert points_of(step) is None


def test_a_pace_foretells_the_end() -> None:
    pace = Pace(done=50_000_000, total=200_000_000, megabytes=1_300.0, seconds=40.0)
    assert (pace.points_per_s, pace.megabytes_per_s, pace.left_s) == (1_250_000, 8.125, 120.0)
    assert Pace(0, 5, 1.0, 0.0).left_s is None
