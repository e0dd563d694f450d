"""The flag tower: stepped brick terraces, an octagonal shaft, the flag."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heritage.demo.furniture import add_national_flag, add_steps
from heritage.demo.mesh import Material, Model, Patch, Sculptor
from heritage.demo.plants import add_hedge, add_tree


@dataclass(frozen=True, slots=True)
class FlagTowerPlan:
    """A flag tower in metres: ``steps`` square terraces, an octagonal shaft, a lookout, the flag."""

    steps: int = 3
    base_m: float = 17.0
    shaft_m: float = 12.5
    trees: int = 4
    seed: int = 1


def build_flag_tower(plan: FlagTowerPlan) -> Model:
    """Build the flag tower in its small park."""
    work, rng = Sculptor(), np.random.default_rng(plan.seed)
    z, half = 0.0, plan.base_m / 2
    for k in range(plan.steps):
        high = (2.3, 3.0, 3.3, 2.4)[k % 4]
        work.box((-half, -half, z), (half, half, z + high), Material.BRICK, top=Material.PAVING)
        work.box(
            (-half - 0.15, -half - 0.15, z + high),
            (half + 0.15, half + 0.15, z + high + 0.14),
            Material.RIDGE,
            top=Material.PAVING,
        )
        _parapet(work, half, z + high + 0.14)
        _doorway(work, half, z, min(high * 0.82, 2.5))
        z += high + 0.14
        half *= 0.68
    radius = half * 0.62
    sides = 8
    work.lathe(
        [(radius * 1.35, 0), (radius * 1.35, 0.7), (radius * 1.15, 0.75)], (0, 0, z), Material.STONE, sides
    )
    levels = np.linspace(0, 1, 16)
    work.lathe(
        [(radius * (1.1 - 0.34 * t), 0.7 + plan.shaft_m * t) for t in levels],
        (0, 0, z),
        Material.BRICK,
        sides,
    )
    work.nearer_m = 0.45
    for t in (0.18, 0.4, 0.62, 0.84):
        at = z + 0.7 + plan.shaft_m * t
        front = radius * (1.1 - 0.34 * t) * np.cos(np.pi / 8) + 0.03
        for out in ((0, -1), (1, 0), (0, 1), (-1, 0)):
            along = (-out[1], out[0])
            turn = np.linspace(0, 2 * np.pi, 13)
            rim = np.stack(
                [
                    out[0] * front + along[0] * 0.22 * np.cos(turn),
                    out[1] * front + along[1] * 0.22 * np.cos(turn),
                    at + 0.3 * np.sin(turn),
                ],
                1,
            )
            work.grid(np.stack([np.broadcast_to(rim.mean(axis=0), rim.shape), rim]), Material.DARK, (*out, 0))
    work.nearer_m = 0.0
    top = z + 0.7 + plan.shaft_m
    work.lathe(
        [(radius * 0.8, 0), (radius * 1.05, 0.25), (radius * 1.05, 0.4)], (0, 0, top), Material.RIDGE, sides
    )
    work.lathe(
        [
            (radius * 0.72, 0.4),
            (radius * 0.72, 2.4),
            (radius * 0.95, 2.6),
            (radius * 0.95, 2.75),
            (0.12, 3.2),
        ],
        (0, 0, top),
        Material.PLASTER,
        sides,
    )
    add_national_flag(work, 0, 0, top + 3.1, top + 7.6, 2.4)
    add_steps(work, 0, -plan.base_m / 2, 2.6, 1.0)
    edge = plan.base_m
    spots = [(-edge * 0.85, 14), (edge * 0.9, 15), (-edge * 0.95, -13), (edge, -14), (5, edge * 1.2)]
    for x, y in spots[: plan.trees]:
        add_tree(work, rng, x, y, rng.uniform(8, 11))
    reach = plan.base_m / 2 + 3
    for sign in (-1, 1):
        add_hedge(work, rng, (sign * 2.4, -reach), (sign * reach, -reach), 0.8)
        add_hedge(work, rng, (sign * reach, -reach), (sign * reach, reach), 0.8)
    patches = (
        Patch(0, 0, reach + 5, reach + 5, Material.PAVING),
        Patch(0, 0, reach, reach, Material.GRASS),
        Patch(0, -plan.base_m, 2.0, plan.base_m, Material.SLABS),
    )
    return work.build("flag_tower", patches, plan.base_m / 2 + 16)


def _parapet(work: Sculptor, half: float, z: float) -> None:
    for low, high in (((-half, -half), (half, -half + 0.25)), ((-half, half - 0.25), (half, half)),
                      ((-half, -half), (-half + 0.25, half)), ((half - 0.25, -half), (half, half))):  # fmt: skip
        work.box((*low, z), (*high, z + 0.75), Material.BRICK, 0.8)
        work.box(
            (low[0] - 0.04, low[1] - 0.04, z + 0.75),
            (high[0] + 0.04, high[1] + 0.04, z + 0.85),
            Material.RIDGE,
            0.8,
        )


def _doorway(work: Sculptor, half: float, z: float, high: float) -> None:
    wide = high * 0.36
    turn = np.linspace(0, np.pi, 11)
    arch = np.concatenate(
        [[[-wide, 0]], np.stack([-wide * np.cos(turn), high - wide + wide * np.sin(turn)], 1), [[wide, 0]]]
    )
    for out in ((0, -1), (1, 0), (0, 1), (-1, 0)):
        along = (-out[1], out[0])
        for k, (grow, material) in enumerate(((1.22, Material.RIDGE), (1.0, Material.DARK))):
            front = half + 0.04 + 0.03 * k
            across = arch[:, :1] * grow
            outline = np.concatenate(
                [
                    np.array(out) * front + across * np.array(along),
                    z + 0.02 + arch[:, 1:] * (1 + (grow - 1) * 0.5),
                ],
                1,
            )
            foot = outline * [1, 1, 0] + [0, 0, z + 0.02]
            work.arch(outline, foot, material, (out[0], out[1], 0.0), 0.4 + 0.2 * k)
