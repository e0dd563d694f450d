"""Where everything lies, in memory along a curve, so that a map of any zoom is one pass over arrays.

A GROUP BY of 120,000 rows takes SQLite longer than a map may take (2026-11-25). Along the Z-order curve the
documents of a cell of any zoom stand next to each other, so that cells are runs of equal prefixes.
"""

# ruff: noqa: S608 - only numbers of generations are put into SQL
from __future__ import annotations

import json
import sqlite3
import threading
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.documents import Query
from search.errors import TooManyCells
from search.grid import EARTH_RADIUS_M

Cell = tuple[int, float, float, float, float, float, float, str]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]

_COLUMNS = np.dtype(
    [
        ("rowid", "i8"), ("x", "i8"), ("y", "i8"), ("lon", "f8"), ("lat", "f8"),
        ("combo", "i8"), ("area", "i8"), ("first", "i4"), ("last", "i4"),
    ]
)  # fmt: skip
_REMEMBERED = 64  # expressions; of a million documents each takes a megabyte
_NEVER = 1 << 30  # begins after every year that can be asked for


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The documents with a place of one state of the index, in the order of the curve."""

    rows: NDArray[np.void]
    curve: Numbers  # column and row at precision 29, bits in turn
    matches: dict[str, Mask] = field(default_factory=dict)  # what words found, while this state holds

    def within(self, query: Query) -> Mask:
        """Which satisfy the place and the years of a question."""
        rows = self.rows
        kept = np.ones(len(rows), dtype=np.bool_)
        if query.years is not None:
            kept &= (rows["first"] <= query.years.last) & (rows["last"] >= query.years.first)
        if query.bounds is not None:
            box = query.bounds
            kept &= (rows["lon"] >= box.west) & (rows["lon"] <= box.east)
            kept &= (rows["lat"] >= box.south) & (rows["lat"] <= box.north)
        if query.near is not None and query.near.radius_m is not None:
            kept &= _distances_m(rows, query.near.lon, query.near.lat) <= query.near.radius_m
        return kept

    def numbered(self, name: str, numbers: list[int]) -> Mask:
        """Which have one of these numbers in a column: ``rowid``, ``combo`` or ``area``."""
        column: Numbers = self.rows[name]
        wanted = np.asarray(numbers, dtype=np.int64)
        known = np.zeros(int(max(column.max(initial=0), wanted.max(initial=0))) + 1, dtype=np.bool_)
        known[wanted] = True
        return known[column]

    def matching(self, connection: sqlite3.Connection, live: int, expression: str) -> Mask:
        """Which match a full-text expression."""
        kept: Mask = self.matched(connection, live, expression)[self.rows["rowid"]]
        return kept

    def matched(self, connection: sqlite3.Connection, live: int, expression: str) -> Mask:
        """By row number, with a place or without: whether it matches a full-text expression.

        Whoever moves a map asks with the same words again, so the answer is kept.
        """
        known = self.matches.get(expression)
        if known is None:
            fts = f"fts_{live}"
            (last,) = connection.execute(f"select coalesce(max(rowid), 0) from docs_{live}").fetchone()
            found = connection.execute(f"select rowid from {fts} where {fts} match ?", (expression,))
            known = np.zeros(last + 1, dtype=np.bool_)
            known[np.fromiter((rowid for (rowid,) in found), dtype=np.int64)] = True
            for oldest in list(self.matches)[: max(0, len(self.matches) - _REMEMBERED + 1)]:
                self.matches.pop(oldest, None)
            self.matches[expression] = known
        return known

    def cells(
        self, connection: sqlite3.Connection, live: int, kept: Mask, shift: int, most: int
    ) -> list[Cell]:
        """Cells from the north-west: count, mean lon and lat, west, south, east, north, the id of a lone one.

        Raises:
            TooManyCells: There are more than ``most``.
        """
        rows = self.rows[kept]
        if not len(rows):
            return []
        keys = self.curve[kept] >> (2 * shift)
        starts = np.concatenate(([0], np.flatnonzero(keys[1:] != keys[:-1]) + 1))
        if len(starts) > most:
            raise TooManyCells(f"more than {most} cells: give bounds or a smaller zoom")
        counts = np.diff(np.append(starts, len(rows)))
        lons, lats = np.ascontiguousarray(rows["lon"]), np.ascontiguousarray(rows["lat"])
        columns = (
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
        return list(zip(*(column[order].tolist() for column in columns), names, strict=True))


class Held:
    """The points of the newest state that was asked for. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._live = self._moved = -1
        self._points = Points(np.empty(0, _COLUMNS), np.empty(0, np.int64))

    def of(self, connection: sqlite3.Connection, live: int) -> Points:
        """The points of a snapshot, of which only what has been written since the last is read."""
        oldest, newest = connection.execute(f"select min(number), max(number) from moves_{live}").fetchone()
        moved = newest or 0
        with self._lock:
            if (
                self._live != live
                or moved < self._moved
                or (moved > self._moved and oldest > self._moved + 1)
            ):
                rows = _read(connection, live, "")
            elif moved > self._moved:
                rows = self._followed(connection, live)
            else:
                return self._points
            curve = _spread(rows["x"]) | _spread(rows["y"]) << 1
            order = np.argsort(curve, kind="stable")
            self._points = Points(rows[order], curve[order])
            self._live, self._moved = live, moved
            return self._points

    def _followed(self, connection: sqlite3.Connection, live: int) -> NDArray[np.void]:
        where = f"and rowid in (select doc from moves_{live} where number > {self._moved})"
        found = connection.execute(f"select distinct doc from moves_{live} where number > {self._moved}")
        gone = self._points.numbered("rowid", [doc for (doc,) in found])
        return np.concatenate((self._points.rows[~gone], _read(connection, live, where)))


def _read(connection: sqlite3.Connection, live: int, where: str) -> NDArray[np.void]:
    found = connection.execute(
        f"select rowid, x, y, lon, lat, combo, area, coalesce(first_year, {_NEVER}), coalesce(last_year, {-_NEVER})"
        f" from docs_{live} where lon is not null {where}"
    )
    return np.fromiter(found, dtype=_COLUMNS)


def _spread(numbers: Numbers) -> Numbers:
    """A zero bit above each of 31 bits."""
    spread = numbers & 0x7FFFFFFF
    for step, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        spread = (spread | spread << step) & mask
    return spread


def _distances_m(rows: NDArray[np.void], lon: float, lat: float) -> NDArray[np.float64]:
    """As ``search.grid.distance_m``, for all at once."""
    half_lat = np.sin(np.radians(rows["lat"] - lat) / 2)
    half_lon = np.sin(np.radians(rows["lon"] - lon) / 2)
    h = half_lat**2 + np.cos(np.radians(rows["lat"])) * np.cos(np.radians(lat)) * half_lon**2
    distances: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(h)))
    return distances
