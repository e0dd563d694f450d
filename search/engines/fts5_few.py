"""The classes of a few documents, told by their own words: reading their rows costs less than looks into the index.

Only classes within the short fields are told so; texts and pages may have megabytes.
"""

# ruff: noqa: S608 - only numbers of generations are put into SQL
from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

import numpy as np

from search.engines.fts5_columns import Columns, Mask
from search.explain import first_class
from search.plan import MatchClass, Plan
from search.tokens import FIELDS

FEW = 100  # documents; a look into a large index takes as long (2026-11-25)
SHORT_FIELDS = FIELDS.index("text")
_SHORT = FIELDS[:SHORT_FIELDS]


def told(
    plan: Plan,
    classes: tuple[MatchClass, ...],
    mask: Mask,
    columns: Columns,
    connection: sqlite3.Connection,
    live: int,
) -> Iterator[tuple[MatchClass, Mask]]:
    """Those of ``classes``, within the short fields, that any document of a small mask is in, with their documents."""
    rowids = columns.rows["rowid"][np.flatnonzero(mask)].tolist()
    rows = connection.execute(
        f"select rowid, {', '.join(_SHORT)} from fts_{live} where rowid in (select value from json_each(?))",
        (json.dumps(rowids),),
    )
    asked = [(one, plan.clauses(one)) for one in classes]
    found: dict[MatchClass, list[int]] = {}
    for rowid, *streams in rows:
        slots = {name: stream.split() for name, stream in zip(_SHORT, streams, strict=True)}
        best = first_class(asked, slots)
        if best is not None:
            found.setdefault(best, []).append(rowid)
    for one in classes:
        if one in found:
            yield one, columns.having(np.array(found[one], dtype=np.int64))
