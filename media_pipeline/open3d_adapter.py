"""Open3D, imported inside the functions only: thinning, outliers, normals, registration, surfaces.

The import takes about a second and needs libusb, libX11, libGL and libEGL from the system, which
nothing else does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import WorkerFailed

Floats = npt.NDArray[np.float64]

_ORIENTED_POINTS = 3_000
_PACKAGES = "libusb-1.0-0 libx11-6 libgl1 libegl1"


def load() -> None:
    """Import Open3D now, where that costs no time.

    Raises:
        WorkerFailed: It is not installed, or a library that it needs is not.
    """
    _open3d()


def _open3d() -> Any:
    try:
        with _without_dash():
            import open3d
    except OSError as error:  # the loader names the library: "libusb-1.0.so.0: cannot open shared object"
        raise WorkerFailed(f"Open3D cannot start: {error}. Install {_PACKAGES}") from error
    except ImportError as error:
        raise WorkerFailed(f"Open3D is not installed: {error}") from error
    open3d.utility.set_verbosity_level(open3d.utility.VerbosityLevel.Error)
    return open3d


@contextmanager
def _without_dash() -> Iterator[None]:
    """Put an empty module in the place of dash: a third of Open3D's import, for drawing in a browser."""
    name = "dash"
    if name in sys.modules:
        yield
        return
    empty = ModuleType(name)
    for wanted in ("Dash", "dcc", "html"):
        setattr(empty, wanted, None)
    sys.modules[name] = empty
    try:
        yield
    finally:
        del sys.modules[name]


def _cloud(xyz: Floats, rgb: npt.NDArray[np.uint8] | None = None) -> Any:
    if not len(xyz):
        raise ValueError("no points")
    open3d = _open3d()
    cloud = open3d.geometry.PointCloud(open3d.utility.Vector3dVector(np.ascontiguousarray(xyz, np.float64)))
    if rgb is not None:
        cloud.colors = open3d.utility.Vector3dVector(rgb / 255.0)
    return cloud


def thinned(
    xyz: Floats, rgb: npt.NDArray[np.uint8] | None, voxel_m: float
) -> tuple[Floats, npt.NDArray[np.uint8] | None]:
    """One averaged point per voxel of edge ``voxel_m``: even density whatever the scanner's was."""
    cloud = _cloud(xyz, rgb).voxel_down_sample(voxel_m)
    points = np.asarray(cloud.points).copy()
    if rgb is None:
        return points, None
    return points, np.round(np.asarray(cloud.colors) * 255).astype(np.uint8)


def nearest_distances(xyz: Floats) -> Floats:
    """Distance from each point to its nearest neighbour; shape (n,)."""
    return np.asarray(_cloud(xyz).compute_nearest_neighbor_distance()).copy()


def without_outliers(xyz: Floats, neighbours: int = 16, deviations: float = 2.0) -> npt.NDArray[np.int64]:
    """Rows that statistical outlier removal keeps."""
    if len(xyz) <= neighbours:
        return np.arange(len(xyz))
    _, kept = _cloud(xyz).remove_statistical_outlier(neighbours, deviations)
    # Where all distances are equal Open3D calls every point an outlier; none is.
    return np.asarray(kept, np.int64) if len(kept) else np.arange(len(xyz))


def normals(xyz: Floats, neighbours: int = 10) -> Floats:
    """Unit normals by plane fit, either side; shape (n, 3). Zero where there are too few neighbours."""
    cloud = _cloud(xyz)
    open3d = _open3d()
    cloud.estimate_normals(open3d.geometry.KDTreeSearchParamKNN(neighbours))
    found: Floats = np.nan_to_num(np.asarray(cloud.normals, np.float64))
    return found


@dataclass(frozen=True, slots=True)
class Registered:
    """Where one cloud lies on another.

    Attributes:
        matrix: Shape (4, 4): brings source points to the target's frame.
        overlap: Share of the source's points with a partner in the target.
        rmse: Root mean square distance of the partners, in the unit of the points.
    """

    matrix: Floats
    overlap: float
    rmse: float


