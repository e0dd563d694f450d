"""An item as it would be once its open revision is approved; nothing here is saved."""

from __future__ import annotations

import copy
from typing import Any

from heritage.jobs.evidence import assessment_of
from heritage.models import Item, Revision
from heritage.models.item import FIELDS
from heritage.rules.levels import Assessment
from heritage.services.editing import PLACEMENT, SHAPES, apply_revision, current_value


def proposed_values(item: Item, revision: Revision | None) -> dict[str, Any]:
    """Every field's value, the open revision's laid over the approved ones."""
    values = {name: current_value(item, name) for name in (*FIELDS, PLACEMENT, *SHAPES)}
    return values | (revision.values if revision else {})


def proposed_item(item: Item, revision: Revision | None) -> Item:
    """A copy of the item with the revision's values, for reading only."""
    if revision is None:
        return item
    draft = copy.copy(revision)
    draft.item = copy.copy(item)
    apply_revision(draft)
    return draft.item


def proposed_level(item: Item, revision: Revision | None) -> Assessment:
    """The level the proposal would reach with the files approved so far, and every need behind it."""
    return assessment_of(proposed_item(item, revision))
