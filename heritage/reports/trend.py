"""How the share went from count to count, as a stepped line; breaks where it was not counted alike are drawn."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from html import escape
from typing import Any

from heritage.reports.numbers import short_day, target

Content = dict[str, Any]
INK, PAPER, LINE, QUIET = "#211814", "#ffffff", "#365c2d", "#cfc6b6"
NAME = "Biểu đồ tỷ lệ số hóa qua các lần chốt số liệu"
WIDTH, HEIGHT = 1000.0, 340.0
LEFT, RIGHT, TOP, BOTTOM = 80.0, 40.0, 24.0, 56.0
WHY = {"criteria": "đổi tiêu chí", "register": "đổi danh mục"}


def has_trend(content: Content) -> bool:
    """Whether there are two counts to join."""
    return len(_points(content)) > 1


def trend_chart(content: Content) -> str:
    """One ``<svg>`` of plain shapes."""
    points = _points(content)
    first, last = points[0][0], dt.date.fromisoformat(content["period"]["counted_on"])
    days = max(1, (last - first).days)

    def at(day: dt.date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / days

    body = "".join(_grid(percent) for percent in (0, 25, 50, 75, 100)) + _steps(points, at(last), at)
    for each in content["breaks"]:
        body += _break(at(dt.date.fromisoformat(each["day"])), WHY[each["why"]])
    asked = content["plan"]["target"] if content["plan"] and content["plan"]["pooled"] else None
    if asked is not None:
        body += _target(Decimal(asked))
    body += _text(LEFT, HEIGHT - 20, short_day(first), "start")
    body += _text(WIDTH - RIGHT, HEIGHT - 20, short_day(last), "end")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" '
        f'aria-label="{NAME}"><rect width="{WIDTH:.0f}" height="{HEIGHT:.0f}" fill="{PAPER}"/>{body}</svg>'
    )


def trend_words(content: Content) -> str:
    """The chart in words."""
    said = [f"{short_day(day)}: {share * 100:.1f}%".replace(".", ",") for day, share in _points(content)]
    return "; ".join(said) + "."


def _points(content: Content) -> list[tuple[dt.date, float]]:
    """Day and share of each count that had an object."""
    return [
        (dt.date.fromisoformat(each["day"]), each["digitized"] / each["total"])
        for each in content["history"]
        if each["total"]
    ]


def _y(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)


def _grid(percent: int) -> str:
    y = _y(percent / 100)
    line = (
        f'<path d="M{LEFT:.1f} {y:.1f}H{WIDTH - RIGHT:.1f}" fill="none" stroke="{QUIET}" stroke-width="0.8"/>'
    )
    return line + _text(LEFT - 12, y + 7, f"{percent}%", "end")


def _steps(points: list[tuple[dt.date, float]], end: float, at: Any) -> str:
    path, dots = "", ""
    for number, (day, share) in enumerate(points):
        x, y = at(day), _y(share)
        path += f"H{x:.1f}V{y:.1f}" if number else f"M{x:.1f} {y:.1f}"
        dots += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{LINE}"/>'
    path += f"H{end:.1f}"
    return f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="3.5"/>{dots}'


def _break(x: float, why: str) -> str:
    line = f'<path d="M{x:.1f} {TOP:.1f}V{HEIGHT - BOTTOM:.1f}" fill="none" stroke="{INK}" stroke-width="2" stroke-dasharray="3 5"/>'
    return line + _text(x - 8, TOP + 16, why, "end" if x > WIDTH / 2 else "start")


def _target(asked: Decimal) -> str:
    y = _y(float(asked) / 100)
    line = f'<path d="M{LEFT:.1f} {y:.1f}H{WIDTH - RIGHT:.1f}" fill="none" stroke="{INK}" stroke-width="2.5" stroke-dasharray="12 6"/>'
    return line + _text(WIDTH - RIGHT, y - 8, f"chỉ tiêu {target(asked)}", "end")


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="20" font-weight="400" text-anchor="{anchor}" '
        f'fill="{INK}">{escape(words)}</text>'
    )