def register(source: Floats, target: Floats, voxel: float) -> Registered:
    """Find the turn and shift that lay ``source`` on ``target``: FPFH features, RANSAC, then ICP.

    Args:
        source: Shape (n, 3).
        target: Shape (m, 3), the same unit.
        voxel: Edge of the voxels to which both are thinned for the features.
    """
    open3d = _open3d()
    open3d.utility.random.seed(1)  # the same scans give the same answer
    pipelines = open3d.pipelines.registration
    coarse = [_featured(points, voxel, open3d) for points in (source, target)]
    (here, features), (there, goal_features) = coarse
    guess = pipelines.registration_ransac_based_on_feature_matching(
        here, there, features, goal_features, True, voxel * 1.5,
        pipelines.TransformationEstimationPointToPoint(False), 3,
        [
            pipelines.CorrespondenceCheckerBasedOnEdgeLength(0.9),
            pipelines.CorrespondenceCheckerBasedOnDistance(voxel * 1.5),
        ],
        pipelines.RANSACConvergenceCriteria(400_000, 0.9999),
    )  # fmt: skip
    found = guess
    for step in (1.0, 0.4):  # nearer partners once it lies nearly right
        fine = [_fine(points, voxel * step / 2, open3d) for points in (source, target)]
        found = pipelines.registration_icp(
            fine[0], fine[1], voxel * step, found.transformation,
            pipelines.TransformationEstimationPointToPlane(),
            pipelines.ICPConvergenceCriteria(max_iteration=60),
        )  # fmt: skip
    matrix: Floats = np.array(found.transformation, np.float64)
    return Registered(matrix, float(found.fitness), float(found.inlier_rmse))


def _outward_normals(xyz: Floats, open3d: Any) -> Floats:
    """Unit normals that agree on which side is outside; shape (n, 3).

    Open3D's spanning tree takes a minute for 20,000 points of flat walls (2026-11-25), so it settles the
    side for a few thousand, and every other point follows the nearest of those.
    """
    cloud = _cloud(xyz)
    cloud.estimate_normals(open3d.geometry.KDTreeSearchParamKNN(20))
    found: Floats = np.asarray(cloud.normals, np.float64).copy()
    few = cloud.random_down_sample(min(1.0, _ORIENTED_POINTS / len(xyz)))
    few.estimate_normals(open3d.geometry.KDTreeSearchParamKNN(12))
    few.orient_normals_consistent_tangent_plane(12)
    nearest = open3d.core.nns.NearestNeighborSearch(open3d.core.Tensor(np.asarray(few.points)))
    nearest.knn_index()
    rows, _ = nearest.knn_search(open3d.core.Tensor(np.ascontiguousarray(xyz)), 1)
    sides = np.asarray(few.normals)[rows.numpy()[:, 0]]
    found[(found * sides).sum(axis=1) < 0] *= -1
    return found


def _fine(points: Floats, voxel: float, open3d: Any) -> Any:
    cloud = _cloud(points).voxel_down_sample(voxel)
    cloud.estimate_normals(open3d.geometry.KDTreeSearchParamHybrid(voxel * 4, 30))
    return cloud


def _featured(points: Floats, voxel: float, open3d: Any) -> tuple[Any, Any]:
    cloud = _cloud(points).voxel_down_sample(voxel)
    cloud.estimate_normals(open3d.geometry.KDTreeSearchParamHybrid(voxel * 2, 30))
    near = open3d.geometry.KDTreeSearchParamHybrid(voxel * 5, 100)
    return cloud, open3d.pipelines.registration.compute_fpfh_feature(cloud, near)


@dataclass(frozen=True, slots=True)
class Surface:
    """A triangle mesh.

    Attributes:
        vertices: Shape (n, 3).
        triangles: Shape (m, 3), rows of ``vertices``, counter-clockwise from outside.
        colours: Shape (n, 3), 0 to 255, or None.
    """

    vertices: Floats
    triangles: npt.NDArray[np.int64]
    colours: npt.NDArray[np.uint8] | None


def poisson_surface(
    xyz: Floats, rgb: npt.NDArray[np.uint8] | None, *, depth: int, most_triangles: int, reach: float
) -> Surface:
    """A closed surface through the points, cut back to where there are points.

    Args:
        xyz: Shape (n, 3), of even density.
        rgb: Colours of the points, or None.
        depth: Levels of the octree: at 9 the finest cell is 1/512 of the extent.
        most_triangles: It is simplified to at most so many.
        reach: Parts of the surface farther than this from any point are removed.
    """
    open3d = _open3d()
    open3d.utility.random.seed(1)
    cloud = _cloud(xyz, rgb)
    cloud.normals = open3d.utility.Vector3dVector(_outward_normals(xyz, open3d))
    mesh, _ = open3d.geometry.TriangleMesh.create_from_point_cloud_poisson(cloud, depth=depth, n_threads=2)
    corners = open3d.geometry.PointCloud(mesh.vertices)
    far = np.asarray(corners.compute_point_cloud_distance(cloud)) > reach
    mesh.remove_vertices_by_mask(far)
    if len(mesh.triangles) > most_triangles:
        mesh = mesh.simplify_quadric_decimation(most_triangles)
    mesh.remove_degenerate_triangles()
    mesh.remove_unreferenced_vertices()
    colours = None
    if rgb is not None and mesh.has_vertex_colors():
        colours = np.round(np.clip(np.asarray(mesh.vertex_colors), 0, 1) * 255).astype(np.uint8)
    return Surface(np.asarray(mesh.vertices).copy(), np.asarray(mesh.triangles, np.int64).copy(), colours)
