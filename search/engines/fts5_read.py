"""Questions to the file of the embedded engine, each on one snapshot: words from the file, the rest on columns."""

# ruff: noqa: S608 - only numbers of generations are put into SQL
from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.cursor import SortValue
from search.documents import Hit, Query, Sort, Tier
from search.engines.base import SUGGESTED_FIELDS
from search.engines.fts5_classes import filled
from search.engines.fts5_columns import Columns, Mask, Numbers
from search.engines.fts5_combos import Combos
from search.engines.fts5_few import told
from search.engines.fts5_filters import accepted, distances_m, facet_counts, within
from search.engines.fts5_match import all_of, exclusion_expression, frontier, match_expression
from search.engines.fts5_order import (
    day_of_number,
    first_of,
    next_days,
    number_of_day,
    rank_behind,
    rank_behind_id,
)
from search.engines.fts5_points import Cell, cells
from search.engines.fts5_rows import Row, rows_at
from search.engines.selections import selections
from search.grid import distance_m
from search.plan import MatchClass, Plan
from search.tokens import FIELDS

Found = list[tuple[Hit, tuple[SortValue, ...]]]

_WHOLE, _BEGINNING = 2, 1  # how a whole name fits
_RANKS = {Sort.RELEVANCE: "weight", Sort.NAME: "name", Sort.NEWEST: "updated"}


