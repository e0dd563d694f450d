"""What the reading of one original may use, its companions counted in."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Sum

from heritage.models import Asset, Companion
from media_pipeline.limits import Limits


def limits_of(asset_pk: int) -> Limits:
    """The limits for a file: by its bytes and those of what belongs to it, and by its kind.

    Raises:
        Asset.DoesNotExist: There is no such file.
    """
    size, kind = Asset.objects.values_list("bytes", "kind").get(pk=asset_pk)
    beside = Companion.objects.filter(asset_id=asset_pk).aggregate(all=Sum("bytes"))["all"] or 0
    return Limits.for_bytes(size + beside, settings.READING_LIMITS).for_kind(kind)
