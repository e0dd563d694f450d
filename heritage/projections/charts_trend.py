"""The share over time: a line that breaks where another register or other criteria begin to count."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from heritage.projections.charts_svg import element, hint, line, picture, words

WIDTH, HEIGHT = 490.0, 290.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 16.0, 30.0, 46.0
SPARK_WIDTH, SPARK_HEIGHT = 230.0, 76.0
MOST_DOTS = 14  # a line of more points is drawn without a dot on each
MOST_DATES = 5
STEPS = (5, 10, 20, 25)
DATE_LETTERS = 62.0  # drawing units that a date takes


@dataclass(frozen=True, slots=True)
class Point:
    """What counted on one day; ``label`` is the day as the axis writes it."""

    day: dt.date
    digitized: int
    total: int
    label: str = ""

    @property
    def percent(self) -> float:
        """For drawing only; texts round the exact fraction."""
        return float(Fraction(self.digitized * 100, self.total)) if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Break:
    """The first day on which something else was counted, and what it was."""

    day: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A level across the chart: the unit's target, or a national one (``reference``)."""

    percent: float
    text: str
    reference: bool = False


def pieces(points: Sequence[Point], breaks: Sequence[Break]) -> list[list[Point]]:
    """The points in runs, of which none crosses a break; a break's own day begins the new run."""
    days = sorted({each.day for each in breaks})
    runs: list[list[Point]] = []
    for point in points:
        passed = sum(1 for day in days if day <= point.day)
        if not runs or passed != sum(1 for day in days if day <= runs[-1][-1].day):
            runs.append([])
        runs[-1].append(point)
    return runs


def trend(
    name: str,
    points: Sequence[Point],
    breaks: Sequence[Break],
    lines: Sequence[Line],
    title: str,
    text: str,
    last: str,
) -> str:
    """The series as one ``<svg>``, in the order of its days.

    Args:
        name: Unique on its page.
        points: At least one; days grow.
        breaks: Each interrupts the line and says why.
        lines: Targets, drawn across with their texts.
        title: What the chart says.
        text: How to read it.
        last: The newest value as it is written, beside its point.
    """
    top = _ceiling(points, lines)
    scale = _Scale(points[0].day, points[-1].day, top)
    drawn = [*_grid(scale), *_breaks(scale, breaks), *_lines(scale, lines)]
    drawn += [_run(scale, run) for run in pieces(points, breaks)]
    drawn += _line_texts(scale, lines)
    if len(points) <= MOST_DOTS:
        drawn += [_dot(scale, point, 4.5) for point in points]
    else:
        drawn.append(_dot(scale, points[-1], 4.5))
    drawn += _dates(scale, points)
    x, y = scale.at(points[-1])
    low = y < TOP + 18
    drawn.append(
        words(
            min(x + 6, WIDTH - 2),
            y + 24 if low else y - 12,
            last,
            16,
            class_="strong halo",
            text_anchor="end",
        )
    )
    return picture(name, WIDTH, HEIGHT, title, drawn, class_="chart big trend-chart", text=text)


