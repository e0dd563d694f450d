"""Write blocks of points as a plain LAS 1.4 file: the way of every other format into COPC."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import laspy
import numpy as np

from media_pipeline.cloud_blocks import PointBlock

Triple = tuple[float, float, float]

_FINEST = 1e-4  # a tenth of a millimetre: finer than any scanner used on buildings
_LARGEST_STEP = 2**31 - 1


@dataclass(frozen=True, slots=True)
class LasGrid:
    """The local origin (native frame, whole units) and the step to which positions are rounded."""

    origin: Triple
    step: float


def grid_for(lowest: Triple, highest: Triple) -> LasGrid:
    """Steps fine enough for a millionth of the extent, coarse enough for 32-bit integers."""
    extent = max(max(h - low for low, h in zip(lowest, highest, strict=True)), 1e-9)
    step = min(_FINEST, 10.0 ** math.floor(math.log10(extent / 1e6)))
    while extent / step > _LARGEST_STEP / 2:
        step *= 10
    if extent >= 1:
        origin = tuple(float(math.floor(low)) for low in lowest)
    else:
        origin = tuple(math.floor(low / step) * step for low in lowest)
    return LasGrid((origin[0], origin[1], origin[2]), step)


def write_las(
    blocks: Iterator[PointBlock], target: Path, grid: LasGrid, has_color: bool, wkt: str | None
) -> int:
    """Write every block; returns the number of points. Colours and classification are kept exactly."""
    header = laspy.LasHeader(version="1.4", point_format=7 if has_color else 6)
    header.scales = np.full(3, grid.step)
    header.offsets = np.array(grid.origin)
    header.global_encoding.wkt = True
    if wkt:
        header.vlrs.append(laspy.vlrs.known.WktCoordinateSystemVlr(wkt))
    written = 0
    with laspy.open(target, mode="w", header=header) as writer:
        for block in blocks:
            writer.write_points(_record(block, header, grid))
            written += len(block.xyz)
    return written


def _record(block: PointBlock, header: laspy.LasHeader, grid: LasGrid) -> laspy.ScaleAwarePointRecord:
    record = laspy.ScaleAwarePointRecord.zeros(len(block.xyz), header=header)
    steps = np.round((block.xyz - np.array(grid.origin)) / grid.step).astype(np.int32)
    record.X, record.Y, record.Z = steps.T
    if block.rgb is not None:
        record.red, record.green, record.blue = block.rgb.T
    if block.intensity is not None:
        record.intensity = block.intensity
    if block.classes is not None:
        record.classification = block.classes
    record.return_number[:] = 1
    record.number_of_returns[:] = 1
    return record
