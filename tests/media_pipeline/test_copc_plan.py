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


def test_points_in_one_place_are_shared_out_over_the_levels_left(tmp_path: Path) -> None:
    arrays = [np.full(5000, 2**60 + 7, np.uint64), np.full(300, 2**60 + 7, np.uint64)]
    tasks = plan_tasks(*_runs(tmp_path, arrays), 100)
    assert [task.cells for task in tasks] == [[(level, 2**60 + 7)] for level in range(DEEPEST + 1)]
    assert all(task.pile for task in tasks)
    assert {task.count for task in tasks} == {240, 241}
    _check(tasks, arrays)


def test_a_pile_among_other_points_is_told_from_them(tmp_path: Path) -> None:
    pile = np.full(3000, _codes(5, 9)[2], np.uint64)
    arrays = [np.sort(np.concatenate([_codes(2000, 1), pile])), _codes(500, 2)]
    tasks = plan_tasks(*_runs(tmp_path, arrays), 400)
    piled = [task for task in tasks if task.pile]
    assert sum(task.count for task in piled) == 3000
    assert max(task.count for task in tasks) <= 400
    assert piled[0].cells[0][0] > 0
    _check(tasks, arrays)


def test_two_places_a_unit_apart_are_two_piles(tmp_path: Path) -> None:
    arrays = [np.repeat(np.array([2**60, 2**60 + 1], np.uint64), 1000)]
    tasks = plan_tasks(*_runs(tmp_path, arrays), 100)
    assert [(task.cells, task.count) for task in tasks] == [
        ([(DEEPEST, 2**60)], 1000),
        ([(DEEPEST, 2**60 + 1)], 1000),
    ]
