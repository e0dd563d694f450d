"""Things that stand in a yard: steps, lamp pillars, incense burners, flags, drums, steles, jars."""

from __future__ import annotations

import numpy as np

from heritage.demo.mesh import Material, Sculptor
from heritage.demo.roof import RoofPlan, add_roof


def add_steps(work: Sculptor, x: float, y: float, wide: float, high: float) -> None:
    """A flight of steps that comes down towards −y from height ``high`` at ``y``, between two stone strings."""
    count = max(2, int(high / 0.17))
    for k in range(count):
        top, near = high * (1 - k / count), y - 0.34 * (k + 1)
        work.box((x - wide / 2, near, 0), (x + wide / 2, near + 0.36, top), Material.STONE)
    reach = 0.34 * (count + 0.5)
    for sign in (-1, 1):
        s = np.linspace(0, 1, 8)
        path = np.stack(
            [
                np.full(8, x + sign * (wide / 2 + 0.15)),
                y - reach * s,
                high * (1 - s) + 0.12 + 0.08 * np.sin(s * 7),
            ],
            1,
        )
        work.tube(path, np.full(8, 0.13), Material.STONE, 7)


def add_lamp_pillar(work: Sculptor, x: float, y: float, high: float) -> None:
    """A plastered pillar (cột đồng trụ) with a lantern box and a bud on top."""
    wide = high * 0.085
    work.box(
        (x - wide * 1.5, y - wide * 1.5, 0),
        (x + wide * 1.5, y + wide * 1.5, high * 0.12),
        Material.STONE,
        0.4,
    )
    work.box((x - wide, y - wide, high * 0.12), (x + wide, y + wide, high * 0.7), Material.PLASTER, 0.4)
    work.box(
        (x - wide * 1.35, y - wide * 1.35, high * 0.68),
        (x + wide * 1.35, y + wide * 1.35, high * 0.71),
        Material.RIDGE,
        0.4,
    )
    work.box(
        (x - wide * 1.1, y - wide * 1.1, high * 0.71),
        (x + wide * 1.1, y + wide * 1.1, high * 0.83),
        Material.PLASTER,
        0.4,
    )
    work.box(
        (x - wide * 1.4, y - wide * 1.4, high * 0.83),
        (x + wide * 1.4, y + wide * 1.4, high * 0.86),
        Material.RIDGE,
        0.4,
    )
    bud = [
        (wide * 0.5, 0),
        (wide * 1.0, wide * 0.7),
        (wide * 0.85, wide * 1.4),
        (wide * 0.15, wide * 2.6),
        (0.01, wide * 2.8),
    ]
    work.lathe(bud, (x, y, high * 0.86), Material.RIDGE, 10)


def add_burner(work: Sculptor, x: float, y: float) -> None:
    """A stone incense burner on three steps."""
    work.box((x - 0.8, y - 0.8, 0), (x + 0.8, y + 0.8, 0.25), Material.STONE, 0.5)
    bowl = [(0.35, 0.25), (0.3, 0.55), (0.62, 0.85), (0.68, 1.15), (0.55, 1.3), (0.6, 1.38), (0.05, 1.3)]
    work.lathe(bowl, (x, y, 0), Material.STONE, 14)
    for sign in (-1, 1):
        turn = np.linspace(0, np.pi, 7)
        path = np.stack(
            [x + sign * (0.6 + 0.22 * np.sin(turn)), np.full(7, y), 1.0 + 0.25 * (1 - np.cos(turn))], 1
        )
        work.tube(path, np.full(7, 0.06), Material.STONE, 6)


def add_festival_flag(
    work: Sculptor, x: float, y: float, high: float, size: float, phase: float = 0.0
) -> None:
    """A square festival flag with five colours and a toothed edge, waving on a pole."""
    work.tube(np.array([[x, y, 0], [x, y, high / 2], [x, y, high]]), [0.06, 0.05, 0.035], Material.LACQUER, 6)
    work.lathe([(0.05, 0), (0.12, 0.12), (0.02, 0.4)], (x, y, high), Material.GOLD, 7)
    s, t = np.linspace(0, 1, 10)[None, :], np.linspace(0, 1, 8)[:, None]
    wave = 0.14 * size * np.sin(s * 6 + phase) * s
    points = np.stack(
        np.broadcast_arrays(x + 0.06 + size * s, y + wave, high - 0.1 - size * t - 0.1 * size * s**2), 2
    )
    uv = np.stack(np.broadcast_arrays(s, t), 2)
    work.grid(points, Material.FESTIVAL_FLAG, (0, -1, 0), uv)
    edge = points[:, -1]
    for k in range(len(edge) - 1):
        tip = (edge[k] + edge[k + 1]) / 2 + [0.14 * size, 0, 0]
        tooth = np.stack([edge[k], edge[k + 1], tip])[None]
        work.soup(tooth, np.tile([0.0, -1, 0], (1, 3, 1)), np.zeros((1, 3, 2)), Material.CLOTH)


def add_national_flag(work: Sculptor, x: float, y: float, low: float, high: float, size: float) -> None:
    """The national flag on a pole from ``low`` to ``high``; ``size`` is the height of the cloth."""
    work.tube(
        np.array([[x, y, low], [x, y, (low + high) / 2], [x, y, high]]), [0.09, 0.08, 0.06], Material.STONE, 7
    )
    s, t = np.linspace(0, 1, 16)[None, :], np.linspace(0, 1, 10)[:, None]
    wave = 0.1 * size * np.sin(s * 8) * (0.2 + s)
    points = np.stack(
        np.broadcast_arrays(x + 0.08 + 1.5 * size * s, y + wave, high - 0.1 - size * t - 0.08 * size * s), 2
    )
    uv = np.stack(np.broadcast_arrays(s, t), 2)
    work.grid(points, Material.NATIONAL_FLAG, (0, -1, 0), uv)


