from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.copc_grid import DEEPEST, NodeKey, cube_around, group_starts, morton_codes, node_key

SAME = (0.001, 0.001, 0.001)
OTHER = (0.001, 0.01, 0.0005)


@pytest.mark.parametrize("scales", [SAME, OTHER])
def test_every_point_lies_in_the_box_of_its_node_at_every_level(scales: tuple[float, float, float]) -> None:
    random = np.random.default_rng(1)
    xyz = random.integers(-5000, 90_000, (2000, 3)).astype(np.int32)
    low, high = xyz.min(axis=0).tolist(), xyz.max(axis=0).tolist()
    offsets = (500_000.0, 2_260_000.0, 0.0)
    cube = cube_around(low, high, scales, offsets)
    codes = morton_codes(*xyz.T, cube)
    places = xyz * np.array(scales) + np.array(offsets)
    for level in (1, 3, 9, 17):
        edge = cube.edge / 2**level
        for code, place in zip(codes[:200], places[:200], strict=True):
            key = node_key(int(code), level)
            corner = np.array(cube.corner) + edge * np.array([key.x, key.y, key.z])
            assert (place >= corner - 1e-9).all()
            assert (place <= corner + edge + 1e-9).all()


def test_codes_interleave_x_before_y_before_z() -> None:
    cube = cube_around([0, 0, 0], [63, 63, 63], SAME, (0, 0, 0))
    ends = np.array([0, 63], np.int32)
    for axis, digit in ((0, 4), (1, 2), (2, 1)):
        corner = [np.array([0], np.int32)] * 3
        corner[axis] = ends[1:]
        assert int(morton_codes(*corner, cube)[0]) >> (3 * (DEEPEST - 1)) == digit


def test_one_point_has_a_cube() -> None:
    cube = cube_around([7, 7, 7], [7, 7, 7], SAME, (0, 0, 0))
    assert cube.holds([7, 7, 7], [7, 7, 7])
    assert not cube.holds([6, 7, 7], [7, 7, 7])
    assert cube.edge > 0


def test_a_parent_holds_its_children() -> None:
    assert NodeKey(3, 5, 6, 7).parent == NodeKey(2, 2, 3, 3)


def test_groups_start_where_values_change() -> None:
    assert group_starts(np.array([4, 4, 9, 9, 9, 11], np.uint64)).tolist() == [0, 2, 5]
