"""Points on their way from a foreign format to LAS: a few hundred thousand at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
BLOCK_POINTS = 500_000


@dataclass(frozen=True, slots=True)
class PointBlock:
    """Some points of a cloud.

    Attributes:
        xyz: Shape (n, 3), float64, in the file's own frame and unit.
        rgb: Shape (n, 3), 0 to 65535, or None.
        intensity: Shape (n,), 0 to 65535, or None.
        classes: Shape (n,), LAS classification, or None.
    """

    xyz: Floats
    rgb: npt.NDArray[np.uint16] | None = None
    intensity: npt.NDArray[np.uint16] | None = None
    classes: npt.NDArray[np.uint8] | None = None

    def chosen(self, rows: npt.NDArray[np.bool_]) -> PointBlock:
        """The points where ``rows`` is true."""
        return PointBlock(
            self.xyz[rows],
            None if self.rgb is None else self.rgb[rows],
            None if self.intensity is None else self.intensity[rows],
            None if self.classes is None else self.classes[rows],
        )


@dataclass(frozen=True, slots=True)
class PointStream:
    """An opened cloud: what its header says and its points, read once."""

    blocks: Iterator[PointBlock]
    facts: dict[str, Any] = field(default_factory=dict)


def finite(block: PointBlock) -> PointBlock:
    """The points that have a position: scanners write NaN where the beam came back from nothing."""
    good: npt.NDArray[np.bool_] = np.asarray(np.isfinite(block.xyz).all(axis=1))
    return block if good.all() else block.chosen(good)


def to_16_bits(values: npt.NDArray[Any], top: float) -> npt.NDArray[np.uint16]:
    """Scale 0…top to 0…65535; 255 becomes 65535 exactly, so that 8-bit colours survive the way back."""
    scaled = np.nan_to_num(values.astype(np.float64), nan=0.0) * (65535.0 / top)
    return np.round(np.clip(scaled, 0, 65535)).astype(np.uint16)
