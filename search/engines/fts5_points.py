"""A map of any zoom out of the columns in one pass.

A GROUP BY of 120,000 rows takes SQLite longer than a map may take (2026-11-25). Along the Z-order curve the
documents of a cell of any zoom stand next to each other, so that cells are runs of equal prefixes.
"""

# ruff: noqa: S608 - only numbers of generations are put into SQL
from __future__ import annotations

import json
import sqlite3

import numpy as np

from search.engines.fts5_columns import Columns, Mask
from search.errors import TooManyCells

Cell = tuple[int, float, float, float, float, float, float, str]


def cells(
    columns: Columns, connection: sqlite3.Connection, live: int, kept: Mask, shift: int, most: int
) -> list[Cell]:
    """Cells from the north-west: count, mean lon and lat, west, south, east, north, the id of a lone one.

    Raises:
        TooManyCells: There are more than ``most``.
    """
    kept = kept & ~np.isnan(columns.rows["lon"])
    rows = columns.rows[kept]
    if not len(rows):
        return []
    keys = columns.curve[kept] >> (2 * shift)
    starts = np.concatenate(([0], np.flatnonzero(keys[1:] != keys[:-1]) + 1))
    if len(starts) > most:
        raise TooManyCells(f"more than {most} cells: give bounds or a smaller zoom")
    counts = np.diff(np.append(starts, len(rows)))
    lons, lats = np.ascontiguousarray(rows["lon"]), np.ascontiguousarray(rows["lat"])
    found = (
        counts,
        np.add.reduceat(lons, starts) / counts,
        np.add.reduceat(lats, starts) / counts,
        np.minimum.reduceat(lons, starts),
        np.minimum.reduceat(lats, starts),
        np.maximum.reduceat(lons, starts),
        np.maximum.reduceat(lats, starts),
    )
    lone = rows["rowid"][starts[counts == 1]].tolist()
    ids = dict(
        connection.execute(
            f"select rowid, id from docs_{live} where rowid in (select value from json_each(?))",
            (json.dumps(lone),),
        )
    )
    order = np.lexsort((rows["x"][starts] >> shift, rows["y"][starts] >> shift))
    names = [ids.get(number, "") for number in rows["rowid"][starts[order]].tolist()]
    return list(zip(*(column[order].tolist() for column in found), names, strict=True))
