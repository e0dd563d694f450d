"""The tables of one generation of the embedded index, and the rows in them."""

# ruff: noqa: S608 - only numbers of generations are put into SQL
from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable

from search.digest import digest_of
from search.engines import fts5_sayings
from search.engines.base import FACETS, SUGGESTED_FIELDS
from search.engines.fts5_combos import AREA
from search.grid import finest_tile
from search.tokens import COLUMNS, IndexedDocument

MOVES_KEPT = 20_000  # rows written or deleted, by which a reader follows
_SORTED_BYTES = 16 << 20  # of words that are gathered in memory before they are written as one sorted run
_DAY_LETTERS = 10  # of an ISO date
_GENERATION = """
create table docs_{n} (
    rowid integer primary key, id text not null unique, name_keys text not null, name_order text not null,
    weight integer not null, updated text not null, combo integer not null, area integer not null,
    lon real, lat real, x integer, y integer, first_year integer, last_year integer,
    decided_first text not null, decided_last text not null, festivals text not null, digest text not null);
create index docs_{n}_weight on docs_{n} (weight desc, id);
create index docs_{n}_name on docs_{n} (name_order, id);
create index docs_{n}_updated on docs_{n} (updated desc, id);
create index docs_{n}_festivals on docs_{n} (festivals) where festivals <> '';
create table names_{n} (name text not null, doc integer not null, primary key (name, doc)) without rowid;
create table moves_{n} (number integer primary key autoincrement, doc integer not null);
create virtual table fts_{n} using fts5 (
    {fields}, tokenize="ascii tokenchars '='", prefix='2 3', detail=full);
create virtual table namewords_{n} using fts5 (
    {name_fields}, tokenize="ascii tokenchars '='", prefix='1 2', detail=full);
"""
_NAMES = COLUMNS[
    :SUGGESTED_FIELDS
]  # once more by themselves: while somebody types, one letter is a beginning
_KINDS = ("fts", "docs", "names", "moves", "namewords", *fts5_sayings.KINDS)
_WIDTH = 18  # columns of docs
# Another number, another layout: an index of an earlier version is begun anew.
LAYOUT = zlib.crc32(repr((_GENERATION, fts5_sayings.TABLES, COLUMNS, _NAMES, FACETS)).encode()) & 0x7FFFFFFF


def create(connection: sqlite3.Connection, generation: int) -> None:
    """Make the empty tables of a generation."""
    layout = _GENERATION + fts5_sayings.TABLES
    for statement in layout.format(
        n=generation, fields=", ".join(COLUMNS), name_fields=", ".join(_NAMES)
    ).split(";"):
        connection.execute(statement)
    connection.execute(
        f"insert into fts_{generation} (fts_{generation}, rank) values ('hashsize', {_SORTED_BYTES})"
    )
    for event, row in (("insert", "new"), ("delete", "old")):
        connection.execute(
            f"create trigger moves_{generation}_{event} after {event} on docs_{generation}"
            f" begin insert into moves_{generation} (doc) values ({row}.rowid); end"
        )


def drop(connection: sqlite3.Connection, generation: int) -> None:
    """Throw a generation away."""
    for kind in _KINDS:
        connection.execute(f"drop table if exists {kind}_{generation}")


def optimise(connection: sqlite3.Connection, generation: int) -> None:
    """Merge the runs of words into one, as it is read fastest."""
    connection.execute(f"insert into fts_{generation} (fts_{generation}) values ('optimize')")


def all_digests(connection: sqlite3.Connection, live: int) -> dict[str, str]:
    """Every id of a generation, and what tells its contents."""
    return dict(connection.execute(f"select id, digest from docs_{live}"))


def forget_old_moves(connection: sqlite3.Connection, generation: int) -> None:
    """Keep the last MOVES_KEPT; whoever knows an older state reads everything."""
    moves = f"moves_{generation}"
    connection.execute(
        f"delete from {moves} where number <= (select max(number) from {moves}) - ?", (MOVES_KEPT,)
    )


