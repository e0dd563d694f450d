"""Expressions of the embedded index mean what the plan says, however they are shortened."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.fts5_match import match_expression
from search.plan import Plan, plan_for
from search.terms import Clause
from search.tokens import COLUMNS

WORDS = ("tu", "duong", "nha", "tho", "ho", "dt", "dtls", "di", "tich", "lich", "su", "mieu")


def expression(text: str) -> str:
    """The widest expression of a question without its wrapping."""
    plan = plan_for(text)
    return match_expression(plan, plan.widest())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lê chân", '((("le") AND ("chan" *)))'),
        ("tu duong vu", '((((("tu") AND ("duong")) OR ("nha tho ho")) AND ("vu" *)))'),
        ("den den", '((("den") AND ("den" *)))'),
        ("den den vu", '((("den") AND ("vu" *)))'),
    ],
)
def test_what_neighbours_share_is_asked_once(text: str, expected: str) -> None:
    assert expression(text) == expected


def plain(plan: Plan) -> str:
    """The same, every clause by itself."""

    def one(clause: Clause) -> str:
        return "(" + " OR ".join(f'"{" ".join(t.tokens)}"{" *" * t.prefix}' for t in clause.terms) + ")"

    return " OR ".join("(" + " AND ".join(map(one, way)) + ")" for way in plan.clauses(plan.widest()))


@pytest.fixture(scope="module")
def table() -> sqlite3.Connection:
    """Texts of the same words in every order that the draws may need."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(
        f"create virtual table t using fts5 ({', '.join(COLUMNS)}, tokenize=\"ascii tokenchars '='\")"
    )
    return connection


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), min_size=1, max_size=6),
)
def test_shortened_expressions_find_the_same(
    table: sqlite3.Connection, asked: list[str], texts: list[list[str]]
) -> None:
    table.execute("delete from t")
    table.executemany("insert into t (name) values (?)", [(" ".join(text),) for text in texts])
    plan = plan_for(" ".join(asked))
    found = [
        [rowid for (rowid,) in table.execute("select rowid from t where t match ?", (said,))]
        for said in (match_expression(plan, plan.widest()), plain(plan))
    ]
    assert found[0] == found[1]
