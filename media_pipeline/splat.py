"""Draw points with numpy alone: spots in a depth buffer, light from the normals, edges from depth.

No graphics driver, no display: a worker on a bare server draws the same picture as a desk machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]
Depths = npt.NDArray[np.float32]
Places = npt.NDArray[Any]  # integers

PAPER = (0xF2, 0xEE, 0xE5)
STONE = (178, 166, 146)  # for points without a colour of their own
_NOTHING = -1
_VERY_FAR = 1e9
_MOST_RADIUS = 7
_MARGIN = 0.90  # share of the picture that the object may fill
_EDGE_STRENGTH = 55.0
_HOLE_DEPTH = 5.0  # pixels: what lies further behind most of its neighbours is seen through a hole
_HOLE_NEIGHBOURS = 5
_MOST_STEP = 12  # pixels: a larger step in depth darkens no more


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera stands, in degrees: azimuth from north clockwise, elevation above the ground."""

    azimuth: float
    elevation: float


@dataclass(frozen=True, slots=True)
class Scene:
    """Points to draw.

    Attributes:
        xyz: Shape (n, 3), metres, z up.
        rgb: Shape (n, 3).
        normals: Shape (n, 3), either side, or None for no light.
        spacing: Typical distance between neighbours, in metres; decides how large a point is drawn.
    """

    xyz: Floats
    rgb: Pixels
    normals: Floats | None
    spacing: float


THREE_QUARTER = View(215.0, 24.0)
TURNTABLE = tuple(
    View((180.0 + 30.0 * step) % 360.0, 12.0) for step in range(12)
)  # from the south, clockwise


def draw(scene: Scene, view: View, width: int, height: int) -> Pixels:
    """A picture of shape (height, width, 3): parallel projection, the object fills the frame."""
    right, up, toward = _axes(view)
    xyz = scene.xyz
    across, along, near = xyz @ right, xyz @ up, xyz @ toward
    scale = _scale(across, along, width, height)
    column = (across - _middle(across)) * scale + width / 2
    row = height / 2 - (along - _middle(along)) * scale
    far_to_near = np.argsort(near)
    # Depth in pixels per place in that order; 32 bits do for a picture and halve the time.
    depth = ((near - near.min()) * scale).astype(np.float32).take(far_to_near)
    radius = int(np.clip(np.ceil(scene.spacing * scale * 0.62), 1, _MOST_RADIUS))
    pixel = np.clip(row.astype(np.int64), 0, height - 1) * width + np.clip(
        column.astype(np.int64), 0, width - 1
    )
    place = np.full(width * height, _NOTHING, np.int32)
    place[pixel.take(far_to_near)] = np.arange(len(near), dtype=np.int32)  # the nearest is written last
    winner = _grown(place.reshape(height, width), radius - 1)
    for _ in range(2):
        winner = _without_holes(winner, depth)
    return _shade(scene, winner, depth, far_to_near, toward + 0.55 * up - 0.45 * right)


def _axes(view: View) -> tuple[Floats, Floats, Floats]:
    azimuth, elevation = np.radians(view.azimuth), np.radians(view.elevation)
    toward = np.array(
        [np.sin(azimuth) * np.cos(elevation), np.cos(azimuth) * np.cos(elevation), np.sin(elevation)]
    )
    right = np.array([-np.cos(azimuth), np.sin(azimuth), 0.0])
    return right, np.cross(toward, right), toward


def _middle(values: Floats) -> float:
    return float(values.min() + values.max()) / 2


def _scale(across: Floats, along: Floats, width: int, height: int) -> float:
    """Pixels per metre."""
    wide, tall = max(float(np.ptp(across)), 1e-9), max(float(np.ptp(along)), 1e-9)
    return _MARGIN * min(width / wide, height / tall)


def _grown(place: Places, reach: int) -> Places:
    """Let each point cover the pixels around its own, the nearer over the farther.

    A square and then crosses make an octagon: as round as a disc of this size can be.
    """
    for step in range(reach):
        before = place
        place = before.copy()
        _higher(place[1:], before[:-1])
        _higher(place[:-1], before[1:])
        if step == 0:
            before = place
            place = before.copy()
        _higher(place[:, 1:], before[:, :-1])
        _higher(place[:, :-1], before[:, 1:])
    return place


def _higher(target: Places, other: Places) -> None:
    np.maximum(target, other, out=target)


def _without_holes(winner: Places, depth: Depths) -> Places:
    """Close pixels through which something far behind shows while most neighbours are near.

    Args:
        winner: Per pixel the place of a point in the order from far to near, -1 where there is none.
        depth: Nearness per place, in pixels.
    """
    height, width = winner.shape
    framed = np.full((height + 2, width + 2), _NOTHING, np.int32)
    framed[1:-1, 1:-1] = winner
    here = _depth_of(framed, depth, -_VERY_FAR)
    middle = here[1:-1, 1:-1] + np.float32(_HOLE_DEPTH)
    shifts = [(y, x) for y in (0, 1, 2) for x in (0, 1, 2) if (y, x) != (1, 1)]
    nearer = np.zeros(winner.shape, np.int8)
    for y, x in shifts:
        nearer += here[y : y + height, x : x + width] > middle
    rows, columns = np.nonzero(nearer >= _HOLE_NEIGHBOURS)
    if not len(rows):
        return winner
    around = np.sort(np.stack([framed[rows + y, columns + x] for y, x in shifts]), axis=0)
    closed = winner.copy()
    closed[rows, columns] = around[-1 - _HOLE_NEIGHBOURS // 2]  # places rise towards the viewer
    return closed


def _depth_of(winner: Places, depth: Depths, nothing: float) -> Depths:
    """Nearness per pixel, ``nothing`` where there is no point."""
    return np.append(depth, np.float32(nothing)).take(winner)  # -1 is the last


def _shade(scene: Scene, winner: Places, depth: Depths, far_to_near: Places, lamp: Floats) -> Pixels:
    drawn = np.flatnonzero(winner >= 0)
    places = winner.ravel().take(drawn)
    edges = np.exp(-_EDGE_STRENGTH / max(winner.shape) * _behind(winner, depth).ravel().take(drawn))
    rows = far_to_near.take(places)
    light = edges
    if scene.normals is not None:
        facing = np.abs(scene.normals @ (lamp / np.linalg.norm(lamp)))
        light = edges * (0.55 + 0.5 * facing.astype(np.float32)).take(rows)
    picture: npt.NDArray[Any] = np.empty((winner.size, 3), np.uint8)
    picture[:] = PAPER
    lit = scene.rgb.take(rows, axis=0) * light[:, None]
    picture[drawn] = np.minimum(lit, 255).astype(np.uint8)
    return picture.reshape(*winner.shape, 3)


def _behind(winner: Places, depth: Depths) -> Depths:
    """How far each pixel lies behind its neighbours, in pixels: eye-dome lighting's measure."""
    height, width = winner.shape
    framed = np.full((height + 4, width + 4), _NOTHING, np.int32)
    framed[2:-2, 2:-2] = winner
    here = _depth_of(framed, depth, -_VERY_FAR)  # empty ground is behind everything and shades nothing
    middle = here[2:-2, 2:-2]
    total = np.zeros(winner.shape, np.float32)
    for distance in (1, 2):
        for y, x in ((0, distance), (0, -distance), (distance, 0), (-distance, 0)):
            neighbour = here[2 + y : 2 + y + height, 2 + x : 2 + x + width]
            total += np.clip(neighbour - middle, 0, _MOST_STEP)
    total /= 8
    return total
