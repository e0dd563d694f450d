"""The share of each category as a bar with the target line across: numbers for one SVG."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from heritage.kpi import Count, Share

WIDTH = 470
STEP = 66
BAR = 18
GAP = 2.0  # of paper between two fills


def bars(count: Count, target_percent: Decimal | None) -> dict[str, Any]:
    """Rectangles in a box ``WIDTH`` wide; an empty category has a track and no fill."""
    rows = [_row(code, share, index) for index, (code, share) in enumerate(count.by_category)]
    bottom = len(rows) * STEP - 10
    return {
        "width": WIDTH,
        "height": bottom + 36,
        "bar": BAR,
        "track_width": WIDTH - 1,
        "rows": rows,
        "target_x": None if target_percent is None else round(float(target_percent) * WIDTH / 100, 1),
        "target_top": 26,
        "target_bottom": bottom,
        "target_text_y": bottom + 26,
    }


def _row(code: str, share: Share, index: int) -> dict[str, Any]:
    top = index * STEP
    scale = WIDTH / share.total if share.total else 0.0
    deep, plain = share.in_depth * scale, (share.digitized - share.in_depth) * scale
    gap = GAP if deep and plain > GAP else 0.0
    return {
        "code": code,
        "share": share,
        "text_y": top + 22,
        "y": top + 31,
        "track_y": top + 31.5,
        "deep": round(deep, 1),
        "plain_x": round(deep + gap, 1),
        "plain": round(plain - gap, 1),
    }
