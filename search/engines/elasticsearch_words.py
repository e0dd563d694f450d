"""What a question's words ask, in the words of Elasticsearch. Plain dictionaries, no client."""

from __future__ import annotations

from typing import Any

from search.plan import MatchClass, Plan, Term
from search.sayings import required_terms, types_asked
from search.terms import Clause
from search.tokens import FIELDS

Body = dict[str, Any]

_MAX_SAID = 1000  # of one type of suggestions, before those that fit are chosen
_FEW_TERMS = 8  # more alternatives of one word, as slips have, go as one list


def sayings_body(plan: Plan) -> Body:
    """What documents say where it holds the words typed, most documents first; others come along."""
    counts: Body = {
        type_: {
            "filter": {
                "bool": {"filter": [any_of(terms, f"only_{type_}") for terms in required_terms(plan)]}
            },
            "aggs": {"values": {"terms": {"field": f"said_{type_}", "size": _MAX_SAID}}},
        }
        for type_ in types_asked(plan)
    }
    return {"size": 0, "track_total_hits": False, "aggs": counts}


def class_query(plan: Plan, wanted: MatchClass) -> Body:
    ways: list[Body] = [
        {"bool": {"filter": [_clause(one) for one in all_of]}} for all_of in plan.clauses(wanted)
    ]
    return ways[0] if len(ways) == 1 else _either(ways)


def _clause(clause: Clause) -> Body:
    """Any of its terms in any of its columns, which are one field of the index or a few."""
    ways = [any_of(clause.terms, field) for field in fields_of(clause.columns)]
    return ways[0] if len(ways) == 1 else _either(ways)


def any_of(terms: tuple[Term, ...], field: str) -> Body:
    """Documents that hold one of these terms in a field."""
    singles = [term for term in terms if len(term.tokens) == 1 and not term.prefix]
    if len(singles) <= _FEW_TERMS:
        ways = [_term(term, field) for term in terms]
    else:
        ways = [{"terms": {field: [term.tokens[0] for term in singles]}}]
        ways += [_term(term, field) for term in terms if term not in singles]
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
