"""The scene that stills of a cloud are drawn from, and the drawing in a process of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from media_pipeline import open3d_adapter
from media_pipeline.cloud_sample import Sample
from media_pipeline.errors import WorkerFailed
from media_pipeline.report import Derived
from media_pipeline.splat import STONE, Scene
from media_pipeline.stills import poster_stills, turntable_stills

_VOXELS_ALONG = 420  # about one voxel per two pixels of the poster
_FEWEST_FOR_NORMALS = 30


def scene_of(sample: Sample) -> Scene:
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


def draw_all(scene: Scene, out: Path) -> list[Derived]:
    """Poster, list photo and turntable."""
    return [*poster_stills(scene, out), *turntable_stills(scene, out)]


@contextmanager
def drawn_aside(scene: Scene, out: Path) -> Iterator[Callable[[], list[Derived]]]:
    """Draw while the caller does something else; the value waits for the pictures.

    The drawing needs numpy and Pillow only, which stand a fork whatever threads Open3D has started.

    Raises:
        WorkerFailed: The process that draws was killed.
    """
    if multiprocessing.current_process().daemon:  # which may not have children of its own
        yield lambda: draw_all(scene, out)
        return
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        drawn = pool.submit(draw_all, scene, out)
        try:
            yield drawn.result
        except BrokenProcessPool as error:
            raise WorkerFailed("the process that draws stills was killed") from error