def add_drum(work: Sculptor, x: float, y: float, radius: float) -> None:
    """A big drum lying on a timber stand, its skins facing south and north."""
    s = np.linspace(-1, 1, 9)
    axis = np.stack([np.full(9, x), y + s * radius * 1.1, np.full(9, radius * 1.75)], 1)
    work.tube(axis, radius * (1.0 - 0.22 * s**2), Material.LACQUER, 20)
    for sign in (-1, 1):
        turn = np.linspace(0, 2 * np.pi, 21)
        rim = np.stack(
            [
                x + 0.78 * radius * np.cos(turn),
                np.full(21, y + sign * radius * 1.12),
                radius * 1.75 + 0.78 * radius * np.sin(turn),
            ],
            1,
        )
        middle = np.broadcast_to([x, y + sign * radius * 1.12, radius * 1.75], rim.shape)
        work.grid(np.stack([middle, rim]), Material.PLASTER, (0, sign, 0))
    for dx in (-1, 1):
        for dy in (-0.8, 0.8):
            work.box(
                (x + dx * radius * 0.95 - 0.07, y + dy * radius - 0.07, 0),
                (x + dx * radius * 0.95 + 0.07, y + dy * radius + 0.07, radius * 2.3),
                Material.TIMBER,
                0.6,
            )
    work.box(
        (x - radius, y - radius, radius * 0.55), (x + radius, y + radius, radius * 0.68), Material.TIMBER, 0.6
    )


def add_palanquin(work: Sculptor, x: float, y: float) -> None:
    """A lacquered palanquin with two long poles, trestles and a small curved roof."""
    for dx in (-0.55, 0.55):
        s = np.linspace(-1, 1, 9)
        path = np.stack([np.full(9, x + dx), y + s * 2.7, 1.0 + 0.12 * s**4], 1)
        work.tube(path, np.full(9, 0.075), Material.LACQUER, 7)
    for dy in (-1.1, 1.1):
        for dx in (-0.7, 0.7):
            work.box(
                (x + dx - 0.06, y + dy - 0.06, 0), (x + dx + 0.06, y + dy + 0.06, 0.95), Material.TIMBER, 0.5
            )
        work.box((x - 0.8, y + dy - 0.07, 0.86), (x + 0.8, y + dy + 0.07, 0.96), Material.TIMBER, 0.5)
    work.box((x - 0.6, y - 0.85, 1.06), (x + 0.6, y + 0.85, 1.35), Material.GOLD, 0.35)
    work.box((x - 0.5, y - 0.72, 1.35), (x + 0.5, y + 0.72, 1.5), Material.LACQUER, 0.35)
    for dx in (-0.46, 0.46):
        for dy in (-0.66, 0.66):
            work.tube(
                np.array([[x + dx, y + dy, 1.5], [x + dx, y + dy, 2.1], [x + dx, y + dy, 2.6]]),
                [0.05] * 3,
                Material.GOLD,
                6,
            )
    work.box((x - 0.22, y - 0.2, 1.5), (x + 0.22, y + 0.2, 2.25), Material.CLOTH, 0.3)
    add_roof(work, RoofPlan(x, y, 0.25, 0, 0.85, 1.05, 3.2, 2.55, 0.28, 0.12, 1.5), 0.25, 0.05)


def add_parasol(work: Sculptor, x: float, y: float, high: float, material: Material) -> None:
    """A ceremonial parasol (lọng)."""
    work.tube(np.array([[x, y, 0], [x, y, high * 0.5], [x, y, high]]), [0.03] * 3, Material.LACQUER, 6)
    work.lathe(
        [(0.85, high * 0.84), (0.85, high * 0.9), (0.5, high * 0.97), (0.03, high)], (x, y, 0), material, 16
    )


def add_stele(work: Sculptor, x: float, y: float, high: float) -> None:
    """An inscribed stone on the back of a tortoise-like base."""
    work.lathe(
        [(high * 0.42, 0), (high * 0.45, high * 0.1), (high * 0.3, high * 0.2), (0.02, high * 0.24)],
        (x, y, 0),
        Material.STONE,
        14,
    )
    work.box(
        (x - high * 0.26, y - high * 0.06, high * 0.15),
        (x + high * 0.26, y + high * 0.06, high * 0.9),
        Material.STONE,
        0.3,
    )
    turn = np.linspace(0, np.pi, 13)
    for sign in (-1, 1):
        arc = np.stack(
            [
                x + high * 0.26 * np.cos(turn),
                np.full(13, y + sign * high * 0.06),
                high * 0.9 + high * 0.16 * np.sin(turn),
            ],
            1,
        )
        flat = arc.copy()
        flat[:, 2] = high * 0.9
        work.grid(np.stack([arc, flat]), Material.STONE, (0, sign, 0))
        text = high * 0.19
        quad = [
            (x - text, y + sign * high * 0.065, high * 0.84),
            (x + text, y + sign * high * 0.065, high * 0.84),
            (x + text, y + sign * high * 0.065, high * 0.26),
            (x - text, y + sign * high * 0.065, high * 0.26),
        ]
        work.nearer_m = 0.2
        work.panel(quad, Material.SCRIPT, (0, sign, 0), 0.25)
        work.nearer_m = 0.0
    roof = np.stack(
        [
            x + high * 0.26 * np.cos(turn),
            np.full(13, y - high * 0.06),
            high * 0.9 + high * 0.16 * np.sin(turn),
        ],
        1,
    )
    work.grid(np.stack([roof, roof + [0, high * 0.12, 0]]), Material.STONE, (0, 0, 1))
