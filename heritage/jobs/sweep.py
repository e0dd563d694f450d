"""Find what dead processes left behind: assets, handed on, and temporary files, cleared away."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from heritage.jobs import lease
from heritage.models import Asset

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
    """Remove temporary files and folders that no running process can still need; how many."""
    oldest = time.time() - INCOMING_KEPT.total_seconds()
    stale = [each for each in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir() if each.lstat().st_mtime < oldest]
    for each in stale:
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)
        else:
            each.unlink(missing_ok=True)
    return len(stale)
