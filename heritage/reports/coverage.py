"""How far the layers of the map cover the objects of a register, and the map itself as the public may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import shapely

from gis import units
from gis.bounds import Bounds
from gis.models import AdminUnit
from heritage.models import Item
from heritage.projections.drawn_map import drawn_map
from heritage.projections.drawn_shapes import DrawnShape
from heritage.projections.map_feature import item_feature

RANKED = ("special_national", "national", "provincial", "unesco")
MOST_SYMBOLS = 150  # more would hide each other: then a disc with the count stands in each ward
MARGIN = 0.06  # of the map around everything, so that no symbol is cut by its edge
EXACT_M = 10.0  # of the layer's name below
MAP_SIZE = (640, 520)  # small, so that its names are large enough on paper


def layers(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Name of each layer, how many objects it should hold and how many it holds."""
    rows = list(items)
    placed = [item for item in rows if item.category != "figure"]  # a figure is on the map by its places
    relics = [item for item in rows if item.category == "relic"]
    ranked = [item for item in relics if item.rank in RANKED]
    festivals = [item for item in rows if item.category == "festival"]
    crafts = [item for item in rows if item.category == "craft_village"]
    exact = [i for i in relics if i.position_accuracy_m is not None and i.position_accuracy_m <= EXACT_M]
    return [
        _layer("Điểm vị trí (di tích, lễ hội, làng nghề)", placed, [i for i in placed if i.position]),
        _layer("Điểm di tích sai số không quá 10 m", relics, [i for i in exact if i.position]),
        _layer("Khu vực bảo vệ I (di tích đã xếp hạng)", ranked, [i for i in ranked if i.zone_one]),
        _layer("Khu vực bảo vệ II (di tích đã xếp hạng)", ranked, [i for i in ranked if i.zone_two]),
        _layer("Lộ trình rước (lễ hội)", festivals, [i for i in festivals if i.route]),
        _layer("Vùng làng nghề", crafts, [i for i in crafts if i.area]),
    ]


def _layer(name: str, should: list[Item], does: list[Item]) -> dict[str, Any]:
    return {"name": name, "total": len(should), "done": len(does)}


def map_of(unit: AdminUnit, items: Iterable[Item]) -> dict[str, Any]:
    """The unit with its published objects as an ``svg``, both archipelagos in the inset; how many are ``shown``.

    Places are those that the public gets: a report is passed on.
    """
    features = []
    for item in items:
        feature = item_feature(item, "vi") if item.is_public else None
        if feature is not None:
            features.append(feature)
    shown = len(features)
    if shown > MOST_SYMBOLS:
        features = _together(features)
    extent = units.extent(unit)
    shapes = []
    if extent is not None:
        outline = shapely.from_wkb(bytes(extent.geometry.wkb))
        shapes.append(
            DrawnShape("extent_approximate" if extent.approximate else "extent", outline, unit.name)
        )
    bounds = _bounds(shapes, features)
    if bounds is None:
        return {"svg": "", "shown": 0, "approximate": False}
    return {
        "svg": drawn_map(bounds, features, "vi", size=MAP_SIZE, shapes=shapes),
        "shown": shown,
        "approximate": extent is not None and extent.approximate,  # no boundary was imported
    }


def _together(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One feature a ward in the middle of its own, with their count."""
    wards: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for feature in features:
        wards[feature["properties"]["unit"]].append(feature)
    found = []
    for _, mine in sorted(wards.items()):
        corners = [feature["geometry"]["coordinates"][:2] for feature in mine]
        middle = [round(sum(axis) / len(mine), 6) for axis in zip(*corners, strict=True)]
        place = {"type": "Point", "coordinates": middle}
        found.append(
            mine[0]
            if len(mine) == 1
            else {"type": "Feature", "geometry": place, "properties": {"count": len(mine)}}
        )
    return found


def _bounds(shapes: list[DrawnShape], features: list[dict[str, Any]]) -> Bounds | None:
    corners = [tuple(float(each) for each in shapely.bounds(shape.geometry)) for shape in shapes]
    for feature in features:
        lon, lat = feature["geometry"]["coordinates"][:2]
        corners.append((lon, lat, lon, lat))
    if not corners:
        return None
    west, south, east, north = zip(*corners, strict=True)
    wide, high = (max(east) - min(west)) * MARGIN, (max(north) - min(south)) * MARGIN
    return Bounds(min(west) - wide, min(south) - high, max(east) + wide, max(north) + high)
