"""Why the items of one page of a result are in it, and in this order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from heritage.models import Item
from heritage.projections.search_document import search_document
from heritage.search_words import current_lexicon
from search.documents import Query, SearchDocument, Sort
from search.explain import Explanation, explain
from search.plan import plan_for
from search.tokens import compile_document


@dataclass(frozen=True, slots=True)
class Reason:
    """Attributes:
    place: On this page, from 1.
    document: What engines hold of the item.
    why: How its words match; ``None`` where the index is older than the item, which no longer has them.
    sort_value: What the order compares, where that is not relevance.
    """

    place: int
    document: SearchDocument
    why: Explanation | None
    sort_value: str | float | None


def reasons(items: Sequence[Item], query: Query, distances: dict[str, float]) -> dict[str, Reason]:
    """By public id. The documents are made anew from the rows: engines keep no text to explain.

    Args:
        items: Published items with their published files, in the order of the page.
        query: That found them.
        distances: In metres, by public id.
    """
    plan = plan_for(query.text, lexicon=current_lexicon())
    prefetch_related_objects(
        list(items),
        *("assets__page_texts", "other_units", "unit__came_from__old__came_from__old"),
        *("relations__object", "inverse_relations__subject"),
    )
    found = {}
    for place, item in enumerate(items, 1):
        document = search_document(item)
        why = explain(plan, compile_document(document))
        value = _sort_value(document, query, distances.get(document.id))
        found[document.id] = Reason(place, document, why, value)
    return found


def _sort_value(document: SearchDocument, query: Query, distance_m: float | None) -> str | float | None:
    if query.sort == Sort.DISTANCE:
        return distance_m
    if query.sort == Sort.NAME:
        return document.names[0]
    if query.sort == Sort.NEWEST:
        return document.updated
    if query.sort == Sort.NEXT_FESTIVAL:
        return min((days.first for days in document.festival_days if days.last >= query.day), default=None)
    return None
