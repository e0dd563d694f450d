"""Units beside one another: a line each, a dot where its share stands, a mark where its target is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heritage.kpi import Share
from heritage.projections.charts_svg import element, hint, picture, words

WIDTH, ROW, HEAD = 640.0, 44.0, 40.0
LEFT, RIGHT = 12.0, 12.0
NAME_SIZE, TEXT_SIZE = 16.0, 14.0


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
    return picture(name, WIDTH, height, title, drawn, class_="chart big dots", text=text)


def _row(row: Row, top: float) -> str:
    y = top + ROW - 12
    drawn = [words(LEFT, top + 16, row.name, NAME_SIZE, class_="strong halo")]
    drawn.append(element("path", class_="grid", d=f"M{LEFT:.0f} {y:.1f}H{WIDTH - RIGHT:.0f}"))
    if row.share is None or row.share.fraction is None:
        drawn.append(words(WIDTH - RIGHT, top + 16, row.none, TEXT_SIZE, class_="halo", text_anchor="end"))
        return element("g", *drawn)
    at = _x(float(row.share.fraction * 100))
    drawn.append(element("path", class_="stem", d=f"M{LEFT:.0f} {y:.1f}H{at:.1f}"))
    if row.target_percent is not None:
        mark = _x(row.target_percent)
        drawn.append(element("path", class_="tgt", d=f"M{mark:.1f} {y - 11:.1f}V{y + 11:.1f}"))
    said = f"{row.percent}% · {row.share.digitized}/{row.share.total}"
    drawn.append(element("circle", hint(f"{row.name}: {said}"), class_="dot full", cx=at, cy=y, r=7))
    drawn.append(words(WIDTH - RIGHT, top + 16, said, TEXT_SIZE, class_="halo", text_anchor="end"))
    return element("g", *drawn)


def _x(percent: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * percent / 100
