"""Which page of a document a question met, told by the same tokens that the engines were given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from search.documents import Tier
from search.lexicon import Lexicon
from search.plan import TEXT_TIERS, Group, Plan, plan_for
from search.tokens import FIELDS, tokens_of

PAGE = FIELDS[-1]
K = TypeVar("K")


def best_page(
    pages: Iterable[tuple[K, str]],
    question: str,
    elsewhere: Iterable[str] = (),
    *,
    lexicon: Lexicon | None = None,
) -> K | None:
    """The key of the page that brings the most of what the other texts lack; the first of equals.

    A page counts for a word only if nothing in ``elsewhere`` has it: an item that is called what was asked
    for was not found by its papers.

    Args:
        pages: Keys and texts in order; read no further than needed.
        question: As typed.
        elsewhere: The item's own texts.
        lexicon: The table by which the question is read; without one, the one the product comes with.

    Raises:
        BadQuery: The question is too long to be one.
    """
    plan = plan_for(question, lexicon=lexicon)
    missing = missing_groups(plan, elsewhere)
    if not missing:
        return None
    best: tuple[tuple[int, int, int], K] | None = None
    for key, text in pages:
        met = met_groups(plan, text)
        brought = len(missing & met.keys())
        if not brought:
            continue
        rank = (brought, len(met), -max(met.values()))
        if best is None or rank > best[0]:
            best = rank, key
        if rank == (len(missing), len(plan.groups), -Tier.EXACT):
            break
    return best[1] if best else None


def missing_groups(plan: Plan, texts: Iterable[str]) -> frozenset[int]:
    """The numbers of the groups of a question that a page could meet and none of the texts does."""
    left = {at for at, group in enumerate(plan.groups) if not group.columns or PAGE in group.columns}
    for text in texts:
        if not left:
            break
        left -= met_groups(plan, text).keys()
    return frozenset(left)


def met_groups(plan: Plan, text: str) -> dict[int, Tier]:
    """The groups that a text meets, each with its best tier."""
    tokens = tokens_of(text)
    known = frozenset(tokens)
    found: dict[int, Tier] = {}
    for at, group in enumerate(plan.groups):
        goes_on = plan.can_go_on and at == len(plan.groups) - 1
        tier = _tier(group, tokens, known, goes_on=goes_on)
        if tier is not None:
            found[at] = tier
    return found


def _tier(group: Group, tokens: list[str], known: frozenset[str], *, goes_on: bool) -> Tier | None:
    for tier in TEXT_TIERS:
        for term in group.terms(tier):
            if len(term.tokens) > 1:
                met = term.tokens[0] in known and _follows(term.tokens, tokens)
            elif goes_on:
                met = any(token.startswith(term.tokens[0]) for token in known)
            else:
                met = term.tokens[0] in known
            if met:
                return tier
    return None


def _follows(wanted: tuple[str, ...], tokens: list[str]) -> bool:
    length = len(wanted)
    return any(tuple(tokens[at : at + length]) == wanted for at in range(len(tokens) - length + 1))
