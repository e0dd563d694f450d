"""Which source pixel belongs at each pixel of an overlay: exact at nodes, affine in patches between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis import web_mercator
from media_pipeline.ground import Affine, Ground

FloatArray = NDArray[np.float64]

STEP = 16  # pixels of the overlay between nodes
GOOD_PX = 0.2  # pixels of the overlay that an affine may miss a node by


@dataclass(frozen=True, slots=True)
class Patch:
    """A square of the overlay in which the source lies nearly straight.

    ``left`` and ``top`` count from the overlay's corner; ``affine`` (a, b, c, d, e, f) gives the source's
    column and row, from its upper left corner, of pixels counted from the patch's own.
    """

    left: int
    top: int
    size: int
    affine: Affine

    def extent(self) -> tuple[float, float, float, float]:
        """Least column, least row, greatest column, greatest row of the source in the patch."""
        a, b, c, d, e, f = self.affine
        columns = [a * x + b * y + c for x in (0, self.size) for y in (0, self.size)]
        rows = [d * x + e * y + f for x in (0, self.size) for y in (0, self.size)]
        return min(columns), min(rows), max(columns), max(rows)


@dataclass(frozen=True, slots=True)
class Grid:
    """Source columns and rows at nodes every ``STEP`` pixels; shape (rows + 1, columns + 1), NaN off the sheet."""

    columns: FloatArray
    rows: FloatArray
    source_pixels_per_pixel: float

    def patches(self, left: int, top: int, size: int) -> Iterator[Patch]:
        """The square at ``left``, ``top``, divided until each part is nearly affine; parts off the sheet are left out."""
        count = size // STEP
        x, y = left // STEP, top // STEP
        columns = self.columns[y : y + count + 1, x : x + count + 1]
        rows = self.rows[y : y + count + 1, x : x + count + 1]
        known = np.isfinite(columns)
        if not known.any():
            return
        if known.all():
            affine, miss = _affine(columns, rows)
            if count == 1 or miss <= GOOD_PX * max(self.source_pixels_per_pixel, 1e-9):
                yield Patch(left, top, size, affine)
                return
        if count == 1:
            return
        half = size // 2
        for down in (0, half):
            for right in (0, half):
                yield from self.patches(left + right, top + down, half)


def of_sheet(ground: Ground, zoom: int, left: int, top: int, width: int, height: int) -> Grid:
    """The grid of an overlay that begins at a pixel of a zoom; width and height are multiples of ``STEP``."""
    xs, ys = np.meshgrid(
        np.arange(left, left + width + 1, STEP, dtype=float),
        np.arange(top, top + height + 1, STEP, dtype=float),
    )
    lons, lats = web_mercator.to_degrees(xs, ys, zoom)
    columns, rows = ground.pixels(lons, lats)
    a = np.diff(columns, axis=1)[:-1] * np.diff(rows, axis=0)[:, :-1]
    b = np.diff(columns, axis=0)[:, :-1] * np.diff(rows, axis=1)[:-1]
    areas = np.abs(a - b) / STEP**2
    inside = (columns >= 0) & (columns <= ground.width) & (rows >= 0) & (rows <= ground.height)
    here = areas[inside[:-1, :-1] & np.isfinite(areas)]
    areas = here if len(here) else areas[np.isfinite(areas)]
    return Grid(columns, rows, float(np.sqrt(np.median(areas))) if len(areas) else 1.0)


def _affine(columns: FloatArray, rows: FloatArray) -> tuple[Affine, float]:
    """The least-squares affine through the nodes of a square, and the most it misses one by."""
    count = len(columns) - 1
    x, y = np.meshgrid(np.arange(count + 1) * float(STEP), np.arange(count + 1) * float(STEP))
    design = np.column_stack([x.ravel(), y.ravel(), np.ones(x.size)])
    wanted = np.column_stack([columns.ravel(), rows.ravel()])
    found = np.linalg.lstsq(design, wanted, rcond=None)[0]
    miss = float(np.abs(design @ found - wanted).max())
    (a, d), (b, e), (c, f) = found.tolist()
    return (a, b, c, d, e, f), miss
