"""Maps of the desk that show several places, lines and areas of one item, each with its sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from gis.bounds import Bounds
from gis.placement import Placement
from heritage.models import Item
from heritage.projections.inset import inset
from heritage.views.map_setup import DEFAULT_BOUNDS, map_config

MARGIN = 0.004  # degrees around what is shown, about 400 m
SHARE = 0.25  # of its width and height


def candidate_map(item: Item, places: Sequence[tuple[str, Placement]], between: str = "") -> dict[str, Any]:
    """Context of ``parts/map.html`` for lettered places; ``between`` writes a distance on the line of the first two."""
    shapes: list[dict[str, Any]] = [
        {
            "kind": "place",
            "label": sign,
            "name": _("Vị trí %(sign)s") % {"sign": sign},
            "accuracy_m": place.accuracy_m,
            "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        }
        for sign, place in places
    ]
    if between and len(places) > 1:
        ends = [[place.lon, place.lat] for _sign, place in places[:2]]
        line = {"type": "LineString", "coordinates": ends}
        shapes.insert(0, {"kind": "between", "label": between, "name": between, "geometry": line})
    around = bounds_of([(place.lon, place.lat) for _sign, place in places]) or unit_bounds(item)
    return {"map_config": map_config(around, items=[], shapes=shapes), "inset": inset(around)}


def bounds_of(corners: Sequence[tuple[float, float]]) -> Bounds | None:
    """The frame around corners, longitude first, with some land around it; None without any."""
    if not corners:
        return None
    lons, lats = [lon for lon, _lat in corners], [lat for _lon, lat in corners]
    wide = max(MARGIN, SHARE * (max(lons) - min(lons)))
    high = max(MARGIN, SHARE * (max(lats) - min(lats)))
    return Bounds(min(lons) - wide, min(lats) - high, max(lons) + wide, max(lats) + high)


def unit_bounds(item: Item) -> Bounds:
    """Around the middle of the item's unit; the three provinces where even that is unknown."""
    centre = item.unit.centroid
    return bounds_of([(centre.x, centre.y)]) or DEFAULT_BOUNDS if centre else DEFAULT_BOUNDS
