"""A few places of a cloud with every point in them, taken while the octree is built.

Density and noise can only be measured where no point is left out. Reading such a place back from the
finished file would decompress every node that touches it: 0.9 s of a processor at 20 M points (2026-11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.copc_grid import DEEPEST, Codes
from media_pipeline.copc_plan import Task
from media_pipeline.copc_workshop import Records, Rows

Steps = npt.NDArray[np.int32]

PATCHES = 4
PATCH_POINTS = 20_000


def with_patches(tasks: list[Task]) -> list[Task]:
    """The tasks, some told to keep patches: the points halfway through each quarter of the cloud."""
    sound = [task.count * (not task.pile) for task in tasks]
    borders = np.cumsum([0, *sound])
    wanted: dict[int, list[int]] = {}
    for number in range(PATCHES):
        middle = int(borders[-1]) * (2 * number + 1) // (2 * PATCHES)
        task = int(np.searchsorted(borders, middle, side="right")) - 1
        if task < len(tasks):  # else everything is one pile
            wanted.setdefault(task, []).append(middle - int(borders[task]))
    return [replace(task, patches=tuple(wanted.get(number, ()))) for number, task in enumerate(tasks)]


def cut_patches(task: Task, records: Records, order: Rows, codes: Codes) -> Iterator[Steps]:
    """Integer coordinates, shape (n, 3), of the smallest full enough octree cell round each middle.

    Args:
        task: Says which points are the middles.
        records: As they were read.
        order: Rows of the records in ascending order of their codes.
        codes: Ascending.
    """
    seen: set[tuple[int, int]] = set()
    for middle in task.patches:
        first, last = _cell_round(codes, middle)
        if (first, last) not in seen:
            seen.add((first, last))
            yield _steps(records.take(order[first:last]))


def _cell_round(codes: Codes, middle: int) -> tuple[int, int]:
    first, last = middle, middle + 1
    for level in range(DEEPEST, -1, -1):
        shift = np.uint64(3 * (DEEPEST - level))
        low = codes[middle] >> shift << shift
        first = int(np.searchsorted(codes, low))
        last = int(np.searchsorted(codes, low + (np.uint64(1) << shift)))
        if last - first >= PATCH_POINTS:
            break
    return first, last


def _steps(records: npt.NDArray[Any]) -> Steps:
    """X, Y and Z, which are the first three 32-bit fields of every point format."""
    whole = np.dtype(
        {"names": ["xyz"], "formats": [("<i4", 3)], "offsets": [0], "itemsize": records.dtype.itemsize}
    )
    steps: Steps = records.view(whole)["xyz"].copy()
    return steps
