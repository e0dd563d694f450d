"""What a misspelt question was meant to say, told by the names of the best answer to it."""

from __future__ import annotations

from collections.abc import Iterable

from search.documents import Tier
from search.folding import fold, words
from search.plan import Plan
from search.question import Part, read_question
from search.terms import Group


def corrected(text: str, plan: Plan, names: Iterable[str]) -> str | None:
    """The question with its words as the names write them; ``None`` if that is no other question.

    Args:
        text: As typed.
        plan: The same text compiled, with the slips by which it found its best answer.
        names: Of that answer, its units and its people, in exact form, in any order.
    """
    groups = iter(plan.groups)
    best = _fitting(plan, sorted(set(names)))
    said: list[str] = []
    for part in read_question(text):
        group = None if part.minus or part.years is not None else next(groups, None)
        meant = _meant(group, best) if group is not None and not part.phrase else None
        said.append(_written(part, meant))
    found = " ".join(said)
    asked = " ".join(_written(part, None) for part in read_question(text))
    return found if _folded(found) != _folded(asked) else None


def _fitting(plan: Plan, names: list[str]) -> list[str]:
    """The words of all names, those of the name that fits most words of the question first."""
    ordered = sorted(names, key=lambda name: (-_fit(plan, name.split()), name))
    return [word for name in ordered for word in (*name.split(), "")]  # the empty word parts two names


def _fit(plan: Plan, name: list[str]) -> int:
    return sum(_meant(group, name) is not None for group in plan.groups)


def _meant(group: Group, name: list[str]) -> str | None:
    """The word or words of a name that a group stands for, as the name writes them."""
    if not group.word:
        return None
    bare = [fold(word) for word in name]
    for tier in (Tier.FALLBACK, Tier.TYPO):
        wanted = {term.tokens for term in group.terms(tier)}
        for length in (1, 2):
            for at in range(len(bare) - length + 1):
                if tuple(bare[at : at + length]) in wanted:
                    return " ".join(name[at : at + length])
    return None


def _written(part: Part, meant: str | None) -> str:
    value = meant if meant is not None else part.text
    quoted = part.phrase or (" " in value and (part.minus or part.field is not None))
    field = f"{part.field.name}:" if part.field is not None else ""
    return f"{'-' if part.minus else ''}{field}" + (f'"{value}"' if quoted else value)


def _folded(text: str) -> str:
    return " ".join(fold(word) for word in words(text))
