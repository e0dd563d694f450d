"""A register as areas: one tile a category, in it one field a part; areas are exact, labels stand where they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heritage.kpi import Share
from heritage.projections.charts_svg import element, hint, picture, words
from heritage.projections.slats import kinds_of

GAP = 3.0  # of paper between two tiles
LETTER = 0.58  # of its size, the mean of Be Vietnam Pro
HEAD, HEAD_SIZE, COUNT_SIZE = 26.0, 16.0, 15.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing: its upper left corner, width and height, in drawing units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tile:
    """A category with its share; one without an object is not drawn."""

    label: str
    share: Share


def squarified(sizes: Sequence[float], box: Box) -> list[Box]:
    """Rectangles of these areas that fill the box, as near to squares as rows of them can be.

    Args:
        sizes: Positive, the largest first; only their proportions matter.
        box: To be filled.
    """
    whole = sum(sizes)
    if not whole:
        return []
    scale = box.width * box.height / whole
    left, rest, placed = box, [size * scale for size in sizes], []
    while rest:
        side = min(left.width, left.height)
        taken = 1
        while taken < len(rest) and _worst(rest[: taken + 1], side) <= _worst(rest[:taken], side):
            taken += 1
        row, rest = rest[:taken], rest[taken:]
        boxes, left = _laid(row, left)
        placed += boxes
    return placed


def treemap(
    name: str, tiles: Sequence[Tile], title: str, text: str, *, width: float = 560, height: float = 380
) -> str:
    """One ``<svg>``: a category's tile has its name and count at the top and its parts below, the fullest first."""
    shown = sorted((tile for tile in tiles if tile.share.total), key=lambda tile: -tile.share.total)
    boxes = squarified([tile.share.total for tile in shown], Box(0, 0, width, height))
    drawn = [_tile(tile, box) for tile, box in zip(shown, boxes, strict=True)]
    return picture(name, width, height, title, drawn, class_="chart treemap", text=text)


def _tile(tile: Tile, box: Box) -> str:
    inner = Box(box.x + GAP / 2, box.y + GAP / 2, max(1.0, box.width - GAP), max(1.0, box.height - GAP))
    label = f"{tile.label} · {tile.share.total}"
    fits = len(label) * HEAD_SIZE * LETTER < inner.width and inner.height > HEAD * 1.6
    head = HEAD if fits else 0.0
    parts = [(kind, count) for kind, count in kinds_of(tile.share) if count]
    parts.sort(key=lambda part: -part[1])
    fields = squarified(
        [count for _, count in parts], Box(inner.x, inner.y + head, inner.width, inner.height - head)
    )
    drawn = [hint(f"{tile.label}: {tile.share.digitized}/{tile.share.total}")]
    drawn += [_field(kind, count, field) for (kind, count), field in zip(parts, fields, strict=True)]
    if fits:
        drawn.append(words(inner.x + 2, inner.y + 18, label, HEAD_SIZE, class_="strong"))
    return element("g", *drawn)


def _field(kind: str, count: int, box: Box) -> str:
    drawn = element(
        "rect",
        class_=f"f{kind}",
        x=box.x + 0.75,
        y=box.y + 0.75,
        width=max(0.5, box.width - 1.5),
        height=max(0.5, box.height - 1.5),
        rx=1.5,
    )
    said = str(count)
    if len(said) * COUNT_SIZE * LETTER + 14 < box.width and box.height > COUNT_SIZE + 12:
        plate = len(said) * COUNT_SIZE * LETTER + 10
        if kind not in "32":
            drawn += element(
                "rect", class_="plate", x=box.x + 5, y=box.y + 5, width=plate, height=COUNT_SIZE + 6, rx=2
            )
        drawn += words(
            box.x + 10, box.y + 21, said, COUNT_SIZE, class_=f"on{kind}" if kind in "32" else "strong"
        )
    return drawn


def _worst(row: Sequence[float], side: float) -> float:
    """The longest proportion of a row of areas laid along a side."""
    whole = sum(row)
    return max(side * side * max(row) / (whole * whole), whole * whole / (side * side * min(row)))


def _laid(row: Sequence[float], box: Box) -> tuple[list[Box], Box]:
    """A row along the shorter side of the box, and what remains of the box."""
    whole = sum(row)
    boxes, at = [], 0.0
    if box.width >= box.height:
        thick = whole / box.height if box.height else 0.0
        for area in row:
            long = area / thick if thick else 0.0
            boxes.append(Box(box.x, box.y + at, thick, long))
            at += long
        return boxes, Box(box.x + thick, box.y, max(0.0, box.width - thick), box.height)
    thick = whole / box.width if box.width else 0.0
    for area in row:
        long = area / thick if thick else 0.0
        boxes.append(Box(box.x + at, box.y, long, thick))
        at += long
    return boxes, Box(box.x, box.y + thick, box.width, max(0.0, box.height - thick))
