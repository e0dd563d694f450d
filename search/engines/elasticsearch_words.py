"""What a question's words ask, in the words of Elasticsearch. Plain dictionaries, no client."""

from __future__ import annotations

from typing import Any

from search.plan import MatchClass, Plan, Term
from search.terms import Clause
from search.tokens import FIELDS

Body = dict[str, Any]

_FEW_TERMS = 8  # more alternatives of one word, as slips have, go as one list


def class_query(plan: Plan, wanted: MatchClass) -> Body:
    ways: list[Body] = [
        {"bool": {"filter": [_clause(one) for one in all_of]}} for all_of in plan.clauses(wanted)
    ]
    return ways[0] if len(ways) == 1 else _either(ways)


def _clause(clause: Clause) -> Body:
    """Any of its terms in any of its columns, which are one field of the index or a few."""
    singles = [term for term in clause.terms if len(term.tokens) == 1 and not term.prefix]
    rest = (
        [term for term in clause.terms if term not in singles] if len(singles) > _FEW_TERMS else clause.terms
    )
    ways: list[Body] = []
    for field in fields_of(clause.columns):
        if len(singles) > _FEW_TERMS:
            ways.append({"terms": {field: [term.tokens[0] for term in singles]}})
        ways += [_term(term, field) for term in rest]
    return ways[0] if len(ways) == 1 else _either(ways)


def _either(ways: list[Body]) -> Body:
    return {"bool": {"should": ways, "minimum_should_match": 1}}


def fields_of(columns: tuple[str, ...] | None) -> tuple[str, ...]:
    """The fields of the index that hold just these columns."""
    if columns is None:
        return (f"within_{len(FIELDS) - 1}",)
    if columns == FIELDS[: len(columns)]:
        return (f"within_{len(columns) - 1}",)
    return tuple(f"only_{column}" for column in columns)


def _term(term: Term, field: str) -> Body:
    if len(term.tokens) > 1:
        return {"match_phrase": {field: " ".join(term.tokens)}}
    return {"prefix" if term.prefix else "term": {field: {"value": term.tokens[0]}}}


def exclusions(plan: Plan) -> list[Body]:
    if not plan.excluded:
        return []
    return [{"bool": {"must_not": [_clause(clause) for clause in plan.excluded]}}]
