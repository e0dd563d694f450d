"""The SQLite file of the embedded engine: connections, tables and writes. Questions are in ``fts5``.

Documents live in tables of a numbered generation. A rebuild fills the next generation beside the live one in
short transactions and makes it live in one; readers keep the snapshot they began with.
"""

# ruff: noqa: S608 - only numbers of generations are put into SQL
from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

from search.engines.base import FACETS
from search.engines.fts5_combos import AREA
from search.errors import EngineUnavailable
from search.grid import distance_m, finest_tile
from search.tokens import FIELDS, IndexedDocument

T = TypeVar("T")

_BUSY_S = 30.0
_BATCH = 500  # documents per transaction: other writers wait for at most one batch

_BASE_SCHEMA = """
create table if not exists state (name text primary key, value integer not null) without rowid;
create table if not exists combos (id integer primary key, facets text not null unique);
create table if not exists touched (id text primary key) without rowid;
"""
_GENERATION = """
create table docs_{n} (
    rowid integer primary key, id text not null unique, name_keys text not null, name_order text not null,
    weight integer not null, updated text not null, combo integer not null,
    area integer not null, lon real, lat real,
    x integer, y integer);
create index docs_{n}_weight on docs_{n} (weight desc, id);
create index docs_{n}_name on docs_{n} (name_order, id);
create index docs_{n}_updated on docs_{n} (updated desc, id);
create index docs_{n}_facets on docs_{n} (combo, area);
create virtual table fts_{n} using fts5 (
    {fields}, tokenize="ascii tokenchars '='", prefix='2 3', detail=full);
"""


