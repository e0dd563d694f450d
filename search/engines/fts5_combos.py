"""Combinations of facet values by number: few differ, so that filters and counts work on numbers."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from operator import itemgetter

from search.engines.base import FACETS

AREA = "unit"  # the facet that is numbered by itself: units times everything else would be too many
Facets = dict[str, list[str]]  # all facets but AREA, or AREA alone
Chosen = Mapping[str, frozenset[str]]


class Combos:
    """What the numbers mean, read once. Safe to share between threads."""

    def __init__(self) -> None:
        self._known: dict[int, Facets] = {}

    def load(self, connection: sqlite3.Connection) -> Mapping[int, Facets]:
        """All combinations of a snapshot, at least. A number is never given twice: only new ones are read."""
        known = self._known
        rows = connection.execute("select id, facets from combos where id > ?", (max(known, default=0),))
        new = {number: json.loads(text) for number, text in rows}
        if new:
            known = {**known, **new}  # a new mapping: another thread may be walking over the old one
            self._known = known
        return known


def rejecting(facets: Facets, chosen: Chosen) -> list[str]:
    """The facets by whose selection a combination of values is not in the result."""
    return [name for name in chosen if name in facets and chosen[name].isdisjoint(facets[name])]


def accepted_numbers(known: Mapping[int, Facets], chosen: Chosen) -> tuple[str | None, str | None]:
    """JSON lists of the combinations and of the areas in the result; ``None`` where nothing is chosen."""
    passing = [number for number, facets in known.items() if not rejecting(facets, chosen)]
    combos = [number for number in passing if AREA not in known[number]]
    areas = [number for number in passing if AREA in known[number]]
    return (
        json.dumps(combos) if chosen.keys() - {AREA} else None,
        json.dumps(areas) if AREA in chosen else None,
    )


def count_values(
    pairs: list[tuple[int, int]], known: Mapping[int, Facets], chosen: Chosen
) -> dict[str, Counter[str]]:
    """How often each value occurs, per facet without the facet's own selection.

    Args:
        pairs: Combination and area of each document that matches everything but the selections.
        known: What the numbers mean.
        chosen: The selections.
    """
    rejected = {number: rejecting(facets, chosen) for number, facets in known.items()} if chosen else {}
    # Each side is counted under the other's selections; its own are set aside per facet below.
    in_area = [pair for pair in pairs if not rejected[pair[1]]] if AREA in chosen else pairs
    in_combo = [pair for pair in pairs if not rejected[pair[0]]] if chosen else pairs
    sums = Counter(map(itemgetter(0), in_area))
    sums.update(map(itemgetter(1), in_combo))
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for number, count in sums.items():
        by = rejected.get(number, [])
        facets = known[number]
        for name in facets if not by else by if len(by) == 1 else ():
            for value in facets[name]:
                counts[name][value] += count
    return counts
