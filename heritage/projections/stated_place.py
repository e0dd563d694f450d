"""An item's place as somebody stated it: the placement, with what was typed, by whom and when."""

from __future__ import annotations

from typing import Any

from heritage.models import Item


def stated_place(item: Item) -> dict[str, Any] | None:
    """The placement's values; ``text``, ``by`` (a user name) and ``at`` (ISO 8601) only where they are known."""
    placement = item.placement
    if placement is None:
        return None
    said = {
        "text": item.position_text,
        "by": item.position_by.username if item.position_by else "",
        "at": item.position_at.isoformat() if item.position_at else "",
    }
    return placement.as_dict() | {name: value for name, value in said.items() if value}
