"""Say what a file shows, whose it is and what may be done with it, until it is public."""

from __future__ import annotations

from django.db import transaction

from heritage.errors import NotReady
from heritage.jobs.evidence import refresh_level
from heritage.models import Asset, Event, Item, Revision, User
from heritage.rules import resolution
from heritage.services import intake
from heritage.services.access import require_unit
from heritage.services.editing import open_revision

# The manifest's column names and the columns that keep them.
COLUMNS = {
    "caption": "caption_vi",
    "caption_en": "caption_en",
    "author": "credit",
    "licence": "licence",
    "role": "role",
}


@transaction.atomic
def describe_file(asset: Asset, *, by: User, values: dict[str, str]) -> bool:
    """Keep caption, author, licence and role; True when any of them changed.

    A record that waits for review leaves the queue: nobody approves words they have not read.

    Raises:
        NotAllowed: Another unit's officer.
        NotReady: The file is public; a change of public words needs a second person.
    """
    require_unit(by, asset.unit)
    changed = {
        column: values[name]
        for name, column in COLUMNS.items()
        if name in values and values[name] != getattr(asset, column)
    }
    if not changed:
        return False
    if asset.published_at is not None:
        raise NotReady(
            "Tệp đã công bố nên không sửa chú thích ở đây được.",
            "The file is public, so its caption cannot be edited here.",
            "file_published",
        )
    for column, value in changed.items():
        setattr(asset, column, value)
    if "role" in changed:  # a drawing is held to a finer resolution than a letter
        kept = [doubt for doubt in asset.doubts if doubt["code"] not in resolution.CODES]
        found = resolution.doubts_of_resolution(asset.kind, asset.facts, asset.role)
        asset.doubts = [*kept, *(doubt.as_dict() for doubt in found)]
    asset.save(update_fields=[*changed, "doubts"])
    Event.objects.create(
        actor=by,
        verb="file_described",
        item=asset.item,
        subject=asset.public_id,
        detail={"fields": sorted(changed)},
    )
    if asset.item is not None:
        take_back(asset.item)
        refresh_level(asset.item)
    return True


def retry_file(asset: Asset, *, by: User) -> None:
    """Send a file that failed on our side down the line again.

    Raises:
        NotAllowed: Another unit's officer.
        NotReady: The file did not fail.
    """
    require_unit(by, asset.unit)
    if asset.state != Asset.State.FAILED:
        raise NotReady("Tệp này không gặp lỗi hệ thống.", "This file did not fail on our side.", "not_failed")
    with transaction.atomic():
        intake.retry(asset)
        Event.objects.create(actor=by, verb="file_retried", item=asset.item, subject=asset.public_id)


def take_back(item: Item) -> None:
    """A record that waits for review becomes a draft again: what the reviewer would approve has changed."""
    revision = open_revision(item)
    if revision is not None and revision.state == Revision.State.SUBMITTED:
        revision.state = Revision.State.DRAFT
        revision.save()
