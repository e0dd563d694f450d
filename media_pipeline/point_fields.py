"""Name the columns of PLY and PCD points: which are positions, colours, intensity, classification."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.cloud_blocks import PointBlock, to_16_bits
from media_pipeline.errors import UnsupportedCloud

Fields = dict[str, npt.NDArray[Any]]

_COLOURS = (("red", "green", "blue"), ("r", "g", "b"), ("diffuse_red", "diffuse_green", "diffuse_blue"))
_INTENSITY = ("intensity", "scalar_intensity", "i")
_CLASSES = ("classification", "scalar_classification")


def block_of_fields(fields: Fields) -> PointBlock:
    """A block from columns named in any case.

    Raises:
        UnsupportedCloud: There is no x, y or z.
    """
    columns = {name.lower(): values for name, values in fields.items()}
    if not all(axis in columns for axis in "xyz"):
        raise UnsupportedCloud(f"no x, y, z among {', '.join(columns)}")
    xyz = np.column_stack([columns[axis].astype(np.float64) for axis in "xyz"])
    return PointBlock(xyz, _colours(columns), _intensity(columns), _classes(columns))


def _colours(columns: Fields) -> npt.NDArray[np.uint16] | None:
    packed = columns.get("rgb", columns.get("rgba"))
    if packed is not None and packed.dtype.itemsize == 4:
        bits = np.ascontiguousarray(packed).view(np.uint32)  # 0x00RRGGBB, stored as a float by habit
        parts = np.column_stack([(bits >> shift) & 255 for shift in (16, 8, 0)])
        return to_16_bits(parts, 255)
    for names in _COLOURS:
        if all(name in columns for name in names):
            parts = np.column_stack([columns[name] for name in names])
            return to_16_bits(parts, colour_top(parts))
    return None


def colour_top(values: npt.NDArray[Any]) -> float:
    """The value that means full: by the type, or by the largest value where the type is wider."""
    if values.dtype == np.uint8:
        return 255.0
    largest = float(np.nanmax(values)) if values.size else 0.0
    if values.dtype.kind == "f" and largest <= 1.0:
        return 1.0
    return 255.0 if largest <= 255 else 65535.0


def _intensity(columns: Fields) -> npt.NDArray[np.uint16] | None:
    for name in _INTENSITY:
        if name in columns:
            values = columns[name]
            return to_16_bits(values, 1.0 if _is_share(values) else 65535.0)
    return None


def _is_share(values: npt.NDArray[Any]) -> bool:
    return values.dtype.kind == "f" and values.size > 0 and float(np.nanmax(values)) <= 1.0


def _classes(columns: Fields) -> npt.NDArray[np.uint8] | None:
    for name in _CLASSES:
        if name in columns and columns[name].dtype.kind in "iu":
            return np.clip(columns[name], 0, 255).astype(np.uint8)
    return None
