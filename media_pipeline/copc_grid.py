"""The octree's root cube and the 63-bit Morton code of a point inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint64]
Triple = tuple[float, float, float]

DEEPEST = 21  # three 21-bit axes fill a 63-bit code
SAMPLING = 7  # a node is sampled on a grid of 2**7 voxels per edge
_STEP = 1 << 15  # points coded at a time: three scratch arrays stay inside the cache


def _spread_table() -> Codes:
    values = np.arange(2048, dtype=np.uint64)
    table = np.zeros(2048, np.uint64)
    for bit in range(11):
        table |= ((values >> np.uint64(bit)) & np.uint64(1)) << np.uint64(3 * bit)
    return table


_SPREAD = _spread_table()


class NodeKey(NamedTuple):
    """Octree address as COPC writes it; the root is (0, 0, 0, 0)."""

    level: int
    x: int
    y: int
    z: int

    @property
    def parent(self) -> NodeKey:
        return NodeKey(self.level - 1, self.x >> 1, self.y >> 1, self.z >> 1)


ROOT = NodeKey(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Cube:
    """The root cube, half a file unit larger than the points so that none lies on a cell's border.

    Attributes:
        lowest: Lowest integer coordinate per axis.
        limits: Number of integer steps the cube can hold per axis.
        side: Edge in integer steps, or None where the axes have different scales.
        factors: Steps to cells of the deepest level per axis; used where ``side`` is None.
        edge: Edge in the file's own unit.
        corner: Lowest corner in the file's own unit.
    """

    lowest: tuple[int, int, int]
    limits: tuple[int, int, int]
    side: int | None
    factors: Triple
    edge: float
    corner: Triple

    def holds(self, lowest: list[int], highest: list[int]) -> bool:
        """Whether a box of integer coordinates lies inside."""
        return all(
            low >= base and high < base + limit
            for low, high, base, limit in zip(lowest, highest, self.lowest, self.limits, strict=True)
        )


def cube_around(lowest: list[int], highest: list[int], scales: Triple, offsets: Triple) -> Cube:
    """The cube for integer bounds (both inclusive) under the file's scales and offsets."""
    steps = [max(1, high - low + 1) for low, high in zip(lowest, highest, strict=True)]
    side: int | None
    if len(set(scales)) == 1:
        longest = max(steps)
        grain = 1 << min(12, max(0, longest.bit_length() - 6))
        side = -(-longest // grain) * grain
        edge = side * scales[0]
        limits = [side] * 3
        factors = [0.0] * 3
    else:
        side = None
        edge = max(count * scale for count, scale in zip(steps, scales, strict=True)) * (1 + 1e-9)
        limits = steps
        factors = [scale / edge * (1 << DEEPEST) for scale in scales]
    corner = [
        (low - 0.5) * scale + offset for low, scale, offset in zip(lowest, scales, offsets, strict=True)
    ]
    return Cube(_triple(lowest), _triple(limits), side, _triple(factors), edge, _triple(corner))


def _triple(values: list[Any]) -> tuple[Any, Any, Any]:
    first, second, third = values
    return first, second, third


def morton_codes(
    x: npt.NDArray[np.int32], y: npt.NDArray[np.int32], z: npt.NDArray[np.int32], cube: Cube
) -> Codes:
    """Codes of integer coordinates; x is the highest bit of each octal digit.

    The middle of a unit is binned, not its corner: a point on a border would otherwise fall out of
    its node's box by rounding.
    """
    codes = np.empty(len(x), np.uint64)
    for start in range(0, len(x), _STEP):
        block = np.zeros(len(x[start : start + _STEP]), np.uint64)
        for axis, values in enumerate((x, y, z)):
            distance = values[start : start + _STEP].astype(np.int64) - cube.lowest[axis]
            if cube.side is None:
                cells = ((distance + 0.5) * cube.factors[axis]).astype(np.uint32)
            else:
                doubled = ((distance << 1) + 1).astype(np.uint64)
                cells = ((doubled << np.uint64(DEEPEST - 1)) // np.uint64(cube.side)).astype(np.uint32)
            spread = _SPREAD[cells & 2047] | (_SPREAD[cells >> 11] << np.uint64(33))
            block |= spread << np.uint64(2 - axis)
        codes[start : start + _STEP] = block
    return codes


def node_key(code: int, level: int) -> NodeKey:
    """The node of a level that holds a code."""
    digits = int(code) >> (3 * (DEEPEST - level))
    x = y = z = 0
    for bit in range(level):
        z |= ((digits >> (3 * bit)) & 1) << bit
        y |= ((digits >> (3 * bit + 1)) & 1) << bit
        x |= ((digits >> (3 * bit + 2)) & 1) << bit
    return NodeKey(level, x, y, z)


def prefix(codes: Codes, level: int) -> Codes:
    """The leading octal digits that name each code's node of a level."""
    return codes >> np.uint64(3 * (DEEPEST - level))


def group_starts(keys: Codes) -> npt.NDArray[np.int64]:
    """Where each run of equal values starts in a sorted, non-empty array."""
    return np.concatenate([[0], np.flatnonzero(keys[1:] != keys[:-1]) + 1]).astype(np.int64)
