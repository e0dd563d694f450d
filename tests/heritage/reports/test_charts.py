"""Charts say what the tables say, as plain shapes that the PDF's writer draws."""

from __future__ import annotations

import re
from typing import Any

from heritage.reports.chart import category_chart
from heritage.reports.svg_canvas import as_png, read_drawing
from heritage.reports.trend import has_trend, trend_chart, trend_words


def row(label: str, **values: Any) -> dict[str, Any]:
    parts = {"digitized": 0, "in_depth": 0, "in_work": 0, "not_begun": 0, "blocked": 0} | values
    total = sum(parts[name] for name in ("digitized", "in_work", "not_begun", "blocked"))
    return {"category": label, "label": label, "total": total, "target": None, "previous": None, **parts}


def history(*points: tuple[str, int, int], breaks: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    return {
        "history": [{"day": day, "digitized": done, "total": total} for day, done, total in points],
        "breaks": [{"day": day, "why": why} for day, why in breaks],
        "period": {"counted_on": "2026-11-25"},
        "plan": {"target": "50", "pooled": True},
    }


def widths(svg: str) -> list[float]:
    """Of the bars' grounds, in their order."""
    bars = svg.partition('height="20.0"')[0]  # the legend follows
    return [float(each) for each in re.findall(r'width="([\d.]+)" height="34\.0" fill="#', bars)]


def test_a_bar_is_cut_in_the_proportion_of_its_parts() -> None:
    svg = category_chart({"rows": [row("Di tích", digitized=3, in_depth=1, not_begun=1)]})
    assert widths(svg) == [162.5, 325.0, 162.5]
    assert "3/4 = 75,0%" in svg


def test_an_empty_category_says_so_and_has_no_bar() -> None:
    svg = category_chart({"rows": [row("Lễ hội")]})
    assert "không có đối tượng" in svg
    assert widths(svg) == []


def test_names_cannot_become_markup() -> None:
    svg = category_chart({"rows": [row("<b>&", digitized=1)]})
    assert read_drawing(svg).width == 1000
    assert "&lt;b&gt;&amp;" in svg


def test_the_same_drawing_is_the_same_picture() -> None:
    svg = category_chart({"rows": [row("Di tích", digitized=1, blocked=2)]})
    assert as_png(svg, 80) == as_png(svg, 80)
    assert as_png(svg, 80).startswith(b"\x89PNG")


def test_one_count_is_no_line() -> None:
    assert not has_trend(history(("2026-11-25", 2, 4)))
    assert not has_trend(history(("2026-11-01", 0, 0), ("2026-11-25", 2, 4)))
    assert has_trend(history(("2026-11-01", 1, 4), ("2026-11-25", 2, 4)))


def test_the_line_steps_on_the_day_of_each_count_and_breaks_are_named() -> None:
    content = history(("2026-10-06", 1, 4), ("2026-11-10", 2, 4), breaks=(("2026-11-10", "register"),))
    svg = trend_chart(content)
    middle, end = 80 + 880 * 35 / 50, 960
    assert f"M80.0 219.0H{middle:.1f}V154.0H{end:.1f}" in svg
    assert "đổi danh mục" in svg
    assert "chỉ tiêu 50%" in svg
    assert trend_words(content) == "06/10/2026: 25,0%; 10/11/2026: 50,0%."
