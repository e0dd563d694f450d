"""Objects of a register as the public sees them: one that is not published keeps its name to itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def row(
    item: Item,
    each: Object,
    lang: str,
    *,
    reasons: Sequence[Mapping[str, Any]] | None = None,
    blocked: str | None = None,
) -> dict[str, Any]:
    """One line. Of an item that the public does not see no name, address or rank: the code, what the register and
    the criteria say of it, and what blocks it, of which officers are told that it is public.

    Args:
        item: As it is now.
        each: As it was counted.
        lang: ``vi`` or ``en``.
        reasons: What it was judged by on a day that is over; else what it is judged by now.
        blocked: The reason of that day, likewise.
    """
    public = item.is_public
    reason = item.blocked_reason if blocked is None else blocked
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
            for need in (item.level_reasons if reasons is None else reasons)
            if not need["met"] and need["level"] <= COUNTS_FROM
        ],
        "blocked": (reason if lang == "vi" else _("Đang vướng")) if each.blocked else "",
    }