class Store:
    """One index file. Safe to share between threads; a fork opens its own connections."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    @contextmanager
    def reading(self) -> Iterator[tuple[sqlite3.Connection, int]]:
        """A snapshot: the connection and the number of the live generation."""
        with self._transaction("begin") as connection:
            yield connection, _state(connection)["live"]

    def put(self, documents: Iterable[IndexedDocument]) -> int:
        """Add or replace; also in a generation that is being built. Returns how many."""
        written = 0
        for batch in _batches(documents):
            with self._transaction("begin immediate") as connection:
                state = _state(connection)
                for generation in set(state.values()):
                    _write(connection, generation, batch)
                _touch(connection, state, [document.id for document in batch])
            written += len(batch)
        return written

    def remove(self, ids: Iterable[str]) -> None:
        """Forget ids, also in a generation that is being built."""
        for batch in _batches(ids):
            with self._transaction("begin immediate") as connection:
                state = _state(connection)
                for generation in set(state.values()):
                    _delete(connection, generation, batch)
                _touch(connection, state, batch)

    def rebuild(self, documents: Iterable[IndexedDocument]) -> int:
        """Fill a new generation, then switch to it. A second rebuild waits for the first."""
        with self._lock("rebuild"):
            generation = self._begin_generation()
            for batch in _batches(documents):
                with self._transaction("begin immediate") as connection:
                    newer = _touched(connection)  # written since the rebuild began: ours is the older word
                    _write(connection, generation, [doc for doc in batch if doc.id not in newer])
            with self._transaction("begin immediate") as connection:
                state = _state(connection)
                _drop(connection, state["live"])
                connection.execute("update state set value = ? where name = 'live'", (generation,))
                connection.execute("delete from state where name = 'building'")
                connection.execute("delete from touched")
                (count,) = connection.execute(f"select count(*) from docs_{generation}").fetchone()
        return int(count)

    def _begin_generation(self) -> int:
        with self._transaction("begin immediate") as connection:
            state = _state(connection)
            if "building" in state:  # left by a rebuild that was killed
                _drop(connection, state["building"])
            generation = max(state.values()) + 1
            _create(connection, generation)
            connection.execute("insert or replace into state values ('building', ?)", (generation,))
            connection.execute("delete from touched")
        return generation

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._connection()
            connection.execute(begin)
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
                raise  # wrong SQL is our own mistake, not the file's absence
            raise EngineUnavailable(f"{self._path.name}: {error}") from error

    def _connection(self) -> sqlite3.Connection:
        held: tuple[int, sqlite3.Connection] | None = getattr(self._local, "held", None)
        if held is None or held[0] != os.getpid():
            # A connection inherited through fork is kept open: closing it would drop the parent's locks.
            self._local.inherited = held
            held = (os.getpid(), self._open())
            self._local.held = held
        return held[1]

    def _open(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EngineUnavailable(str(error)) from error
        connection = sqlite3.connect(self._path, timeout=_BUSY_S, isolation_level=None)
        if not connection.execute("select 1 from sqlite_master where name = 'state'").fetchone():
            self._lay_out(connection)
        connection.execute("pragma synchronous = normal")
        connection.execute("pragma cache_size = -32000")
        connection.create_function("distance_m", 4, distance_m, deterministic=True)
        return connection

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        # Two processes changing to WAL at once do not wait for each other, whatever the timeout.
        with self._lock("open"):
            connection.execute("pragma journal_mode = wal")
            connection.execute("begin immediate")
            for statement in _BASE_SCHEMA.split(";"):
                connection.execute(statement)
            if not _state(connection):
                _create(connection, 1)
                connection.execute("insert into state values ('live', 1)")
            connection.commit()

    @contextmanager
    def _lock(self, purpose: str) -> Iterator[None]:
        path = self._path.with_name(f"{self._path.name}.{purpose}.lock")
        with path.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _state(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("select name, value from state"))


def _touch(connection: sqlite3.Connection, state: dict[str, int], ids: list[str]) -> None:
    if "building" in state:
        connection.executemany("insert or ignore into touched values (?)", [(id_,) for id_ in ids])


def _touched(connection: sqlite3.Connection) -> set[str]:
    return {id_ for (id_,) in connection.execute("select id from touched")}


def _create(connection: sqlite3.Connection, generation: int) -> None:
    for statement in _GENERATION.format(n=generation, fields=", ".join(FIELDS)).split(";"):
        connection.execute(statement)


def _drop(connection: sqlite3.Connection, generation: int) -> None:
    connection.execute(f"drop table if exists fts_{generation}")
    connection.execute(f"drop table if exists docs_{generation}")


def _delete(connection: sqlite3.Connection, generation: int, ids: Iterable[str]) -> None:
    for id_ in ids:
        row = connection.execute(f"select rowid from docs_{generation} where id = ?", (id_,)).fetchone()
        if row is not None:
            connection.execute(f"delete from fts_{generation} where rowid = ?", row)
            connection.execute(f"delete from docs_{generation} where rowid = ?", row)


def _write(connection: sqlite3.Connection, generation: int, documents: list[IndexedDocument]) -> None:
    _delete(connection, generation, [document.id for document in documents])
    # The last one wins where an id comes twice, as it does between two batches.
    for document in {document.id: document for document in documents}.values():
        cursor = connection.execute(
            f"insert into docs_{generation} values (null, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*_row(document), *_combos(connection, document), *_position(document)),
        )
        connection.execute(
            f"insert into fts_{generation} (rowid, {', '.join(FIELDS)}) values (?, ?, ?, ?, ?, ?)",
            (cursor.lastrowid, *document.streams),
        )


def _row(document: IndexedDocument) -> tuple[object, ...]:
    keys = "\n".join(("", *document.name_keys, ""))
    return document.id, keys, document.name_order, document.weight, document.updated


def _position(document: IndexedDocument) -> tuple[object, ...]:
    lon, lat = document.lon, document.lat
    if lon is None or lat is None:
        return None, None, None, None
    return lon, lat, *finest_tile(lon, lat)


def _combos(connection: sqlite3.Connection, document: IndexedDocument) -> tuple[int, int]:
    """The numbers of this document's units and of its other facet values taken together.

    Few combinations differ, so that counting facets is counting two numbers.
    """
    facets = dict(zip(FACETS, document.facets, strict=True))
    area = {AREA: facets.pop(AREA)}
    return _number(connection, facets), _number(connection, area)


def _number(connection: sqlite3.Connection, facets: dict[str, tuple[str, ...]]) -> int:
    text = json.dumps(facets, ensure_ascii=False, sort_keys=True)
    row = connection.execute("select id from combos where facets = ?", (text,)).fetchone()
    if row is None:
        return int(connection.execute("insert into combos values (null, ?)", (text,)).lastrowid or 0)
    return int(row[0])