class Reader:
    """One question on one snapshot."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        live: int,
        plan: Plan,
        query: Query,
        combos: Combos,
        columns: Columns,
    ) -> None:
        self._connection = connection
        self._live = live
        self._plan = plan
        self._plan_words = replace(plan, excluded=())  # what is left out is looked up by itself
        self._query = query
        self._columns = columns
        self._meanings = combos.load(connection)
        self._accepted = accepted(columns, self._meanings, selections(query))
        self._free = self._unselected()
        self._filtered = self._free.copy()
        for mask in self._accepted.values():
            self._filtered &= mask

    def count(self) -> int:
        """Size of the whole result."""
        return int(np.count_nonzero(self._result()))

    def by_class(
        self, classes: tuple[MatchClass, ...], after: tuple[SortValue, ...] | None, need: int
    ) -> Found:
        """Hits with their sort values, class by class until there are enough of them."""
        start = int(after[0]) if after is not None else 0
        done = np.zeros(len(self._filtered), dtype=np.bool_)
        begin = next((at for at, one in enumerate(classes) if one.number >= start), len(classes))
        for better in frontier(classes, begin):
            done |= self._words(better)
        found: Found = []
        tell = self._told if self._plan.anywhere else None
        for wanted, mask in filled(classes[begin:], done, self._kept_of, tell):
            resume = after[1:] if after is not None and wanted.number == start else None
            found += self._of_class(wanted, mask, resume, need - len(found))
            if len(found) >= need:
                break
        return found

    def by_order(self, after: tuple[SortValue, ...] | None, need: int) -> Found:
        """Hits with their sort values, in an order that needs no match class."""
        kept = self._result()
        keys, ties = self._keys()
        if after is not None:
            kept = kept & self._beyond(keys, ties, after[-2:])
        positions = first_of(kept, keys, ties, need)
        rows = self._rows(positions)
        tiers = self._tiers(positions)
        lead: tuple[SortValue, ...] = (0, 0) if self._query.sort == Sort.RELEVANCE else ()
        return [
            (
                Hit(rows[at].id, tiers.get(at, Tier.NONE), self._distance(rows[at])),
                (*lead, self._sort_value(keys[at], rows[at]), rows[at].id),
            )
            for at in positions.tolist()
        ]

    def facet_counts(self) -> dict[str, dict[str, int]]:
        """How often each value occurs in the result, per facet without the facet's own selection."""
        kept = self._free & self._asked_words()
        return facet_counts(self._columns, self._meanings, kept, self._accepted)

    def ids(self) -> frozenset[str]:
        """The ids of a result that is known to be small."""
        return frozenset(row.id for row in self._rows(np.flatnonzero(self._result())).values())

    def cells(self, shift: int, most: int) -> list[Cell]:
        """The placed part of the result on a grid.

        Raises:
            TooManyCells: There are more than ``most``.
        """
        return cells(self._columns, self._connection, self._live, self._result(), shift, most)

    def _keys(self) -> tuple[NDArray[Any], Numbers]:
        """What documents are ordered by, and what decides between equal ones."""
        sort, near = self._query.sort, self._query.near
        if sort == Sort.DISTANCE and near is not None:
            return distances_m(self._columns, near.lon, near.lat), self._rank("id")
        if sort == Sort.NEXT_FESTIVAL:
            return self._days(), self._rank("id")
        rank = self._rank(_RANKS[sort])
        return rank, rank

    def _beyond(self, keys: NDArray[Any], ties: Numbers, after: tuple[SortValue, ...]) -> Mask:
        """What comes behind the last item of a page, which need not be there any more."""
        value, id_ = after[0], str(after[1])
        found: Mask
        if self._query.sort in _RANKS:
            found = keys >= self._behind(_RANKS[self._query.sort], value, id_)
            return found
        limit = number_of_day(str(value)) if self._query.sort == Sort.NEXT_FESTIVAL else value
        behind = rank_behind_id(self._columns, self._connection, self._live, id_)
        found = (keys > limit) | ((keys == limit) & (ties >= behind))
        return found

    def _sort_value(self, key: Any, row: Row) -> SortValue:
        if self._query.sort == Sort.DISTANCE:
            return float(key)
        if self._query.sort == Sort.NEXT_FESTIVAL:
            return day_of_number(int(key))
        if self._query.sort == Sort.RELEVANCE:
            return row.weight
        return row.name_order if self._query.sort == Sort.NAME else row.updated

    def _days(self) -> Numbers:
        return next_days(self._columns, self._connection, self._live, self._query.day)

    def _of_class(
        self, wanted: MatchClass, mask: Mask, resume: tuple[SortValue, ...] | None, need: int
    ) -> Found:
        fits = self._fits()
        # The better fit first, then the weight: one number, as no rank reaches the number of documents.
        keys = (_WHOLE - fits) * len(mask) + self._rank("weight")
        if resume is not None:
            fit, weight, id_ = resume
            mask = mask & (keys >= (_WHOLE - int(fit)) * len(mask) + self._behind("weight", weight, str(id_)))
        positions = first_of(mask, keys, keys, need)
        rows = self._rows(positions)
        return [
            (
                Hit(rows[at].id, wanted.tier, self._distance(rows[at])),
                (wanted.number, int(fits[at]), rows[at].weight, rows[at].id),
            )
            for at in positions.tolist()
        ]

    def _fits(self) -> Numbers:
        fits = np.zeros(len(self._filtered), dtype=np.int64)
        if self._plan.key:
            for whole, fit in ((False, _BEGINNING), (True, _WHOLE)):
                named = self._columns.named(self._connection, self._live, self._plan.key, whole=whole)
                fits[named] = fit
        return fits

    def _unselected(self) -> Mask:
        """What the question asks beside its words and its facets."""
        kept = within(self._columns, self._query)
        if self._query.sort == Sort.DISTANCE:
            kept &= ~np.isnan(self._columns.rows["lon"])
        if self._query.sort == Sort.NEXT_FESTIVAL:
            kept &= self._days() > 0
        if self._query.ids is not None:
            kept &= self._columns.having(self._rowids(self._query.ids))
        if self._plan.excluded:
            expression = exclusion_expression(self._plan)
            kept &= ~self._matching(expression)
        return kept

    def _asked_words(self) -> Mask:
        return self._words(self._plan.widest()) if self._plan.groups else self._columns.everything()

    def _result(self) -> Mask:
        return self._filtered & self._asked_words() if self._plan.groups else self._filtered

    def _words(self, wanted: MatchClass) -> Mask:
        mine, widest = self._plan.clauses(wanted), self._plan.clauses(self._plan.widest())
        if len(mine) == len(widest) == 1 and mine != widest and set(widest[0]) <= set(mine[0]):
            # What holds every match is known by now: only what this class asks beside it is looked up.
            rest = all_of(tuple(clause for clause in mine[0] if clause not in widest[0]))
            return self._matching(rest) & self._words(self._plan.widest())
        expression = match_expression(self._plan_words, wanted)
        # Of names alone a smaller index knows, several times faster.
        table = "namewords" if wanted.level < SUGGESTED_FIELDS and self._plan.anywhere else "fts"
        return self._matching(expression, table)

    def _matching(self, expression: str, table: str = "fts") -> Mask:
        return self._columns.matching(self._connection, self._live, expression, table)

    def _kept_of(self, wanted: MatchClass) -> Mask:
        return self._words(wanted) & self._filtered

    def _told(self, classes: tuple[MatchClass, ...], mask: Mask) -> Iterator[tuple[MatchClass, Mask]]:
        return told(self._plan, classes, mask, self._columns, self._connection, self._live)

    def _rank(self, order: str) -> Numbers:
        return self._columns.rank(self._connection, self._live, order)

    def _behind(self, order: str, value: SortValue, id_: str) -> int:
        return rank_behind(self._columns, self._connection, self._live, order, value, id_)

    def _rowids(self, ids: tuple[str, ...]) -> Numbers:
        # Bound one by one: json_each ends a text at its first NUL.
        marks = ", ".join("?" * len(ids))
        rows = self._connection.execute(f"select rowid from docs_{self._live} where id in ({marks})", ids)
        return np.array([rowid for (rowid,) in rows], dtype=np.int64)

    def _rows(self, positions: Numbers) -> dict[int, Row]:
        return rows_at(self._columns, self._connection, self._live, positions)

    def _tiers(self, positions: Numbers) -> dict[int, Tier]:
        """The tiers of a page's hits, by position."""
        found: dict[int, Tier] = {}
        for tier in self._plan.tiers() if self._plan.groups else ():
            mask = self._words(MatchClass(tier, len(FIELDS) - 1, self._plan.can_go_on))
            for at in positions[mask[positions]].tolist():
                found.setdefault(at, tier)
        return found

    def _distance(self, row: Row) -> float | None:
        near = self._query.near
        if near is None or row.lon is None or row.lat is None:
            return None
        return distance_m(row.lon, row.lat, near.lon, near.lat)
