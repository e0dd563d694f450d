"""Path data becomes absolute lines and curves."""

from __future__ import annotations

import math

import pytest

from heritage.reports.svg_path import steps


def test_relative_steps_are_added_up_and_corners_closed() -> None:
    assert list(steps("M1 2l3 4h-1v5zm1 1")) == [
        ("M", 1.0, 2.0),
        ("L", 4.0, 6.0),
        ("L", 3.0, 6.0),
        ("L", 3.0, 11.0),
        ("Z",),
        ("M", 2.0, 3.0),
    ]


def test_pairs_after_a_move_are_lines() -> None:
    assert list(steps("M0 0 1 1m1 1 2 0")) == [
        ("M", 0.0, 0.0),
        ("L", 1.0, 1.0),
        ("M", 2.0, 2.0),
        ("L", 4.0, 2.0),
    ]


def test_a_smooth_curve_mirrors_the_handle_before_it() -> None:
    curves = [step for step in steps("M0 0C0 10 10 10 10 0s10-10 10 0") if step[0] == "C"]
    assert curves[1][1:3] == (10.0, -10.0)
    assert curves[1][5:] == (20.0, 0.0)


def test_numbers_may_stand_without_spaces() -> None:
    assert list(steps("M.5-.5L1.5.5")) == [("M", 0.5, -0.5), ("L", 1.5, 0.5)]


@pytest.mark.parametrize("large", [0, 1])
@pytest.mark.parametrize("sweep", [0, 1])
def test_an_arc_stays_on_its_circle_and_ends_where_it_is_told(large: int, sweep: int) -> None:
    curves = [step for step in steps(f"M5 0A5 5 0 {large} {sweep} 0 5") if step[0] == "C"]
    assert tuple(round(float(part), 9) for part in curves[-1][5:]) == (0.0, 5.0)
    assert len(curves) == (3 if large else 1)
    for curve in curves:
        end = (float(curve[5]), float(curve[6]))
        assert 5.0 in {round(math.dist(end, each), 9) for each in ((0.0, 0.0), (5.0, 5.0))}


@pytest.mark.parametrize("data", ["5 5", "M1", "M0 0Z5", "M0 0C1 2"])
def test_what_is_no_path_is_an_error(data: str) -> None:
    with pytest.raises(ValueError, match="path data"):
        list(steps(data))