def delete(connection: sqlite3.Connection, generation: int, ids: Iterable[str]) -> None:
    """Forget ids; unknown ones are no error."""
    asked = tuple(ids)  # bound one by one: json_each ends a text at its first NUL
    gone = connection.execute(
        f"select rowid, name_keys from docs_{generation} where id in ({', '.join('?' * len(asked))})", asked
    ).fetchall()
    rowids = [(rowid,) for rowid, _ in gone]
    names = [(name, rowid) for rowid, keys in gone for name in keys.split("\n") if name]
    fts5_sayings.forget(connection, generation, [rowid for rowid, _ in gone])
    connection.executemany(f"delete from fts_{generation} where rowid = ?", rowids)
    connection.executemany(f"delete from namewords_{generation} where rowid = ?", rowids)
    connection.executemany(f"delete from names_{generation} where name = ? and doc = ?", names)
    connection.executemany(f"delete from docs_{generation} where rowid = ?", rowids)


class Writer:
    """Writes documents into generations; remembers the numbers of combinations, so use one for one piece of work."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[tuple[tuple[str, ...], ...], int] = {}
        self._sayings = fts5_sayings.SayingWriter(connection)

    def write(self, generation: int, documents: list[IndexedDocument]) -> None:
        """Add or replace documents. Of an id that comes twice the last one stays, as between two batches."""
        connection = self._connection
        latest = {document.id: document for document in documents}
        delete(connection, generation, latest)
        (last,) = connection.execute(f"select coalesce(max(rowid), 0) from docs_{generation}").fetchone()
        numbered = list(enumerate(latest.values(), last + 1))
        connection.executemany(
            f"insert into docs_{generation} values (?{', ?' * (_WIDTH - 1)})",
            ((rowid, *self._row(document)) for rowid, document in numbered),
        )
        connection.executemany(
            f"insert into names_{generation} values (?, ?)",
            ((name, rowid) for rowid, document in numbered for name in document.name_keys),
        )
        connection.executemany(
            f"insert into fts_{generation} (rowid, {', '.join(COLUMNS)}) values (?{', ?' * len(COLUMNS)})",
            ((rowid, *document.streams) for rowid, document in numbered),
        )
        connection.executemany(
            f"insert into namewords_{generation} (rowid, {', '.join(_NAMES)}) values (?{', ?' * len(_NAMES)})",
            ((rowid, *document.streams[: len(_NAMES)]) for rowid, document in numbered),
        )
        self._sayings.write(generation, numbered)

    def _row(self, document: IndexedDocument) -> tuple[object, ...]:
        days = [day for pair in document.festival_days for day in pair if len(day) == _DAY_LETTERS]
        return (
            document.id,
            "\n".join(document.name_keys),
            document.name_order,
            document.weight,
            document.updated,
            *self._combos(document),
            *_position(document),
            *(document.years or (None, None)),
            *(document.decided or ("", "")),
            "".join(days) if len(days) == 2 * len(document.festival_days) else "",
            digest_of(document),
        )

    def _combos(self, document: IndexedDocument) -> tuple[int, int]:
        """The numbers of this document's units and of its other facet values taken together.

        Few combinations differ, so that counting facets is counting two numbers.
        """
        at = FACETS.index(AREA)
        values = document.facets
        return (
            self._number((*values[:at], (), *values[at + 1 :])),
            self._number((*((),) * at, values[at], *((),) * (len(FACETS) - at - 1))),
        )

    def _number(self, values: tuple[tuple[str, ...], ...]) -> int:
        known = self._numbers.get(values)
        if known is None:
            facets = {name: each for name, each in zip(FACETS, values, strict=True) if each}
            text = json.dumps(facets, ensure_ascii=False)
            self._connection.execute("insert or ignore into combos (facets) values (?)", (text,))
            (known,) = self._connection.execute("select id from combos where facets = ?", (text,)).fetchone()
            self._numbers[values] = known
        return known


def _position(document: IndexedDocument) -> tuple[object, ...]:
    lon, lat = document.lon, document.lat
    if lon is None or lat is None:
        return None, None, None, None
    return lon, lat, *finest_tile(lon, lat)
