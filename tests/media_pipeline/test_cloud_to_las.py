from __future__ import annotations

from pathlib import Path

import laspy
import numpy as np
import pytest

from media_pipeline.cloud_blocks import PointBlock, finite, to_16_bits
from media_pipeline.cloud_to_las import grid_for, write_las
from tests.media_pipeline.clouds import gate


def test_positions_survive_to_half_a_step_and_colours_exactly(tmp_path: Path) -> None:
    xyz = gate(900) + [569_400, 2_262_800, 3]
    rgb = np.random.default_rng(1).integers(0, 65_536, xyz.shape).astype(np.uint16)
    classes = np.arange(900).astype(np.uint8)
    grid = grid_for(tuple(xyz.min(axis=0)), tuple(xyz.max(axis=0)))
    blocks = iter(
        [
            PointBlock(xyz[:400], rgb[:400], None, classes[:400]),
            PointBlock(xyz[400:], rgb[400:], None, classes[400:]),
        ]
    )
    assert write_las(blocks, tmp_path / "c.las", grid, True, None) == 900
    las = laspy.read(tmp_path / "c.las")
    assert np.abs(np.column_stack([las.x, las.y, las.z]) - xyz).max() <= grid.step / 2 + 1e-9
    assert (np.column_stack([las.red, las.green, las.blue]) == rgb).all()
    assert (np.asarray(las.classification) == classes).all()
    assert las.header.offsets.tolist() == [569_400.0, 2_262_800.0, 3.0]


@pytest.mark.parametrize("extent", [1e-6, 0.1, 12.0, 900.0, 250_000.0, 4e7])
def test_steps_are_fine_and_fit_32_bits(extent: float) -> None:
    grid = grid_for((0.0, 0.0, 0.0), (extent, extent / 2, 1e-9))
    assert extent / grid.step < 2**31
    assert grid.step <= extent / 1e5


def test_one_point_has_a_grid() -> None:
    assert grid_for((5.0, 5.0, 5.0), (5.0, 5.0, 5.0)).step > 0


def test_points_without_a_position_are_left_out_with_all_their_fields() -> None:
    xyz = np.array([[1.0, 2, 3], [np.nan, 2, 3], [1, np.inf, 3]])
    block = finite(PointBlock(xyz, np.arange(9, dtype=np.uint16).reshape(3, 3)))
    assert block.xyz.tolist() == [[1, 2, 3]]
    assert block.rgb is not None
    assert block.rgb.tolist() == [[0, 1, 2]]


def test_eight_bit_colours_come_back_from_sixteen() -> None:
    values = np.arange(256)
    assert ((to_16_bits(values, 255) >> 8) == values).all()
