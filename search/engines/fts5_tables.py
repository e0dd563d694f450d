"""The tables of one generation of the embedded index, and the rows in them."""

# ruff: noqa: S608 - only numbers of generations are put into SQL
from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from search.engines.base import FACETS
from search.engines.fts5_combos import AREA
from search.grid import finest_tile
from search.tokens import COLUMNS, IndexedDocument

MOVES_KEPT = 20_000  # rows written or deleted, by which a reader follows
_NEWEST_COLUMN = "last_year"
_GENERATION = """
create table docs_{n} (
    rowid integer primary key, id text not null unique, name_keys text not null, name_order text not null,
    weight integer not null, updated text not null, combo integer not null,
    area integer not null, lon real, lat real,
    x integer, y integer, first_year integer, last_year integer);
create index docs_{n}_weight on docs_{n} (weight desc, id);
create index docs_{n}_name on docs_{n} (name_order, id);
create index docs_{n}_updated on docs_{n} (updated desc, id);
create index docs_{n}_facets on docs_{n} (combo, area);
create table moves_{n} (number integer primary key autoincrement, doc integer not null);
create virtual table fts_{n} using fts5 (
    {fields}, tokenize="ascii tokenchars '='", prefix='2 3', detail=full);
"""


def create(connection: sqlite3.Connection, generation: int) -> None:
    """Make the empty tables of a generation."""
    for statement in _GENERATION.format(n=generation, fields=", ".join(COLUMNS)).split(";"):
        connection.execute(statement)
    for event, row in (("insert", "new"), ("delete", "old")):
        connection.execute(
            f"create trigger moves_{generation}_{event} after {event} on docs_{generation}"
            f" begin insert into moves_{generation} (doc) values ({row}.rowid); end"
        )


def drop(connection: sqlite3.Connection, generation: int) -> None:
    """Throw a generation away."""
    connection.execute(f"drop table if exists fts_{generation}")
    connection.execute(f"drop table if exists docs_{generation}")
    connection.execute(f"drop table if exists moves_{generation}")


def has_todays_fields(connection: sqlite3.Connection, generation: int) -> bool:
    """Whether a generation was laid out by this version."""
    fields = connection.execute(f"select name from pragma_table_info('fts_{generation}')").fetchall()
    columns = connection.execute(f"select name from pragma_table_info('docs_{generation}')").fetchall()
    moves = connection.execute(f"select 1 from sqlite_master where name = 'moves_{generation}'").fetchone()
    return tuple(name for (name,) in fields) == COLUMNS and (_NEWEST_COLUMN,) in columns and moves is not None


def forget_old_moves(connection: sqlite3.Connection, generation: int) -> None:
    """Keep the last MOVES_KEPT; whoever knows an older state reads everything."""
    moves = f"moves_{generation}"
    connection.execute(
        f"delete from {moves} where number <= (select max(number) from {moves}) - ?", (MOVES_KEPT,)
    )


def delete(connection: sqlite3.Connection, generation: int, ids: Iterable[str]) -> None:
    """Forget ids; unknown ones are no error."""
    for id_ in ids:
        row = connection.execute(f"select rowid from docs_{generation} where id = ?", (id_,)).fetchone()
        if row is not None:
            connection.execute(f"delete from fts_{generation} where rowid = ?", row)
            connection.execute(f"delete from docs_{generation} where rowid = ?", row)


def write(connection: sqlite3.Connection, generation: int, documents: list[IndexedDocument]) -> None:
    """Add or replace documents."""
    delete(connection, generation, [document.id for document in documents])
    # The last one wins where an id comes twice, as it does between two batches.
    for document in {document.id: document for document in documents}.values():
        cursor = connection.execute(
            f"insert into docs_{generation} values (null{', ?' * 13})",
            (
                *_row(document),
                *_combos(connection, document),
                *_position(document),
                *(document.years or (None, None)),
            ),
        )
        connection.execute(
            f"insert into fts_{generation} (rowid, {', '.join(COLUMNS)}) values (?{', ?' * len(COLUMNS)})",
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
