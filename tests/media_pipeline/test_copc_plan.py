from __future__ import annotations

from pathlib import Path

import numpy as np

from media_pipeline.copc_grid import DEEPEST
from media_pipeline.copc_plan import INDEX_STEP, Run, Task, plan_tasks


def _runs(folder: Path, arrays: list[np.ndarray]) -> tuple[Path, list[Run]]:
    path, runs, start = folder / "codes", [], 0
    path.write_bytes(np.concatenate(arrays).tobytes())
    for codes in arrays:
        nothing = np.zeros(0, np.int64)
        runs.append(Run(start, len(codes), codes[::INDEX_STEP], [], [], nothing, nothing, None))
        start += len(codes)
    return path, runs


def _codes(count: int, seed: int) -> np.ndarray:
    return np.sort(np.random.default_rng(seed).integers(0, 2**63, count, dtype=np.uint64))


def _check(tasks: list[Task], arrays: list[np.ndarray]) -> None:
    """Every point is in exactly one task, and in the cells that its task names."""
    everything = np.concatenate(arrays)
    seen = np.zeros(len(everything), int)
    for task in tasks:
        for start, count in task.slices:
            seen[start : start + count] += 1
            inside = np.zeros(count, bool)
            for depth, first in task.cells:
                last = first + (1 << (3 * (DEEPEST - depth)))
                block = everything[start : start + count]
                inside |= (block >= np.uint64(first)) & (block.astype(object) < last)
            assert inside.all()
    assert (seen == 1).all()


def test_tasks_cut_every_run_at_the_same_borders(tmp_path: Path) -> None:
    arrays = [_codes(3000, 1), _codes(777, 2), _codes(512, 3)]
    tasks = plan_tasks(*_runs(tmp_path, arrays), 900)
    assert len(tasks) > 3
    assert max(sum(count for _, count in task.slices) for task in tasks) <= 900
    _check(tasks, arrays)


def test_few_points_are_one_task(tmp_path: Path) -> None:
    arrays = [_codes(400, 1)]
    (task,) = plan_tasks(*_runs(tmp_path, arrays), 1000)
    assert task.cells == [(0, 0)]
    _check([task], arrays)


def test_identical_points_end_in_a_deepest_cell(tmp_path: Path) -> None:
    arrays = [np.full(5000, 2**60 + 7, np.uint64)]
    tasks = plan_tasks(*_runs(tmp_path, arrays), 100)
    assert len(tasks) == 1
    _check(tasks, arrays)
