"""Which of many polygons hold many points."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

PREPARED_FROM = 30
"""Points in the box of one polygon from which preparing it pays; a prepared polygon costs one pass over its edge."""

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class PolygonTree:
    """Polygons asked about many points. A point on an edge belongs to both sides; the earlier polygon wins."""

    def __init__(self, shapes: list[shapely.Geometry]) -> None:
        """Args: polygons in one plane, in the order in which they win."""
        self._shapes = np.array(shapes, dtype=object)
        self._tree = shapely.STRtree(self._shapes)

    def first_holding(self, xs: FloatArray, ys: FloatArray) -> IntArray:
        """The first polygon that holds each point, -1 for none; shape (n,)."""
        found = np.full(len(xs), len(self._shapes), dtype=np.int64)
        if len(self._shapes) and len(xs):
            point, shape = self._tree.query(shapely.points(xs, ys))
            order = np.argsort(shape, kind="stable")
            starts = np.flatnonzero(np.diff(shape[order], prepend=-1))
            for pairs in np.split(order, starts[1:]):
                each = self._shapes[shape[pairs[0]]]
                if len(pairs) >= PREPARED_FROM:
                    shapely.prepare(each)
                inside = point[pairs][shapely.intersects_xy(each, xs[point[pairs]], ys[point[pairs]])]
                found[inside] = np.minimum(found[inside], shape[pairs[0]])
        found[found == len(self._shapes)] = -1
        return found
