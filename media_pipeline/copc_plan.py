"""Cut the sorted runs into octree cells small enough to be finished in memory, and pack the cells."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from media_pipeline.copc_files import read_into
from media_pipeline.copc_grid import DEEPEST, SAMPLING, Codes

INDEX_STEP = 512  # every 512th code of a run is kept in memory: 4 KB of codes per look-up
_DEEPEST_CELL = DEEPEST - SAMPLING + 1

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Run:
    """One block of the source, sorted by code in the temporary files, and what was seen of it."""

    start: int
    count: int
    index: Codes
    lowest: list[int]
    highest: list[int]
    returns: npt.NDArray[np.int64]  # histogram of return numbers 0..15
    classes: npt.NDArray[np.int64]  # histogram of classifications 0..255
    times: tuple[float, float] | None  # finite GPS times only


@dataclass(frozen=True, slots=True)
class Cell:
    """An octree cell: its depth, its first code and where it begins and ends in every run."""

    depth: int
    first_code: int
    begins: Positions
    ends: Positions

    @property
    def count(self) -> int:
        return int((self.ends - self.begins).sum())


@dataclass(frozen=True, slots=True)
class Task:
    """Neighbouring cells finished together.

    Attributes:
        cells: (depth, first code) of each, in code order.
        slices: (start, count) in the temporary files, one per run that has points here.
    """

    cells: list[tuple[int, int]]
    slices: list[tuple[int, int]]


def plan_tasks(code_file: Path, runs: list[Run], most_points: int) -> list[Task]:
    """Tasks in code order, each with at most ``most_points`` unless a deepest cell alone has more."""
    handle = os.open(code_file, os.O_RDONLY)
    try:
        zero = np.zeros(len(runs), np.int64)
        full = np.array([run.count for run in runs], np.int64)
        cells = _split(handle, runs, Cell(0, 0, zero, full), most_points)
    finally:
        os.close(handle)
    return _pack(cells, runs, most_points)


def _split(handle: int, runs: list[Run], cell: Cell, most_points: int) -> list[Cell]:
    if not cell.count:
        return []
    if cell.count <= most_points or cell.depth >= _DEEPEST_CELL:
        return [cell]
    width = 1 << (3 * (DEEPEST - cell.depth - 1))
    borders = np.empty((len(runs), 9), np.int64)
    borders[:, 0], borders[:, 8] = cell.begins, cell.ends
    for row, run in enumerate(runs):
        for child in range(1, 8):
            position = _find(handle, run, np.uint64(cell.first_code + child * width))
            borders[row, child] = min(max(position, int(cell.begins[row])), int(cell.ends[row]))
    found: list[Cell] = []
    for child in range(8):
        smaller = Cell(
            cell.depth + 1, cell.first_code + child * width, borders[:, child], borders[:, child + 1]
        )
        found += _split(handle, runs, smaller, most_points)
    return found


def _find(handle: int, run: Run, code: np.uint64) -> int:
    """Position of the first code of a run that is not below ``code``."""
    slot = int(np.searchsorted(run.index, code))
    if slot == 0:
        return 0
    begin = (slot - 1) * INDEX_STEP
    block = np.empty(min(INDEX_STEP, run.count - begin), np.uint64)
    read_into(handle, block, (run.start + begin) * 8)
    return begin + int(np.searchsorted(block, code))


def _pack(cells: list[Cell], runs: list[Run], most_points: int) -> list[Task]:
    groups: list[list[Cell]] = []
    filled = 0
    for cell in cells:
        if not groups or filled + cell.count > most_points:
            groups.append([])
            filled = 0
        groups[-1].append(cell)
        filled += cell.count
    return [_task(group, runs) for group in groups]


def _task(group: list[Cell], runs: list[Run]) -> Task:
    begins, ends = group[0].begins, group[-1].ends
    slices = [
        (run.start + int(begin), int(end - begin))
        for run, begin, end in zip(runs, begins, ends, strict=True)
        if end > begin
    ]
    return Task([(cell.depth, cell.first_code) for cell in group], slices)
