"""Trees, palms and bonsai: trunks as bent tubes, crowns as thousands of single leaves."""

from __future__ import annotations

import numpy as np

from heritage.demo.mesh import Floats, Material, Sculptor

Random = np.random.Generator


def leaves(work: Sculptor, rng: Random, centre: Floats, size: Floats, count: int, leaf_m: float,
           material: Material = Material.LEAF) -> None:  # fmt: skip
    """Scatter ``count`` leaf triangles over an ellipsoid with half axes ``size``; normals point outwards."""
    direction = rng.normal(size=(count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    shell = 0.62 + 0.38 * np.sqrt(rng.random((count, 1)))
    place = np.asarray(centre) + direction * np.asarray(size) * shell
    side = rng.normal(size=(count, 3))
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    other = np.cross(direction + 0.9 * rng.normal(size=(count, 3)), side)
    other /= np.maximum(np.linalg.norm(other, axis=1, keepdims=True), 1e-6)
    scale = leaf_m * (0.6 + 0.8 * rng.random((count, 1)))
    corners = np.stack(
        [place - side * scale * 0.5, place + side * scale * 0.5, place + other * scale * 1.1], axis=1
    )
    normals = np.repeat(direction[:, None], 3, axis=1)
    work.soup(corners, normals, corners[..., :2], material)


def add_tree(work: Sculptor, rng: Random, x: float, y: float, height: float) -> None:
    """A broad old tree (đa, muỗm, nhãn) with a leaning trunk and six to eight clouds of leaves."""
    lean = rng.normal(0, 0.06, 2) * height
    t = np.linspace(0, 1, 7)
    trunk = np.stack([x + lean[0] * t**2, y + lean[1] * t**2, height * 0.55 * t], 1)
    work.tube(trunk, height * 0.045 * (1.25 - 0.75 * t), Material.BARK, 9)
    crowns = int(rng.integers(6, 9))
    for k in range(crowns):
        angle = 2 * np.pi * k / crowns + rng.normal(0, 0.3)
        spread = height * rng.uniform(0.16, 0.27) if k else 0.0
        centre = np.array(
            [
                trunk[-1, 0] + spread * np.cos(angle),
                trunk[-1, 1] + spread * np.sin(angle),
                height * (rng.uniform(0.56, 0.74) if k else 0.82),
            ]
        )
        bough = np.linspace(trunk[4], centre, 4)
        work.tube(bough, height * np.array([0.025, 0.018, 0.012, 0.006]), Material.BARK, 5)
        size = height * np.array([0.17, 0.17, 0.115]) * rng.uniform(0.85, 1.15)
        leaves(work, rng, centre, size, 760, height * 0.027)


def add_areca(work: Sculptor, rng: Random, x: float, y: float, height: float) -> None:
    """A slim areca palm (cau) with drooping fronds."""
    t = np.linspace(0, 1, 7)
    bend = rng.normal(0, 0.02, 2) * height
    trunk = np.stack([x + bend[0] * t**2, y + bend[1] * t**2, height * t], 1)
    work.tube(trunk, 0.1 - 0.025 * t, Material.BARK, 7)
    head = trunk[-1]
    for k in range(9):
        angle = 2 * np.pi * k / 9 + rng.normal(0, 0.15)
        reach, rise = height * rng.uniform(0.2, 0.27), height * rng.uniform(0.05, 0.17)
        s = np.linspace(0, 1, 9)
        spine = head + np.stack(
            [
                reach * s * np.cos(angle),
                reach * s * np.sin(angle),
                rise * 2.2 * s - (rise * 2.0 + 0.5) * s**2,
            ],
            1,
        )
        across = np.array([-np.sin(angle), np.cos(angle), 0.0])
        width = height * 0.055 * np.sin(np.pi * (0.12 + 0.86 * s))[:, None]
        for sign in (-1, 1):
            edge = spine + sign * across * width - np.array([0, 0, 1]) * width * 0.55
            work.grid(np.stack([spine, edge], 1), Material.LEAF, (0, 0, 1))


def add_bonsai(work: Sculptor, rng: Random, x: float, y: float, height: float, flowers: float = 0.0) -> None:
    """A trained tree in a pot: a winding trunk and flat pads of leaves, some of them in flower."""
    pot = height * 0.2
    profile = [
        (pot * 0.75, 0),
        (pot * 0.95, pot * 0.25),
        (pot * 1.25, pot * 0.95),
        (pot * 1.35, pot),
        (pot * 1.1, pot),
    ]
    work.lathe(profile, (x, y, 0), Material.CERAMIC, 12)
    soil = [(pot * 1.2, pot * 0.92), (0.01, pot * 0.98)]
    work.lathe(soil, (x, y, 0), Material.EARTH, 10)
    t = np.linspace(0, 1, 12)
    phase, sway = rng.uniform(0, 6.28), height * rng.uniform(0.1, 0.17)
    trunk = np.stack(
        [
            x + sway * np.sin(t * 5.2 + phase) * (0.25 + 0.75 * t) - sway * 0.25 * np.sin(phase),
            y + sway * 0.6 * np.cos(t * 4.1 + phase) * t,
            pot * 0.9 + height * 0.72 * t,
        ],
        1,
    )
    work.tube(trunk, height * 0.055 * (1.2 - 0.95 * t), Material.BARK, 8)
    for k in range(7):
        base = trunk[4 + k]
        angle = phase + 2.4 * k
        reach = height * (0.3 - 0.026 * k) if k < 6 else 0.0
        pad = base + np.array([reach * np.cos(angle), reach * np.sin(angle), height * 0.05])
        work.tube(np.linspace(base, pad, 4), height * np.array([0.018, 0.014, 0.01, 0.006]), Material.BARK, 5)
        size = height * np.array([0.17, 0.17, 0.06]) * (1.1 - 0.07 * k)
        leaves(work, rng, pad + np.array([0, 0, height * 0.03]), size, 330, height * 0.032)
        if rng.random() < flowers:
            leaves(
                work,
                rng,
                pad + np.array([0, 0, height * 0.045]),
                size * 1.05,
                90,
                height * 0.022,
                Material.BLOSSOM,
            )


def add_hedge(
    work: Sculptor, rng: Random, low: tuple[float, float], high: tuple[float, float], top: float
) -> None:
    """A row of clipped shrubs between two points of the ground."""
    start, end = np.array([*low, 0.0]), np.array([*high, 0.0])
    count = max(2, int(np.linalg.norm(end - start) / (top * 1.1)))
    for s in np.linspace(0, 1, count):
        centre = start + (end - start) * s + [0, 0, top * 0.5]
        leaves(work, rng, centre, np.array([0.62, 0.62, 0.55]) * top, 260, top * 0.13)
