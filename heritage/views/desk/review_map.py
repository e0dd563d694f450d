"""The map of a review: where the item stood, where it would stand."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gis.bounds import Bounds
from heritage import categories
from heritage.models import Item
from heritage.projections.inset import inset
from heritage.views.context import language
from heritage.views.explore import map_config

MARGIN = 0.008  # degrees around the points, so that their surroundings are seen
APPROXIMATE_FROM_M = 200


def review_map(item: Item, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    """Context of ``parts/map.html`` for one or two positions; empty without any."""
    points = [(_("Trước"), before, "before"), (_("Sau"), after, "after")]
    places = [(label, place, key) for label, place, key in points if place]
    if not places:
        return {}
    lons = [place["lon"] for _label, place, _key in places]
    lats = [place["lat"] for _label, place, _key in places]
    around = Bounds(min(lons) - MARGIN, min(lats) - MARGIN, max(lons) + MARGIN, max(lats) + MARGIN)
    items = [
        _point(item, label if len(places) > 1 else item.name_vi, place, key) for label, place, key in places
    ]
    return {"map_config": map_config(around, items=items, current="after"), "inset": inset(around)}


def _point(item: Item, name: str, place: dict[str, Any], key: str) -> dict[str, Any]:
    accuracy = place.get("accuracy_m")
    return {
        "id": key,
        "name": name,
        "category": item.category,
        "category_label": categories.term(categories.CATEGORIES, item.category).one(language()),
        "url": reverse("desk-item", args=[item.public_id]),
        "lon": place["lon"],
        "lat": place["lat"],
        "approximate": accuracy is None or accuracy > APPROXIMATE_FROM_M,
        "accuracy_m": accuracy,
    }
