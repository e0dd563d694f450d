"""Cut the sorted runs into octree cells small enough to be finished in memory, and pack the cells."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from media_pipeline.copc_files import opened_file, read_into
from media_pipeline.copc_grid import DEEPEST, Codes

INDEX_STEP = 512  # every 512th code of a run is kept in memory: 4 KB of codes per look-up

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
    """An octree cell: its depth, its first code and where it begins and ends in every run.

    ``identical`` says that all its points are in one place, so that splitting it further is in vain.
    """

    depth: int
    first_code: int
    begins: Positions
    ends: Positions
    identical: bool = False

    @property
    def count(self) -> int:
        return int((self.ends - self.begins).sum())


@dataclass(frozen=True, slots=True)
class Task:
    """Neighbouring cells finished together, or a share of the points that lie in one place.

    Attributes:
        cells: (depth, first code) of each, in code order.
        slices: (start, count) in the temporary files, one per run that has points here.
        pile: Whether all points are in one place: they become the one node that ``cells`` names.
        ending: Whether it is one of the last: memory is wanted elsewhere after it.
        patches: Which points, by their place in code order, are the middles of patches to keep.
    """

    cells: list[tuple[int, int]]
    slices: list[tuple[int, int]]
    pile: bool = False
    ending: bool = False
    patches: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        return sum(count for _, count in self.slices)


def plan_tasks(code_file: Path, runs: list[Run], most_points: int) -> list[Task]:
    """Tasks in code order, each with at most ``most_points``; only piles in one place may have more."""
    with opened_file(code_file, os.O_RDONLY) as handle:
        zero = np.zeros(len(runs), np.int64)
        full = np.array([run.count for run in runs], np.int64)
        cells = _split(handle, runs, Cell(0, 0, zero, full), most_points)
    return _pack(cells, runs, most_points)


def _split(handle: int, runs: list[Run], cell: Cell, most_points: int) -> list[Cell]:
    if not cell.count:
        return []
    if cell.count <= most_points:
        return [cell]
    place = _only_place(handle, runs, cell)
    if place is not None:
        return [replace(cell, first_code=place, identical=True)]
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


def _only_place(handle: int, runs: list[Run], cell: Cell) -> int | None:
    """The code that all points of the cell have, or None where there are several."""
    seen: set[int] = set()
    code = np.empty(1, np.uint64)
    for run, begin, end in zip(runs, cell.begins.tolist(), cell.ends.tolist(), strict=True):
        for position in (begin, end - 1) if end > begin else ():
            read_into(handle, code, (run.start + position) * 8)
            seen.add(int(code[0]))
        if len(seen) > 1:
            return None
    return seen.pop()


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
        if not groups or filled + cell.count > most_points or cell.identical:
            groups.append([])
            filled = 0
        groups[-1].append(cell)
        filled += cell.count
    tasks = []
    for group in groups:
        slices = _slices(group[0].begins, group[-1].ends, runs)
        if group[0].identical:
            tasks += _piles(group[0], slices)
        else:
            tasks.append(Task([(cell.depth, cell.first_code) for cell in group], slices))
    return tasks


def _slices(begins: Positions, ends: Positions, runs: list[Run]) -> list[tuple[int, int]]:
    return [
        (run.start + int(begin), int(end - begin))
        for run, begin, end in zip(runs, begins, ends, strict=True)
        if end > begin
    ]


def _piles(cell: Cell, slices: list[tuple[int, int]]) -> list[Task]:
    """Points that can never be told apart, shared out evenly over the levels from the cell's down."""
    levels = range(cell.depth, DEEPEST + 1)
    borders = [cell.count * number // len(levels) for number in range(len(levels) + 1)]
    tasks = []
    for level, (first, last) in zip(levels, pairwise(borders), strict=True):
        share, passed = [], 0
        for start, count in slices:
            begin, end = max(first - passed, 0), min(last - passed, count)
            if begin < end:
                share.append((start + begin, end - begin))
            passed += count
        tasks.append(Task([(level, cell.first_code)], share, pile=True))
    return tasks
