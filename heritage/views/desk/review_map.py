"""The map of a review: where the item stood, where it would stand."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.urls import reverse
from django.utils.translation import gettext as _

from gis.bounds import Bounds
from heritage import categories
from heritage.models import Item
from heritage.projections.inset import inset
from heritage.projections.position import PublicPosition
from heritage.projections.shape_words import drawn
from heritage.services.editing import PLACEMENT, SHAPES
from heritage.views.context import language
from heritage.views.map_setup import map_config

MARGIN = 0.008  # degrees around the points, so that their surroundings are seen
LEAST_MARGIN = 0.002  # a quarter of it around the smallest shape
APPROXIMATE_FROM_M = 200


def review_map(
    item: Item, before: dict[str, Any], after: dict[str, Any], public: PublicPosition | None = None
) -> dict[str, Any]:
    """Context of ``parts/map.html`` for positions and shapes, old and new; empty without any.

    Args:
        item: As approved.
        before: Approved values by field.
        after: Proposed ones.
        public: What the public would get, where that is something else.
    """
    points = [
        (_("Trước"), before.get(PLACEMENT), "before"),
        (_("Sau"), after.get(PLACEMENT), "after"),
    ]
    if before.get(PLACEMENT) == after.get(PLACEMENT):
        points = points[1:]
    if public is not None and public.blurred:
        shown = {"lon": public.lon, "lat": public.lat, "accuracy_m": public.accuracy_m}
        points.append((_("Công chúng thấy"), shown, "public"))
    places = [(label, place, key) for label, place, key in points if place]
    shapes = [shape for kind in SHAPES for shape in _shapes(kind, before.get(kind), after.get(kind))]
    corners = [(place["lon"], place["lat"]) for _label, place, _key in places]
    for _kind, _state, shape in shapes:
        west, south, east, north = shape.extent
        corners += [(west, south), (east, north)]
    if not corners:
        return {}
    lons, lats = [lon for lon, _lat in corners], [lat for _lon, lat in corners]
    # A zone is what is looked at, not its surroundings.
    margin = max(LEAST_MARGIN, max(lons) - min(lons), max(lats) - min(lats)) / 4 if shapes else MARGIN
    around = Bounds(min(lons) - margin, min(lats) - margin, max(lons) + margin, max(lats) + margin)
    items = [
        _point(item, label if len(places) > 1 else item.name_vi, place, key) for label, place, key in places
    ]
    drawings = [
        drawn(kind, categories.term(categories.SHAPES, kind).label(language()), shape, state)
        for kind, state, shape in shapes
    ]
    config = map_config(around, items=items, current="after", shapes=drawings)
    return {"map_config": config, "inset": inset(around)}


def _shapes(kind: str, before: str | None, after: str | None) -> list[tuple[str, str, GEOSGeometry]]:
    """A shape that stays once, without a state; one that changes on both sides of it."""
    if before == after:
        return [(kind, "", GEOSGeometry(before))] if before else []
    sides = (("before", before), ("after", after))
    return [(kind, state, GEOSGeometry(text)) for state, text in sides if text]


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
