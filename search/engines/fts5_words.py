"""Whether the embedded index has the words of a question at all, and what it has instead where it has not."""

# ruff: noqa: S608 - only numbers of generations are put into SQL
from __future__ import annotations

import sqlite3
from dataclasses import replace

from search.engines.fts5_columns import Columns
from search.engines.fts5_match import holding, match_expression
from search.plan import Plan
from search.terms import TYPO_FIELDS


def settled(connection: sqlite3.Connection, live: int, plan: Plan, columns: Columns) -> Plan:
    """The question itself where anything has its words, else with as few slips as find something.

    Decided by the words alone, whatever else is asked or left out, so that counts, maps and pages of one
    question agree.
    """
    if not plan.groups:
        return plan
    wanted = match_expression(replace(plan, excluded=()), plan.widest())
    if columns.matching(connection, live, wanted).any():  # kept: the answer needs it
        return plan
    for wider in plan.with_slips():
        known = wider.knowing(lambda term: _holds(connection, live, holding((term,), TYPO_FIELDS)))
        if _holds(connection, live, match_expression(replace(known, excluded=()), known.widest())):
            return known
    return plan


def _holds(connection: sqlite3.Connection, live: int, expression: str) -> bool:
    fts = f"fts_{live}"
    row = connection.execute(f"select 1 from {fts} where {fts} match ? limit 1", (expression,)).fetchone()
    return row is not None
