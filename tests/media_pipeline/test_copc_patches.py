from __future__ import annotations

from pathlib import Path

import laspy
import numpy as np
import pytest

from media_pipeline.copc_patches import PATCH_POINTS, PATCHES, with_patches
from media_pipeline.copc_plan import Task
from media_pipeline.copc_write import CopcLimits, write_copc
from tests.media_pipeline.clouds import gate, write_las


def test_patches_lie_halfway_through_each_quarter_of_the_cloud() -> None:
    tasks = with_patches([Task([(0, 0)], [(0, 600)]), Task([(0, 0)], [(600, 100), (0, 100)])])
    assert [task.patches for task in tasks] == [(100, 300, 500), (100,)]


def test_a_pile_of_points_in_one_place_is_no_patch() -> None:
    pile = Task([(0, 0)], [(0, 900)], pile=True)
    assert [task.patches for task in with_patches([pile, Task([(0, 0)], [(900, 8)])])] == [(), (1, 3, 5, 7)]
    assert [task.patches for task in with_patches([pile])] == [()]


@pytest.mark.parametrize("task_points", [60_000, 2_000_000])
def test_a_patch_has_every_point_of_its_place(tmp_path: Path, task_points: int) -> None:
    source = write_las(tmp_path / "in.las", gate(300_000), scale=(0.001, 0.001, 0.002))
    limits = CopcLimits(run_points=50_000, task_points=task_points, processes=1)
    summary = write_copc(source, tmp_path / "c.copc.laz", limits=limits)
    everything = np.asarray(laspy.read(source).xyz)
    assert 1 <= len(summary.patches) <= PATCHES
    for patch in summary.patches:
        assert PATCH_POINTS <= len(patch) <= 300_000
        assert np.allclose(patch.min(axis=0), 0)
        # found again in the cloud by its size and by the number of its points, wherever it lies
        size = np.ptp(patch, axis=0)
        low = _place_of(patch, everything)
        inside = ((everything >= low - 1e-9) & (everything <= low + size + 1e-9)).all(axis=1)
        assert inside.sum() == len(patch)


def _place_of(patch: np.ndarray, everything: np.ndarray) -> np.ndarray:
    """Where the patch lies: the offset at which its first point and its last are both points of the cloud."""
    points = {tuple(row) for row in np.round(everything, 6).tolist()}
    for candidate in everything:
        low = candidate - patch[0]
        if all(tuple(np.round(low + patch[n], 6).tolist()) in points for n in (1, len(patch) // 2, -1)):
            return low
    raise AssertionError("no such place in the cloud")
