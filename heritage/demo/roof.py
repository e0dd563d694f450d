"""Tiled roofs with upturned corners (đao mái), ridges and their ornaments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heritage.demo.mesh import Floats, Material, Sculptor


@dataclass(frozen=True, slots=True)
class RoofPlan:
    """A hipped roof in metres, centred on ``x``, ``y``.

    It runs from a rectangle of half sizes (``ridge_x``, ``ridge_y``) at ``top`` (a ridge when ``ridge_y`` is 0)
    down to the eave of half sizes (``eave_x``, ``eave_y``) at ``eave``; corners rise by ``lift``, lean out by ``flare``.
    """

    x: float
    y: float
    ridge_x: float
    ridge_y: float
    eave_x: float
    eave_y: float
    top: float
    eave: float
    lift: float = 0.9
    flare: float = 0.45
    sag: float = 1.35
    finials: bool = True

    def slope(self, side: int, s: Floats, t: Floats) -> Floats:
        """Places on one slope: ``s`` -1 to 1 along it, ``t`` 0 at the top to 1 at the eave.

        Side 0 faces south, 1 east, 2 north, 3 west.
        """
        half_x = self.ridge_x + (self.eave_x - self.ridge_x) * t
        half_y = self.ridge_y + (self.eave_y - self.ridge_y) * t
        fall = 1 - (1 - t) ** self.sag if self.sag >= 1 else t
        bend = np.abs(s) ** 7 * t**3
        z = self.top - (self.top - self.eave) * fall + self.lift * bend
        out = self.flare * bend
        if side in (0, 2):
            sign = -1.0 if side == 0 else 1.0
            x, y = s * half_x + np.sign(s) * out, sign * (half_y + out)
        else:
            sign = 1.0 if side == 1 else -1.0
            x, y = sign * (half_x + out), s * half_y + np.sign(s) * out
        return np.stack(np.broadcast_arrays(x + self.x, y + self.y, z), axis=-1)


_FACING = ((0.0, -1.0, 1.0), (1.0, 0.0, 1.0), (0.0, 1.0, 1.0), (-1.0, 0.0, 1.0))


def add_roof(work: Sculptor, plan: RoofPlan, cell: float = 0.7, ridge: float = 0.16) -> None:
    """Add slopes, rafters, eave board, hip ridges with curled ends and, for a ridge roof, ridge ornaments."""
    for side in range(4):
        length = plan.eave_x if side in (0, 2) else plan.eave_y
        drop = np.hypot(plan.top - plan.eave, plan.eave_x - plan.ridge_x)
        # Columns crowd towards the corners, where the curve is.
        steps = np.linspace(-1, 1, max(7, int(2 * length / cell) | 1))
        s = (np.sign(steps) * (1 - (1 - np.abs(steps)) ** 1.4))[None, :]
        t = np.linspace(0, 1, max(4, int(drop / cell) + 2))[:, None]
        top = plan.slope(side, s, t)
        work.grid(top, Material.TILE, _FACING[side], _tile_uv(plan, side, s, t))
        under = top - np.array([0, 0, 0.16])
        work.grid(under, Material.RAFTERS, (0, 0, -1))
        board = np.stack([top[-1] + [0, 0, 0.03], under[-1] - [0, 0, 0.05]])
        work.grid(board, Material.RIDGE, (_FACING[side][0], _FACING[side][1], 0.0))
    _hips(work, plan, ridge)
    if plan.ridge_y == 0:
        _crest(work, plan, ridge)


def _tile_uv(plan: RoofPlan, side: int, s: Floats, t: Floats) -> Floats:
    half = plan.eave_x if side in (0, 2) else plan.eave_y
    top_half = plan.ridge_x if side in (0, 2) else plan.ridge_y
    run = (plan.eave_y - plan.ridge_y) if side in (0, 2) else (plan.eave_x - plan.ridge_x)
    fall = float(np.hypot(run, plan.top - plan.eave))
    return np.stack(np.broadcast_arrays(s * (top_half + (half - top_half) * t), t * fall), axis=-1)


def _hips(work: Sculptor, plan: RoofPlan, ridge: float) -> None:
    t = np.linspace(0, 1, 14)
    for side, sign in ((0, -1), (0, 1), (2, -1), (2, 1)):
        line = plan.slope(side, np.full_like(t, float(sign)), t) + [0, 0, ridge * 0.6]
        ahead = line[-1] - line[-3]
        ahead[2] = 0
        ahead /= np.linalg.norm(ahead)
        curl = ridge * 5.4
        turn = np.linspace(0.2, 1.0, 6)[:, None]
        hook = line[-1] + ahead * curl * np.sin(turn * 1.9) * 0.75 + np.array([0, 0, 1]) * curl * turn**1.6
        path = np.concatenate([line, hook])
        taper = np.concatenate([np.full(14, ridge), ridge * np.linspace(0.9, 0.3, 6)])
        work.tube(path, taper, Material.RIDGE, 6)
        # A small beast rides each hip two thirds down.
        x, y, z = line[9]
        work.lathe(
            [(ridge * 1.3, 0), (ridge * 1.1, ridge * 2), (ridge * 0.2, ridge * 3.6)],
            (x, y, z),
            Material.RIDGE,
            6,
        )


def _crest(work: Sculptor, plan: RoofPlan, ridge: float) -> None:
    x0, x1, y, z = plan.x - plan.ridge_x, plan.x + plan.ridge_x, plan.y, plan.top
    thick, high = ridge * 1.15, ridge * 3.2
    steps = np.linspace(-1, 1, 15)
    bow = z - 0.1 + 0.18 * plan.lift * steps**4
    xs = plan.x + steps * plan.ridge_x
    for sign in (-1, 1):
        low = np.stack([xs, np.full(15, y + sign * thick), bow], 1)
        work.grid(np.stack([low + [0, 0, high], low]), Material.RIDGE, (0, sign, 0))
    cap = np.stack([xs, np.full(15, y), bow + high], 1)
    work.tube(cap, np.full(15, thick * 1.25), Material.RIDGE, 6)
    if not plan.finials:
        return
    for x, sign in ((x0, -1), (x1, 1)):
        turn = np.linspace(0, 1, 9)
        reach = ridge * 5
        path = np.stack(
            [
                x + sign * reach * 0.5 * np.sin(turn * 4.2) * (1 - 0.35 * turn),
                np.full(9, y),
                bow[0] + high * 0.5 + reach * 1.5 * turn,
            ],
            1,
        )
        work.tube(path, ridge * np.linspace(1.9, 0.35, 9), Material.RIDGE, 7)
    _moon(work, plan.x, y, bow[7] + high, ridge * 3)


def _moon(work: Sculptor, x: float, y: float, z: float, radius: float) -> None:
    """The flaming disc (mặt nguyệt) in the middle of the ridge."""
    turn = np.linspace(0, 2 * np.pi, 25)
    for sign in (-1, 1):
        flame = radius * (1.25 + 0.18 * np.cos(turn * 6))
        ring = np.stack(
            [x + flame * np.sin(turn), np.full(25, y), z + radius * 1.1 + flame * np.cos(turn)], 1
        )
        centre = np.broadcast_to(np.array([x, y + sign * 0.12, z + radius * 1.1]), ring.shape)
        work.grid(np.stack([centre, ring]), Material.GOLD, (0, sign, 0))
