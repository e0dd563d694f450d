"""The five-bay hall (đình, đền, chùa): platform, columns, doors, big roof, courtyard, pond."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heritage.demo.furniture import add_burner, add_lamp_pillar, add_steps
from heritage.demo.mesh import Material, Model, Patch, Sculptor
from heritage.demo.plants import add_areca, add_tree
from heritage.demo.roof import RoofPlan, add_roof


@dataclass(frozen=True, slots=True)
class HallPlan:
    """A hall in metres: ``bays`` of ``bay_m`` along the front, ``depth_m`` deep, one or two roofs."""

    bays: int = 5
    bay_m: float = 3.4
    depth_m: float = 9.6
    platform_m: float = 0.85
    column_m: float = 3.6
    roof_m: float = 5.4
    two_roofs: bool = False
    pond: bool = True
    trees: int = 3
    palms: int = 2
    pillars: bool = True
    wings: bool = False
    seed: int = 1

    @property
    def half_x(self) -> float:
        """Half the length of the column grid."""
        return self.bays * self.bay_m / 2


def build_hall(plan: HallPlan) -> Model:
    """Build the hall with its yard; its front faces south (−y)."""
    work, rng = Sculptor(), np.random.default_rng(plan.seed)
    add_hall_body(work, plan)
    half_x, half_y = plan.half_x, plan.depth_m / 2
    if plan.wings:
        for sign in (-1, 1):
            _wing(work, sign * (half_x + 6.0), -half_y - 9.0)
    patches = _yard(work, plan, rng)
    return work.build("hall", patches, max(half_x + 13, half_y + (31 if plan.pond else 20)))


def add_hall_body(work: Sculptor, plan: HallPlan) -> None:
    """Add platform, steps, frame, walls, altar and roof, without the yard."""
    half_x, half_y, base = plan.half_x, plan.depth_m / 2, plan.platform_m
    work.box(
        (-half_x - 1.3, -half_y - 1.3, 0),
        (half_x + 1.3, half_y + 1.3, base),
        Material.STONE,
        top=Material.PAVING,
    )
    add_steps(work, 0.0, -half_y - 1.3, plan.bay_m * 0.95, base)
    for x in (-1, 1):
        add_steps(work, x * plan.bay_m * 1.9, -half_y - 1.3, plan.bay_m * 0.5, base)
    _frame(work, plan)
    _walls(work, plan)
    _altar(work, plan)
    add_hall_roof(work, plan)


def add_hall_roof(work: Sculptor, plan: HallPlan) -> None:
    """Add the one great roof, or the two tiers of a chồng diêm roof."""
    half_x, half_y, eave = plan.half_x, plan.depth_m / 2, plan.platform_m + plan.column_m - 0.25
    out_x, out_y = half_x + 2.1, half_y + 2.0
    if not plan.two_roofs:
        add_roof(
            work, RoofPlan(0, 0, half_x * 0.62, 0, out_x, out_y, eave + plan.roof_m, eave, 1.25, 0.6, 1.5)
        )
        return
    neck = eave + plan.roof_m * 0.46
    inner_x, inner_y = half_x * 0.66, half_y * 0.52
    add_roof(work, RoofPlan(0, 0, inner_x, inner_y, out_x, out_y, neck, eave, 1.1, 0.55, 1.4))
    work.box(
        (-inner_x + 0.1, -inner_y + 0.1, neck - 0.3),
        (inner_x - 0.1, inner_y - 0.1, neck + 1.0),
        Material.LACQUER,
    )
    top = RoofPlan(
        0,
        0,
        inner_x * 0.62,
        0,
        inner_x + 1.5,
        inner_y + 1.4,
        neck + 0.9 + plan.roof_m * 0.62,
        neck + 0.7,
        1.0,
        0.5,
        1.5,
    )
    add_roof(work, top)


def _frame(work: Sculptor, plan: HallPlan) -> None:
    half_x, half_y, base = plan.half_x, plan.depth_m / 2, plan.platform_m
    top = base + plan.column_m
    for i in range(plan.bays + 1):
        x = -half_x + i * plan.bay_m
        for y, extra in ((-half_y, 0.0), (-half_y + 2.0, 0.35), (half_y - 2.0, 0.35), (half_y, 0.0)):
            work.lathe([(0.36, 0), (0.4, 0.1), (0.34, 0.2)], (x, y, base), Material.STONE, 12)
            shaft = np.linspace(0, 1, 7)
            profile = [(0.23 * (1.06 - 0.16 * t), 0.18 + (plan.column_m - 0.18 + extra) * t) for t in shaft]
            work.lathe(profile, (x, y, base), Material.TIMBER, 12)
    for y in (-half_y, half_y):
        work.box((-half_x - 0.5, y - 0.13, top - 0.62), (half_x + 0.5, y + 0.13, top - 0.22), Material.TIMBER)
        work.box((-half_x, y - 0.06, top - 1.0), (half_x, y + 0.06, top - 0.86), Material.LACQUER)
    for i in range(plan.bays + 1):
        x = -half_x + i * plan.bay_m
        work.box((x - 0.12, -half_y - 1.2, top - 0.55), (x + 0.12, half_y + 1.2, top - 0.2), Material.TIMBER)


def _walls(work: Sculptor, plan: HallPlan) -> None:
    half_x, half_y, base = plan.half_x, plan.depth_m / 2, plan.platform_m
    top = base + plan.column_m - 0.3
    y = -half_y + 2.0
    for i in range(plan.bays):
        x0, x1 = -half_x + i * plan.bay_m + 0.2, -half_x + (i + 1) * plan.bay_m - 0.2
        if i == plan.bays // 2:
            continue
        quad = [(x0, y, top), (x1, y, top), (x1, y, base), (x0, y, base)]
        work.panel(quad, Material.DOOR, (0, -1, 0))
    for side in (-1, 1):
        quad = [
            (side * half_x, -half_y + 2, top),
            (side * half_x, half_y, top),
            (side * half_x, half_y, base),
            (side * half_x, -half_y + 2, base),
        ]
        work.panel(quad, Material.PLASTER if plan.seed % 2 else Material.BRICK, (side, 0, 0))
    work.panel(
        [(-half_x, half_y, top), (half_x, half_y, top), (half_x, half_y, base), (-half_x, half_y, base)],
        Material.BRICK,
        (0, 1, 0),
    )
    back = half_y - 0.3
    work.panel(
        [(-half_x, back, top), (half_x, back, top), (half_x, back, base), (-half_x, back, base)],
        Material.LACQUER,
        (0, -1, 0),
    )


def _altar(work: Sculptor, plan: HallPlan) -> None:
    base, back = plan.platform_m, plan.depth_m / 2 - 0.6
    for k, (wide, high) in enumerate(((1.5, 0.75), (1.25, 1.15), (1.0, 1.6))):
        y = back - 2.6 + k * 0.9
        work.box((-wide, y, base), (wide, y + 0.8, base + high), Material.LACQUER, 0.5)
        work.box(
            (-wide - 0.06, y - 0.06, base + high),
            (wide + 0.06, y + 0.84, base + high + 0.07),
            Material.GOLD,
            0.5,
        )
    for x in (-1, 1):
        for dx in (0.55, 1.05):
            work.lathe(
                [(0.09, 0), (0.04, 0.1), (0.05, 0.35), (0.1, 0.42), (0.02, 0.6)],
                (x * dx, back - 2.3, base + 0.82),
                Material.GOLD,
                8,
            )
    work.lathe(
        [(0.2, 0), (0.28, 0.15), (0.24, 0.3), (0.3, 0.34)], (0, back - 2.3, base + 0.82), Material.CERAMIC, 10
    )
    _boards(work, plan)
    work.box((-0.45, back - 0.5, base + 1.67), (0.45, back - 0.15, base + 2.75), Material.GOLD, 0.4)


def _boards(work: Sculptor, plan: HallPlan) -> None:
    """The gilt board over the altar (hoành phi), the couplets on the columns, the inner trusses."""
    base, half_y = plan.platform_m, plan.depth_m / 2
    high = base + plan.column_m
    y = half_y - 2.0
    work.box((-1.5, y - 0.35, high - 0.5), (1.5, y - 0.25, high + 0.35), Material.GOLD, 0.5)
    work.box((-1.35, y - 0.4, high - 0.38), (1.35, y - 0.35, high + 0.23), Material.LACQUER, 0.5)
    for i in range(plan.bays + 1):
        x = -plan.half_x + i * plan.bay_m
        if 0 < i < plan.bays:
            work.box((x - 0.17, y - 0.36, base + 1.1), (x + 0.17, y - 0.29, base + 3.3), Material.GOLD, 0.5)
            work.box(
                (x - 0.12, y - 0.39, base + 1.2), (x + 0.12, y - 0.36, base + 3.2), Material.LACQUER, 0.5
            )
        if abs(x) > plan.half_x * 0.7:
            continue
        for level, reach in ((0.55, 2.6), (1.35, 1.8), (2.1, 1.0)):
            work.box(
                (x - 0.13, -reach, high + level), (x + 0.13, reach, high + level + 0.3), Material.TIMBER, 0.7
            )
        for end in (-1.6, 1.6):
            work.box((x - 0.1, end - 0.1, high - 0.2), (x + 0.1, end + 0.1, high + 1.4), Material.TIMBER, 0.7)


def _wing(work: Sculptor, x: float, y: float) -> None:
    work.box((x - 2.2, y - 5.5, 0), (x + 2.2, y + 5.5, 0.4), Material.STONE)
    work.box((x - 1.7, y - 5, 0.4), (x + 1.7, y + 5, 2.9), Material.DOOR)
    add_roof(work, RoofPlan(x, y, 0.0, 4.4, 2.9, 6.2, 4.7, 2.75, 0.35, 0.15, 1.3, False), 0.9, 0.11)


def _yard(work: Sculptor, plan: HallPlan, rng: np.random.Generator) -> tuple[Patch, ...]:
    half_x, front = plan.half_x, -plan.depth_m / 2 - 1.3
    yard_half = half_x + 4.5
    patches = [
        Patch(0, front - 7.5, yard_half, 8.5, Material.PAVING),
        Patch(0, 0, half_x + 3.2, plan.depth_m / 2 + 3.2, Material.PAVING),
        Patch(0, front - 26, 1.9, 40, Material.SLABS),
        Patch(0, front - 8, 1.6, 8, Material.SLABS),
    ]
    if plan.pond:
        patches.append(Patch(0, front - 22.5, half_x + 1.3, 6.1, Material.SLABS, True))
        patches.append(Patch(0, front - 22.5, half_x + 0.8, 5.6, Material.WATER, True))
    if plan.pillars:
        for side in (-1, 1):
            add_lamp_pillar(work, side * plan.bay_m * 1.1, front - 14.5, 5.2)
            add_lamp_pillar(work, side * plan.bay_m * 2.3, front - 14.5, 4.0)
    add_burner(work, 0.0, front - 5.0)
    spots = [
        (-half_x - 8.0, 7.5),
        (half_x + 9.0, 8.5),
        (-half_x - 8.5, front - 17),
        (-2.0, 15.0),
        (half_x + 9.5, front - 19),
    ]
    for x, y in spots[: plan.trees]:
        add_tree(work, rng, x + rng.normal(0, 0.8), y + rng.normal(0, 0.8), rng.uniform(8, 11.5))
    palms = [
        (half_x + 4.0, front - 4),
        (-half_x - 4.0, front - 5),
        (half_x + 4.6, front - 8),
        (-half_x - 4.4, front - 9),
    ]
    for x, y in palms[: plan.palms]:
        add_areca(work, rng, x, y, rng.uniform(6.5, 8.5))
    return tuple(patches)
