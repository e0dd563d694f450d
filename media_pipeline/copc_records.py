"""Point records in the formats that COPC allows, every field kept."""

from __future__ import annotations

from typing import Any

import laspy
import numpy as np
import numpy.typing as npt
from laspy.point.record import PackedPointRecord

Records = npt.NDArray[Any]

_SCAN_ANGLE_STEP = 0.006  # degrees per step in point formats 6 to 10; whole degrees in 0 to 5


def target_format(header: Any) -> Any:
    """Point format 6, 7 or 8 with the source's extra bytes; waveforms are not carried over."""
    number = {0: 6, 1: 6, 2: 7, 3: 7, 4: 6, 5: 7, 6: 6, 7: 7, 8: 8, 9: 6, 10: 8}[header.point_format.id]
    modern = laspy.PointFormat(number)
    for dimension in header.point_format.extra_dimensions:
        modern.dimensions.append(dimension)
    return modern


def modern_records(record: Any, point_format: Any) -> Records:
    """The records in point format 6, 7 or 8, every field kept."""
    if record.point_format.id == point_format.id:
        return np.ascontiguousarray(record.array)
    modern = PackedPointRecord.from_point_record(record, point_format)
    if "scan_angle_rank" in record.array.dtype.names:  # laspy matches fields by name and drops this one
        degrees = record.array["scan_angle_rank"].astype(np.float64)
        modern.array["scan_angle"] = np.round(degrees / _SCAN_ANGLE_STEP).astype(np.int16)
    array: Records = modern.array
    return array
