"""An item as the API answers it. The shapes are the contract of ``docs/api.md``."""

from __future__ import annotations

from typing import Any

from heritage import categories
from heritage.models import Asset, Item
from heritage.projections.former_units import former_units
from heritage.projections.media import media_document
from heritage.projections.position import public_position


def item_url(item: Item, language: str = "vi") -> str:
    """The address of the item's page."""
    prefix = "/en/heritage" if language == "en" else "/di-san"
    return f"{prefix}/{item.public_id}/{item.slug}/"


def page_url(item: Item, asset: Asset, page: int, language: str = "vi") -> str:
    """The address of one page, from 1, of a scan or document on its item's page."""
    word = "page" if language == "en" else "trang"
    return f"{item_url(item, language)}#{word}={asset.public_id}-{page}"


def item_entry(item: Item, distance_m: float | None = None) -> dict[str, Any]:
    """An item in a list."""
    position = public_position(item)
    kinds = {asset.kind for asset in item.assets.all() if asset.published_at is not None}
    entry: dict[str, Any] = {
        "id": item.public_id,
        "name": {"vi": item.name_vi, "en": item.name_en or None},
        "category": item.category,
        "rank": item.rank,
        "unit": {"code": item.unit.code, "name": item.unit.name},
        "position": {
            "lon": position.lon,
            "lat": position.lat,
            "accuracy_m": position.accuracy_m,
            "method": position.method,
        }
        if position
        else None,
        "has": [kind for kind in categories.codes(categories.MEDIA_KINDS) if kind in kinds],
        "level": item.level,
        "url": item_url(item),
    }
    if distance_m is not None:
        entry["distance_m"] = round(distance_m, 1)
    return entry


def item_document(item: Item) -> dict[str, Any]:
    """An item alone: the list entry and everything known, each with its source."""
    position = public_position(item)
    document = item_entry(item)
    document |= {
        "alternative_names": item.alt_names,
        "han_nom": item.han_nom or None,
        "kinds": item.kinds,
        "former_address": item.former_address or None,
        "former_units": former_units(item),
        "decision": {
            "number": item.decision_number,
            "date": item.decision_date or None,
            "by": item.decision_by or None,
        }
        if item.decision_number
        else None,
        "summary": {"vi": item.summary_vi or None, "en": item.summary_en or None},
        "story": {"vi": item.story_vi or None, "en": item.story_en or None},
        "lunar": item.lunar,
        "facts": [
            {
                "code": fact.get("code"),
                "vi": fact.get("vi"),
                "en": fact.get("en"),
                "source": item.sources.get(fact.get("source", "")),
            }
            for fact in item.facts
        ],
        "sources": list(item.sources.values()),
        "field_sources": {name: item.sources.get(key) for name, key in item.sources_of.items()},
        "relations": relations(item),
        "media": [media_document(item, asset) for asset in item.assets.all() if asset.published_at],
        "level_reasons": item.level_reasons,
        "updated": item.updated_at.isoformat(),
    }
    if position and position.native and document["position"]:
        document["position"]["native"] = position.native
    if position and position.blurred:
        document["position"]["blurred"] = True
    return document


def relations(item: Item) -> list[dict[str, Any]]:
    """Links from both ends, to published items only."""
    rows = []
    for relation in item.relations.select_related("object__unit"):
        if relation.object.is_public:
            rows.append(_relation(relation.kind, relation.object, relation.source, inverse=False))
    for relation in item.inverse_relations.select_related("subject__unit"):
        if relation.subject.is_public:
            rows.append(_relation(relation.kind, relation.subject, relation.source, inverse=True))
    return rows


def _relation(kind: str, other: Item, source: str, *, inverse: bool) -> dict[str, Any]:
    vocabulary = categories.RELATIONS_INVERSE if inverse else categories.RELATIONS
    label = categories.term(vocabulary, kind)
    return {
        "kind": kind,
        "inverse": inverse,
        "label": {"vi": label.vi, "en": label.en},
        "id": other.public_id,
        "name": {"vi": other.name_vi, "en": other.name_en or None},
        "category": other.category,
        "url": item_url(other),
        "source": source or None,
    }
