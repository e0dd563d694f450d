"""Areas drawn on a map: which can be asked for, and what lies in them."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search.documents import Polygon
from search.errors import BadQuery

MAX_CORNERS = 500
Degrees = NDArray[np.float64]


@lru_cache(maxsize=64)
def check_polygon(polygon: Polygon) -> None:
    """Refuse what has no clear inside, so that every engine means the same by it.

    Raises:
        BadQuery: Fewer than three corners or more than MAX_CORNERS, a corner off the globe, more than half
            the globe wide, edges that cross or touch, or no area.
    """
    if len(polygon.lons) != len(polygon.lats) or not 3 <= len(polygon.lons) <= MAX_CORNERS:
        raise BadQuery(f"a polygon has 3 to {MAX_CORNERS} corners")
    if not all(map(math.isfinite, (*polygon.lons, *polygon.lats))):
        raise BadQuery("polygon out of range")
    if not all(-180 <= lon <= 180 for lon in polygon.lons) or not all(
        -90 <= lat <= 90 for lat in polygon.lats
    ):
        raise BadQuery("polygon out of range")
    if max(polygon.lons) - min(polygon.lons) > 180:
        raise BadQuery("polygon wider than half the globe")
    if _touches_itself(np.array(polygon.lons), np.array(polygon.lats)):
        raise BadQuery("the edges of the polygon cross or touch")


def inside(polygon: Polygon, lons: Degrees, lats: Degrees) -> NDArray[np.bool_]:
    """Which points lie in a checked polygon; of those on an edge some."""
    found = (
        (lons >= min(polygon.lons))
        & (lons <= max(polygon.lons))
        & (lats >= min(polygon.lats))
        & (lats <= max(polygon.lats))
    )
    near = np.flatnonzero(found)
    x, y = lons[near], lats[near]
    odd = np.zeros(len(near), dtype=np.bool_)
    corners = list(zip(polygon.lons, polygon.lats, strict=True))
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if y1 != y2:
            odd ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    found[near] = odd
    return found


def _touches_itself(lons: Degrees, lats: Degrees) -> bool:
    """Whether any two edges share a point that is not the corner between them."""
    count = len(lons)
    ax, ay = lons, lats
    bx, by = np.roll(lons, -1), np.roll(lats, -1)
    if bool(((ax == bx) & (ay == by)).any()):
        return True
    # side[i, j]: on which side of edge i the beginning of edge j lies; ends are beginnings of the next.
    begins = np.sign(
        (bx - ax)[:, None] * (ay[None, :] - ay[:, None]) - (by - ay)[:, None] * (ax[None, :] - ax[:, None])
    )
    ends = np.roll(begins, -1, axis=1)
    meet = (begins * ends <= 0) & (begins * ends <= 0).T
    # Edges on one line meet only where their boxes do.
    low_x, high_x = np.minimum(ax, bx), np.maximum(ax, bx)
    low_y, high_y = np.minimum(ay, by), np.maximum(ay, by)
    meet &= (low_x[:, None] <= high_x[None, :]) & (low_x[None, :] <= high_x[:, None])
    meet &= (low_y[:, None] <= high_y[None, :]) & (low_y[None, :] <= high_y[:, None])
    number = np.arange(count)
    following = (number + 1) % count
    meet[number, number] = False
    meet[number, following] = meet[following, number] = False
    return bool(meet.any()) or _turns_back(ax, ay, bx, by)


def _turns_back(ax: Degrees, ay: Degrees, bx: Degrees, by: Degrees) -> bool:
    """Whether an edge runs back along the one before."""
    dx, dy = bx - ax, by - ay
    next_x, next_y = np.roll(dx, -1), np.roll(dy, -1)
    return bool(((dx * next_y == dy * next_x) & (dx * next_x + dy * next_y < 0)).any())