def sparkline(points: Sequence[Point], breaks: Sequence[Break], target_percent: float | None) -> str:
    """A small line beside a number that is printed; of no use without it, so hidden from readers."""
    scale = _Scale(points[0].day, points[-1].day, 100.0, (8.0, 14.0, 8.0, 10.0), (SPARK_WIDTH, SPARK_HEIGHT))
    drawn = [element("path", class_="axis", d=f"M8 {SPARK_HEIGHT - 10:.0f}H{SPARK_WIDTH - 8:.0f}")]
    if target_percent is not None:
        y = scale.y(target_percent)
        drawn.append(
            element("path", class_="tgt", d=f"M8 {y:.1f}H{SPARK_WIDTH - 8:.0f}", stroke_dasharray="6 4")
        )
    drawn += [_run(scale, run) for run in pieces(points, breaks)]
    drawn.append(_dot(scale, points[-1], 3.5))
    return element(
        "svg",
        *drawn,
        class_="chart",
        viewBox=f"0 0 {SPARK_WIDTH:.0f} {SPARK_HEIGHT:.0f}",
        aria_hidden="true",
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: dt.date
    last: dt.date
    top: float  # per cent at the upper edge
    edges: tuple[float, float, float, float] = (LEFT, RIGHT, TOP, BOTTOM)  # left, right, top, bottom
    size: tuple[float, float] = (WIDTH, HEIGHT)

    def x(self, day: dt.date) -> float:
        left, right, _, _ = self.edges
        days = (self.last - self.first).days
        room = self.size[0] - left - right
        return left + room * ((day - self.first).days / days if days else 0.5)

    def y(self, percent: float) -> float:
        _, _, top, bottom = self.edges
        return self.size[1] - bottom - (self.size[1] - top - bottom) * min(percent, self.top) / self.top

    def at(self, point: Point) -> tuple[float, float]:
        return self.x(point.day), self.y(point.percent)


def _ceiling(points: Sequence[Point], lines: Sequence[Line]) -> float:
    """The upper edge: the next step over every value, 100 at most and 10 at least."""
    most = max([*(point.percent for point in points), *(each.percent for each in lines)])
    return min(100.0, max(10.0, math.ceil((most + 4) / 10) * 10.0))


def _grid(scale: _Scale) -> list[str]:
    step = next((each for each in STEPS if scale.top / each <= 6), STEPS[-1])
    drawn = []
    for percent in range(0, int(scale.top) + 1, step):
        y = scale.y(percent)
        drawn.append(element("path", class_="grid", d=f"M{LEFT:.0f} {y:.1f}H{WIDTH - RIGHT:.0f}"))
        drawn.append(words(LEFT - 8, y + 5, f"{percent}%", 14, text_anchor="end"))
    return drawn


def _breaks(scale: _Scale, breaks: Sequence[Break]) -> list[str]:
    drawn = []
    for each in breaks:
        if not scale.first < each.day <= scale.last:
            continue
        x = scale.x(each.day)
        late = x > WIDTH * 0.6
        drawn.append(
            element(
                "path", class_="axis", d=f"M{x:.1f} {TOP:.0f}V{HEIGHT - BOTTOM:.0f}", stroke_dasharray="2 4"
            )
        )
        drawn.append(
            words(
                x - 6 if late else x + 6,
                HEIGHT - BOTTOM - 8,
                each.text,
                14,
                class_="halo",
                text_anchor="end" if late else "start",
            )
        )
    return drawn


def _lines(scale: _Scale, lines: Sequence[Line]) -> list[str]:
    return [
        element(
            "path",
            class_="ref" if each.reference else "tgt",
            d=f"M{LEFT:.0f} {scale.y(each.percent):.1f}H{WIDTH - RIGHT:.0f}",
            stroke_dasharray="2 5" if each.reference else "7 5",
        )
        for each in lines
    ]


def _line_texts(scale: _Scale, lines: Sequence[Line]) -> list[str]:
    """Above the line of the series, so that their halo keeps them legible where it crosses them."""
    return [
        words(
            LEFT + 6,
            scale.y(each.percent) - 8,
            each.text,
            14,
            class_=f"{'ref' if each.reference else 'tgt'}-t halo",
        )
        for each in lines
    ]


def _run(scale: _Scale, run: Sequence[Point]) -> str:
    if len(run) < 2:
        return ""
    return element("path", class_="trend", d=line(scale.at(point) for point in run))


def _dot(scale: _Scale, point: Point, radius: float) -> str:
    x, y = scale.at(point)
    said = hint(f"{point.label}: {point.digitized}/{point.total}") if point.label else ""
    return element("circle", *filter(None, [said]), class_="dot", cx=x, cy=y, r=radius)


def _dates(scale: _Scale, points: Sequence[Point]) -> list[str]:
    """The last day, the first, and what fits between."""
    drawn: list[str] = []
    taken: list[float] = []
    inner = list(points[1:-1])
    step = max(1, math.ceil(len(inner) / max(1, MOST_DATES - 2)))
    for point in [points[-1], points[0], *inner[step - 1 :: step]]:
        x = scale.x(point.day)
        if any(abs(x - other) < DATE_LETTERS for other in taken) or not point.label:
            continue
        taken.append(x)
        edge = "end" if x > WIDTH - RIGHT - 20 else "start" if x < LEFT + 20 and len(points) > 1 else "middle"
        drawn.append(words(x, HEIGHT - BOTTOM + 24, point.label, 14, text_anchor=edge))
    return drawn
