"""A small, even sample of a COPC file in metres, and the middle of a dense patch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import laspy
import numpy as np
import numpy.typing as npt

from media_pipeline.cloud_crs import Triple
from media_pipeline.copc_grid import DEEPEST
from media_pipeline.copc_patches import PATCH_POINTS
from media_pipeline.las import las_errors

Floats = npt.NDArray[np.float64]

SAMPLE_POINTS = 250_000


@dataclass(frozen=True, slots=True)
class Sample:
    """Points in metres from ``origin`` (native coordinates), z up, with colours where there are any.

    Attributes:
        factors: Metres per native unit, per axis.
        complete: Whether these are all the points of the cloud.
    """

    xyz: Floats
    rgb: npt.NDArray[np.uint8] | None
    origin: Triple
    factors: Triple
    complete: bool

    def native_xy(self) -> Floats:
        """Shape (n, 2): easting and northing as in the file."""
        plane: Floats = self.xyz[:, :2] / np.array(self.factors[:2]) + np.array(self.origin[:2])
        return plane


def read_sample(copc: Path, factors: Triple, most: int = SAMPLE_POINTS) -> Sample:
    """The coarse levels of the octree, which are an even sample of the whole.

    Raises:
        Damaged: The file cannot be read back.
    """
    with las_errors(), laspy.CopcReader.open(copc) as reader:
        level, total = _level_for(reader, most)
        points = reader.query(level=range(level + 1))
        origin = _origin(reader)
        xyz = _metres(points, origin, factors)
        rgb = _colours(points)
        complete = total == reader.header.point_count
    if len(xyz) > most:
        rows = (np.arange(most) * len(xyz)) // most
        xyz, rgb, complete = xyz[rows], None if rgb is None else rgb[rows], False
    return Sample(xyz, rgb, origin, factors, complete)


def middle_of(patch: Floats) -> Floats:
    """The points of a patch nearest its middle: thinning would change what is measured."""
    if len(patch) <= PATCH_POINTS:
        return patch
    distance = ((patch - np.median(patch, axis=0)) ** 2).sum(axis=1)
    return patch[np.argpartition(distance, PATCH_POINTS)[:PATCH_POINTS]]


def _level_for(reader: Any, most: int) -> tuple[int, int]:
    """The deepest level whose points, with all above, stay near ``most``, and how many those are."""
    counts: dict[int, int] = {}
    entries = reader.root_page.entries.items()
    elsewhere = min((key.level for key, entry in entries if entry.point_count < 0), default=DEEPEST + 1)
    for key, entry in entries:
        if key.level < elsewhere:  # a level is known whole only above the first page of its own
            counts[key.level] = counts.get(key.level, 0) + entry.point_count
    total, level = 0, 0
    for depth in sorted(counts):
        if depth and total and total + counts[depth] > most * 1.5:
            break
        total, level = total + counts[depth], depth
    return level, total


def _origin(reader: Any) -> Triple:
    low = reader.header.mins
    return float(low[0]), float(low[1]), float(low[2])


def _metres(points: Any, origin: Triple, factors: Triple) -> Floats:
    columns = (np.asarray(values, np.float64) for values in (points.x, points.y, points.z))
    parts = [(v - base) * factor for v, base, factor in zip(columns, origin, factors, strict=True)]
    return np.column_stack(parts)


def _colours(points: Any) -> npt.NDArray[np.uint8] | None:
    if "red" not in points.point_format.dimension_names:
        return None
    rgb = np.column_stack([points.red, points.green, points.blue])
    largest = int(rgb.max()) if rgb.size else 0
    if largest == 0:
        return None
    if largest > 255:  # many writers leave 8-bit colours in the 16-bit fields
        rgb = rgb >> 8
    return rgb.astype(np.uint8)
