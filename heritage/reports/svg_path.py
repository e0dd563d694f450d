"""Path data of our own drawings as absolute moves, lines and curves. Arcs become curves."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

TOKEN = re.compile(r"[MmLlHhVvCcSsAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}

# ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) or ("Z",)
Step = tuple[str | float, ...]


def steps(data: str) -> Iterator[Step]:
    """Every step with absolute coordinates.

    Raises:
        ValueError: Not the path data that our drawings are made of.
    """
    x = y = start_x = start_y = 0.0
    bend: tuple[float, float] | None = None  # the second handle of the last curve
    for command, values in _commands(data):
        name, relative = command.upper(), command.islower()
        dx, dy = (x, y) if relative else (0.0, 0.0)
        handle = None
        if name == "Z":
            x, y = start_x, start_y
            yield ("Z",)
        elif name in "ML":
            x, y = values[0] + dx, values[1] + dy
            if name == "M":
                start_x, start_y = x, y
            yield (name, x, y)
        elif name in "HV":
            x, y = (values[0] + dx, y) if name == "H" else (x, values[0] + dy)
            yield ("L", x, y)
        elif name == "A":
            to = values[5] + dx, values[6] + dy
            yield from _arc((x, y), values, to)
            x, y = to
        else:
            if name == "S":
                values = [*_mirrored((x, y), bend, (dx, dy)), *values]
            points = [value + (dy if number % 2 else dx) for number, value in enumerate(values)]
            handle, (x, y) = (points[2], points[3]), (points[4], points[5])
            yield ("C", *points)
        bend = handle


def _mirrored(
    at: tuple[float, float], bend: tuple[float, float] | None, shift: tuple[float, float]
) -> list[float]:
    """The first handle of a smooth curve, as the command would have written it."""
    handle = at if bend is None else (2 * at[0] - bend[0], 2 * at[1] - bend[1])
    return [handle[0] - shift[0], handle[1] - shift[1]]


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    tokens = TOKEN.findall(data)
    at, command = 0, ""
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        elif command.upper() == "M":  # further pairs after a move are lines
            command = "l" if command == "m" else "L"
        takes = TAKES[command.upper()] if command else -1
        if (
            takes < 0
            or at + takes > len(tokens)
            or (not takes and at < len(tokens) and not tokens[at].isalpha())
        ):
            raise ValueError(f"path data at {tokens[at : at + 8]}")
        values = [float(token) for token in tokens[at : at + takes]]
        at += takes
        yield command, values


def _arc(start: tuple[float, float], values: list[float], end: tuple[float, float]) -> Iterator[Step]:
    """An elliptical arc as cubic curves of at most a quarter turn each (SVG 1.1, appendix F.6)."""
    rx, ry, turn = abs(values[0]), abs(values[1]), math.radians(values[2])
    if not rx or not ry or start == end:
        yield ("L", *end)
        return
    cos, sin = math.cos(turn), math.sin(turn)
    hx, hy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    px, py = cos * hx + sin * hy, -sin * hx + cos * hy
    grow = max(1.0, math.sqrt((px / rx) ** 2 + (py / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    below = (rx * py) ** 2 + (ry * px) ** 2
    root = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below))
    root = -root if bool(values[3]) == bool(values[4]) else root
    cx, cy = root * rx * py / ry, -root * ry * px / rx
    first = math.atan2((py - cy) / ry, (px - cx) / rx)
    sweep = math.atan2((-py - cy) / ry, (-px - cx) / rx) - first
    if values[4] and sweep < 0:
        sweep += 2 * math.pi
    elif not values[4] and sweep > 0:
        sweep -= 2 * math.pi
    mx, my = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2

    def placed(x: float, y: float) -> tuple[float, float]:
        x, y = rx * x + cx, ry * y + cy
        return cos * x - sin * y + mx, sin * x + cos * y + my

    count = max(1, math.ceil(abs(sweep) / (math.pi / 2) - 1e-9))
    part = sweep / count
    length = 4 / 3 * math.tan(part / 4)
    for number in range(count):
        a, b = first + number * part, first + (number + 1) * part
        one = placed(math.cos(a) - length * math.sin(a), math.sin(a) + length * math.cos(a))
        two = placed(math.cos(b) + length * math.sin(b), math.sin(b) - length * math.cos(b))
        yield ("C", *one, *two, *placed(math.cos(b), math.sin(b)))
