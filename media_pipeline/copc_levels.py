"""Which octree level each point is shown at: one point per voxel, leaves whole, no node too heavy.

All functions take codes in ascending order and work on whole arrays; the only loops run over levels
and over the few nodes that are too heavy.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from media_pipeline.copc_grid import DEEPEST, SAMPLING, Codes, group_starts, prefix

Levels = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

LEAF_POINTS = 65_536  # a node with no more points left keeps them all
NODE_POINTS = 100_000  # a node's sample above this is thinned, the surplus goes one level down
_STEP = 1 << 15


def sample_levels(codes: Codes) -> Levels:
    """The level at which each point is the first of its 1/128 voxel.

    A sorted point is first in its voxel at level L exactly when it shares fewer than L+7 octal
    digits with its predecessor, so one XOR with the neighbour gives the level.
    """
    levels = np.zeros(len(codes), np.uint8)
    for start in range(1, len(codes), _STEP):
        block = codes[start : start + _STEP]
        difference = block ^ codes[start - 1 : start - 1 + len(block)]
        for digits in range(SAMPLING, DEEPEST + 1):
            levels[start : start + _STEP] += difference < np.uint64(1 << (3 * (DEEPEST - digits)))
    return levels


def settle_subtrees(codes: Codes, sampled: Levels, floors: Levels) -> Levels:
    """Final levels inside subtrees whose roots lie at ``floors``; no point settles above its root."""
    settled = np.zeros(len(codes), np.uint8)
    rows = np.arange(len(codes))
    wanted = np.maximum(sampled, floors)
    level = int(floors.min()) if len(codes) else 0
    while len(rows):
        starts = group_starts(prefix(codes, level))
        counts = np.diff(np.append(starts, len(codes)))
        ends = starts + counts - 1
        begun = floors[starts] <= level
        whole = ((counts <= LEAF_POINTS) | (level >= DEEPEST)) & begun
        identical = (codes[starts] == codes[ends]) & ~whole & begun
        taken = np.repeat(whole | identical, counts) | ((wanted <= level) & np.repeat(begun, counts))
        sums = np.add.reduceat(taken, starts, dtype=np.int64)
        for node in np.flatnonzero((sums > NODE_POINTS) & ~whole):
            first, last = int(starts[node]), int(ends[node]) + 1
            limit = NODE_POINTS
            if identical[node]:  # they can never be told apart: share them out over the levels left
                limit = max(limit, -(-(last - first) // (DEEPEST - level + 1)))
            chosen = np.flatnonzero(taken[first:last]) + first
            taken[_surplus(chosen, limit)] = False
        settled[rows[taken]] = level
        rest = ~taken
        rows, codes, wanted, floors = rows[rest], codes[rest], wanted[rest], floors[rest]
        level += 1
    return settled


def settle_ancestors(codes: Codes, floors: Levels, closed: Flags) -> Levels:
    """Final levels of the candidates for the nodes above the subtree roots.

    Args:
        codes: Ascending.
        floors: Level of the root of each candidate's subtree; it settles there at the latest.
        closed: Whether the candidate's whole subtree was one node, so that it may end in a larger leaf.
    """
    settled = np.zeros(len(codes), np.uint8)
    rows = np.arange(len(codes), dtype=np.uint32)
    wanted = np.minimum(sample_levels(codes), floors)
    level = 0
    while len(rows):
        starts = group_starts(prefix(codes, level))
        counts = np.diff(np.append(starts, len(codes)))
        whole = (counts <= LEAF_POINTS) & np.logical_and.reduceat(closed, starts)
        taken = np.repeat(whole, counts) | (wanted <= level)
        sums = np.add.reduceat(taken, starts, dtype=np.int64)
        for node in np.flatnonzero((sums > NODE_POINTS) & ~whole):
            first, last = int(starts[node]), int(starts[node] + counts[node])
            chosen = np.flatnonzero(taken[first:last]) + first
            movable = chosen[floors[chosen] > level]
            taken[_surplus(movable, max(0, NODE_POINTS - (len(chosen) - len(movable))))] = False
        settled[rows[taken]] = level
        rest = ~taken
        rows, codes, wanted = rows[rest], codes[rest], wanted[rest]
        floors, closed = floors[rest], closed[rest]
        level += 1
    return settled


def _surplus(rows: npt.NDArray[np.int64], limit: int) -> npt.NDArray[np.int64]:
    """The rows beyond a limit, spread evenly so that the kept ones stay an even sample."""
    if len(rows) <= limit:
        return rows[:0]
    drop = np.ones(len(rows), bool)
    drop[(np.arange(limit) * len(rows)) // max(1, limit)] = False
    return rows[drop]
