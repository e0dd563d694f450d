from __future__ import annotations

import numpy as np

from media_pipeline.height_map import height_map, tinted
from media_pipeline.splat import PAPER


def test_rows_run_north_to_south_and_the_highest_point_wins() -> None:
    xyz = np.array([[0, 0, 1.0], [0, 0, 4.0], [10, 10, 2.0], [0, 10, 3.0]])
    made = height_map(xyz)
    assert made.heights[0, 0] == 3.0
    assert made.heights[-1, 0] == 4.0
    assert made.heights[0, -1] == 2.0


def test_cells_without_a_point_are_unknown_and_drawn_as_paper() -> None:
    made = height_map(np.array([[0, 0, 1.0], [10, 10, 2.0], [5, 0, 1.0], [0, 5, 1.0]]))
    assert np.isnan(made.heights).any()
    assert (tinted(made)[np.isnan(made.heights)] == PAPER).all()


def test_a_large_site_stays_within_a_thousand_cells() -> None:
    xyz = np.random.default_rng(1).random((2_000_000, 3)) * [900, 300, 10]
    assert max(height_map(xyz).heights.shape) <= 1025


def test_a_line_and_a_point_have_a_map() -> None:
    assert height_map(np.array([[3.0, 3.0, 7.0]])).heights.tolist() == [[7.0]]
    assert tinted(height_map(np.array([[0, 0, 1.0], [9, 0, 1.0]]))).ndim == 3
