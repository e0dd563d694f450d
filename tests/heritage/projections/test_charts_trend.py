"""The line of the share over time: it breaks where something else is counted, and hides nothing."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from heritage.projections.charts_trend import Break, Line, Point, pieces, sparkline, trend

DAY = dt.date(2026, 4, 30)


def _points(count: int) -> list[Point]:
    return [
        Point(
            DAY + dt.timedelta(days=30 * n), 10 + n, 72, (DAY + dt.timedelta(days=30 * n)).strftime("%d/%m")
        )
        for n in range(count)
    ]


@given(st.integers(1, 40), st.lists(st.integers(-30, 1300), max_size=5))
def test_runs_hold_every_point_once_and_none_crosses_a_break(count, offsets):
    points = _points(count)
    breaks = [Break(DAY + dt.timedelta(days=offset), "x") for offset in offsets]
    runs = pieces(points, breaks)
    assert [point for run in runs for point in run] == points
    for run in runs:
        assert not any(run[0].day < each.day <= run[-1].day for each in breaks)
    for earlier, later in pairwise(runs):
        assert any(earlier[-1].day < each.day <= later[0].day for each in breaks)


def test_a_new_register_breaks_the_line_and_is_named():
    points = _points(6)
    drawn = trend(
        "tg", points, [Break(points[3].day, "Danh mục bản 2: 74")], [], "Lên 20,8%", "Xem bảng", "20,8%"
    )
    assert drawn.count('class="trend"') == 2
    assert "Danh mục bản 2: 74" in drawn and drawn.count("<circle") == 6


def test_one_point_is_a_dot_and_no_line():
    drawn = trend("tg", _points(1), [], [], "t", "d", "13,9%")
    assert 'trend"' not in drawn.replace("trend-chart", "") and drawn.count("<circle") == 1
    assert 'aria-hidden="true"' in sparkline(_points(1), [], 50.0)


def test_targets_and_references_are_drawn_apart_within_the_frame():
    drawn = trend(
        "tg", _points(3), [], [Line(50, "Chỉ tiêu 50%"), Line(100, "QĐ 2026", True)], "t", "d", "16,7%"
    )
    assert 'class="tgt"' in drawn and 'class="ref"' in drawn
    heights = [float(y) for y in re.findall(r'class="(?:tgt|ref)" d="M46 ([\d.]+)H', drawn)]
    assert heights[0] > heights[1] >= 30


def test_the_first_and_the_last_day_are_always_written():
    for count in (2, 7, 60):
        points = _points(count)
        drawn = trend("tg", points, [], [], "t", "d", "x")
        assert f">{points[-1].label}</text>" in drawn and f">{points[0].label}</text>" in drawn
