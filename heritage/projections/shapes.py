"""The lines and areas of an item that the public may see: none of an item whose place is kept back."""

from __future__ import annotations

from django.contrib.gis.geos import GEOSGeometry

from heritage.models import Item

# In the order in which they are drawn: the largest first, so that nothing hides what lies inside it.
KINDS = ("area", "zone_two", "zone_one", "route")


def public_shapes(item: Item) -> dict[str, GEOSGeometry]:
    """Shapes by kind, WGS 84, longitude first; empty unless the exact place is public.

    A zone drawn around a protected tomb is a map to the tomb: a shape is never blurred, only left out.
    """
    if item.disclosure != "exact":
        return {}
    shapes = {kind: getattr(item, kind) for kind in KINDS}
    return {kind: shape for kind, shape in shapes.items() if shape is not None and not shape.empty}
