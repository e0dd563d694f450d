"""Questions to the file of the embedded engine, each on one snapshot."""

# ruff: noqa: S608 - only numbers of generations and names from this module are put into SQL
from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import replace

from search.cursor import SortValue
from search.documents import Hit, Query, Sort, Tier
from search.engines.fts5_combos import Combos, accepted_numbers, count_values
from search.engines.fts5_match import (
    Where,
    add_filters,
    exclusion_expression,
    frontier,
    match_expression,
)
from search.engines.fts5_points import Cell, Points
from search.engines.selections import selections
from search.grid import distance_m
from search.plan import MatchClass, Plan
from search.tokens import FIELDS

Found = list[tuple[Hit, tuple[SortValue, ...]]]

_FIT = "case when instr(d.name_keys, ?) then 2 when instr(d.name_keys, ?) then 1 else 0 end"
_ORDERS = {
    Sort.RELEVANCE: ("d.weight", "desc"),
    Sort.NAME: ("d.name_order", "asc"),
    Sort.NEWEST: ("d.updated", "desc"),
}


def all_ids(connection: sqlite3.Connection, live: int) -> set[str]:
    """Every id of a generation."""
    return {id_ for (id_,) in connection.execute(f"select id from docs_{live}")}


class Reader:
    """One question on one snapshot."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        live: int,
        plan: Plan,
        query: Query,
        combos: Combos,
    ) -> None:
        self._connection = connection
        self._live = live
        self._plan = plan
        self._query = query
        self._combos = combos
        self._filter: Where | None = None
        self._chosen = selections(query)
        self._counted: dict[MatchClass, int] = {}

    def count(self) -> int:
        """Size of the whole result."""
        if not self._plan.groups:
            return self._count_where()
        return self._count_class(self._plan.widest())

    def by_class(
        self, classes: tuple[MatchClass, ...], after: tuple[SortValue, ...] | None, need: int
    ) -> Found:
        """Hits with their sort values, class by class until there are enough of them."""
        start = int(after[0]) if after is not None else 0
        found: Found = []
        better = 0  # documents in the tiers that are done
        for tier in dict.fromkeys(one.tier for one in classes):
            # One count spares all classes of a tier that adds nothing, which most tiers do.
            whole = self._count_class(replace(classes[-1], tier=tier))
            left = whole - better
            better = whole
            for at, wanted in enumerate(classes):
                if wanted.tier != tier or wanted.number < start or left <= 0:
                    continue
                resume = after[1:] if after is not None and wanted.number == start else None
                hits = self._one_class(wanted, frontier(classes, at), resume, need - len(found))
                found += hits
                left -= len(hits)
                if len(found) >= need:
                    return found
        return found

    def _one_class(
        self,
        wanted: MatchClass,
        better: tuple[MatchClass, ...],
        resume: tuple[SortValue, ...] | None,
        need: int,
    ) -> Found:
        where = self._filtered()
        where.add(f"fts_{self._live} match ?", match_expression(self._plan, wanted, better))
        outer = Where()
        if resume is not None:
            fit, weight, id_ = resume
            outer.add("(-fit, -weight, id) > (?, ?, ?)", -int(fit), -int(weight), id_)
        key = self._plan.key
        rows = self._connection.execute(
            f"select id, fit, weight, lon, lat from (select d.id, {_FIT} as fit, d.weight, d.lon, d.lat"
            f" from fts_{self._live} cross join docs_{self._live} d on d.rowid = fts_{self._live}.rowid"
            f" where {where.sql}) where {outer.sql} order by fit desc, weight desc, id limit ?",
            (f"\n{key}\n", f"\n{key}", *where.parameters, *outer.parameters, need),
        )
        return [
            (Hit(id_, wanted.tier, self._distance(lon, lat)), (wanted.number, fit, weight, id_))
            for id_, fit, weight, lon, lat in rows
        ]

    def by_column(self, after: tuple[SortValue, ...] | None, need: int) -> Found:
        """Hits with their sort values, in an order that needs no match class."""
        where = self._filtered()
        near = self._query.near
        if self._query.sort == Sort.DISTANCE and near is not None:
            column, direction = f"distance_m(d.lon, d.lat, {near.lon!r}, {near.lat!r})", "asc"
        else:
            column, direction = _ORDERS[self._query.sort]
        if after is not None:
            value, id_ = after[-2:]
            sign = ">" if direction == "asc" else "<"
            where.add(f"({column} {sign} ? or ({column} = ? and d.id > ?))", value, value, id_)
        rows = self._all(
            f"d.rowid, d.id, {column} as value, d.lon, d.lat",
            where,
            f"order by value {direction}, d.id limit {need}",
        ).fetchall()
        tiers = self._tiers([row[0] for row in rows])
        lead: tuple[SortValue, ...] = (0, 0) if self._query.sort == Sort.RELEVANCE else ()
        return [
            (Hit(id_, tiers.get(rowid, Tier.NONE), self._distance(lon, lat)), (*lead, value, id_))
            for rowid, id_, value, lon, lat in rows
        ]

    def facet_counts(self) -> dict[str, Counter[str]]:
        """How often each value occurs in the result, per facet without the facet's own selection."""
        where = Where()
        add_filters(where, self._query)
        self._leave_out(where)
        # Counted in Python: with many units almost every pair is unique, and a GROUP BY sorts in vain.
        pairs = self._all("d.combo, d.area", where).fetchall()
        return count_values(pairs, self._combos.load(self._connection), self._chosen)

    def all_asked(self, points: Points) -> frozenset[str]:
        """The ids of a question that names those it is about: begun with them, not with what its words match."""
        where = self._filtered()
        found = self._connection.execute(
            f"select d.rowid, d.id from docs_{self._live} d where {where.sql}", where.parameters
        )
        if not self._plan.groups:
            return frozenset(id_ for _, id_ in found)
        expression = match_expression(self._plan, self._plan.widest())
        matched = points.matched(self._connection, self._live, expression)
        return frozenset(id_ for rowid, id_ in found if matched[rowid])

    def cells(self, points: Points, shift: int, most: int) -> list[Cell]:
        """The placed part of the result on a grid; its parts are filtered as in :meth:`_filtered`.

        Raises:
            TooManyCells: There are more than ``most``.
        """
        kept = points.within(self._query)
        if self._chosen:
            numbers = accepted_numbers(self._combos.load(self._connection), self._chosen)
            for column, accepted in zip(("combo", "area"), numbers, strict=True):
                if accepted is not None:
                    kept &= points.numbered(column, json.loads(accepted))
        if self._query.ids is not None:
            kept &= points.numbered("rowid", self._rowids(self._query.ids))
        if self._plan.groups:
            expression = match_expression(self._plan, self._plan.widest())
            kept &= points.matching(self._connection, self._live, expression)
        elif self._plan.excluded:
            kept &= ~points.matching(self._connection, self._live, exclusion_expression(self._plan))
        return points.cells(self._connection, self._live, kept, shift, most)

    def _rowids(self, ids: tuple[str, ...]) -> list[int]:
        rows = self._connection.execute(
            f"select rowid from docs_{self._live} where id in (select value from json_each(?))",
            (json.dumps(ids),),
        )
        return [rowid for (rowid,) in rows]

    def _all(self, columns: str, where: Where, tail: str = "") -> sqlite3.Cursor:
        """Select from the whole result, text and filters together."""
        if not self._plan.groups:
            return self._connection.execute(
                f"select {columns} from docs_{self._live} d where {where.sql} {tail}", where.parameters
            )
        fts = f"fts_{self._live}"
        return self._connection.execute(
            f"select {columns} from {fts} cross join docs_{self._live} d on d.rowid = {fts}.rowid"
            f" where {fts} match ? and {where.sql} {tail}",
            (match_expression(self._plan, self._plan.widest()), *where.parameters),
        )

    def _filtered(self) -> Where:
        if self._filter is None:
            self._filter = Where()
            add_filters(self._filter, self._query)
            self._leave_out(self._filter)
            if self._chosen:
                combos, areas = accepted_numbers(self._combos.load(self._connection), self._chosen)
                for column, numbers in (("combo", combos), ("area", areas)):
                    if numbers is not None:
                        self._filter.add(f"d.{column} in (select value from json_each(?))", numbers)
        return self._filter.copy()

    def _leave_out(self, where: Where) -> None:
        """What a question without words of its own excludes; with words, their expression says it."""
        if self._plan.excluded and not self._plan.groups:
            fts = f"fts_{self._live}"
            excluded = f"d.rowid not in (select rowid from {fts} where {fts} match ?)"
            where.add(excluded, exclusion_expression(self._plan))

    def _count_where(self) -> int:
        (count,) = self._all("count(*)", self._filtered()).fetchone()
        return int(count)

    def _count_class(self, wanted: MatchClass) -> int:
        known = self._counted.get(wanted)
        if known is not None:
            return known
        fts = f"fts_{self._live}"
        where = self._filtered()
        joined = (
            f"cross join docs_{self._live} d on d.rowid = {fts}.rowid" if len(where.conditions) > 1 else ""
        )
        (count,) = self._connection.execute(
            f"select count(*) from {fts} {joined} where {fts} match ? and {where.sql}",
            (match_expression(self._plan, wanted), *where.parameters),
        ).fetchone()
        self._counted[wanted] = int(count)
        return int(count)

    def _tiers(self, rowids: list[int]) -> dict[int, Tier]:
        found: dict[int, Tier] = {}
        if not self._plan.groups:
            return found
        fts = f"fts_{self._live}"
        for tier in self._plan.tiers():
            wanted = MatchClass(tier, len(FIELDS) - 1, self._plan.can_go_on)
            rows = self._connection.execute(
                f"select rowid from {fts} where {fts} match ? and rowid in (select value from json_each(?))",
                (match_expression(self._plan, wanted), json.dumps(rowids)),
            )
            for (rowid,) in rows:
                found.setdefault(rowid, tier)
        return found

    def _distance(self, lon: float | None, lat: float | None) -> float | None:
        near = self._query.near
        if near is None or lon is None or lat is None:
            return None
        return distance_m(lon, lat, near.lon, near.lat)
