"""Open3D, imported inside the functions only: thinning, outliers, normals.

The import takes about a second and needs libusb, libX11, libGL and libEGL from the system, which
nothing else does.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import WorkerFailed

Floats = npt.NDArray[np.float64]

_PACKAGES = "libusb-1.0-0 libx11-6 libgl1 libegl1"


def load() -> None:
    """Import Open3D now, where that costs no time.

    Raises:
        WorkerFailed: It is not installed, or a library that it needs is not.
    """
    _open3d()


def _open3d() -> Any:
    try:
        import open3d
    except OSError as error:  # the loader names the library: "libusb-1.0.so.0: cannot open shared object"
        raise WorkerFailed(f"Open3D cannot start: {error}. Install {_PACKAGES}") from error
    except ImportError as error:
        raise WorkerFailed(f"Open3D is not installed: {error}") from error
    open3d.utility.set_verbosity_level(open3d.utility.VerbosityLevel.Error)
    return open3d


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
