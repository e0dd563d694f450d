"""How dense and how clean a cloud is, measured on dense patches with Open3D."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline import open3d_adapter

Floats = npt.NDArray[np.float64]

_FEWEST = 20
_STEEP = 0.35  # |z| of a normal: below it a surface counts as a wall, above 1 minus it as flat
_FLAT = 0.90


@dataclass(frozen=True, slots=True)
class SurfaceStatistics:
    """Measured on ``measured_on`` points.

    Attributes:
        spacing_m: Median distance to the nearest neighbour.
        density_m2: Points per square metre of surface.
        noise_share: Share that statistical outlier removal takes away (16 neighbours, 2 deviations).
        wall_share: Share of points on steep surfaces.
        flat_share: Share of points on level surfaces.
    """

    measured_on: int
    spacing_m: float
    density_m2: float | None
    noise_share: float
    wall_share: float
    flat_share: float

    def as_dict(self) -> dict[str, Any]:
        """JSON-able values."""
        return asdict(self)


def surface_statistics(patches: list[Floats]) -> SurfaceStatistics | None:
    """Statistics over patches in metres, or None where there are too few points to say anything."""
    patches = [patch for patch in patches if len(patch) >= _FEWEST]
    if not patches:
        return None
    spacing = float(np.median(np.concatenate([open3d_adapter.nearest_distances(p) for p in patches])))
    kept = [open3d_adapter.without_outliers(patch) for patch in patches]
    total = sum(len(patch) for patch in patches)
    steepness = np.concatenate(
        [np.abs(open3d_adapter.normals(p[rows])[:, 2]) for p, rows in zip(patches, kept, strict=True)]
    )
    return SurfaceStatistics(
        measured_on=total,
        spacing_m=round(spacing, 6),
        density_m2=_density(patches, spacing),
        noise_share=round(1 - sum(len(rows) for rows in kept) / total, 5),
        wall_share=round(float((steepness < _STEEP).mean()), 4),
        flat_share=round(float((steepness > _FLAT).mean()), 4),
    )


def _density(patches: list[Floats], spacing: float) -> float | None:
    """Points over the area of the voxels that hold any; a voxel of several spacings holds one face."""
    if spacing <= 0:
        return None
    edge = spacing * 6
    occupied = sum(len(np.unique(np.floor(patch / edge).astype(np.int64), axis=0)) for patch in patches)
    return round(sum(len(patch) for patch in patches) / (occupied * edge * edge), 3)
