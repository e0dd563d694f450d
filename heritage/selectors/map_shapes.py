"""Public zones, routes and areas by frame. Reads the flat tables only: no exact place of a protected item is there."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F

from gis.bounds import Bounds
from heritage.models import Item, MapShape

MOST_SHAPES = 200  # of one answer; the largest first, and the answer says when there are more


def shapes_in(box: Bounds, kinds: Sequence[str]) -> list[MapShape]:
    """Shapes whose own box touches the frame, the largest first, one more than MOST_SHAPES where there are more."""
    return list(
        MapShape.objects.filter(kind__in=kinds, feature__item__state=Item.State.PUBLISHED)
        .filter(west__lte=box.east, east__gte=box.west, south__lte=box.north, north__gte=box.south)
        .select_related("feature")
        .order_by((F("west") - F("east")) * (F("north") - F("south")), "pk")[: MOST_SHAPES + 1]
    )
