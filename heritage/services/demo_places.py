"""Shapes and second sources of places for the demonstration; what is drawn says on the item's page that it is."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction

from gis.drawing import read_drawing
from gis.placement import Method, Placement
from heritage.jobs import candidates
from heritage.models import Item
from heritage.services.demo_content import FOLDER
from heritage.services.editing import SHAPES


@transaction.atomic
def load_places() -> int:
    """Draw what drafts do not have yet and propose what other sources say; returns how many were new."""
    data = json.loads((FOLDER / "shapes.json").read_text(encoding="utf-8"))
    drafts = Item.objects.filter(state=Item.State.DRAFT).in_bulk(
        {row["item"] for row in (*data["shapes"], *data["candidates"])}, field_name="public_id"
    )
    for item in drafts.values():
        candidates.mirror(item)
    drawn = [_draw(drafts[row["item"]], row) for row in data["shapes"] if row["item"] in drafts]
    proposed = [_propose(drafts[row["item"]], row) for row in data["candidates"] if row["item"] in drafts]
    return sum(drawn) + sum(proposed)


def _draw(item: Item, row: dict[str, Any]) -> bool:
    kind = row["kind"]
    if getattr(item, kind) is not None:
        return False
    setattr(item, kind, read_drawing(json.dumps(row["geometry"]), areas=SHAPES[kind]))
    note = {"code": "other", **row["note"]}
    if note not in item.facts:
        item.facts = [*item.facts, note]
    item.save()
    return True


def _propose(item: Item, row: dict[str, Any]) -> bool:
    before = item.candidates.count()
    placement = Placement(row["lon"], row["lat"], Method(row["method"]), row["accuracy_m"])
    candidates.propose(item, placement, origin=row["origin"], text=row["text"])
    return item.candidates.count() > before
