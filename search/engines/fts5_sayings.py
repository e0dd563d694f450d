"""What the documents of a generation say: units, people and decisions, once each, counted, with an index of words."""

# ruff: noqa: S608 - only numbers of generations are put into SQL
from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable

from search.engines.fts5_match import any_column
from search.plan import Plan
from search.sayings import MOST_WEIGHED, Saying, required_terms, types_asked
from search.tokens import IndexedDocument, tokens_of

TABLES = """
create table sayings_{n} (
    rowid integer primary key, type text not null, text text not null, docs integer not null, unique (type, text));
create table says_{n} (doc integer primary key, sayings text not null, spelt text not null);
create virtual table saidwords_{n} using fts5 (words, content='', tokenize="ascii tokenchars '='", prefix='1 2');
"""
KINDS = ("sayings", "says", "saidwords")


def forget(connection: sqlite3.Connection, generation: int, rowids: list[int]) -> None:
    """Count down what these documents say. A saying of no document stays, and is never suggested."""
    rows = connection.execute(
        f"select sayings from says_{generation} where doc in (select value from json_each(?))",
        (json.dumps(rowids),),
    )
    gone = Counter(saying for (text,) in rows for saying in json.loads(text))
    _count(connection, generation, gone, -1)
    connection.executemany(f"delete from says_{generation} where doc = ?", [(rowid,) for rowid in rowids])


class SayingWriter:
    """Writes what documents say; remembers the numbers of sayings, which are never taken away."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[tuple[int, str, str], int] = {}

    def write(self, generation: int, documents: Iterable[tuple[int, IndexedDocument]]) -> None:
        """Add what documents say, by their row numbers."""
        counts: Counter[int] = Counter()
        rows = []
        for rowid, document in documents:
            numbers = [self._number(generation, *saying) for saying in document.said]
            counts.update(numbers)
            rows.append((rowid, json.dumps(numbers), "\n".join(document.spelt)))
        self._connection.executemany(f"insert into says_{generation} values (?, ?, ?)", rows)
        _count(self._connection, generation, counts, 1)

    def _number(self, generation: int, type_: str, text: str) -> int:
        key = (generation, type_, text)
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = self._known_or_new(generation, type_, text)
        return known

    def _known_or_new(self, generation: int, type_: str, text: str) -> int:
        table = f"sayings_{generation}"
        row = self._connection.execute(
            f"select rowid from {table} where type = ? and text = ?", (type_, text)
        ).fetchone()
        if row is not None:
            return int(row[0])
        cursor = self._connection.execute(f"insert into {table} values (null, ?, ?, 0)", (type_, text))
        number = int(cursor.lastrowid or 0)
        self._connection.execute(
            f"insert into saidwords_{generation} (rowid, words) values (?, ?)",
            (number, " ".join(tokens_of(text))),
        )
        return number


def sayings(connection: sqlite3.Connection, live: int, plan: Plan) -> list[Saying]:
    """The sayings that hold what a question requires, of each type those of most documents."""
    rows = connection.execute(
        "select type, text, docs from (select s.type, s.text, s.docs,"
        " row_number() over (partition by s.type order by s.docs desc, s.text) as place"
        f" from saidwords_{live} w cross join sayings_{live} s on s.rowid = w.rowid"
        f" where w.saidwords_{live} match ? and s.docs > 0"
        " and s.type in (select value from json_each(?))) where place <= ?",
        (any_column(required_terms(plan)), json.dumps(types_asked(plan)), MOST_WEIGHED),
    )
    return rows.fetchall()


def names_of(connection: sqlite3.Connection, live: int, id_: str) -> list[str]:
    """The names of a document, its units and its people in exact form."""
    row = connection.execute(
        f"select spelt from says_{live} where doc = (select rowid from docs_{live} where id = ?)", (id_,)
    ).fetchone()
    return [name for name in row[0].split("\n") if name] if row is not None else []


def _count(connection: sqlite3.Connection, generation: int, counts: Counter[int], sign: int) -> None:
    connection.executemany(
        f"update sayings_{generation} set docs = docs + ? where rowid = ?",
        [(sign * count, number) for number, count in counts.items()],
    )
