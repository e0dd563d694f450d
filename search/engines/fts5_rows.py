"""What a page shows of its documents, read from the file: a few rows at known positions."""

# ruff: noqa: S608 - only numbers of generations are put into SQL
from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from search.engines.fts5_columns import Columns, Numbers


@dataclass(frozen=True, slots=True)
class Row:
    """The id of a document and the values by which it may be ordered; degrees or None."""

    id: str
    weight: int
    name_order: str
    updated: str
    lon: float | None
    lat: float | None


def rows_at(
    columns: Columns, connection: sqlite3.Connection, live: int, positions: Numbers
) -> dict[int, Row]:
    """The rows at these positions, by position."""
    rowids = columns.rows["rowid"][positions].tolist()
    rows = connection.execute(
        f"select rowid, id, weight, name_order, updated, lon, lat from docs_{live}"
        " where rowid in (select value from json_each(?))",
        (json.dumps(rowids),),
    )
    return {int(columns.at[rowid]): Row(*values) for rowid, *values in rows}
