"""Draw points with numpy alone: discs in a depth buffer, light from the normals, edges from depth.

No graphics driver, no display: a worker on a bare server draws the same picture as a desk machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]

PAPER = (0xF2, 0xEE, 0xE5)
STONE = (178, 166, 146)  # for points without a colour of their own
_FAR = np.uint64(2**64 - 1)
_DEPTH_STEPS = 1 << 24
_MOST_RADIUS = 7
_MARGIN = 0.90  # share of the picture that the object may fill
_EDGE_STRENGTH = 55.0
_HOLE_DEPTH = 5.0  # pixels: what lies further behind most of its neighbours is seen through a hole
_HOLE_NEIGHBOURS = 5


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
TURNTABLE = (View(180.0, 12.0), View(270.0, 12.0), View(0.0, 12.0), View(90.0, 12.0))


def draw(scene: Scene, view: View, width: int, height: int) -> Pixels:
    """A picture of shape (height, width, 3): parallel projection, the object fills the frame."""
    right, up, toward = _axes(view)
    across, along, near = scene.xyz @ right, scene.xyz @ up, scene.xyz @ toward
    scale = _scale(across, along, width, height)
    column = (across - _middle(across)) * scale + width / 2
    row = height / 2 - (along - _middle(along)) * scale
    radius = int(np.clip(np.ceil(scene.spacing * scale * 0.62), 1, _MOST_RADIUS))
    winner = _nearest(column, row, near, radius, width, height)
    for _ in range(2):
        winner = _without_holes(winner, near * scale)
    return _shade(scene, winner, near, toward, right, up, scale)


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


def _nearest(
    column: Floats, row: Floats, near: Floats, radius: int, width: int, height: int
) -> npt.NDArray[np.int64]:
    """The row of the nearest point per pixel, -1 where there is none."""
    span = max(float(np.ptp(near)), 1e-9)
    depth = ((float(near.max()) - near) / span * (_DEPTH_STEPS - 1)).astype(np.uint64)
    keys = (depth << np.uint64(32)) | np.arange(len(near), dtype=np.uint64)
    buffer = np.full(width * height, _FAR)
    x, y = np.floor(column).astype(np.int64), np.floor(row).astype(np.int64)
    reach = radius - 1
    for shift_y in range(-reach, reach + 1):
        for shift_x in range(-reach, reach + 1):
            if shift_x**2 + shift_y**2 > reach**2 + 1:
                continue
            at_x, at_y = x + shift_x, y + shift_y
            inside = (at_x >= 0) & (at_x < width) & (at_y >= 0) & (at_y < height)
            np.minimum.at(buffer, at_y[inside] * width + at_x[inside], keys[inside])
    winner = (buffer & np.uint64(0xFFFFFFFF)).astype(np.int64)
    winner[buffer == _FAR] = -1
    return winner.reshape(height, width)


def _without_holes(winner: npt.NDArray[np.int64], near: Floats) -> npt.NDArray[np.int64]:
    """Close pixels through which something far behind shows while most neighbours are near.

    Args:
        winner: As from ``_nearest``.
        near: Nearness per point, in pixels.
    """
    depth = np.where(winner >= 0, near[winner], -np.inf)
    shifts = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1) if (y, x) != (0, 0)]
    nearer = np.zeros(winner.shape, np.int8)
    with np.errstate(invalid="ignore"):  # infinity less infinity where both are empty
        for shift in shifts:
            nearer += np.roll(depth, shift, (0, 1)) - depth > _HOLE_DEPTH
    rows, columns = np.nonzero(nearer >= _HOLE_NEIGHBOURS)
    if not len(rows):
        return winner
    height, width = winner.shape
    around = np.stack([winner[(rows - y) % height, (columns - x) % width] for y, x in shifts])
    nearness = np.where(around >= 0, near[around], -np.inf)
    chosen = np.argsort(-nearness, axis=0)[_HOLE_NEIGHBOURS // 2]
    closed = winner.copy()
    closed[rows, columns] = np.take_along_axis(around, chosen[None], axis=0)[0]
    return closed


def _shade(
    scene: Scene,
    winner: npt.NDArray[np.int64],
    near: Floats,
    toward: Floats,
    right: Floats,
    up: Floats,
    scale: float,
) -> Pixels:
    drawn = winner >= 0
    rows = winner[drawn]
    light = np.ones(len(rows))
    if scene.normals is not None:
        lamp = toward + 0.55 * up - 0.45 * right
        lamp /= np.linalg.norm(lamp)
        light = 0.55 + 0.5 * np.abs(scene.normals[rows] @ lamp)
    depth = np.full(winner.shape, np.nan)
    depth[drawn] = near[rows] * scale
    edges = np.exp(-_EDGE_STRENGTH * _behind(depth) / max(winner.shape))
    picture: npt.NDArray[Any] = np.empty((*winner.shape, 3), np.uint8)
    picture[:] = PAPER
    lit = scene.rgb[rows] * (light * edges[drawn])[:, None]
    picture[drawn] = np.clip(lit, 0, 255).astype(np.uint8)
    return picture


def _behind(depth: Floats) -> Floats:
    """How far each pixel lies behind its neighbours, in pixels: eye-dome lighting's measure."""
    total = np.zeros(depth.shape)
    for distance in (1, 2):
        for shift in ((0, distance), (0, -distance), (distance, 0), (-distance, 0)):
            neighbour = np.roll(depth, shift, axis=(0, 1))
            step = np.nan_to_num(neighbour - depth, nan=0.0)
            total += np.clip(step, 0, 12)
    return total / 8
