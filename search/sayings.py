"""Units, people and decisions that may be meant while a question is typed, beside the items themselves.

What documents say is kept once each with the number of documents that say it. Which of them fit, and in which
order, is decided here, so that no engine can suggest differently.
"""

from __future__ import annotations

from collections.abc import Iterable

from search.documents import Suggestion, Tier
from search.folding import folded_key
from search.plan import TEXT_TIERS, Plan, Term
from search.tokens import tokens_of

SAID_TYPES = ("unit", "person", "decision")
MOST_WEIGHED = 120  # sayings of one type that are looked at, those of most documents

Saying = tuple[str, str, int]  # type, text, documents


def types_asked(plan: Plan) -> tuple[str, ...]:
    """The types that a question leaves possible: a word in a named field is sought there only."""
    if not plan.groups:
        return ()
    columns = [set(group.columns) for group in plan.groups if group.columns]
    return tuple(type_ for type_ in SAID_TYPES if all(type_ in some for some in columns))


def required_terms(plan: Plan) -> tuple[tuple[Term, ...], ...]:
    """What a saying must hold at least: all of the outer, any of the inner."""
    return plan.terms(Tier.FALLBACK, partial=True)


def suggestions(plan: Plan, sayings: Iterable[Saying], limit: int) -> tuple[Suggestion, ...]:
    """At most ``limit`` of each type, best first: by tier, whole words, how the text begins, documents, text."""
    found: list[tuple[tuple[object, ...], Suggestion]] = []
    left = dict.fromkeys(SAID_TYPES, MOST_WEIGHED)
    for type_, text, documents in sorted(sayings, key=lambda saying: (-saying[2], saying[1])):
        if left[type_] == 0:
            continue
        fit = _fit(plan, text)
        if fit is None:
            continue
        left[type_] -= 1
        query = f'{type_}:"{text}"'
        found.append(((*fit, -documents, text), Suggestion(text, type_, query=query, count=documents)))
    found.sort(key=lambda pair: (pair[0], SAID_TYPES.index(pair[1].type)))
    kept: list[Suggestion] = []
    for _, each in found:
        if sum(other.type == each.type for other in kept) < limit:
            kept.append(each)
    return tuple(kept)


def _fit(plan: Plan, text: str) -> tuple[int, int, int] | None:
    """Tier, whether the last word is a beginning, how the whole text fits; fewer is better."""
    tokens = tokens_of(text)
    for tier in TEXT_TIERS:
        for partial in (False, True):
            if all(
                any(_holds(tokens, term) for term in any_of) for any_of in plan.terms(tier, partial=partial)
            ):
                key = folded_key(text)
                return tier, int(partial), 0 if key == plan.key else 1 if key.startswith(plan.key) else 2
    return None


def _holds(tokens: list[str], term: Term) -> bool:
    length = len(term.tokens)
    *first, last = term.tokens
    for at in range(len(tokens) - length + 1):
        end = tokens[at + length - 1]
        if tokens[at : at + length - 1] == first and (end.startswith(last) if term.prefix else end == last):
            return True
    return False
