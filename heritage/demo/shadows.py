"""What the sun and the open sky reach: depth maps seen from far away, looked up softly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heritage.demo.mesh import Floats, Model
from heritage.demo.raster import NOTHING, Planes, paint

_FAR_M = 500.0
_SKY_DIRECTIONS = 9
_SKY_MAP = 360
GROUND_CELLS = 160


@dataclass(frozen=True, slots=True)
class DepthMap:
    """Distances seen along parallel rays coming from ``towards``; ``axes`` (3, 3): right, down, forward."""

    axes: Floats
    depth: Floats
    half_m: float

    def lit(self, places: Floats, bias_m: float, softness_px: float, taps: int) -> Floats:
        """Which share of the rays reaches each place (n, 3), 0 to 1."""
        size = self.depth.shape[0]
        seen = places @ self.axes.T
        scale = size / (2 * self.half_m)
        x, y = (seen[:, 0] + self.half_m) * scale, (seen[:, 1] + self.half_m) * scale
        limit = seen[:, 2] - bias_m
        total = np.zeros(len(places), np.float32)
        for tap in range(taps):
            angle = 2.399963 * tap  # the golden angle spreads the taps evenly over a disc
            reach = softness_px * np.sqrt(tap / taps)
            column = np.clip(x + reach * np.cos(angle), 0, size - 1).astype(np.int32)
            row = np.clip(y + reach * np.sin(angle), 0, size - 1).astype(np.int32)
            total += self.depth[row, column] >= limit
        return total / taps


def depth_map(model: Model, planes: Planes, towards: Floats, size: int) -> DepthMap:
    """Look at the whole model from the direction ``towards`` (unit vector) with parallel rays."""
    forward = -np.asarray(towards, np.float32)
    helper = np.array([0, 1, 0], np.float32) if abs(forward[2]) > 0.95 else np.array([0, 0, 1], np.float32)
    right = np.cross(forward, helper)
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(forward, right), forward]).astype(np.float32)
    half = model.radius_m * 1.15
    seen = model.corners @ axes.T
    screen = (seen[..., :2] + half) * (size / (2 * half))
    away = (model.normals.mean(axis=1) @ forward > 0) & ~model.thin
    number = paint(screen, seen[..., 2] + _FAR_M, (size, size), model.nearer_m, away)
    depth = np.full(number.shape, _FAR_M, np.float32)
    row, column = np.nonzero(number != NOTHING)
    hit = number[row, column]
    at = (np.stack([column, row], 1).astype(np.float32) + 0.5) * (2 * half / size) - half
    origin = at @ axes[:2]
    ray = np.broadcast_to(axes[2], origin.shape)
    distance = planes.distance(hit, origin, ray)
    # A triangle seen nearly edge-on would throw its plane far away: keep to its own corners.
    depth[row, column] = np.clip(distance, seen[hit, :, 2].min(axis=1), seen[hit, :, 2].max(axis=1))
    return DepthMap(axes, depth, half)


@dataclass(frozen=True, slots=True)
class SkyLight:
    """The share of the sky seen from each triangle corner (n, 3) and from each cell of the ground."""

    corners: Floats
    ground: Floats
    half_m: float

    def on_ground(self, x: Floats, y: Floats) -> Floats:
        """Share of the sky seen from ground points, 1 outside the mapped square."""
        cells = len(self.ground) - 1
        u = np.clip((x + self.half_m) / (2 * self.half_m) * cells, 0, cells - 1e-3)
        v = np.clip((y + self.half_m) / (2 * self.half_m) * cells, 0, cells - 1e-3)
        i, j = u.astype(np.int32), v.astype(np.int32)
        fu, fv = u - i, v - j
        top = self.ground[j, i] * (1 - fu) + self.ground[j, i + 1] * fu
        low = self.ground[j + 1, i] * (1 - fu) + self.ground[j + 1, i + 1] * fu
        return top * (1 - fv) + low * fv


def sky_light(model: Model, planes: Planes) -> SkyLight:
    """Sample the open sky from evenly spread directions; the price is one small depth map for each."""
    half = model.radius_m
    axis = np.linspace(-half, half, GROUND_CELLS, dtype=np.float32)
    gx, gy = np.meshgrid(axis, axis)
    floor = np.stack([gx.ravel(), gy.ravel(), np.full(gx.size, 0.03, np.float32)], 1)
    places = (model.corners + model.normals * 0.12).reshape(-1, 3)
    normals = model.normals.reshape(-1, 3)
    seen = np.zeros(len(places), np.float32)
    weight = np.full(len(places), 1e-3, np.float32)
    on_floor, floor_weight = np.zeros(len(floor), np.float32), 0.0
    for k in range(_SKY_DIRECTIONS):
        up = 1 - (k + 0.5) / _SKY_DIRECTIONS * 0.86
        turn, flat = 2.399963 * k, float(np.sqrt(1 - up * up))
        towards = np.array([flat * np.cos(turn), flat * np.sin(turn), up], np.float32)
        chart = depth_map(model, planes, towards, _SKY_MAP)
        facing = np.maximum(normals @ towards, 0.0) + 0.15
        seen += facing * chart.lit(places, 0.25, 1.5, 3)
        weight += facing
        on_floor += up * chart.lit(floor, 0.15, 1.5, 3)
        floor_weight += up
    corners = (seen / weight).reshape(model.material.size, 3)
    ground = (on_floor / floor_weight).reshape(GROUND_CELLS, GROUND_CELLS)
    return SkyLight(corners, ground, half)
