"""Find assets whose worker died, and hand them on. The truth about a lease is in our own row."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from heritage.jobs import lease
from heritage.models import Asset

LOST_AFTER = timedelta(minutes=10)  # a received file whose message never arrived


def stranded() -> list[int]:
    """Keys of assets that nobody works on any more."""
    now = timezone.now()
    lost = Q(state=Asset.State.PROCESSING, lease_until__lt=now) | Q(
        state=Asset.State.RECEIVED, received_at__lt=now - LOST_AFTER
    )
    held = Asset.objects.filter(state=Asset.State.PROCESSING, lease_until__gte=now)
    dead = [pk for pk, holder in held.values_list("pk", "lease_holder") if lease.is_dead(holder)]
    return [*Asset.objects.filter(lost).values_list("pk", flat=True), *dead]
