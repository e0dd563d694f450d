"""Hash originals again, and lower what depends on one that is not what it was."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from heritage import storage
from heritage.jobs.evidence import refresh_level
from heritage.jobs.index import index_items
from heritage.models import Asset, Derivative, Event

logger = logging.getLogger(__name__)

SOME = 1_000  # rows taken at a time


@dataclass(frozen=True, slots=True)
class Checked:
    """What hashing one original again showed.

    Attributes:
        asset: Public id of the file.
        name: As it was handed in.
        damage: Empty, ``altered`` or ``missing``.
        was: The same before this check.
        bytes: How much was read.
    """

    asset: str
    name: str
    damage: str
    was: str
    bytes: int


def due(older_than: timedelta | None = None) -> QuerySet[Asset]:
    """Files whose original was not hashed for that long, the longest first; all of them when None."""
    rows = Asset.objects.order_by(F("fixity_at").asc(nulls_first=True), "pk")
    if older_than is None:
        return rows
    # A file is hashed when it comes in, so a new one is not due.
    limit = timezone.now() - older_than
    return rows.exclude(fixity_at__gte=limit).exclude(fixity_at__isnull=True, received_at__gte=limit)


def check(asset: Asset) -> Checked:
    """Hash an original and its companions again and write down what was found.

    A damaged original takes the level of its item down, and a restored one lifts it again: the level is
    rebuilt from the rows. Nothing is deleted, and what was made from the original stays in service.
    """
    parts = [(asset.original, asset.sha256, asset.bytes)]
    parts += [(each.original, each.sha256, each.bytes) for each in asset.companions.all()]
    found = [_damage(storage.originals(), name, sha256) for name, sha256, _ in parts]
    damage = next((each for each in found if each), "")
    checked = Checked(
        asset.public_id, asset.original_name, damage, asset.damage, sum(size for *_, size in parts)
    )
    with transaction.atomic():
        Asset.objects.filter(pk=asset.pk).update(damage=damage, fixity_at=timezone.now())
        if damage != asset.damage:
            _record(asset, checked)
    if damage != asset.damage and asset.item is not None:
        refresh_level(asset.item)
        index_items(asset.item.pk)  # notes it first: what the engine does not take is tried again
    return checked


def damaged_derivatives(asset: Asset) -> list[str]:
    """Recipes of the derivatives whose file is missing or altered; they can be made again."""
    store = storage.derivatives()
    return [each.recipe for each in asset.derivatives.all() if _damage(store, each.file, each.sha256)]


def forget(asset: Asset, recipes: list[str]) -> None:
    """Take damaged derivatives out of service and mark them as outdated, so that ``rederive`` makes them anew."""
    damaged = Derivative.objects.filter(asset=asset, recipe__in=recipes)
    for file in damaged.values_list("file", flat=True):
        storage.derivatives().delete(file)  # a file of the same name and size would be taken for the new one
    damaged.update(version=0)


def check_some(older_than: timedelta, seconds: float) -> int:
    """Check what is due until the time is used up, one file at least; how many were checked."""
    until = time.monotonic() + seconds
    count = 0
    for asset in due(older_than).select_related("item__unit")[:SOME]:
        check(asset)
        count += 1
        if time.monotonic() > until:
            break
    return count


def _damage(store: Storage, name: str, sha256: str) -> str:
    try:
        digest = hashlib.sha256()
        with store.open(name, "rb") as file:
            for chunk in file.chunks(storage.CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return Asset.Damage.MISSING.value
    return "" if digest.hexdigest() == sha256 else Asset.Damage.ALTERED.value


def _record(asset: Asset, checked: Checked) -> None:
    verb = "fixity_failed" if checked.damage else "fixity_restored"
    if checked.damage:
        logger.error("original of asset %s is %s", asset.pk, checked.damage)
    Event.objects.create(
        verb=verb,
        item=asset.item,
        subject=asset.public_id,
        detail={"was": checked.was, "now": checked.damage},
    )
