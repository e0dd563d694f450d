"""The SQLite file of the embedded engine: connections, tables and writes. Questions are in ``fts5``.

Documents live in tables of a numbered generation. A rebuild fills the next generation beside the live one in
short transactions and makes it live in one; readers keep the snapshot they began with.
"""

# ruff: noqa: S608 - only numbers of generations are put into SQL
from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from search.engines import fts5_tables as tables
from search.errors import EngineUnavailable
from search.tokens import IndexedDocument

T = TypeVar("T")

_BUSY_S = 30.0
_BATCH = 500  # documents per transaction: other writers wait for at most one batch
_FILL_BATCH = 4_000  # of a rebuild: half a second
_BATCH_LETTERS = 20_000_000  # a dossier's words may have megabytes

_BASE_SCHEMA = """
create table if not exists state (name text primary key, value integer not null) without rowid;
create table if not exists combos (id integer primary key, facets text not null unique);
create table if not exists touched (id text primary key) without rowid;
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
                writer = tables.Writer(connection)
                for generation in set(state.values()):
                    writer.write(generation, batch)
                    tables.forget_old_moves(connection, generation)
                _touch(connection, state, [document.id for document in batch])
            written += len(batch)
        return written

    def remove(self, ids: Iterable[str]) -> None:
        """Forget ids, also in a generation that is being built."""
        for batch in _batches(ids):
            with self._transaction("begin immediate") as connection:
                state = _state(connection)
                for generation in set(state.values()):
                    tables.delete(connection, generation, batch)
                    tables.forget_old_moves(connection, generation)
                _touch(connection, state, batch)

    def rebuild(self, documents: Iterable[IndexedDocument]) -> int:
        """Fill a new generation, then switch to it. A second rebuild waits for the first."""
        with self._lock("rebuild"):
            generation = self._begin_generation()
            writer: tables.Writer | None = None
            for batch in _batches(documents, _FILL_BATCH):
                with self._transaction("begin immediate") as connection:
                    writer = writer or tables.Writer(connection)
                    newer = _touched(connection)  # written since the rebuild began: ours is the older word
                    writer.write(generation, [doc for doc in batch if doc.id not in newer])
            with self._transaction("begin immediate") as connection:
                tables.optimise(connection, generation)
            with self._transaction("begin immediate") as connection:
                state = _state(connection)
                tables.drop(connection, state["live"])
                tables.forget_old_moves(connection, generation)
                connection.execute("update state set value = ? where name = 'live'", (generation,))
                connection.execute("delete from state where name = 'building'")
                connection.execute("delete from touched")
                (count,) = connection.execute(f"select count(*) from docs_{generation}").fetchone()
        return int(count)

    def _begin_generation(self) -> int:
        with self._transaction("begin immediate") as connection:
            state = _state(connection)
            if "building" in state:  # left by a rebuild that was killed
                tables.drop(connection, state["building"])
            generation = max(state.values()) + 1
            tables.create(connection, generation)
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
        elif not _fits(connection):
            self._begin_anew(connection)
        connection.execute("pragma synchronous = normal")
        connection.execute("pragma cache_size = -32000")
        return connection

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        # Two processes changing to WAL at once do not wait for each other, whatever the timeout.
        with self._lock("open"):
            connection.execute("pragma journal_mode = wal")
            connection.execute("begin immediate")
            for statement in _BASE_SCHEMA.split(";"):
                connection.execute(statement)
            if not _state(connection):
                tables.create(connection, 1)
                connection.execute("insert into state values ('live', 1)")
                connection.execute(f"pragma user_version = {tables.LAYOUT}")
            connection.commit()

    def _begin_anew(self, connection: sqlite3.Connection) -> None:
        """Leave an index that an earlier version laid out with other fields: empty until it is rebuilt."""
        with self._lock("open"):
            connection.execute("begin immediate")
            if not _fits(connection):
                state = _state(connection)
                for generation in set(state.values()):
                    tables.drop(connection, generation)
                fresh = max(state.values()) + 1
                tables.create(connection, fresh)
                connection.execute("update state set value = ? where name = 'live'", (fresh,))
                connection.execute("delete from state where name = 'building'")
                connection.execute(f"pragma user_version = {tables.LAYOUT}")
            connection.commit()

    @contextmanager
    def _lock(self, purpose: str) -> Iterator[None]:
        path = self._path.with_name(f"{self._path.name}.{purpose}.lock")
        with path.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _batches(values: Iterable[T], most: int = _BATCH) -> Iterator[list[T]]:
    batch: list[T] = []
    letters = 0
    for value in values:
        batch.append(value)
        letters += sum(map(len, value.streams)) if isinstance(value, IndexedDocument) else 0
        if len(batch) >= most or letters >= _BATCH_LETTERS:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


def _state(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("select name, value from state"))


def _fits(connection: sqlite3.Connection) -> bool:
    (layout,) = connection.execute("pragma user_version").fetchone()
    return bool(layout == tables.LAYOUT)


def _touch(connection: sqlite3.Connection, state: dict[str, int], ids: list[str]) -> None:
    if "building" in state:
        connection.executemany("insert or ignore into touched values (?)", [(id_,) for id_ in ids])


def _touched(connection: sqlite3.Connection) -> set[str]:
    return {id_ for (id_,) in connection.execute("select id from touched")}
