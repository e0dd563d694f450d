"""What a compiled question is made of: terms, the groups that they are alternatives in, and clauses."""

from __future__ import annotations

from dataclasses import dataclass

from search.documents import Tier
from search.fields import CODES
from search.tokens import FIELDS

TEXT_TIERS = (Tier.EXACT, Tier.TONE, Tier.FOLDED, Tier.FALLBACK)
TYPO_FIELDS = FIELDS[:5]  # a slip is looked for in names, not in running text

Columns = tuple[str, ...]
_EVERY_TIER = len(TEXT_TIERS)


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that stand next to each other; with ``prefix`` the last one may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False


Spellings = tuple[tuple[Term, ...], ...]  # per tier of TEXT_TIERS


@dataclass(frozen=True, slots=True)
class Group:
    """One thing asked for. Per tier of TEXT_TIERS the terms of which any one is enough.

    Attributes:
        spellings: Of the word or phrase itself.
        others: What else it goes by: the long form of a short one, a word of the same meaning.
        optional: A unit prefix or title: not needed in the last tiers.
        columns: The columns of a named field; empty where any will do.
        typos: What it may have been meant to be, looked for in TYPO_FIELDS.
    """

    spellings: Spellings
    others: Spellings = ((),) * _EVERY_TIER
    optional: bool = False
    columns: Columns = ()
    typos: tuple[Term, ...] = ()

    def terms(self, tier: Tier) -> tuple[Term, ...]:
        """All that is enough in a tier."""
        if tier is Tier.TYPO:
            return tuple(dict.fromkeys((*self.terms(Tier.FALLBACK), *self.typos)))
        return (*self.spellings[tier], *self.others[tier])

    @property
    def word(self) -> str:
        """The folded word, empty where it is no single one."""
        term = self.spellings[Tier.FOLDED][0]
        return term.tokens[0] if len(term.tokens) == 1 and CODES not in self.columns else ""


@dataclass(frozen=True, slots=True)
class Clause:
    """Any of these terms, in any of these columns; ``None`` is every column."""

    terms: tuple[Term, ...]
    columns: Columns | None
