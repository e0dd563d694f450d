"""Find what dead processes left behind: assets, handed on, and files that nothing refers to, cleared away."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from heritage import storage, workplace
from heritage.jobs import lease
from heritage.models import Asset, Companion

LOST_AFTER = timedelta(minutes=10)  # a received file whose message never arrived
INCOMING_KEPT = timedelta(days=2)  # reading the largest file takes hours, not days


def stranded() -> list[int]:
    """Keys of assets that nobody works on any more."""
    now = timezone.now()
    waits = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    lost = Q(state=Asset.State.PROCESSING, lease_until__lt=now) | (
        Q(state=Asset.State.RECEIVED, received_at__lt=now - LOST_AFTER) & waits
    )
    held = Asset.objects.filter(state=Asset.State.PROCESSING, lease_until__gte=now)
    dead = [pk for pk, holder in held.values_list("pk", "lease_holder") if lease.is_dead(holder)]
    return [*Asset.objects.filter(lost).values_list("pk", flat=True), *dead]


def note_handed_on(asset_pk: int) -> None:
    """A long queue is not a lost message: what was sent again gets its time before the next time."""
    Asset.objects.filter(pk=asset_pk, state=Asset.State.RECEIVED).update(
        lease_until=timezone.now() + LOST_AFTER
    )


def clear_incoming() -> int:
    """Remove temporary files and folders whose process is gone, or that no process can still need; how many."""
    oldest = time.time() - INCOMING_KEPT.total_seconds()
    stale = [
        each
        for each in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()
        if workplace.is_left_behind(each.name) or each.lstat().st_mtime < oldest
    ]
    for each in stale:
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)
        else:
            each.unlink(missing_ok=True)
    return len(stale)


def derivative_folders() -> list[str]:
    """The folders of the store of derivatives, the first two characters of the files' ids; a sweep takes one."""
    try:
        return sorted(storage.derivatives().listdir("")[0])
    except FileNotFoundError:
        return []


def clear_derivatives(folder: str) -> int:
    """Remove derivatives below a folder that no row refers to: kept by a job that was killed before it wrote its row.

    What somebody works on is left alone. The row is locked meanwhile, so that no job can begin.
    """
    store = storage.derivatives()
    removed = 0
    for public_id in store.listdir(folder)[0]:
        names = {f"{folder}/{public_id}/{name}" for name in store.listdir(f"{folder}/{public_id}")[1]}
        with transaction.atomic():
            asset = Asset.objects.select_for_update().filter(public_id=public_id).first()
            if asset is None or not asset.is_settled or _is_held(asset):
                continue
            unclaimed = names - set(asset.derivatives.values_list("file", flat=True))
            for name in unclaimed:
                store.delete(name)
        removed += len(unclaimed)
    return removed


def unclaimed_originals() -> Iterator[str]:
    """Names of originals that no row refers to.

    They are told, never removed: after a database has been restored from an older copy these are the files
    that came in since, and sending one of them again gives it its row back.
    """
    store = storage.originals()
    claimed = {*Asset.objects.values_list("original", flat=True)}
    claimed |= {*Companion.objects.values_list("original", flat=True)}
    for outer in _folders(""):
        for inner in _folders(outer):
            for name in store.listdir(inner)[1]:
                if f"{inner}/{name}" not in claimed:
                    yield f"{inner}/{name}"


def _folders(above: str) -> list[str]:
    try:
        found = storage.originals().listdir(above)[0]
    except FileNotFoundError:
        return []
    return sorted(f"{above}/{name}".lstrip("/") for name in found)


def _is_held(asset: Asset) -> bool:
    until = asset.lease_until
    return until is not None and until > timezone.now() and not lease.is_dead(asset.lease_holder)
