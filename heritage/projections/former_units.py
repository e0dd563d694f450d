"""The units that an item belonged to before it was moved, as its page and the API show them."""

from __future__ import annotations

from typing import Any

from heritage.models import Item, Reassignment


def former_units(item: Item) -> list[dict[str, Any]]:
    """Approved moves, the latest first: the old unit, the day it ended, and the steps with their days."""
    moves = item.former_units.filter(reassignment__state=Reassignment.State.APPROVED)
    return [
        {
            "code": move.old.code,
            "name": move.old.name,
            "province": move.old.province_name or None,
            "until": move.old.valid_to.isoformat() if move.old.valid_to else None,
            "steps": move.steps,
        }
        for move in moves.select_related("old").defer("old__boundary").order_by("-pk")
    ]
