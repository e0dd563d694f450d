"""Words for codes, in one language; unit codes are looked up in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils import timezone

from gis import units
from heritage import categories
from search.documents import FacetCount

MANY = 200  # codes; to name more in a question takes longer than to read all (3,000: 60 ms to 20, 2026-11-25)
VOCABULARIES = {
    "category": categories.CATEGORIES,
    "rank": categories.RANKS,
    "kind": categories.KINDS,
    "has": categories.MEDIA_KINDS,
    "level": categories.LEVELS,
    "dynasty": categories.DYNASTIES,
    "lunar_month": categories.LUNAR_MONTHS,
    "licence": categories.LICENCES,
}


def facet_labels(counted: Mapping[str, tuple[FacetCount, ...]], language: str) -> dict[str, dict[str, str]]:
    """A label for every value of every facet."""
    labels: dict[str, dict[str, str]] = {}
    for facet, counts in counted.items():
        if facet == "unit":
            labels[facet] = unit_names(each.value for each in counts)
            continue
        vocabulary = VOCABULARIES[facet]
        labels[facet] = {
            each.value: categories.term(vocabulary, each.value).label(language) for each in counts
        }
    return labels


def unit_names(codes: Iterable[str]) -> dict[str, str]:
    """Names of today's units by code; a code without a unit names itself."""
    wanted = list(codes)
    rows = units.standing(timezone.localdate())
    if len(wanted) <= MANY:
        rows = rows.filter(code__in=wanted)
    found = dict(rows.values_list("code", "name"))
    return {code: found.get(code, code) for code in wanted}
