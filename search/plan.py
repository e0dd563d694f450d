"""A question compiled for any engine: groups of alternative terms per tier, and the classes of a match.

The whole meaning of a search is here. An engine only turns :class:`Term` and :class:`MatchClass` into its own
syntax, so that no engine can understand a question differently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.abbreviations import optional_run
from search.documents import Tier
from search.errors import BadQuery
from search.folding import fallback_spellings, fold, has_marks, normalise, tone_spellings, words
from search.tokens import EXACT_MARK, FIELDS

MAX_TEXT = 400  # characters
MAX_WORDS = 24
_MIN_PREFIX = 2  # characters; shorter last words match whole only
_MAX_SPELLINGS = 8  # of a phrase
_PART = re.compile(r'(?P<minus>(?<!\S)-(?=["\w]))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')

TEXT_TIERS = (Tier.EXACT, Tier.TONE, Tier.FOLDED, Tier.FALLBACK)


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that stand next to each other; with ``prefix`` the last one may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One thing asked for. Per tier of TEXT_TIERS the terms of which any one is enough."""

    spellings: tuple[tuple[Term, ...], ...]
    optional: bool = False  # a unit prefix or title: not needed in the last tier


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
    excluded: tuple[Term, ...] = ()
    key: str = ""  # the whole text as a name would be compared
    min_prefix: int = _MIN_PREFIX

    @property
    def matches_nothing(self) -> bool:
        """Whether no document can match."""
        return self.asked and not self.groups

    @property
    def can_go_on(self) -> bool:
        """Whether the last word also matches as a prefix."""
        last = self.groups[-1].spellings[0][-1] if self.groups else None
        return last is not None and len(last.tokens) == 1 and len(last.tokens[0]) - 1 >= self.min_prefix

    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that differ from the one before."""
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
            for level in range(levels)
            for partial in partials
        )

    def widest(self, levels: int = len(FIELDS)) -> MatchClass:
        """The class that holds every match."""
        return self.classes(levels)[-1]

    def terms(self, tier: Tier, *, partial: bool) -> tuple[tuple[Term, ...], ...]:
        """What must match in a tier: all of the outer, any of the inner."""
        groups = self.groups
        if tier is Tier.FALLBACK and not all(group.optional for group in groups):
            groups = tuple(group for group in groups if not group.optional)
        required = [group.spellings[tier] for group in groups]
        if partial and self.can_go_on:
            required[-1] = tuple(Term(term.tokens, prefix=True) for term in required[-1])
        return tuple(required)


def plan_for(text: str, *, unfinished: bool = False) -> Plan:
    """Compile a text as typed: words, "phrases" and -exclusions; anything else is a blank.

    Of an unfinished text, one still being typed, a single letter is already the beginning of the last word.

    Raises:
        BadQuery: More than MAX_TEXT characters or MAX_WORDS words.
    """
    if len(text) > MAX_TEXT:
        raise BadQuery(f"more than {MAX_TEXT} characters")
    wanted: list[tuple[str, ...]] = []
    unwanted: list[tuple[str, ...]] = []
    for part in _PART.finditer(normalise(text)):
        found = words(part["phrase"] or part["word"] or "")
        if not found:
            continue
        runs = [found] if part["phrase"] else [(word,) for word in found]
        if part["minus"]:
            unwanted.append(found)
        else:
            wanted += runs
    if not wanted:  # exclusions of nothing: the minus was a dash
        wanted, unwanted = [(word,) for run in unwanted for word in run], []
    if sum(map(len, (*wanted, *unwanted))) > MAX_WORDS:
        raise BadQuery(f"more than {MAX_WORDS} words")
    return Plan(
        asked=bool(text.strip()),
        groups=_groups(wanted),
        excluded=tuple(term for run in unwanted for term in _exclusions(run)),
        key=" ".join(fold(word) for run in wanted for word in run),
        min_prefix=1 if unfinished else _MIN_PREFIX,
    )


def _groups(runs: list[tuple[str, ...]]) -> tuple[Group, ...]:
    singles = tuple(run[0] if len(run) == 1 else "" for run in runs)
    optional: set[int] = set()
    for at in range(len(singles)):
        length = optional_run(singles, at)
        if length and at + length < len(singles):
            optional.update(range(at, at + length))
    return tuple(Group(_spellings(run), optional=at in optional) for at, run in enumerate(runs))


def _spellings(run: tuple[str, ...]) -> tuple[tuple[Term, ...], ...]:
    marked = [EXACT_MARK + word for word in run]
    toned = _combinations([[EXACT_MARK + form for form in tone_spellings(word)] for word in run])
    folded = Term(tuple(fold(word) for word in run))
    last = _combinations([list(fallback_spellings(word)) for word in run])
    return ((Term(tuple(marked)),), toned, (folded,), last)


def _exclusions(run: tuple[str, ...]) -> tuple[Term, ...]:
    """With a mark typed only that spelling is excluded, without any all spellings."""
    exact = any(has_marks(word) for word in run)
    return _spellings(run)[Tier.TONE if exact else Tier.FOLDED]


def _combinations(choices: list[list[str]]) -> tuple[Term, ...]:
    """The typed spelling first; a long phrase with many choices keeps the first few."""
    found: list[tuple[str, ...]] = [()]
    for forms in choices:
        found = [(*start, form) for start in found for form in forms][:_MAX_SPELLINGS]
    return tuple(Term(tokens) for tokens in found)
