"""Combinations of facet values by number: few differ, so that filters and counts work on numbers."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engines.base import FACETS

AREA = "unit"  # the facet that is numbered by itself: units times everything else would be too many
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FacetPairs:
    """One facet: which combination carries which of its values, as pairs of numbers."""

    values: tuple[str, ...]
    combos: Numbers
    carried: Numbers  # places in ``values``


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """What the numbers of combinations mean; those below ``size`` are known."""

    size: int
    pairs: dict[str, FacetPairs]

    def carrying(self, facet: str, values: frozenset[str]) -> NDArray[np.bool_]:
        """By number: whether a combination carries one of these values."""
        known = self.pairs[facet]
        wanted = np.array([value in values for value in known.values], dtype=np.bool_)
        found = np.zeros(self.size, dtype=np.bool_)
        if len(wanted):
            found[known.combos[wanted[known.carried]]] = True
        return found

    def counts(self, facet: str, sums: Numbers) -> dict[str, int]:
        """How many documents carry each value, told how many have each combination."""
        known = self.pairs[facet]
        if not known.values:
            return {}
        found = np.bincount(known.carried, weights=sums[known.combos], minlength=len(known.values))
        return {value: int(count) for value, count in zip(known.values, found, strict=True) if count}


class Combos:
    """What the numbers mean, read once. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0
        none = np.empty(0, dtype=np.int64)
        self._meanings = Meanings(1, {name: FacetPairs((), none, none) for name in FACETS})

    def load(self, connection: sqlite3.Connection) -> Meanings:
        """All combinations of a snapshot, at least. A number is never given twice: only new ones are read."""
        with self._lock:
            rows = connection.execute(
                "select id, facets from combos where id > ? order by id", (self._last,)
            ).fetchall()
            if rows:
                new = [(int(number), json.loads(text)) for number, text in rows]
                self._last = new[-1][0]
                known = self._meanings.pairs
                self._meanings = Meanings(
                    self._last + 1, {name: _extended(known[name], name, new) for name in FACETS}
                )
            return self._meanings


def _extended(known: FacetPairs, facet: str, new: Iterable[tuple[int, dict[str, list[str]]]]) -> FacetPairs:
    places = {value: place for place, value in enumerate(known.values)}
    combos: list[int] = []
    carried: list[int] = []
    for number, facets in new:
        for value in facets.get(facet, ()):
            combos.append(number)
            carried.append(places.setdefault(value, len(places)))
    return FacetPairs(
        tuple(places),
        np.concatenate((known.combos, np.array(combos, dtype=np.int64))),
        np.concatenate((known.carried, np.array(carried, dtype=np.int64))),
    )
