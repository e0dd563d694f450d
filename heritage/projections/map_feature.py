"""Items and clusters as GeoJSON features, longitude first."""

from __future__ import annotations

import json
from typing import Any

from heritage import categories
from heritage.models import Item, MapFeature
from heritage.projections.card import name_in
from heritage.projections.item_document import item_url
from heritage.projections.position import public_position
from search.documents import Cluster


def item_feature(item: Item, language: str) -> dict[str, Any] | None:
    """A single item; None where it has no public position."""
    position = public_position(item)
    if position is None:
        return None
    category = categories.term(categories.CATEGORIES, item.category)
    return {
        "type": "Feature",
        "id": item.public_id,
        "geometry": {"type": "Point", "coordinates": [position.lon, position.lat]},
        "properties": {
            "id": item.public_id,
            "name": name_in(item, language),
            "category": item.category,
            "category_label": category.one(language),
            "symbol": category.symbol,
            "rank": item.rank,
            "rank_label": categories.term(categories.RANKS, item.rank).label(language),
            "unit": item.unit.name,
            "url": item_url(item, language),
            "approximate": position.approximate,
            "accuracy_m": position.accuracy_m,
        },
    }


def row_feature(row: MapFeature, language: str) -> dict[str, Any]:
    """A single item out of its flat row, which has a place; the same as :func:`item_feature` gives."""
    told = json.loads(row.properties)
    category = categories.term(categories.CATEGORIES, row.category)
    url: str = told["url"]
    return {
        "type": "Feature",
        "id": row.public_id,
        "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
        "properties": {
            "id": row.public_id,
            "name": (row.name_en or row.name_vi) if language == "en" else row.name_vi,
            "category": row.category,
            "category_label": category.one(language),
            "symbol": category.symbol,
            "rank": row.rank,
            "rank_label": categories.term(categories.RANKS, row.rank).label(language),
            "unit": told["unit_name"],
            "url": url.replace("/di-san/", "/en/heritage/", 1) if language == "en" else url,
            "approximate": row.approximate,
            "accuracy_m": row.accuracy_m,
        },
    }


def cluster_feature(cell: Cluster) -> dict[str, Any]:
    """Several items in one cell of the grid, at their centre of gravity."""
    feature: dict[str, Any] = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(cell.lon, 6), round(cell.lat, 6)]},
        "properties": {"count": cell.count},
    }
    if cell.bounds is not None:
        feature["bbox"] = [cell.bounds.west, cell.bounds.south, cell.bounds.east, cell.bounds.north]
    return feature
