"""Bring a burst of photos to one item, and take it back: drafts that they opened go and come with them."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gis.placement import Placement
from heritage.errors import NotFound, NotReady
from heritage.jobs import candidates
from heritage.jobs.evidence import refresh_level
from heritage.jobs.filing import put_position
from heritage.models import Asset, Batch, Event, Item, User
from heritage.selectors.bursts import ATTACHED, DETACHED, Proposal, attached_of, proposals_of
from heritage.services.access import require_unit
from heritage.services.describing import take_back


@transaction.atomic
def attach(batch: Batch, key: str, *, by: User) -> Event:
    """Move a burst to the item that was proposed for it, or to its first photo's draft.

    The drafts that the moved photos had opened are deleted; the event keeps what :func:`detach` needs.

    Raises:
        NotAllowed: Another unit's officer.
        NotReady: The burst is no longer the one that was shown.
    """
    require_unit(by, batch.unit)
    proposal = _proposed(batch, key)
    first = proposal.assets[0].item
    target = proposal.item or first
    moving = proposal.assets if proposal.item is not None else proposal.assets[1:]
    if target is None:
        raise _changed()
    begin = target.assets.count()
    photos = []
    for number, asset in enumerate(moving):
        draft = asset.item
        if draft is None:
            raise _changed()
        photos.append({"asset": asset.public_id, "order": asset.order, "draft": _kept(draft)})
        asset.item, asset.order = target, begin + number
        asset.save(update_fields=["item", "order"])
        candidates.follow(asset)
        draft.delete()
    event = Event.objects.create(
        actor=by,
        verb=ATTACHED,
        item=target,
        detail={"batch": batch.pk, "photos": photos, "kept": len(proposal.assets) - len(moving)},
    )
    take_back(target)
    refresh_level(target)
    return event


@transaction.atomic
def detach(batch: Batch, event_pk: int, *, by: User) -> None:
    """Take an attachment back: every photo has its own draft again, under the id that it had.

    Raises:
        NotAllowed: Another unit's officer.
        NotFound: The batch has no such attachment.
        NotReady: A photo is public by now, or was moved on.
    """
    require_unit(by, batch.unit)
    found = next((each for each in attached_of(batch) if each.event.pk == event_pk), None)
    if found is None or found.event.item is None:
        raise NotFound
    target = Item.objects.select_for_update(of=("self",)).get(pk=found.event.item.pk)
    photos: list[dict[str, Any]] = found.event.detail["photos"]
    rows = Asset.objects.select_for_update(of=("self",)).filter(
        public_id__in=[photo["asset"] for photo in photos], item=target, published_at__isnull=True
    )
    assets = {asset.public_id: asset for asset in rows}
    if len(assets) != len(photos):
        raise NotReady(
            "Ảnh trong nhóm đã công bố hoặc đã chuyển đi nên không hoàn tác được.",
            "A photo of this group is public or was moved on, so this cannot be undone.",
            "burst_public",
        )
    for photo in photos:
        asset = assets[photo["asset"]]
        asset.item, asset.order = _reopened(photo["draft"], target, asset, by), photo["order"]
        asset.save(update_fields=["item", "order"])
        candidates.follow(asset)
        refresh_level(asset.item)
    Event.objects.create(
        actor=by,
        verb=DETACHED,
        item=target,
        subject=str(event_pk),
        detail={"batch": batch.pk, "photos": len(photos)},
    )
    take_back(target)
    refresh_level(target)


def _proposed(batch: Batch, key: str) -> Proposal:
    """The burst as it stands now, its photos locked."""
    before = next((each for each in proposals_of(batch) if each.key == key), None)
    if before is not None:
        keys = [asset.pk for asset in before.assets]
        list(Asset.objects.select_for_update(of=("self",)).filter(pk__in=keys).values_list("pk"))
        after = next((each for each in proposals_of(batch) if each.key == key), None)
        if after is not None:
            return after
    raise _changed()


def _changed() -> NotReady:
    return NotReady(
        "Nhóm ảnh này vừa thay đổi. Xem lại các nhóm bên dưới.",
        "This group of photos has just changed. Look at the groups below.",
        "burst_changed",
    )


def _kept(draft: Item) -> dict[str, Any]:
    """What a draft that a photo opened consists of."""
    return {
        "public_id": draft.public_id,
        "name": draft.name_vi,
        "category": draft.category,
        "created_by": draft.created_by_id,
        "placement": draft.placement.as_dict() if draft.placement else None,
    }


def _reopened(kept: dict[str, Any], target: Item, asset: Asset, by: User) -> Item:
    draft = Item(
        public_id=kept["public_id"],
        category=kept["category"],
        name_vi=kept["name"],
        unit_id=target.unit_id,
        created_by_id=kept["created_by"],
    )
    if kept["placement"]:
        put_position(draft, Placement.from_dict(kept["placement"]))
    draft.save()
    Event.objects.create(actor=by, verb="item_opened", item=draft, subject=asset.public_id)
    return draft
