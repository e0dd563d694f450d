"""The view from above: highest point per cell, tinted by height and lit from the north-west."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from media_pipeline.report import Derived
from media_pipeline.splat import PAPER, Pixels
from media_pipeline.stills import keep_png

Floats = npt.NDArray[np.float64]

_LONGEST = 1024  # cells along the longer side at most
_POINTS_PER_CELL = 1.5
# From low to high, the muted ground, clay and plaster of the public pages.
_TINTS = np.array([(92, 110, 92), (146, 150, 112), (196, 176, 128), (186, 132, 96), (236, 226, 208)], float)


@dataclass(frozen=True, slots=True)
class HeightMap:
    """Rows run north to south, columns west to east. Cells without a point are NaN, never 0."""

    heights: Floats
    cell_m: float


def height_map(xyz: Floats) -> HeightMap:
    """Rasterise points (metres, z up) to the highest per cell; the cell suits their number."""
    low, high = xyz[:, :2].min(axis=0), xyz[:, :2].max(axis=0)
    wide, deep = np.maximum(high - low, 1e-6)
    cell = max(wide / _LONGEST, deep / _LONGEST, float(np.sqrt(wide * deep * _POINTS_PER_CELL / len(xyz))))
    columns, rows = int(wide / cell) + 1, int(deep / cell) + 1
    column = np.minimum(((xyz[:, 0] - low[0]) / cell).astype(np.int64), columns - 1)
    row = np.minimum(((high[1] - xyz[:, 1]) / cell).astype(np.int64), rows - 1)
    heights = np.full(rows * columns, -np.inf)
    np.maximum.at(heights, row * columns + column, xyz[:, 2])
    heights[np.isinf(heights)] = np.nan
    return HeightMap(heights.reshape(rows, columns), cell)


def write_height_map(xyz: Floats, out: Path) -> Derived:
    """Write the recipe ``height-map``."""
    made = height_map(xyz)
    low, high = float(np.nanmin(made.heights)), float(np.nanmax(made.heights))
    facts: dict[str, object] = {"cell_m": round(made.cell_m, 6), "range_m": [round(low, 3), round(high, 3)]}
    return keep_png(tinted(made), "height-map", out, facts)


def tinted(made: HeightMap) -> Pixels:
    """Colours of shape (rows, columns, 3); empty cells have the colour of the paper."""
    heights = made.heights
    empty = np.isnan(heights)
    low, high = np.nanpercentile(heights, [1, 99])
    share = np.clip((heights - low) / max(high - low, 1e-9), 0, 1)
    place = np.nan_to_num(share) * (len(_TINTS) - 1)
    floor = np.minimum(place.astype(int), len(_TINTS) - 2)
    part = (place - floor)[..., None]
    colours = _TINTS[floor] * (1 - part) + _TINTS[floor + 1] * part
    lit = colours * _light(np.where(empty, low, heights), made.cell_m)[..., None]
    pixels: npt.NDArray[np.uint8] = np.clip(lit, 0, 255).astype(np.uint8)
    pixels[empty] = PAPER
    return pixels


def _light(heights: Floats, cell_m: float) -> Floats:
    """Brightness 0.6 to 1.15 of slopes towards the north-west."""
    if min(heights.shape) < 2:
        return np.ones(heights.shape)
    down, across = np.gradient(heights, cell_m)
    length = np.sqrt(1 + down**2 + across**2)
    facing = (across * 0.5 + down * 0.5 + 0.7071) / length
    lit: Floats = np.clip(0.62 + 0.55 * facing, 0.6, 1.15)
    return lit
