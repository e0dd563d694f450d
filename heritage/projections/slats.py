"""The KPI strip: one slat is one object of the register, so nobody has to trust a bar."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from heritage.kpi import Object, part_of, share_of


def slats(
    objects: Sequence[Object], target_percent: Decimal | None, label: str, target_text: str
) -> dict[str, Any]:
    """Three drawings of the strip: a page wide, half a page wide, a phone wide; text keeps its size."""
    kinds = sorted((part_of(each).value for each in objects), key="3210x".index)
    share = share_of(objects)
    needed = share.needed_for(target_percent) if target_percent is not None and share.total else None
    return {
        "label": label,
        "full": _drawing(kinds, needed, target_text, width=1110, bar_height=88, height=130),
        "wide": _drawing(kinds, needed, target_text, width=700, bar_height=62, height=104),
        "narrow": _drawing(kinds, needed, target_text, width=350, bar_height=50, height=92),
    }


def _drawing(
    kinds: Sequence[str], needed: int | None, target_text: str, *, width: int, bar_height: int, height: int
) -> dict[str, Any]:
    step = width / max(1, len(kinds))
    bar_width = round(min(step * 2 / 3, 26), 2)
    step = min(step, 39.0)
    target_x = round(needed * step - (step - bar_width) / 2, 1) if needed is not None else None
    return {
        "width": width,
        "height": height,
        "top": 30,
        "bar_height": bar_height,
        "bar_width": bar_width,
        "bars": [{"x": round(index * step, 2), "kind": kind} for index, kind in enumerate(kinds)],
        "target_x": target_x,
        "target_bottom": 30 + bar_height + 6,
        "target_text": target_text,
        "text_size": 15,
        "target_anchor": "end" if target_x is not None and target_x > width * 0.6 else "start",
    }
