"""Symbols, words, scale bar and north arrow of a drawn map, as SVG text. Colours of paper; no stylesheet."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from heritage.projections.drawn_frame import Frame

FONT = "Be Vietnam Pro, Noto Sans, sans-serif"
INK, BRICK, INDIGO, QUIET = "#211814", "#8b2a17", "#23497c", "#b3a48c"
LAND, PALE, PAPER = "#f4efe4", "#fffdf7", "#ffffff"
NICE = (1, 2, 5)
WIDTH_OF_LETTER = 0.57  # of its size, the mean of Be Vietnam Pro
BAR = 150.0  # drawing units that a scale bar may take

# Ground and glyph in a box of 32, as on the screen (deploy/frontend/sprite.js); the tone differs with the shape.
SYMBOLS = {
    "relic": (
        '<rect x="3" y="3" width="26" height="26" rx="3"/>',
        "M5.5 14.6c4.2-.4 6.7-2.6 7.8-6.1h5.4c1.1 3.5 3.6 5.7 7.8 6.1-1 1.7-2.7 2.3-4.7 2.2v7.2H10.2v-7.2c-2 .1-3.7-.5-4.7-2.2Z",
        "#7a1f13",
    ),
    "festival": (
        '<path d="M16 .8 31.2 16 16 31.2.8 16Z"/>',
        "M10 8.2h1.9v16H10ZM13.1 9h9v8.8h-9Z",
        "#8a5a00",
    ),
    "craft_village": (
        '<path d="M9 2.6h14L30.6 16 23 29.4H9L1.4 16Z"/>',
        "M12 8.4h8v2.2h-1.2c2.7 1.4 4 3.3 4 5.7 0 3.4-2 5.9-4.4 7.3h-4.8c-2.4-1.4-4.4-3.9-4.4-7.3 0-2.4 1.3-4.3 4-5.7H12Z",
        "#1f4a24",
    ),
    "figure": (
        '<circle cx="16" cy="16" r="14"/>',
        "M16 7.2a3.9 3.9 0 1 1 0 7.8 3.9 3.9 0 0 1 0-7.8ZM8.2 24.2c.4-5 3.4-7.7 7.8-7.7s7.4 2.7 7.8 7.7Z",
        "#23497c",
    ),
}
EDGE = 22.0  # of a symbol


def symbol(x: float, y: float, told: Mapping[str, Any]) -> str:
    """An item's category by shape, or a disc with the count of a cluster."""
    if (told.get("count") or 0) > 1:
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="14" fill="{INK}" stroke="{PAPER}" stroke-width="3"/>'
            f'<text x="{x:.1f}" y="{y + 4.5:.1f}" font-size="13" font-weight="600" text-anchor="middle" '
            f'fill="{PAPER}">{int(told["count"])}</text>'
        )
    ground, glyph, colour = SYMBOLS.get(str(told.get("category")), SYMBOLS["relic"])
    half = EDGE / 2
    return (
        f'<svg x="{x - half:.1f}" y="{y - half:.1f}" width="{EDGE}" height="{EDGE}" viewBox="-1 -1 34 34">'
        f'<g fill="{colour}" stroke="{PAPER}" stroke-width="1.5">{ground}</g>'
        f'<path fill="{PAPER}" d="{glyph}"/></svg>'
    )


def number_label(x: float, y: float, numbers: list[str]) -> str:
    """The numbers under which a list beside the map tells the item; nothing without any."""
    if not numbers:
        return ""
    return text(x + EDGE / 2 + 2, y + 5, ", ".join(numbers), 14, weight=600)


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    anchor: str = "start",
    weight: int = 400,
    colour: str = INK,
    plate: bool = True,
) -> str:
    """One line of words, on a pale plate so that it reads over anything.

    Not with an outline: a printed outline is a second copy of the words, and they are found and read aloud twice.
    """
    drawn = (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{colour}">{escape(words)}</text>'
    )
    if not plate:
        return drawn
    width = len(words) * size * WIDTH_OF_LETTER + 6
    left = x - 3 - {"start": 0.0, "middle": width / 2 - 3, "end": width - 6}[anchor]
    return (
        f'<rect x="{left:.1f}" y="{y - size:.1f}" width="{width:.1f}" height="{size * 1.3:.1f}" rx="3" '
        f'fill="{PAPER}" fill-opacity=".72"/>{drawn}'
    )


def bar_metres(frame: Frame) -> float:
    """The longest of 1, 2, 5 times a power of ten metres that fits into the scale bar."""
    most = frame.metres_per_unit * BAR
    return max(
        nice * 10.0**power for power in range(7) for nice in NICE if nice * 10.0**power <= max(most, 1.0)
    )


def scale_bar(frame: Frame, language: str) -> str:
    """At the lower right; right in the middle of the frame, since Mercator grows northwards."""
    metres = bar_metres(frame)
    length = metres / frame.metres_per_unit
    right, bottom = frame.width - 16.0, frame.height - 26.0
    left = right - length
    said = f"{metres:g} m" if metres < 1000 else f"{metres / 1000:g} km"
    said = said if language == "en" else said.replace(".", ",")
    half = length / 2
    return (
        f'<g class="scale-bar" data-metres="{metres:g}"><rect x="{left - 3:.1f}" y="{bottom - 3:.1f}" width="{length + 6:.1f}" height="12" fill="{PAPER}"/>'
        f'<rect x="{left:.1f}" y="{bottom:.1f}" width="{half:.1f}" height="6" fill="{INK}" stroke="{INK}"/>'
        f'<rect x="{left + half:.1f}" y="{bottom:.1f}" width="{half:.1f}" height="6" fill="{PAPER}" stroke="{INK}"/>'
        f"{text(left, bottom - 7, '0', 12, anchor='middle')}{text(right, bottom - 7, said, 12, anchor='end')}</g>"
    )


def north_arrow(x: float, y: float, letter: str) -> str:
    """An arrow upwards with the letter of north: B for Bắc."""
    return (
        f'<g class="north"><path d="M{x:.1f} {y:.1f}l9 26-9-6-9 6Z" fill="{INK}" stroke="{PAPER}" stroke-width="2"/>'
        f"{text(x, y + 42, letter, 14, anchor='middle', weight=600)}</g>"
    )
