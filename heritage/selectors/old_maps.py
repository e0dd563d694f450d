"""Warped maps that the public may see."""

from __future__ import annotations

from django.db.models import QuerySet

from gis.bounds import Bounds
from heritage.models import Derivative, Item
from heritage.projections.old_map import RECIPE

MOST = 40


def public_overlays() -> QuerySet[Derivative]:
    """Overlays of published files of published items; a protected item's place is nobody's business."""
    return Derivative.objects.filter(
        recipe=RECIPE,
        asset__published_at__isnull=False,
        asset__item__state=Item.State.PUBLISHED,
        asset__item__disclosure="exact",
    ).select_related("asset__item__unit")


def in_view(view: Bounds) -> list[Derivative]:
    """The maps that reach into a rectangle, the smallest, which say most about it, first; at most 40."""
    rows = public_overlays().filter(
        facts__bounds__0__lte=view.east,
        facts__bounds__1__lte=view.north,
        facts__bounds__2__gte=view.west,
        facts__bounds__3__gte=view.south,
    )
    return sorted(rows, key=_size)[:MOST]


def _size(overlay: Derivative) -> tuple[float, int]:
    west, south, east, north = overlay.facts["bounds"]
    return (east - west) * (north - south), overlay.pk
