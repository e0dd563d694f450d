"""Derivatives of a cloud: COPC first, everything else from a sample of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from media_pipeline import open3d_adapter
from media_pipeline.cloud_blocks import PointBlock
from media_pipeline.cloud_formats import COPC, is_las
from media_pipeline.cloud_inspect import metre_factors
from media_pipeline.cloud_sample import Floats, Sample, middle_of, read_sample
from media_pipeline.cloud_scene import drawn_aside, scene_of
from media_pipeline.cloud_stand import standing_blocks, stands_as_written
from media_pipeline.cloud_statistics import SurfaceStatistics, surface_statistics
from media_pipeline.cloud_to_las import grid_for, write_las
from media_pipeline.copc_summary import CopcSummary
from media_pipeline.copc_write import write_copc
from media_pipeline.e57_images import image_files
from media_pipeline.errors import Truncated
from media_pipeline.footprint import write_footprint
from media_pipeline.height_map import write_height_map
from media_pipeline.progress import say_points
from media_pipeline.report import Derived
from media_pipeline.told import EVERYTHING, Order, Told

Facts = dict[str, Any]

_WHOLE = 80_000  # points of a cloud that is measured whole


def derive_cloud(path: Path, facts: Facts, out: Path, order: Order = EVERYTHING) -> Iterator[Derived]:
    """Write every recipe of a cloud into ``out``.

    Recipes: ``copc``, ``poster``, ``photo-640``, ``turntable-01`` to ``-12``, ``height-map``,
    ``footprint``, ``statistics``, ``surface`` where it was asked for, and ``image-01`` … of an E57. All others
    come from the first, so that it is always made.

    Raises:
        Truncated, Damaged: Found only while the points are read.
        WorkerFailed: Ours: no disk space, Open3D cannot start, a process was killed.
    """
    copc = out / "cloud.copc.laz"
    only_copc = order.wanted == frozenset({"copc"})
    summary = _write_copc(path, facts, order.told, copc, _nothing if only_copc else open3d_adapter.load)
    yield Derived("copc", copc, COPC, _copc_facts(summary, facts))
    if only_copc:
        return
    sample = read_sample(copc, metre_factors(facts))
    with drawn_aside(scene_of(sample), out) as stills:
        others = [
            write_height_map(sample.xyz, out),
            write_footprint(sample.native_xy(), facts["crs"], out),
            _write_statistics(summary, surface_statistics(_patches(summary, sample)), facts, out),
        ]
        surface = _surface(sample, out) if order.told.surface and order.wants("surface") else None
        yield from stills()
    yield from others
    if surface is not None:
        yield surface
    if facts.get("images"):
        yield from image_files(path, out)


def _surface(sample: Sample, out: Path) -> Derived | None:
    from media_pipeline.cloud_surface import write_surface  # trimesh takes a tenth of a second to import

    return write_surface(sample, out)


def _patches(summary: CopcSummary, sample: Sample) -> list[Floats]:
    """Points in metres with none left out: the whole of a small cloud, else places in it."""
    if sample.complete and len(sample.xyz) <= _WHOLE:
        return [sample.xyz]
    return [middle_of(patch * sample.factors) for patch in summary.patches]


def _write_copc(
    path: Path, facts: Facts, told: Told, copc: Path, meanwhile: Callable[[], None]
) -> CopcSummary:
    total = facts["points"]
    if is_las(facts["media_type"]) and stands_as_written(facts):
        return write_copc(path, copc, meanwhile=meanwhile, seen=_counted(total, times=2))
    bounds = facts["native_bounds"]
    with tempfile.TemporaryDirectory(prefix="las-") as folder:
        las = Path(folder) / "cloud.las"
        grid = grid_for(tuple(bounds[:3]), tuple(bounds[3:]))
        seen = _counted(total, times=3)
        blocks = _told(standing_blocks(path, facts, told), seen)
        written = write_las(blocks, las, grid, facts["has_color"], facts["crs_wkt"])
        if written != total:
            raise Truncated(f"{written} of {total} points were read the second time")
        return write_copc(las, copc, meanwhile=meanwhile, seen=seen)


def _nothing() -> None:
    pass


def _counted(total: int, times: int) -> Callable[[int], None]:
    """Say how far the work has come when every point is taken up ``times`` times."""
    done = 0

    def seen(points: int) -> None:
        nonlocal done
        done += points
        say_points(min(done // times, total), total)

    return seen


def _told(blocks: Iterator[PointBlock], seen: Callable[[int], None]) -> Iterator[PointBlock]:
    for block in blocks:
        yield block
        seen(len(block.xyz))


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


def _write_statistics(
    summary: CopcSummary, statistics: SurfaceStatistics | None, facts: Facts, out: Path
) -> Derived:
    values: Facts = {
        "points": summary.points,
        "native_bounds": [*summary.lowest, *summary.highest],
        "size_m": facts["size_m"],
        "has_color": facts["has_color"],
        "classification": {str(code): count for code, count in summary.classes.items()},
        "surface": statistics.as_dict() if statistics else None,
        "octree": {k: v for k, v in asdict(summary).items() if k in ("nodes", "levels", "spacing")},
    }
    path = out / "statistics.json"
    path.write_text(json.dumps(values, indent=1), encoding="utf-8")
    measured = statistics.as_dict() if statistics else {}
    return Derived("statistics", path, "application/json", {**measured, "points": summary.points})
