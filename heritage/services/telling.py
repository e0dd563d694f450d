"""Tell the pipeline what a file does not say itself, and let it read the file again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from heritage.jobs.evidence import refresh_level
from heritage.jobs.index import index_after_commit
from heritage.models import Asset, Event, User
from heritage.services import intake
from heritage.services.access import require_unit
from heritage.services.describing import take_back


@transaction.atomic
def tell(asset: Asset, *, by: User, **changes: Any) -> bool:
    """Keep what an officer said of a file and send it down the line again; True when anything is new.

    A published file leaves the public until a second person approves it again: what was told changes
    what it shows. What was told before stays in the record of events.

    Args:
        asset: The file.
        by: The officer.
        changes: Fields of :class:`media_pipeline.told.Told` with their new values.

    Raises:
        NotAllowed: Another unit's officer.
    """
    require_unit(by, asset.unit)
    before = replace(asset.told, companions=())
    told = replace(before, **changes)
    if told == before:
        return False
    asset.declared = {**asset.declared, "told": told.as_dict()}
    was_public = asset.published_at is not None
    asset.published_at, asset.approved_by = None, None
    asset.save(update_fields=["declared", "published_at", "approved_by"])
    Event.objects.create(
        actor=by,
        verb="file_told",
        item=asset.item,
        subject=asset.public_id,
        detail={"before": before.as_dict(), "now": told.as_dict(), "was_public": was_public},
    )
    if asset.item is not None:
        take_back(asset.item)
        refresh_level(asset.item)
        if was_public:
            index_after_commit(asset.item.pk)  # its words are no longer the public's
    intake.retry(asset)
    return True
