"""Photos of a delivery that opened drafts of their own, in bursts, each with the item that lies nearest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from gis.distance import distance_m
from heritage.models import Asset, Batch, Event, Item
from heritage.rules.bursts import ITEM_WITHIN_M, Centre, Shot, centre, grouped

ATTACHED, DETACHED = "photos_attached", "photos_detached"
# What may have happened to a draft that nobody has worked on: it was opened, its photo was described.
HARMLESS = frozenset({"item_opened", "file_described"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A burst and where it could go.

    Attributes:
        key: Names the photos and the item; changes when either does.
        assets: The photos in the order they were taken.
        item: An item of the unit nearby; None when there is none, and the first photo's draft takes them all.
        distance_m: From the middle of the burst to the item.
    """

    key: str
    assets: tuple[Asset, ...]
    item: Item | None
    distance_m: float | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A burst that was attached, as the record of events has it."""

    event: Event
    photos: int
    may_be_undone: bool


def proposals_of(batch: Batch) -> list[Proposal]:
    """Bursts of the batch that wait for a decision: those near an item, and those of two photos or more."""
    loose = {asset.public_id: asset for asset in loose_photos(batch)}
    drafts = {asset.item_id for asset in loose.values()}
    targets = [
        item
        for item in Item.objects.filter(unit_id=batch.unit_id, position__isnull=False)
        .exclude(state=Item.State.WITHDRAWN)
        .exclude(pk__in=[pk for pk in drafts if pk is not None])
        .order_by("pk")
    ]
    proposals = []
    for burst in grouped(_shot(asset) for asset in loose.values()):
        assets = tuple(loose[shot.key] for shot in burst)
        middle = centre(burst)
        item, metres = _nearest(middle, targets) if middle else (None, None)
        if item is not None or len(assets) > 1:
            proposals.append(Proposal(_key(assets, item), assets, item, metres))
    return proposals


def loose_photos(batch: Batch) -> list[Asset]:
    """Settled, unpublished photos of the batch whose item is a draft that they opened and nobody touched."""
    assets = list(
        Asset.objects.filter(
            receipts__batch=batch,
            kind="photo",
            published_at__isnull=True,
            state__in=[Asset.State.READY, Asset.State.NEEDS_REVIEW],
            item__state=Item.State.DRAFT,
            item__published_at__isnull=True,
        )
        .select_related("item")
        .prefetch_related("derivatives")
        .distinct()
        .order_by("pk")
    )
    own = own_drafts(assets)
    return [asset for asset in assets if asset.item_id in own]


def own_drafts(assets: list[Asset]) -> set[int | None]:
    """Keys of the items that one of the photos opened and that hold nothing but it."""
    rows = (
        Item.objects.filter(pk__in=[asset.item_id for asset in assets if asset.item_id is not None])
        .filter(revisions=None, relations=None, inverse_relations=None, register_entries=None)
        .annotate(held=Count("assets", distinct=True))
        .filter(held=1)
    )
    alone: set[int | None] = set(rows.values_list("pk", flat=True))
    opened: set[tuple[int, str]] = set()
    for item_id, verb, subject in Event.objects.filter(item__in=alone).values_list(
        "item_id", "verb", "subject"
    ):
        if verb not in HARMLESS:
            alone.discard(item_id)
        elif verb == "item_opened":
            opened.add((item_id, subject))
    return {
        asset.item_id
        for asset in assets
        if asset.item_id in alone and (asset.item_id, asset.public_id) in opened
    }


def attached_of(batch: Batch) -> list[Attachment]:
    """What was attached from this batch and not taken back, oldest first."""
    undone = set(
        Event.objects.filter(verb=DETACHED, detail__batch=batch.pk).values_list("subject", flat=True)
    )
    events = Event.objects.filter(verb=ATTACHED, detail__batch=batch.pk).select_related("item").order_by("pk")
    return [_attachment(event) for event in events if str(event.pk) not in undone and event.item is not None]


def _attachment(event: Event) -> Attachment:
    names = [photo["asset"] for photo in event.detail["photos"]]
    still = Asset.objects.filter(public_id__in=names, item=event.item, published_at__isnull=True).count()
    return Attachment(event, len(names) + event.detail["kept"], still == len(names))


def _shot(asset: Asset) -> Shot:
    place = asset.place
    return Shot(
        key=asset.public_id,
        at_s=taken_s(asset),
        lon=place.lon if place else None,
        lat=place.lat if place else None,
        camera=asset.facts.get("camera"),
    )


def taken_s(asset: Asset) -> float | None:
    """When a photo was taken, in seconds since 1970; a clock without a zone is read as local time here."""
    written = asset.facts.get("taken_at_utc") or asset.taken_at
    if not written:
        return None
    moment = datetime.fromisoformat(written)
    return (moment if moment.tzinfo else timezone.make_aware(moment)).timestamp()


def _nearest(middle: Centre, items: list[Item]) -> tuple[Item | None, float | None]:
    ranked = [
        (distance_m(middle.lon, middle.lat, item.position.x, item.position.y), item.pk, item)
        for item in items
        if item.position is not None
    ]
    metres, _, item = min(ranked, default=(ITEM_WITHIN_M + 1, 0, None))
    return (item, metres) if item is not None and metres <= ITEM_WITHIN_M else (None, None)


def _key(assets: tuple[Asset, ...], item: Item | None) -> str:
    names = [*sorted(asset.public_id for asset in assets), item.public_id if item else ""]
    return hashlib.sha256(" ".join(names).encode()).hexdigest()[:16]
