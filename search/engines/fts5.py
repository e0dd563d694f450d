"""The embedded engine: SQLite's full-text index in a file of its own, for any number of processes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gis.bounds import Bounds
from search.cursor import check_query, read_cursor, relevance_order, write_cursor
from search.documents import Cluster, FacetCount, Page, Query, SearchDocument, Sort, Suggestion
from search.engines.base import FACETS, MAX_CELLS, SUGGESTED_FIELDS
from search.engines.fts5_columns import Held
from search.engines.fts5_combos import Combos
from search.engines.fts5_read import Reader
from search.engines.fts5_sayings import names_of, sayings
from search.engines.fts5_store import Store
from search.engines.fts5_tables import all_digests
from search.engines.fts5_words import settled
from search.errors import EngineUnavailable
from search.grid import FINEST, precision_for
from search.lexicon import Lexicon, default_lexicon
from search.plan import Plan, plan_for
from search.sayings import suggestions, types_asked
from search.spelling import corrected
from search.tokens import compile_document


class Fts5Engine:
    """Binds :class:`search.engines.base.Engine` to SQLite FTS5."""

    name = "fts5"

    def __init__(self, path: Path, *, lexicon: Callable[[], Lexicon] = default_lexicon) -> None:
        """``lexicon`` is asked at every question, so that an edited table counts at the next one."""
        self._lexicon = lexicon
        self._store = Store(path)
        self._combos = Combos()
        self._held = Held()

    def _plan(self, text: str, *, unfinished: bool = False) -> Plan:
        """The table of words is not asked for where there are no words."""
        lexicon = self._lexicon() if text.strip() else None
        return plan_for(text, lexicon=lexicon, unfinished=unfinished)

    def put(self, documents: Iterable[SearchDocument]) -> int:
        """Add or replace, committed when this returns."""
        return self._store.put(map(compile_document, documents))

    def remove(self, ids: Iterable[str]) -> None:
        """Forget these ids."""
        self._store.remove(ids)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Replace everything; readers see the old index until it is whole. Returns how many are in it."""
        return self._store.rebuild(map(compile_document, documents))

    def ids(self) -> set[str]:
        """Every id in the index."""
        with self._store.reading() as (connection, live):
            return set(all_digests(connection, live))

    def digests(self) -> dict[str, str]:
        """Every id with the digest of its document."""
        with self._store.reading() as (connection, live):
            return all_digests(connection, live)

    def healthy(self) -> bool:
        """Whether the file can be read."""
        try:
            with self._store.reading():
                return True
        except EngineUnavailable:
            return False

    def search(self, query: Query) -> Page:
        """One page."""
        check_query(query)
        after = read_cursor(query)
        plan = self._plan(query.text)
        asked = plan.narrowed(query)
        if plan.matches_nothing or asked is None:
            return Page(0, (), None)
        with self._store.reading() as (connection, live):
            plan = settled(connection, live, plan, self._held.of(connection, live))
            reader = self._reader(connection, live, plan, asked)
            total = reader.count()
            if relevance_order(query, plan):
                found = reader.by_class(plan.classes(), after, query.limit + 1)
            else:
                found = reader.by_order(after, query.limit + 1)
        shown = found[: query.limit]
        more = len(found) > query.limit
        return Page(
            total=total,
            hits=tuple(hit for hit, _ in shown),
            next_cursor=write_cursor(query, shown[-1][1]) if more else None,
        )

    def facets(self, query: Query) -> Mapping[str, tuple[FacetCount, ...]]:
        """Counts per facet, each without its own selection."""
        check_query(query)
        plan = self._plan(query.text)
        asked = plan.narrowed(query)
        if plan.matches_nothing or asked is None:
            return {name: () for name in FACETS}
        with self._store.reading() as (connection, live):
            plan = settled(connection, live, plan, self._held.of(connection, live))
            found = self._reader(connection, live, plan, asked).facet_counts()
        return {
            name: tuple(
                FacetCount(v, n) for v, n in sorted(found[name].items(), key=lambda kv: (-kv[1], kv[0]))
            )
            for name in FACETS
        }

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Ids whose names hold the words typed so far, best first."""
        query = Query(text=text, limit=limit)
        check_query(query)
        plan = self._plan(text, unfinished=True)
        if not plan.groups:
            return ()
        with self._store.reading() as (connection, live):
            reader = self._reader(connection, live, plan, query)
            return tuple(hit.id for hit, _ in reader.by_class(plan.classes(SUGGESTED_FIELDS), None, limit))

    def suggest_values(self, text: str, limit: int = 4) -> tuple[Suggestion, ...]:
        """Units, people and decisions that the words typed so far may mean."""
        check_query(Query(text=text, limit=limit))
        plan = self._plan(text, unfinished=True)
        if not types_asked(plan):
            return ()
        with self._store.reading() as (connection, live):
            return suggestions(plan, sayings(connection, live, plan), limit)

    def spelling(self, text: str) -> str | None:
        """What a text that finds nothing was meant to say."""
        plan = self._plan(text)
        with self._store.reading() as (connection, live):
            meant = settled(connection, live, plan, self._held.of(connection, live))
            if not meant.slips:
                return None
            best = self._reader(connection, live, meant, Query(text=text)).by_class(meant.classes(), None, 1)
            names = names_of(connection, live, best[0][0].id) if best else ()
            return corrected(text, meant, names)

    def among(self, query: Query, ids: Sequence[str]) -> frozenset[str]:
        """Those of these ids that the question finds."""
        named = replace(query, ids=tuple(ids), sort=Sort.RELEVANCE)
        check_query(named)
        plan = self._plan(query.text)
        asked = plan.narrowed(named)
        if plan.matches_nothing or asked is None or not ids:
            return frozenset()
        with self._store.reading() as (connection, live):
            plan = settled(connection, live, plan, self._held.of(connection, live))
            return self._reader(connection, live, plan, asked).ids()

    def clusters(self, query: Query, zoom: int, most: int = MAX_CELLS) -> tuple[Cluster, ...]:
        """The positioned part of the result on a grid of 64-pixel cells, from the north-west."""
        check_query(query)
        shift = FINEST - precision_for(zoom)
        plan = self._plan(query.text)
        asked = plan.narrowed(query)
        if plan.matches_nothing or asked is None:
            return ()
        with self._store.reading() as (connection, live):
            plan = settled(connection, live, plan, self._held.of(connection, live))
            rows = self._reader(connection, live, plan, asked).cells(shift, most)
        return tuple(
            Cluster(lon, lat, count, (id_,) if count == 1 else (), Bounds(west, south, east, north))
            for count, lon, lat, west, south, east, north, id_ in rows
        )

    def _reader(self, connection: sqlite3.Connection, live: int, plan: Plan, query: Query) -> Reader:
        return Reader(connection, live, plan, query, self._combos, self._held.of(connection, live))
