"""Open-air scenes: the bonsai nursery of a craft village, the festival yard, the stele pavilion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heritage.demo.furniture import (
    add_burner,
    add_drum,
    add_festival_flag,
    add_lamp_pillar,
    add_palanquin,
    add_parasol,
    add_stele,
    add_steps,
)
from heritage.demo.hall import HallPlan, add_hall_body
from heritage.demo.mesh import Material, Model, Patch, Sculptor
from heritage.demo.plants import add_areca, add_bonsai, add_hedge, add_tree
from heritage.demo.roof import RoofPlan, add_roof


@dataclass(frozen=True, slots=True)
class NurseryPlan:
    """Rows of trained trees before a tiled house; ``flowers`` is the share of pads in flower."""

    rows: int = 4
    columns: int = 6
    flowers: float = 0.3
    trees: int = 2
    seed: int = 1


def build_nursery(plan: NurseryPlan) -> Model:
    """Build the nursery; the house stands north of the rows."""
    work, rng = Sculptor(), np.random.default_rng(plan.seed)
    half = plan.columns * 1.5
    for row in range(plan.rows):
        for column in range(plan.columns):
            x = (column - (plan.columns - 1) / 2) * 3.0 + rng.normal(0, 0.2)
            x += np.sign(x) * 0.9
            y = -3.5 - row * 3.4 + rng.normal(0, 0.2)
            add_bonsai(work, rng, float(x), y, rng.uniform(1.5, 2.5), plan.flowers)
    _house(work, 0.0, 6.5)
    for x in (-half - 0.4, half + 0.4):
        add_hedge(work, rng, (x, -18), (x, 1), 0.9)
    _frame(work, half + 4.0, -8.0)
    for x, y in ((-6.6, 2.2), (6.4, 2.0)):
        work.lathe(
            [(0.35, 0), (0.6, 0.4), (0.62, 0.8), (0.42, 1.15), (0.5, 1.22), (0.4, 1.15)],
            (x, y, 0),
            Material.CERAMIC,
            16,
        )
    for k in range(plan.trees):
        add_tree(work, rng, (-half - 5, half + 7, -half - 7)[k % 3], (8, 9, -9)[k % 3], rng.uniform(7, 9.5))
    for x, y in ((-8.2, 3.5), (8.4, 3.3), (-9.6, 6.5), (9.8, 6.3)):
        add_areca(work, rng, x, y, rng.uniform(6.0, 7.8))
    patches = (
        Patch(0, -8, half + 2.5, 11.5, Material.EARTH),
        Patch(0, -7, 0.9, 15, Material.PAVING),
        Patch(0, 2.0, 8.0, 2.0, Material.PAVING),
        Patch(half + 9, -8, 4.5, 6.0, Material.SLABS, True),
        Patch(half + 9, -8, 4.1, 5.6, Material.WATER, True),
    )
    return work.build("nursery", patches, half + 14)


def _house(work: Sculptor, x: float, y: float) -> None:
    work.box((x - 6, y - 3, 0), (x + 6, y + 3, 0.35), Material.STONE, top=Material.PAVING)
    work.box((x - 5.4, y - 1.6, 0.35), (x + 5.4, y + 2.5, 3.2), Material.PLASTER)
    work.nearer_m = 0.5
    for k in (-1, 0, 1):
        work.box((x + k * 3.4 - 1.1, y - 1.66, 0.4), (x + k * 3.4 + 1.1, y - 1.6, 2.85), Material.DOOR, 0.6)
    work.nearer_m = 0.0
    for k in range(5):
        px = x - 5.4 + k * 2.7
        work.lathe([(0.17, 0.35), (0.15, 1.8), (0.14, 3.2)], (px, y - 2.7, 0), Material.TIMBER, 10)
    work.box((x - 5.6, y - 2.8, 3.0), (x + 5.6, y - 2.6, 3.25), Material.TIMBER)
    add_roof(work, RoofPlan(x, y, 5.2, 0, 6.4, 3.8, 5.9, 3.1, 0.25, 0.1, 1.2, False), 0.7, 0.13)


def _frame(work: Sculptor, x: float, y: float) -> None:
    """A shade frame of bamboo with young plants under it."""
    rng = np.random.default_rng(5)
    for dx in (-1.6, 1.6):
        for k in range(5):
            py = y - 6 + k * 3
            work.tube(
                np.array([[x + dx, py, 0], [x + dx, py, 1.2], [x + dx, py, 2.3]]),
                [0.05] * 3,
                Material.BARK,
                6,
            )
    for dx in np.linspace(-1.7, 1.7, 8):
        work.tube(
            np.array([[x + dx, y - 6.4, 2.3], [x + dx, y, 2.35], [x + dx, y + 6.4, 2.3]]),
            [0.04] * 3,
            Material.BARK,
            5,
        )
    for k in range(9):
        add_bonsai(work, rng, x + (-0.8, 0.8)[k % 2], y - 5.5 + k * 1.35, rng.uniform(0.7, 1.0), 0.7)


@dataclass(frozen=True, slots=True)
class FestivalPlan:
    """A festival yard before a hall of ``bays``; ``flags`` on each side of the way."""

    bays: int = 3
    flags: int = 5
    trees: int = 3
    seed: int = 1


def build_festival(plan: FestivalPlan) -> Model:
    """Build the yard: flags, drum, palanquins, parasols, offerings, with the hall at its north end."""
    work, rng = Sculptor(), np.random.default_rng(plan.seed)
    hall = HallPlan(bays=plan.bays, bay_m=3.2, depth_m=8.0, roof_m=4.6, pond=False, seed=plan.seed)
    add_hall_body(work, hall)
    front = -hall.depth_m / 2 - 1.3
    for k in range(plan.flags):
        for sign in (-1, 1):
            add_festival_flag(
                work, sign * 6.8, front - 3.0 - k * 4.2, 5.6 + 0.3 * (k % 2), 1.9, rng.uniform(0, 6)
            )
    add_drum(work, 3.6, front - 3.6, 0.85)
    for x, y in ((0.0, front - 7.0), (0.0, front - 14.0)):
        add_palanquin(work, x, y)
        for sign in (-1, 1):
            add_parasol(
                work, x + sign * 1.7, y + 0.3, 3.1, Material.CLOTH if y > front - 10 else Material.GOLD
            )
    work.box((-4.6, front - 4.6, 0), (-2.6, front - 2.6, 0.75), Material.LACQUER, 0.6, top=Material.CLOTH)
    for k in range(9):
        x, y = -4.2 + 0.6 * (k % 3), front - 4.2 + 0.6 * (k // 3)
        work.lathe(
            [(0.16, 0.75), (0.24, 0.86), (0.18, 1.0), (0.1, 1.16), (0.01, 1.24)],
            (x, y, 0),
            (Material.GOLD, Material.BLOSSOM, Material.CLOTH)[k % 3],
            9,
        )
    for sign in (-1, 1):
        add_lamp_pillar(work, sign * 5.4, front - 21.5, 4.2)
    add_burner(work, 0, front - 2.6)
    for x, y in ((-13.5, -3), (14, 0), (-13, -20), (13.5, -17))[: plan.trees]:
        add_tree(work, rng, x, y, rng.uniform(8, 11))
    patches = (
        Patch(0, front - 10, 9.5, 14, Material.PAVING),
        Patch(0, 0, hall.half_x + 3, 7, Material.PAVING),
        Patch(0, front - 14, 1.5, 24, Material.SLABS),
    )
    return work.build("festival", patches, 27)


@dataclass(frozen=True, slots=True)
class PavilionPlan:
    """A stele pavilion (nhà bia) in a small garden; ``pillars`` adds lamp pillars at the entrance."""

    half_m: float = 2.6
    two_roofs: bool = True
    pillars: bool = True
    trees: int = 3
    seed: int = 1


def build_pavilion(plan: PavilionPlan) -> Model:
    """Build the open pavilion with an inscribed stone in the middle."""
    work, rng = Sculptor(), np.random.default_rng(plan.seed)
    half, base, top = plan.half_m, 0.7, 4.0
    work.box((-half - 1, -half - 1, 0), (half + 1, half + 1, base), Material.STONE, top=Material.PAVING)
    add_steps(work, 0, -half - 1, 2.4, base)
    raised = Sculptor()
    add_stele(raised, 0, 0.2, 2.3)
    for corners, normals, uv, material in zip(
        raised.corners, raised.normals, raised.uv, raised.material, strict=True
    ):
        work.soup(corners + np.array([0, 0, base]), normals, uv, Material(int(material[0])))
    for x in (-half, half):
        for y in (-half, half):
            work.lathe([(0.32, 0), (0.34, 0.12), (0.28, 0.2)], (x, y, base), Material.STONE, 10)
            work.lathe([(0.22, base + 0.2), (0.21, 2.2), (0.19, top)], (x, y, 0), Material.LACQUER, 12)
        work.box((x - 0.12, -half, top - 0.5), (x + 0.12, half, top - 0.15), Material.TIMBER)
    for y in (-half, half):
        work.box((-half, y - 0.12, top - 0.5), (half, y + 0.12, top - 0.15), Material.TIMBER)
    out = half + 1.25
    if plan.two_roofs:
        add_roof(
            work,
            RoofPlan(0, 0, half * 0.62, half * 0.62, out, out, top + 1.25, top - 0.25, 0.75, 0.35),
            0.55,
            0.12,
        )
        work.box((-half * 0.6, -half * 0.6, top + 1.0), (half * 0.6, half * 0.6, top + 1.9), Material.LACQUER)
        add_roof(
            work,
            RoofPlan(
                0, 0, half * 0.3, 0, half * 0.6 + 0.9, half * 0.6 + 0.9, top + 3.5, top + 1.7, 0.65, 0.3
            ),
            0.5,
            0.12,
        )
    else:
        add_roof(work, RoofPlan(0, 0, half * 0.4, 0, out, out, top + 2.9, top - 0.25, 0.85, 0.4), 0.55, 0.13)
    add_burner(work, 0, -half - 4.6)
    if plan.pillars:
        for sign in (-1, 1):
            add_lamp_pillar(work, sign * 2.6, -half - 8.5, 4.2)
    for x, y in ((-9, 3), (9.5, 4.5), (-8.5, -9), (9, -10))[: plan.trees]:
        add_tree(work, rng, x, y, rng.uniform(6.5, 9))
    for sign in (-1, 1):
        add_hedge(work, rng, (sign * 2.2, -half - 6.5), (sign * 6.5, -half - 6.5), 0.7)
        add_areca(work, rng, sign * 6.2, half + 1, rng.uniform(5.8, 7.2))
        add_bonsai(work, rng, sign * 4.6, -half - 2.4, 1.9, 0.5)
    patches = (
        Patch(0, -2.5, half + 3.4, half + 5.5, Material.PAVING),
        Patch(0, -14, 1.4, 10, Material.SLABS),
    )
    return work.build("pavilion", patches, 17)
