"""The KPI strip: one slat is one object of the register, so nobody has to trust a bar.

Of an area with more objects than slats can show, the strip is the same parts as fields in proportion.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from heritage.kpi import Share

MOST_SLATS = 300  # narrower than 3.7 drawing units they run into each other
GAP = 2.0  # of paper between two fields


def slats(share: Share, target_percent: Decimal | None, label: str, target_text: str) -> dict[str, Any]:
    """Three drawings of the strip: a page wide, half a page wide, a phone wide; text keeps its size."""
    needed = share.needed_for(target_percent) if target_percent is not None and share.total else None
    return {
        "label": label,
        "each": share.total <= MOST_SLATS,
        "full": _drawing(share, needed, target_text, width=1110, bar_height=88, height=130),
        "wide": _drawing(share, needed, target_text, width=700, bar_height=62, height=104),
        "narrow": _drawing(share, needed, target_text, width=350, bar_height=50, height=92),
    }


def kinds_of(share: Share) -> list[tuple[str, int]]:
    """How each part is drawn and how many objects it has, the fullest first."""
    return [
        ("3", share.in_depth),
        ("2", share.digitized - share.in_depth),
        ("1", share.in_work),
        ("0", share.not_begun),
        ("x", share.blocked),
    ]


def _drawing(
    share: Share, needed: int | None, target_text: str, *, width: int, bar_height: int, height: int
) -> dict[str, Any]:
    if share.total <= MOST_SLATS:
        bars, step, bar_width = _slats(share, width)
        target_x = round(needed * step - (step - bar_width) / 2, 1) if needed is not None else None
    else:
        bars = _fields(share, width)
        target_x = round(needed * width / share.total, 1) if needed is not None else None
    return {
        "width": width,
        "height": height,
        "top": 30,
        "bar_height": bar_height,
        "bars": bars,
        "target_x": target_x,
        "target_bottom": 30 + bar_height + 6,
        "target_text": target_text,
        "text_size": 15,
        "target_anchor": "end" if target_x is not None and target_x > width * 0.6 else "start",
    }


def _slats(share: Share, width: int) -> tuple[list[dict[str, Any]], float, float]:
    kinds: Sequence[str] = [kind for kind, count in kinds_of(share) for _ in range(count)]
    step = width / max(1, len(kinds))
    bar_width = round(min(step * 2 / 3, 26), 2)
    step = min(step, 39.0)
    bars = [
        {"x": round(index * step, 2), "kind": kind, "width": bar_width} for index, kind in enumerate(kinds)
    ]
    return bars, step, bar_width


def _fields(share: Share, width: int) -> list[dict[str, Any]]:
    bars, at = [], 0
    for kind, count in kinds_of(share):
        if count:
            left, right = at * width / share.total, (at + count) * width / share.total
            bars.append({"x": round(left, 2), "kind": kind, "width": round(max(0.6, right - left - GAP), 2)})
        at += count
    return bars
