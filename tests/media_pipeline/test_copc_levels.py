from __future__ import annotations

import numpy as np

from media_pipeline.copc_grid import SAMPLING, prefix
from media_pipeline.copc_levels import (
    LEAF_POINTS,
    NODE_POINTS,
    sample_levels,
    settle_ancestors,
    settle_subtrees,
)


def _codes(count: int) -> np.ndarray:
    return np.sort(np.random.default_rng(2).integers(0, 2**63, count, dtype=np.uint64))


def test_a_level_samples_each_voxel_exactly_once() -> None:
    codes = _codes(30_000)
    levels = sample_levels(codes)
    for level in range(4):
        chosen = prefix(codes[levels <= level], level + SAMPLING)
        assert len(chosen) == len(np.unique(chosen))
        assert len(chosen) == len(np.unique(prefix(codes, level + SAMPLING)))


def test_few_points_are_one_leaf() -> None:
    codes = _codes(LEAF_POINTS)
    floors = np.zeros(len(codes), np.uint8)
    assert (settle_subtrees(codes, sample_levels(codes), floors) == 0).all()


def test_no_node_grows_beyond_its_limit() -> None:
    codes = _codes(1_500_000)
    levels = settle_subtrees(codes, sample_levels(codes), np.zeros(len(codes), np.uint8))
    for level in np.unique(levels):
        _, counts = np.unique(prefix(codes[levels == level], int(level)), return_counts=True)
        assert counts.max() <= NODE_POINTS


def test_identical_points_are_shared_out_over_the_levels() -> None:
    codes = np.full(700_000, 12345, np.uint64)
    levels = settle_subtrees(codes, sample_levels(codes), np.zeros(len(codes), np.uint8))
    assert np.bincount(levels).max() <= NODE_POINTS


def test_no_point_settles_above_its_subtree() -> None:
    codes = _codes(200_000)
    floors = np.where(codes < 2**62, 2, 1).astype(np.uint8)
    assert (settle_subtrees(codes, sample_levels(codes), floors) >= floors).all()


def test_candidates_settle_at_their_floor_at_the_latest() -> None:
    codes = _codes(200_000)
    floors = np.full(len(codes), 2, np.uint8)
    levels = settle_ancestors(codes, floors, np.zeros(len(codes), bool))
    assert (levels <= 2).all()
    assert (levels == 0).sum() <= NODE_POINTS


def test_closed_subtrees_merge_into_one_leaf() -> None:
    codes = _codes(5_000)
    levels = settle_ancestors(codes, np.full(5_000, 3, np.uint8), np.ones(5_000, bool))
    assert (levels == 0).all()
