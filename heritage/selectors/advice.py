"""What was too narrow: where a question finds nothing, how much each of its parts keeps out."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from heritage import engine
from search.documents import Query, Sort
from search.errors import BadQuery, EngineUnavailable

logger = logging.getLogger(__name__)
MOST_WORDS = 6  # of a question whose words are left out one by one
SHOWN = 3
# Parameter of the address -> the query without it.
FILTERS: dict[str, dict[str, object]] = {
    "category": {"categories": ()},
    "rank": {"ranks": ()},
    "dynasty": {"dynasties": ()},
    "lunar_month": {"lunar_months": ()},
    "has": {"has": ()},
    "kind": {"kinds": ()},
    "level": {"levels": ()},
    "licence": {"licences": ()},
    "unit": {"units": ()},
    "years": {"years": None},
    "decided": {"decided": None},
    "updated": {"updated": None},
    "bbox": {"bounds": None},
    "polygon": {"polygon": None},
    "near": {"near": None},
}


@dataclass(frozen=True, slots=True)
class Wider:
    """One way to find something: with ``text`` asked instead, or without the filters named."""

    count: int
    text: str
    without: tuple[str, ...] = ()


def wider(query: Query) -> tuple[Wider, ...]:
    """Ways that find something, filters first, then fewer words; none where nothing helps or nothing answers."""
    try:
        return tuple(_filters(query)) + _words(query)
    except BadQuery:
        return ()
    except EngineUnavailable:
        logger.exception("search engine unavailable, no advice")
        return ()


def _filters(query: Query) -> Iterator[Wider]:
    chosen = [name for name, nothing in FILTERS.items() if any(_is_set(query, each) for each in nothing)]
    found = False
    for name in chosen:
        count = _total(replace(query, **FILTERS[name]))  # type: ignore[arg-type]  # names of its own columns
        if count:
            found = True
            yield Wider(count, query.text, (name,))
    if len(chosen) > 1 and not found:
        without: dict[str, object] = {}
        for name in chosen:
            without |= FILTERS[name]
        count = _total(replace(query, **without))  # type: ignore[arg-type]
        if count:
            yield Wider(count, query.text, tuple(chosen))


def _words(query: Query) -> tuple[Wider, ...]:
    """The question without one of its words; of several the one that keeps most of what was meant."""
    words = query.text.split()
    if not 1 < len(words) <= MOST_WORDS or '"' in query.text:
        return ()
    shorter = dict.fromkeys(" ".join(words[:at] + words[at + 1 :]) for at in range(len(words)))
    counted = [(_total(replace(query, text=text)), text) for text in shorter]
    return tuple(Wider(count, text) for count, text in sorted(counted) if count)[:SHOWN]


def _is_set(query: Query, column: str) -> bool:
    value = getattr(query, column)
    return value is not None and value != ()


def _total(query: Query) -> int:
    sort = Sort.RELEVANCE if query.near is None else query.sort
    return engine.current().search(replace(query, limit=1, cursor=None, sort=sort)).total
