"""The map of an item's page: its public place, its lines and areas, or the relics that a figure belongs to."""

from __future__ import annotations

from typing import Any

from gis.bounds import Bounds
from heritage.models import Item
from heritage.projections.card import name_in
from heritage.projections.figure_places import FigurePlace, figure_places
from heritage.projections.inset import inset
from heritage.projections.item_document import item_url
from heritage.projections.map_feature import item_feature
from heritage.projections.position import public_position
from heritage.projections.shape_words import shapes_on_page
from heritage.views.map_setup import map_config

AROUND = 0.012  # degrees shown on each side of an item on its map
SHARE = 0.15  # of land around a shape


def item_map(row: Item, lang: str) -> dict[str, Any]:
    """Context of ``parts/map.html``, with ``legend`` and ``figure_places`` for the words beside it."""
    drawn = shapes_on_page(row, lang)
    own = item_feature(row, lang)
    places = figure_places(row) if own is None else []
    features = [own] if own else [each for place in places if (each := item_feature(place.relic, lang))]
    around = _around(row, [_lon_lat(each) for each in features if each is not own], drawn["extents"])
    config = map_config(
        around,
        items=[_map_item(each) for each in features],
        current=row.public_id,
        shapes=drawn["shapes"],
    )
    return {
        "map_config": config,
        "inset": inset(around),
        "legend": drawn["legend"],
        "worshipped_at": [_link(each, lang) for each in places if each.worshipped],
        "linked_relics": [_link(each, lang) for each in places if not each.worshipped],
    }


def _link(place: FigurePlace, lang: str) -> dict[str, str]:
    relic = place.relic
    return {"name": name_in(relic, lang), "url": item_url(relic, lang), "unit": relic.unit.name}


def _around(
    row: Item, others: list[tuple[float, float]], extents: list[tuple[float, float, float, float]]
) -> Bounds:
    """The frame that holds everything drawn; the unit's surroundings where nothing is."""
    corners = [pair for west, south, east, north in extents for pair in ((west, south), (east, north))]
    corners += others
    position = public_position(row)
    reach = AROUND
    if position is not None:
        reach = AROUND * (4 if position.approximate else 1)
        corners.append((position.lon, position.lat))
    elif not corners:
        reach = AROUND * 5
        centre = row.unit.centroid
        corners.append((centre.x, centre.y) if centre else (106.2, 20.42))
    lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
    # A small zone fills its map: the surroundings of a mere point would make it a speck.
    wide, high = (_margin(values, reach, bool(extents)) for values in (lons, lats))
    return Bounds(min(lons) - wide, min(lats) - high, max(lons) + wide, max(lats) + high)


def _margin(values: list[float], reach: float, has_shape: bool) -> float:
    spread = max(values) - min(values)
    return max(SHARE * spread, AROUND / 12) if has_shape else max(SHARE * spread, reach)


def _lon_lat(feature: dict[str, Any]) -> tuple[float, float]:
    lon, lat = feature["geometry"]["coordinates"]
    return lon, lat


def _map_item(feature: dict[str, Any]) -> dict[str, Any]:
    lon, lat = _lon_lat(feature)
    return {**feature["properties"], "lon": lon, "lat": lat}
