"""Which facet values a question has chosen, by the facets' names."""

from __future__ import annotations

from search.documents import Query
from search.engines.base import FACETS


def selections(query: Query) -> dict[str, frozenset[str]]:
    """The chosen values per facet, only where something is chosen."""
    chosen = (
        query.categories,
        query.ranks,
        query.kinds,
        query.units,
        query.has,
        query.levels,
        query.dynasties,
        query.lunar_months,
        query.licences,
    )
    return {name: frozenset(map(str, values)) for name, values in zip(FACETS, chosen, strict=True) if values}
