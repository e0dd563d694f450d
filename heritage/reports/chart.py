"""The chart of a report: one bar per category, told apart by tone and hatching, with the target as a line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape
from typing import Any

from heritage.reports.links import SEVERAL
from heritage.reports.numbers import percent, target, whole
from heritage.reports.tables import share

Content = dict[str, Any]
INK, PAPER, EDGE = "#211814", "#ffffff", "#5a4d43"
# Key of the row, label, ground, hatching.
PARTS = (
    ("in_depth", "Số hóa chuyên sâu (mức 3)", "#15321a", ""),
    ("plain", "Đã số hóa (mức 2)", "#55863f", ""),
    ("in_work", "Đang làm", "#f3e3bd", "/"),
    ("not_begun", "Chưa làm", PAPER, ""),
    ("blocked", "Đang vướng", "#f4d9d2", "x"),
)
WIDTH, LEFT, RIGHT = 1000.0, 190.0, 160.0
ROW, BAR, TOP = 62.0, 34.0, 14.0
NAME = "Biểu đồ đối tượng theo nhóm và mức; các con số có trong bảng"
STEP = 9.0  # between lines of a hatching


def category_chart(content: Content) -> str:
    """One ``<svg>`` of plain shapes; the same rows as the table beside it."""
    rows = content["rows"]
    height = TOP + ROW * len(rows) + 74
    body = "".join(_row(row, TOP + ROW * number) for number, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-label="{NAME}">'
        f'<rect width="{WIDTH:.0f}" height="{height:.0f}" fill="{PAPER}"/>{body}{_legend(height - 62)}</svg>'
    )


def _row(row: dict[str, Any], y: float) -> str:
    """A bar as long as all objects of the category together."""
    long, middle = WIDTH - LEFT - RIGHT, y + BAR / 2 + 8
    drawn = _text(LEFT - 12, middle, row["label"], 22, "end", bold=row["category"] in ("", SEVERAL))
    if not row["total"]:
        return drawn + _text(LEFT, middle, "không có đối tượng", 20, "start")
    x = LEFT
    for key, _, ground, hatch in PARTS:
        count = row["digitized"] - row["in_depth"] if key == "plain" else row[key]
        width = long * count / row["total"]
        if count:
            drawn += _box(x, y, width, BAR, ground, hatch)
        x += width
    said = f"{whole(row['digitized'])}/{whole(row['total'])} = {percent(share(row))}"
    drawn += _text(LEFT + long + 12, middle, said, 22, "start", bold=True)
    return drawn + (_target(row["target"], y, long) if row["target"] is not None else "")


def _target(asked: str, y: float, long: float) -> str:
    x = LEFT + long * min(float(asked), 100.0) / 100
    line = f'<path d="M{x:.1f} {y - 6:.1f}V{y + BAR + 6:.1f}" fill="none" stroke'
    return f'{line}="{PAPER}" stroke-width="8"/>{line}="{INK}" stroke-width="3"/>' + _text(
        x, y + BAR + 24, f"chỉ tiêu {target(Decimal(asked))}", 18, "middle"
    )


def _legend(y: float) -> str:
    """Two lines: three parts, then two."""
    drawn = ""
    for number, (_, label, ground, hatch) in enumerate(PARTS):
        x, line = 20.0 + 330 * (number % 3), y + 32 * (number // 3)
        drawn += _box(x, line, 30, 20, ground, hatch) + _text(x + 40, line + 17, label, 20, "start")
    return drawn


def _box(x: float, y: float, width: float, height: float, ground: str, hatch: str) -> str:
    at = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    path = "".join(_lines(x, y, width, height)) if hatch else ""
    if hatch == "x":
        path += "".join(_lines(x, y, width, height, falling=True))
    drawn = f'<rect {at} fill="{ground}"/>'
    if path:
        drawn += f'<path d="{path}" fill="none" stroke="{EDGE}" stroke-width="1.5"/>'
    return drawn + f'<rect {at} fill="none" stroke="{EDGE}" stroke-width="1.5"/>'


def _lines(x: float, y: float, width: float, height: float, *, falling: bool = False) -> Iterator[str]:
    """Lines at 45° inside a box, cut off at its edges."""
    shift = STEP
    while shift < width + height:
        first, last = max(0.0, shift - height), min(shift, width)
        if falling:
            yield f"M{x + first:.1f} {y + height - shift + first:.1f}L{x + last:.1f} {y + height - shift + last:.1f}"
        else:
            yield f"M{x + first:.1f} {y + shift - first:.1f}L{x + last:.1f} {y + shift - last:.1f}"
        shift += STEP


def _text(x: float, y: float, words: str, size: int, anchor: str, *, bold: bool = False) -> str:
    weight = 700 if bold else 400
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{INK}">{escape(words)}</text>'
    )
