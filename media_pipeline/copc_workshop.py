"""What the processes that build a COPC file share and hand to one another."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from media_pipeline.copc_grid import Codes, Cube, NodeKey
from media_pipeline.copc_levels import Flags, Levels
from media_pipeline.copc_source import PointSource

Rows = npt.NDArray[Any]  # integers
Records = npt.NDArray[Any]


class Node(NamedTuple):
    """A written octree node: its chunk's place in the file and the points in it."""

    key: NodeKey
    offset: int
    size: int
    points: int


class Span(NamedTuple):
    """Rows ``first`` to ``last`` (exclusive) of an array that belong to a node."""

    key: NodeKey
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Workshop:
    """What every worker needs. ``end`` and ``kept`` are shared counters, used under ``lock``."""

    source: PointSource
    target: Path
    folder: Path
    point_format: Any
    cube: Cube
    end: Any
    kept: Any
    lock: Any

    @property
    def record_bytes(self) -> int:
        return int(self.point_format.size)

    @property
    def records_file(self) -> Path:
        return self.folder / "records"

    @property
    def codes_file(self) -> Path:
        return self.folder / "codes"

    @property
    def kept_file(self) -> Path:
        return self.folder / "kept"


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What a task leaves: written nodes, and the points that wait for the ancestors to be settled.

    Attributes:
        rows: Rows of the candidates in the kept file, in the order of ``codes``.
        floors: Level of the root of each candidate's cell.
        closed: Whether the candidate's whole cell is one node.
        fixed: Rows of the kept file that settle in their cell's root whatever happens above.
        patches: Integer coordinates of places with every point in them; shape (n, 3) each.
    """

    nodes: list[Node]
    codes: Codes
    rows: Rows
    floors: Levels
    closed: Flags
    fixed: list[Span]
    patches: list[npt.NDArray[np.int32]] = field(default_factory=list)
