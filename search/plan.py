"""A question compiled for any engine: groups of alternative terms per tier, and the classes of a match.

The whole meaning of a search is here. An engine only turns :class:`Clause` and :class:`MatchClass` into its
own syntax, so that no engine can understand a question differently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations, groupby

from search.documents import Query, Tier, Years
from search.folding import fold
from search.grouping import exclusions_of, groups_of, is_code, run_key, typos_of
from search.lexicon import Lexicon, default_lexicon
from search.question import MAX_TEXT as MAX_TEXT
from search.question import MAX_WORDS as MAX_WORDS
from search.question import read_question
from search.terms import TEXT_TIERS as TEXT_TIERS
from search.terms import TYPO_FIELDS, Clause, Columns
from search.terms import Group as Group
from search.terms import Term as Term
from search.tokens import FIELDS
from search.typos import slips_allowed

_MIN_PREFIX = 2  # characters; shorter last words match whole only
_MOST_COMBINED = 8  # groups among which two slips are looked for; of more words one may be wrong


@dataclass(frozen=True, slots=True)
class MatchClass:
    """How good a match is: fewer is better. Classes are nested, each is searched without the better ones."""

    tier: Tier
    level: int  # fields FIELDS[: level + 1] are enough
    partial: bool  # the last word needed its prefix

    @property
    def number(self) -> int:
        """Place in the order of all classes, the same for every question."""
        return (self.tier * len(FIELDS) + self.level) * 2 + self.partial


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled text. ``asked`` without ``groups`` is a text that holds no word: it matches nothing."""

    asked: bool
    groups: tuple[Group, ...] = ()
    excluded: tuple[Clause, ...] = ()
    years: tuple[Years, ...] = ()  # with each of which its own years must share one
    key: str = ""  # the whole text as a name would be compared
    min_prefix: int = _MIN_PREFIX
    slips: int = 0  # how many words may be wrong; then TYPO is the only tier

    @property
    def matches_nothing(self) -> bool:
        """Whether no document can match."""
        return self.asked and not self.groups and not self.years

    @property
    def anywhere(self) -> bool:
        """Whether no word names a field."""
        return not any(group.columns for group in self.groups)

    @property
    def can_go_on(self) -> bool:
        """Whether the last word also matches as a prefix."""
        if not self.groups or not self.groups[-1].word:
            return False
        return len(self.groups[-1].spellings[0][-1].tokens[0]) - 1 >= self.min_prefix

    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that differ from the one before."""
        if self.slips:
            return (Tier.TYPO,)
        found: list[Tier] = []
        for tier in TEXT_TIERS:
            if not found or self.terms(tier, partial=False) != self.terms(found[-1], partial=False):
                found.append(tier)
        return tuple(found)

    def classes(self, levels: int = len(FIELDS)) -> tuple[MatchClass, ...]:
        """All classes in order, over the first ``levels`` fields."""
        partials = (False, True) if self.can_go_on else (False,)
        return tuple(
            MatchClass(tier, level, partial)
            for tier in self.tiers()
            for level in self._levels(levels)
            for partial in partials
        )

    def widest(self, levels: int = len(FIELDS)) -> MatchClass:
        """The class that holds every match."""
        return self.classes(levels)[-1]

    def terms(self, tier: Tier, *, partial: bool) -> tuple[tuple[Term, ...], ...]:
        """What must match in a tier: all of the outer, any of the inner."""
        return tuple(self._terms(group, tier, partial=partial) for group in self._needed(tier))

    def clauses(self, wanted: MatchClass) -> tuple[tuple[Clause, ...], ...]:
        """What a class asks of a document: any of the outer, all of the inner."""
        groups = self._needed(wanted.tier)
        if wanted.tier is not Tier.TYPO:
            return (tuple(self._clause(group, wanted) for group in groups),)
        wrong = [at for at, group in enumerate(groups) if group.typos]
        return tuple(
            tuple(
                self._slip(group, wanted) if at in slipped else self._clause(group, wanted)
                for at, group in enumerate(groups)
            )
            for slipped in combinations(wrong, min(self.slips, len(wrong)))
        )

    def with_slips(self) -> tuple[Plan, ...]:
        """The same question with more and more words wrong; none if it has no word that may be."""
        if not self.groups:
            return ()
        groups = tuple(replace(group, typos=typos_of(group)) for group in self.groups)
        words = tuple(group.word for group in groups if group.typos)
        most = slips_allowed(words) if words else 0
        if len(words) > _MOST_COMBINED:
            most = min(most, 1)
        return tuple(replace(self, groups=groups, slips=slips) for slips in range(1, most + 1))

    def knowing(self, known: Callable[[Term], bool]) -> Plan:
        """Without the misspellings that no document of an index holds; it finds the same there, faster."""
        kept = tuple(replace(group, typos=tuple(filter(known, group.typos))) for group in self.groups)
        return replace(self, groups=kept)

    def narrowed(self, query: Query) -> Query | None:
        """The question with the years that its words name; ``None`` if no year is in all of its spans."""
        spans = (*self.years, *((query.years,) if query.years is not None else ()))
        if not self.years:
            return query
        first, last = max(span.first for span in spans), min(span.last for span in spans)
        return replace(query, years=Years(first, last)) if first <= last else None

    def _levels(self, levels: int) -> range:
        """Where every word has its field, how good the field is makes no difference."""
        return range(levels - 1, levels) if all(group.columns for group in self.groups) else range(levels)

    def _needed(self, tier: Tier) -> tuple[Group, ...]:
        if tier < Tier.FALLBACK or all(group.optional for group in self.groups):
            return self.groups
        return tuple(group for group in self.groups if not group.optional)

    def _terms(self, group: Group, tier: Tier, *, partial: bool) -> tuple[Term, ...]:
        tier = min(tier, Tier.FALLBACK)
        if not (partial and self.can_go_on and group is self.groups[-1]):
            return group.terms(tier)
        return (*(Term(term.tokens, prefix=True) for term in group.spellings[tier]), *group.others[tier])

    def _clause(self, group: Group, wanted: MatchClass) -> Clause:
        terms = self._terms(group, wanted.tier, partial=wanted.partial)
        return Clause(terms, group.columns or _within(wanted.level))

    def _slip(self, group: Group, wanted: MatchClass) -> Clause:
        columns = group.columns or FIELDS[: min(wanted.level + 1, len(TYPO_FIELDS))]
        return Clause(group.typos, columns)


def plan_for(text: str, *, lexicon: Lexicon | None = None, unfinished: bool = False) -> Plan:
    """Compile a text as typed: words, "phrases", -exclusions and field:values; anything else is a blank.

    Args:
        text: As typed.
        lexicon: The editable table; without one, the table that the product comes with.
        unfinished: Still being typed: a single letter is already the beginning of the last word.

    Raises:
        BadQuery: More than MAX_TEXT characters or MAX_WORDS words.
    """
    known = lexicon if lexicon is not None else default_lexicon()
    parts = read_question(text)
    wanted = [part for part in parts if not part.minus and part.years is None]
    groups: list[Group] = []
    for _, run in groupby(wanted, key=run_key):
        groups += groups_of(list(run), known)
    return Plan(
        asked=bool(text.strip()),
        groups=tuple(groups),
        excluded=tuple(clause for part in parts if part.minus for clause in exclusions_of(part, known)),
        years=tuple(part.years for part in parts if part.years is not None),
        key=" ".join(fold(word) for part in wanted if not is_code(part.field) for word in part.words),
        min_prefix=1 if unfinished else _MIN_PREFIX,
    )


def _within(level: int) -> Columns | None:
    return None if level == len(FIELDS) - 1 else FIELDS[: level + 1]
