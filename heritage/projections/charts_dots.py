"""Units beside one another: a line each, a dot where its share stands, a mark where its target is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heritage.kpi import Share
from heritage.projections.charts_svg import element, hint, picture, words

WIDTH, ROW, HEAD = 440.0, 72.0, 40.0
LEFT, RIGHT = 12.0, 12.0
NAME_SIZE, TEXT_SIZE = 17.0, 16.0  # 13 pixels at least on a phone that is 360 wide


@dataclass(frozen=True, slots=True)
class Row:
    """A unit; ``share`` is None where it has no approved register, ``target_percent`` where its plan states none."""

    name: str
    share: Share | None
    percent: str | None
    target_percent: float | None
    none: str  # what is said instead of a share


def dot_plot(name: str, rows: Sequence[Row], title: str, text: str) -> str:
    """One ``<svg>`` from 0 to 100 per cent, in the order given."""
    height = HEAD + len(rows) * ROW + 8
    drawn = []
    for percent in (0, 25, 50, 75, 100):
        x = _x(percent)
        anchor = "start" if percent == 0 else "end" if percent == 100 else "middle"
        drawn.append(element("path", class_="grid", d=f"M{x:.1f} {HEAD - 8:.0f}V{height - 4:.0f}"))
        drawn.append(words(x, HEAD - 16, f"{percent}%", TEXT_SIZE, text_anchor=anchor))
    for index, row in enumerate(rows):
        drawn.append(_row(row, HEAD + index * ROW))
    return picture(name, WIDTH, height, title, drawn, class_="chart dots", text=text)


def _row(row: Row, top: float) -> str:
    """The name, under it the value, under that the line."""
    y = top + 54
    drawn = [
        words(LEFT, top + 18, row.name, NAME_SIZE, class_="strong halo"),
        element("path", class_="grid", d=f"M{LEFT:.0f} {y:.1f}H{WIDTH - RIGHT:.0f}"),
    ]
    if row.share is None or row.share.fraction is None:
        drawn.append(words(LEFT, top + 38, row.none, TEXT_SIZE, class_="halo"))
        return element("g", *drawn)
    said = f"{row.percent}% · {row.share.digitized}/{row.share.total}"
    drawn.append(words(LEFT, top + 38, said, TEXT_SIZE, class_="halo"))
    at = _x(float(row.share.fraction * 100))
    drawn.append(element("path", class_="stem", d=f"M{LEFT:.0f} {y:.1f}H{at:.1f}"))
    if row.target_percent is not None:
        mark = _x(row.target_percent)
        drawn.append(element("path", class_="tgt", d=f"M{mark:.1f} {y - 11:.1f}V{y + 11:.1f}"))
    drawn.append(element("circle", hint(f"{row.name}: {said}"), class_="dot full", cx=at, cy=y, r=7))
    return element("g", *drawn)


def _x(percent: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * percent / 100
