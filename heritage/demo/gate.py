"""The three-bay gate (tam quan): a wall with arches under small upturned roofs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heritage.demo.furniture import add_lamp_pillar, add_steps
from heritage.demo.mesh import Material, Model, Patch, Sculptor
from heritage.demo.plants import add_areca, add_tree
from heritage.demo.roof import RoofPlan, add_roof


@dataclass(frozen=True, slots=True)
class GatePlan:
    """A gate in metres; ``round_door`` makes the middle opening a moon gate, ``tiers`` counts its roofs."""

    middle_m: float = 5.2
    side_m: float = 3.9
    deep_m: float = 2.6
    high_m: float = 4.6
    tiers: int = 2
    round_door: bool = False
    brick: bool = False
    trees: int = 4
    seed: int = 1


def build_gate(plan: GatePlan) -> Model:
    """Build the gate with its forecourt; its front faces south (−y)."""
    work, rng = Sculptor(), np.random.default_rng(plan.seed)
    wall = Material.BRICK if plan.brick else Material.PLASTER
    half, gap = plan.middle_m / 2, 0.55
    total = half + gap + plan.side_m + 2.6
    work.box(
        (-total, -plan.deep_m / 2 - 0.8, 0),
        (total, plan.deep_m / 2 + 0.8, 0.5),
        Material.STONE,
        top=Material.SLABS,
    )
    add_steps(work, 0, -plan.deep_m / 2 - 0.8, plan.middle_m * 0.85, 0.5)
    _bay(work, plan, 0.0, plan.middle_m, plan.high_m, 1.25, wall, plan.round_door)
    _tiers(work, plan, wall)
    low = plan.high_m * 0.7
    for sign in (-1, 1):
        x = sign * (half + gap + plan.side_m / 2)
        _bay(work, plan, x, plan.side_m, low, 0.8, wall, False)
        roof = RoofPlan(
            x,
            0,
            plan.side_m * 0.34,
            0,
            plan.side_m / 2 + 0.75,
            plan.deep_m / 2 + 0.75,
            low + 2.05,
            low + 0.45,
            0.7,
            0.35,
        )
        add_roof(work, roof, 0.5, 0.11)
        joint = sign * (half + gap / 2)
        work.box(
            (joint - gap / 2, -plan.deep_m * 0.32, 0.5),
            (joint + gap / 2, plan.deep_m * 0.32, low * 0.92),
            wall,
        )
        add_lamp_pillar(work, sign * (total - 0.9), 0.0, plan.high_m * 1.25)
        low_wall = sorted((sign * total, sign * (total + 9.0)))
        work.box((low_wall[0], -0.25, 0), (low_wall[1], 0.25, 2.0), wall)
        work.box((low_wall[0], -0.4, 2.0), (low_wall[1], 0.4, 2.18), Material.RIDGE)
    spots = [(-total - 5, 8), (total + 5.5, 9), (-total - 1, 17), (total + 2, 19), (7, 24), (-9, 25)]
    for x, y in spots[: plan.trees]:
        add_tree(work, rng, x, y, rng.uniform(7.5, 11))
    for sign in (-1, 1):
        add_areca(work, rng, sign * (total + 1.6), 3.2, rng.uniform(6.5, 8))
    patches = (
        Patch(0, -12, 9.5, 10.5, Material.PAVING),
        Patch(0, 13, 8.5, 12.5, Material.PAVING),
        Patch(0, 0, 2.0, 60, Material.SLABS),
    )
    return work.build("gate", patches, total + 14)


def _bay(work: Sculptor, plan: GatePlan, x: float, wide: float, high: float, door: float, wall: Material, moon: bool) -> None:  # fmt: skip
    """One block of wall with an opening of half width ``door`` right through it."""
    half, y, base = wide / 2, plan.deep_m / 2, 0.5
    top = base + high
    turn = np.linspace(0, np.pi, 17)
    if moon:
        turn = np.linspace(-0.35, np.pi + 0.35, 23)
        spring = base + door * np.sin(0.35)
    else:
        spring = base + high * 0.5
    arch = np.stack([x - door * np.cos(turn), spring + door * np.sin(turn)], 1)
    if not moon:
        arch = np.concatenate(
            [
                [[x - door, base], [x - door, (base + spring) / 2]],
                arch,
                [[x + door, (base + spring) / 2], [x + door, base]],
            ]
        )
    # Each point of the opening's edge is joined to a point of the block's outline.
    share = np.linspace(0, 1, len(arch))
    path = np.array([[x - half, base], [x - half, top], [x + half, top], [x + half, base]])
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    outline = np.stack([np.interp(share * length[-1], length, path[:, k]) for k in (0, 1)], 1)
    for corner in (1, 2):
        outline[np.argmin(np.linalg.norm(outline - path[corner], axis=1))] = path[corner]
    rings = np.stack([arch + (outline - arch) * s for s in np.linspace(0, 1, 5)])
    for sign in (-1, 1):
        points = np.insert(rings, 1, sign * y, axis=2)
        uv = np.stack([points[..., 0], top - points[..., 2]], 2)
        work.grid(points, wall, (0, sign, 0), uv)
        rim = np.stack(
            [
                np.insert(arch, 1, sign * (y + 0.06), axis=1),
                np.insert(arch + _outward(arch, x, spring) * 0.2, 1, sign * (y + 0.06), axis=1),
            ]
        )
        work.nearer_m = 0.5
        work.grid(rim, Material.RIDGE, (0, sign, 0))
        work.nearer_m = 0.0
    inner = np.stack([np.insert(arch, 1, v, axis=1) for v in np.linspace(-y, y, 5)])
    facing = np.array([x, 0, spring]) - inner
    work.grid(inner, wall, facing)
    for side in (-1, 1):
        edge = x + side * half
        work.panel([(edge, -y, top), (edge, y, top), (edge, y, base), (edge, -y, base)], wall, (side, 0, 0))
    work.box(
        (x - half - 0.18, -y - 0.18, top - 0.05), (x + half + 0.18, y + 0.18, top + 0.16), Material.RIDGE
    )
    for side in (-1, 1):
        near = x + side * (half - 0.28)
        work.box((near - 0.24, -y - 0.14, base), (near + 0.24, -y, top), wall)
        work.nearer_m = 0.35
        work.box(
            (near - 0.15, -y - 0.18, base + high * 0.22),
            (near + 0.15, -y - 0.14, base + high * 0.82),
            Material.LACQUER,
            0.5,
        )
        work.nearer_m = 0.0


def _outward(arch: np.ndarray, x: float, spring: float) -> np.ndarray:
    away = arch - [x, spring]
    away[:, 1] = np.maximum(away[:, 1], 0)
    return away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6)


def _tiers(work: Sculptor, plan: GatePlan, wall: Material) -> None:
    half, deep, eave = plan.middle_m / 2, plan.deep_m / 2, plan.high_m + 0.55
    if plan.tiers == 1:
        add_roof(
            work,
            RoofPlan(0, 0, half * 0.62, 0, half + 0.9, deep + 0.9, eave + 2.5, eave, 0.9, 0.45),
            0.5,
            0.14,
        )
        return
    neck = eave + 1.05
    add_roof(
        work,
        RoofPlan(0, 0, half * 0.72, deep * 0.6, half + 0.95, deep + 0.95, neck, eave, 0.85, 0.42),
        0.5,
        0.12,
    )
    work.box((-half * 0.7, -deep * 0.58, neck - 0.2), (half * 0.7, deep * 0.58, neck + 1.35), wall, 0.5)
    work.nearer_m = 0.35
    for x in (-half * 0.42, 0.0, half * 0.42):
        work.box(
            (x - 0.36, -deep * 0.58 - 0.05, neck + 0.25),
            (x + 0.36, -deep * 0.58, neck + 1.1),
            Material.DOOR,
            0.4,
        )
    work.nearer_m = 0.0
    top = neck + 1.3
    add_roof(
        work,
        RoofPlan(0, 0, half * 0.5, 0, half * 0.7 + 0.85, deep * 0.6 + 0.85, top + 1.9, top, 0.8, 0.4),
        0.45,
        0.13,
    )
