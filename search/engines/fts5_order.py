"""Orders of a result: the first few of many documents, and where a page that ended goes on."""

# ruff: noqa: S608 - only numbers of generations and names from this module are put into SQL
from __future__ import annotations

import sqlite3
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.fts5_columns import Columns, Mask, Numbers

_DAY_LETTERS = 10  # of an ISO date
# Per order of the columns: the column that leads it, and how it goes on behind a value.
_LEADS = {
    "weight": ("weight", "desc", "<"),
    "name": ("name_order", "asc", ">"),
    "updated": ("updated", "desc", "<"),
}


def first_of(kept: Mask, keys: NDArray[Any], ties: Numbers, need: int) -> Numbers:
    """The positions of the ``need`` smallest keys among those kept, in order, equal ones by their tie."""
    positions = np.flatnonzero(kept)
    if len(positions) > need:
        found = keys[positions]
        positions = positions[found <= np.partition(found, need - 1)[need - 1]]
    order = np.lexsort((ties[positions], keys[positions]))
    return positions[order][:need]


def rank_behind(
    columns: Columns, connection: sqlite3.Connection, live: int, order: str, value: str | float, id_: str
) -> int:
    """The rank of the first document behind a value and an id, which need not be there any more."""
    column, direction, beyond = _LEADS[order]
    docs = f"docs_{live}"
    row = (
        connection.execute(
            f"select rowid from {docs} where {column} = ? and id > ? order by id limit 1", (value, id_)
        ).fetchone()
        or connection.execute(
            f"select rowid from {docs} where {column} {beyond} ? order by {column} {direction}, id limit 1",
            (value,),
        ).fetchone()
    )
    return _rank_of(columns, connection, live, order, row)


def rank_behind_id(columns: Columns, connection: sqlite3.Connection, live: int, id_: str) -> int:
    """The rank among ids of the first one behind an id."""
    row = connection.execute(
        f"select rowid from docs_{live} where id > ? order by id limit 1", (id_,)
    ).fetchone()
    return _rank_of(columns, connection, live, "id", row)


def next_days(columns: Columns, connection: sqlite3.Connection, live: int, day: str) -> NDArray[np.int64]:
    """By position the first day of the festival that is on or comes next, as 20260215; 0 where none is known."""
    known = columns.festivals
    if known is None:
        known = _festivals(columns, connection, live)
        columns.keep_festivals(known)
    positions, starts, firsts, lasts = known
    found = np.zeros(len(columns.rows), dtype=np.int64)
    if len(positions):
        never = np.iinfo(np.int64).max
        coming = np.minimum.reduceat(np.where(lasts >= number_of_day(day), firsts, never), starts)
        found[positions] = np.where(coming == never, 0, coming)
    return found


def number_of_day(day: str) -> int:
    """``2026-02-15`` as 20260215."""
    return int(day.replace("-", ""))


def day_of_number(number: int) -> str:
    """20260215 as ``2026-02-15``."""
    text = f"{number:08}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


def _festivals(
    columns: Columns, connection: sqlite3.Connection, live: int
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Positions with festivals, where in the lists of days each begins, and the first and last days."""
    rows = connection.execute(f"select rowid, festivals from docs_{live} where festivals <> ''").fetchall()
    positions = columns.at[np.array([rowid for rowid, _ in rows], dtype=np.int64)]
    lengths = np.array([len(days) // (2 * _DAY_LETTERS) for _, days in rows], dtype=np.int64)
    days = np.frombuffer("".join(days for _, days in rows).encode(), dtype=np.uint8)
    digits = days.reshape(-1, _DAY_LETTERS)[:, (0, 1, 2, 3, 5, 6, 8, 9)].astype(np.int64) - ord("0")
    numbers = (digits @ (10 ** np.arange(7, -1, -1, dtype=np.int64))).reshape(-1, 2)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64) if len(rows) else lengths
    return positions, starts, numbers[:, 0], numbers[:, 1]


def _rank_of(
    columns: Columns, connection: sqlite3.Connection, live: int, order: str, row: tuple[int] | None
) -> int:
    if row is None:
        return len(columns.rows)
    return int(columns.rank(connection, live, order)[columns.at[row[0]]])
