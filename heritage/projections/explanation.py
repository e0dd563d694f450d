"""A reason as the API tells it. The shape is :class:`heritage.api.schemas.Explained`."""

from __future__ import annotations

from typing import Any

from search.documents import SearchDocument, Sort
from search.explain import Explanation, Fit

BY_RELEVANCE = ("tier", "fields", "beginning", "name_fit", "rank_weight", "completeness", "id")
BY_WEIGHT = ("rank_weight", "completeness", "id")


def explanation(
    place: int,
    document: SearchDocument,
    why: Explanation | None,
    sort: str,
    sort_value: str | float | None,
) -> dict[str, Any]:
    """What matched, and what the order compares, in turn."""
    matched = why is not None and why.match is not None
    relevance = BY_RELEVANCE if matched else BY_WEIGHT
    return {
        "place": place,
        "tier": why.tier.name.lower() if why is not None else None,
        "fields": list(why.within) if why is not None else [],
        "beginning": why.match.partial if why is not None and why.match is not None else False,
        "name_fit": (why.fit if why is not None else Fit.NO).name.lower(),
        "rank_weight": document.rank_weight,
        "completeness": round(document.completeness, 4),
        "words": [
            {"asked": each.asked, "field": each.field, "found": each.found, "tier": each.tier.name.lower()}
            for each in (why.words if why is not None else ())
        ],
        "order": list(relevance if sort == Sort.RELEVANCE else (sort, "id")),
        "sort_value": sort_value,
    }
