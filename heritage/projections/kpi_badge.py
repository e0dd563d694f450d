"""The strip as one picture that stands anywhere: colours of its own, no sheet, no script, no font of ours."""

from __future__ import annotations

from typing import Any

from heritage.projections.charts_svg import element, hint, words

WIDTH, HEIGHT = 480.0, 168.0
PAPER, INK, QUIET, TARGET = "#faf8f3", "#211814", "#5a4d43", "#a02a1b"
FONT = "Be Vietnam Pro, Segoe UI, Roboto, Noto Sans, sans-serif"
FILLS = {"3": "#15321a", "2": "#55863f", "1": "url(#h)", "0": "#ffffff", "x": "url(#x)"}
EDGES = {"1": "#a67c20", "0": "#6f6455", "x": "#6f6455"}
STRIP_TOP, STRIP_HEIGHT = 92.0, 34.0


def badge(name: str, percent: str | None, sentence: str, day: str, strip: dict[str, Any] | None) -> str:
    """A picture of 480 by 168: unit, percentage and fraction, the strip, the day.

    Args:
        name: Of the unit.
        percent: In the language of the picture; None where nothing can be counted.
        sentence: "36 trên 74 di sản đã số hóa".
        day: As it is written.
        strip: ``heritage.projections.slats``' narrow drawing; None without a register.
    """
    body = [
        element("defs", _hatch(), _cross()),
        element("rect", width=WIDTH, height=HEIGHT, fill=PAPER, rx=6),
        words(20, 34, name, 17, font_weight=600, fill=INK),
    ]
    if percent is not None:
        body.append(words(20, 76, f"{percent}%", 34, font_weight=600, fill=INK))
        body.append(words(150, 70, sentence, 14, fill=QUIET))
    else:
        body.append(words(20, 72, sentence, 15, fill=QUIET))
    if strip is not None:
        body += _strip(strip)
    body.append(words(20, HEIGHT - 16, day, 12, fill=QUIET))
    return element(
        "svg",
        hint(f"{name}: {percent}%. {sentence}" if percent is not None else f"{name}: {sentence}"),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        font_family=FONT,
    )


def _strip(strip: dict[str, Any]) -> list[str]:
    scale = (WIDTH - 40) / strip["width"]
    drawn = [
        element(
            "rect",
            x=20 + bar["x"] * scale,
            y=STRIP_TOP,
            width=max(0.6, bar["width"] * scale),
            height=STRIP_HEIGHT,
            fill=FILLS[bar["kind"]],
            stroke=EDGES.get(bar["kind"]),
            stroke_width=1 if bar["kind"] in EDGES else None,
        )
        for bar in strip["bars"]
    ]
    if strip["target_x"] is not None:
        x = 20 + strip["target_x"] * scale
        drawn.append(
            element(
                "path",
                d=f"M{x:.1f} {STRIP_TOP - 6:.0f}V{STRIP_TOP + STRIP_HEIGHT + 6:.0f}",
                stroke=TARGET,
                stroke_width=2.5,
            )
        )
    return drawn


def _hatch() -> str:
    return element(
        "pattern",
        element("rect", width=7, height=7, fill="#ffffff"),
        element("path", d="M1.5 0v7", stroke="#a67c20", stroke_width=3),
        id="h",
        width=7,
        height=7,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def _cross() -> str:
    return element(
        "pattern",
        element("rect", width=6, height=6, fill="#ffffff"),
        element("path", d="M0 0l6 6M6 0L0 6", stroke="#6f6455", stroke_width=1),
        id="x",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
