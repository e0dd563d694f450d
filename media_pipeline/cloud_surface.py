"""A surface through a cloud's points as one GLB, where the officer asks for it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import trimesh

from media_pipeline import open3d_adapter
from media_pipeline.cloud_sample import Sample
from media_pipeline.report import Derived

GLB = "model/gltf-binary"
MOST_TRIANGLES = 300_000
_DEPTHS = (6, 9)  # levels of the octree: a cell at 9 is 1/512 of the extent
_VOXELS_ALONG = 400
_FEWEST = 500
_REACH = 3.0  # of the gap between points: a hole in the scan wider than twice this stays a hole
_UP_TO_Y = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])  # glTF has y up, metres


def write_surface(sample: Sample, out: Path) -> Derived | None:
    """The recipe ``surface``; None where there are too few points, or no surface comes of them."""
    voxel = float(np.ptp(sample.xyz, axis=0).max()) / _VOXELS_ALONG
    if len(sample.xyz) < _FEWEST or voxel <= 0:
        return None
    xyz, rgb = open3d_adapter.thinned(sample.xyz, sample.rgb, voxel)
    kept = open3d_adapter.without_outliers(xyz)
    xyz, rgb = xyz[kept], None if rgb is None else rgb[kept]
    gap = max(voxel, float(np.percentile(open3d_adapter.nearest_distances(xyz), 90)))
    depth = round(math.log2(float(np.ptp(xyz, axis=0).max()) / gap))
    made = open3d_adapter.poisson_surface(
        xyz,
        rgb,
        depth=min(max(depth, _DEPTHS[0]), _DEPTHS[1]),
        most_triangles=MOST_TRIANGLES,
        reach=_REACH * gap,
    )
    if not len(made.triangles):
        return None
    middle = (made.vertices.min(axis=0) + made.vertices.max(axis=0)) / 2
    mesh = trimesh.Trimesh((made.vertices - middle) @ _UP_TO_Y.T, made.triangles, process=False)
    if made.colours is not None:
        mesh.visual = trimesh.visual.ColorVisuals(mesh, vertex_colors=made.colours)
    path = out / "surface.glb"
    mesh.export(path, file_type="glb")
    return Derived("surface", path, GLB, {"triangles": len(made.triangles), "vertices": len(made.vertices)})
