"""Objects of a register as the public sees them: one that is not published keeps its name to itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heritage import categories
from heritage.kpi import COUNTS_FROM, Object
from heritage.models import Item
from heritage.projections.card import name_in, rank_short
from heritage.projections.item_document import item_url
from heritage.selectors.kpi import UnitKpi
from heritage.selectors.kpi_lists import items_by_id


def objects(found: UnitKpi, lang: str, most: int) -> list[dict[str, Any]]:
    """The first objects of a ward's register with what each lacks."""
    shown = found.objects[:most]
    items = items_by_id([each.id for each in shown])
    return [row(items[each.id], each, lang) for each in shown]


def row(item: Item, each: Object, lang: str) -> dict[str, Any]:
    """One line. Nothing but code, category, level and needs of an item that the public does not see."""
    public = item.is_public
    return {
        "id": each.id,
        "name": name_in(item, lang) if public else None,
        "url": item_url(item, lang) if public else None,
        "unit": item.unit.name,
        "category": each.category,
        "category_label": categories.term(categories.CATEGORIES, each.category).one(lang),
        "rank": rank_short(item.rank, lang) if public else "",
        "level": each.level,
        "level_label": categories.term(categories.LEVELS, str(each.level)).label(lang),
        "missing": [
            need["en" if lang == "en" else "vi"]
            for need in item.level_reasons
            if not need["met"] and need["level"] <= COUNTS_FROM
        ],
        "blocked": (item.blocked_reason if lang == "vi" else _("Đang vướng")) if each.blocked else "",
    }
