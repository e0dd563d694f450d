"""The pagoda tower: square brick storeys on a stone lotus base."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heritage.demo.furniture import add_burner, add_lamp_pillar, add_stele, add_steps
from heritage.demo.mesh import Material, Model, Patch, Sculptor
from heritage.demo.plants import add_areca, add_tree
from heritage.demo.roof import RoofPlan, add_roof


@dataclass(frozen=True, slots=True)
class PagodaPlan:
    """A tower in metres: ``storeys`` of brick shrinking from ``base_m`` wide, about ``high_m`` high in all."""

    storeys: int = 14
    base_m: float = 5.2
    high_m: float = 19.5
    trees: int = 4
    seed: int = 1


def build_pagoda(plan: PagodaPlan) -> Model:
    """Build the tower with its balustraded court."""
    work, rng = Sculptor(), np.random.default_rng(plan.seed)
    half = plan.base_m / 2
    work.box(
        (-half - 2.2, -half - 2.2, 0), (half + 2.2, half + 2.2, 0.55), Material.STONE, top=Material.SLABS
    )
    for sign in (-1, 1):
        add_lamp_pillar(work, sign * 1.6, -half - 7.5, 3.6)
    add_steps(work, 0, -half - 2.2, 2.2, 0.55)
    _lotus(work, half + 0.55, 0.55)
    z, width = 1.45, half
    first = plan.high_m * 0.17
    rest = (plan.high_m - first - 1.45 - 1.6) / (plan.storeys - 1)
    for k in range(plan.storeys):
        high = first if k == 0 else rest * (1.22 - 0.44 * k / plan.storeys)
        _storey(work, width, z, high, Material.STONE if k == 0 else Material.BRICK)
        z += high
        width = half * (1 - 0.62 * ((k + 1) / plan.storeys) ** 0.92)
    gourd = [
        (width * 0.9, 0),
        (width * 0.5, 0.3),
        (width * 0.75, 0.6),
        (width * 0.35, 0.95),
        (width * 0.45, 1.15),
        (0.02, 1.7),
    ]
    work.lathe(gourd, (0, 0, z), Material.STONE, 14)
    _balustrade(work, half + 5.2)
    add_burner(work, 0, -half - 4.6)
    add_stele(work, half + 3.4, -half - 3.2, 1.9)
    spots = [(-half - 9, 11), (half + 10.5, 12), (-half - 15, -3), (-9, half + 14), (half + 13, -15)]
    for x, y in spots[: plan.trees]:
        add_tree(work, rng, x, y, rng.uniform(7.5, 11))
    for sign in (-1, 1):
        add_areca(work, rng, sign * (half + 6.6), -half - 6.4, rng.uniform(6.5, 8))
    patches = (
        Patch(0, 0, half + 6.6, half + 6.6, Material.PAVING),
        Patch(0, -half - 20, 2.0, 18, Material.SLABS),
    )
    return work.build("pagoda", patches, half + 17)


def _lotus(work: Sculptor, half: float, z: float) -> None:
    work.box((-half, -half, z), (half, half, z + 0.25), Material.STONE, 0.6)
    # Two rows of petals: half cones around a square.
    for row, (tilt, low) in enumerate(((1.0, 0.25), (-0.8, 0.58))):
        edge = half - 0.12
        for side in range(4):
            direction = np.array([[0, -1], [1, 0], [0, 1], [-1, 0]][side], float)
            along = np.array([-direction[1], direction[0]])
            for k in range(11):
                s = (k + 0.5 * row) / 10.5 * 2 - 1
                centre = direction * edge + along * s * edge
                turn, rise = np.linspace(-1, 1, 5)[None, :], np.linspace(0, 1, 4)[:, None]
                wide = 0.24 * np.sin(np.pi * (0.25 + 0.6 * rise))
                bulge = 0.16 * (1 - turn**2) * (0.4 + 0.6 * np.sin(np.pi * rise))
                xy = (
                    centre
                    + (turn * wide)[..., None] * along
                    + (bulge + 0.05 * tilt * rise)[..., None] * direction
                )
                points = np.concatenate(
                    [xy, np.broadcast_to(z + low + 0.33 * rise[..., None], (*xy.shape[:2], 1))], 2
                )
                work.grid(points, Material.STONE, (*direction, 0.0))
    work.box((-half + 0.2, -half + 0.2, z + 0.25), (half - 0.2, half - 0.2, z + 0.9), Material.STONE, 0.6)


def _storey(work: Sculptor, half: float, z: float, high: float, wall: Material) -> None:
    body = high * 0.66
    work.box((-half, -half, z), (half, half, z + body), wall, 0.4)
    for k, jut in enumerate((0.06, 0.15, 0.26, 0.36)):
        low = z + body + k * high * 0.06
        edge = half + jut * min(1.0, half)
        work.box(
            (-edge, -edge, low),
            (edge, edge, low + high * 0.06),
            Material.BRICK if wall == Material.BRICK else Material.RIDGE,
            0.7,
        )
    roof = half + 0.36 * min(1.0, half)
    add_roof(
        work,
        RoofPlan(
            0,
            0,
            half * 0.9,
            half * 0.9,
            roof + 0.06,
            roof + 0.06,
            z + high * 1.0,
            z + body + high * 0.23,
            0.1,
            0.06,
            1.2,
        ),
        0.9,
        0.045,
    )
    door, rise = half * 0.24, body * 0.72
    turn = np.linspace(0, np.pi, 9)
    arch = np.stack([-door * np.cos(turn), rise * 0.55 + door * np.sin(turn)], 1)
    arch = np.concatenate([[[-door, 0.0]], arch, [[door, 0.0]]])
    for side in range(4):
        out = np.array([[0, -1], [1, 0], [0, 1], [-1, 0]][side], float)
        along = np.array([-out[1], out[0]])
        for grow, gap, material in ((1.3, 0.03, Material.RIDGE), (1.0, 0.05, Material.DARK)):
            ring = arch * [grow, 1 + (grow - 1) * 0.4]
            outline = np.concatenate([out * (half + gap) + ring[:, :1] * along, z + 0.02 + ring[:, 1:]], 1)
            foot = outline * [1, 1, 0] + [0, 0, z + 0.02]
            work.arch(
                outline,
                foot,
                material,
                (float(out[0]), float(out[1]), 0.0),
                0.2 + (0.12 if grow == 1.0 else 0),
            )


def _balustrade(work: Sculptor, half: float) -> None:
    for side in range(4):
        for k in range(-3, 4):
            at = k / 3 * half
            x, y = ((at, -half), (half, at), (at, half), (-half, at))[side]
            if side == 0 and abs(k) < 1:
                continue
            work.box((x - 0.14, y - 0.14, 0), (x + 0.14, y + 0.14, 1.05), Material.STONE, 0.6)
            work.lathe([(0.16, 1.05), (0.19, 1.18), (0.02, 1.38)], (x, y, 0), Material.STONE, 8)
            if k == 3 or (side == 0 and k == -1):
                continue
            step = half / 3
            low, high = (
                ((x, y - 0.06), (x + step, y + 0.06))
                if side in (0, 2)
                else ((x - 0.06, y), (x + 0.06, y + step))
            )
            work.box((*low, 0.2), (*high, 0.82), Material.PLASTER, 0.7)
