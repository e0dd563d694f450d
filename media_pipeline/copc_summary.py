"""What the building of a COPC file tells of the cloud: true bounds, counts, classes, dense patches."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from media_pipeline.copc_grid import SAMPLING, Cube
from media_pipeline.copc_patches import Steps
from media_pipeline.copc_plan import Run
from media_pipeline.copc_workshop import Node
from media_pipeline.las_header import LasHeaderFacts

Floats = npt.NDArray[np.float64]
Triple = tuple[float, float, float]

_INT32 = (-(2**31), 2**31 - 1)


@dataclass(frozen=True, slots=True)
class CopcSummary:
    """What was written; bounds in the file's own unit, x, y, z.

    Attributes:
        patches: Places with every point in them, shape (n, 3) each, in the file's own unit from the
            patch's lowest corner. Empty where all points are in one place.
    """

    points: int
    nodes: int
    levels: int
    lowest: Triple
    highest: Triple
    spacing: float
    classes: dict[int, int]
    header_bounds_true: bool
    patches: tuple[Floats, ...]


def summarise(
    facts: LasHeaderFacts, runs: list[Run], nodes: list[Node], cube: Cube, patches: list[Steps]
) -> CopcSummary:
    """Put together what runs, nodes and patches tell."""
    lowest, highest = true_bounds(runs)
    classes = np.sum([run.classes for run in runs], axis=0)
    low = [v * s + o for v, s, o in zip(lowest, facts.scales, facts.offsets, strict=True)]
    high = [v * s + o for v, s, o in zip(highest, facts.scales, facts.offsets, strict=True)]
    return CopcSummary(
        points=facts.point_count,
        nodes=len(nodes),
        levels=1 + max(node.key.level for node in nodes),
        lowest=(low[0], low[1], low[2]),
        highest=(high[0], high[1], high[2]),
        spacing=cube.edge / (1 << SAMPLING),
        classes={int(code): int(classes[code]) for code in np.flatnonzero(classes)},
        header_bounds_true=(lowest, highest) == stated_bounds(facts),
        patches=tuple((patch - patch.min(axis=0).astype(np.int64)) * facts.scales for patch in patches),
    )


def stated_bounds(facts: LasHeaderFacts) -> tuple[list[int], list[int]]:
    """The header's bounds as integers; where they are no numbers, everything an integer can hold."""
    lowest, highest = [], []
    for low, high, scale, offset in zip(
        facts.lowest, facts.highest, facts.scales, facts.offsets, strict=True
    ):
        first, last = (low - offset) / scale, (high - offset) / scale
        sound = math.isfinite(first) and math.isfinite(last) and _INT32[0] <= first <= last <= _INT32[1]
        lowest.append(round(first) if sound else _INT32[0])
        highest.append(round(last) if sound else _INT32[1])
    return lowest, highest


def true_bounds(runs: list[Run]) -> tuple[list[int], list[int]]:
    """The bounds of the points as integers, both inclusive."""
    lowest = [min(run.lowest[axis] for run in runs) for axis in range(3)]
    highest = [max(run.highest[axis] for run in runs) for axis in range(3)]
    return lowest, highest
