"""Derivatives of a cloud: COPC first, everything else from a sample of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline import open3d_adapter
from media_pipeline.cloud_inspect import COPC, LAS, LAZ, cloud_blocks, metre_factors
from media_pipeline.cloud_sample import Sample, dense_patches, read_sample
from media_pipeline.cloud_statistics import SurfaceStatistics, surface_statistics
from media_pipeline.cloud_to_las import grid_for, write_las
from media_pipeline.copc_write import CopcSummary, write_copc
from media_pipeline.errors import Truncated
from media_pipeline.footprint import write_footprint
from media_pipeline.height_map import write_height_map
from media_pipeline.report import Derived
from media_pipeline.splat import STONE, Scene
from media_pipeline.stills import poster_stills, turntable_stills
from media_pipeline.told import EVERYTHING, Order

Facts = dict[str, Any]

_VOXELS_ALONG = 420  # thinning for the stills: about one voxel per two pixels of the poster
_FEWEST_FOR_NORMALS = 30


def derive_cloud(path: Path, facts: Facts, out: Path, order: Order = EVERYTHING) -> Iterator[Derived]:
    """Write every recipe of a cloud into ``out``.

    Recipes: ``copc``, ``poster``, ``photo-640``, ``turntable-01`` to ``-04``, ``height-map``,
    ``footprint``, ``statistics``.

    Raises:
        Truncated, Damaged: Found only while the points are read.
        WorkerFailed: Ours: no disk space, Open3D cannot start, a process was killed.
    """
    copc = out / "cloud.copc.laz"
    summary = _write_copc(path, facts, copc)
    yield Derived("copc", copc, COPC, _copc_facts(summary, facts))
    factors = metre_factors(facts)
    sample = read_sample(copc, factors)
    patches = [sample.xyz] if sample.complete and len(sample.xyz) <= 150_000 else dense_patches(copc, factors)
    statistics = surface_statistics(patches)
    scene = _scene(sample)
    yield from poster_stills(scene, out)
    yield from turntable_stills(scene, out)
    yield write_height_map(sample.xyz, out)
    yield write_footprint(sample.native_xy(), facts["crs"], out)
    yield _write_statistics(summary, statistics, facts, out)


def _write_copc(path: Path, facts: Facts, copc: Path) -> CopcSummary:
    if facts["media_type"] in (LAS, LAZ, COPC):
        return write_copc(path, copc)
    bounds = facts["native_bounds"]
    with tempfile.TemporaryDirectory(prefix="las-") as folder:
        las = Path(folder) / "cloud.las"
        grid = grid_for(tuple(bounds[:3]), tuple(bounds[3:]))
        blocks = cloud_blocks(path, facts["media_type"])
        written = write_las(blocks, las, grid, facts["has_color"], facts["crs_wkt"])
        if written != facts["points"]:
            raise Truncated(f"{written} of {facts['points']} points were read the second time")
        return write_copc(las, copc)


def _copc_facts(summary: CopcSummary, facts: Facts) -> Facts:
    return {
        "points": summary.points,
        "nodes": summary.nodes,
        "levels": summary.levels,
        "spacing": summary.spacing,
        "native_bounds": [*summary.lowest, *summary.highest],
        "header_bounds_true": summary.header_bounds_true,
        "has_color": facts["has_color"],
    }


def _scene(sample: Sample) -> Scene:
    """The sample thinned to even density, without its outliers, with normals."""
    xyz, rgb = sample.xyz, sample.rgb
    voxel = float(np.ptp(xyz, axis=0).max()) / _VOXELS_ALONG
    if voxel > 0:
        xyz, rgb = open3d_adapter.thinned(xyz, rgb, voxel)
    kept = open3d_adapter.without_outliers(xyz, neighbours=10, deviations=3.0)
    xyz, rgb = xyz[kept], None if rgb is None else rgb[kept]
    normals = open3d_adapter.normals(xyz) if len(xyz) >= _FEWEST_FOR_NORMALS else None
    if rgb is None:
        rgb = np.tile(np.array(STONE, np.uint8), (len(xyz), 1))
    spacing = voxel
    if len(xyz) > 1:
        spacing = max(voxel, float(np.percentile(open3d_adapter.nearest_distances(xyz), 90)))
    return Scene(xyz, rgb, normals, spacing)


def _write_statistics(
    summary: CopcSummary, statistics: SurfaceStatistics | None, facts: Facts, out: Path
) -> Derived:
    values: Facts = {
        "points": summary.points,
        "native_bounds": [*summary.lowest, *summary.highest],
        "size_m": facts["size_m"],
        "classification": {str(code): count for code, count in summary.classes.items()},
        "surface": statistics.as_dict() if statistics else None,
        "octree": {k: v for k, v in asdict(summary).items() if k in ("nodes", "levels", "spacing")},
    }
    path = out / "statistics.json"
    path.write_text(json.dumps(values, indent=1), encoding="utf-8")
    measured = statistics.as_dict() if statistics else {}
    return Derived("statistics", path, "application/json", {**measured, "points": summary.points})
