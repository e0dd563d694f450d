"""Why a document is in a result, and at its place: the same plan that engines are given, held against one document.

No engine is asked, so the reasons are the same for all of them; that the order of every engine follows from them
is tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from search.documents import Tier
from search.fields import CODES
from search.plan import MatchClass, Plan
from search.terms import Clause, Group, Term
from search.tokens import COLUMNS, EXACT_MARK, FIELDS, IndexedDocument

Slots = dict[str, list[str]]  # tokens by column
AskedClass = tuple[
    MatchClass, tuple[tuple[Clause, ...], ...]
]  # with any of the outer, all of the inner clauses


class Fit(IntEnum):
    """How the whole question fits one of the names; more is better within a class."""

    NO = 0
    BEGINNING = 1  # a name begins with it
    WHOLE = 2  # it is a name


@dataclass(frozen=True, slots=True)
class WordMatch:
    """Where one word or phrase of a question was met.

    Attributes:
        asked: As it is compared, without marks.
        field: One of search.tokens.FIELDS, or the facet whose code was asked for.
        found: What stands there: with marks where the match needed them.
        tier: How alike the two are.
    """

    asked: str
    field: str
    found: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class Explanation:
    """A place in the order: classes come in order, within one the better fit, then the weight, then the id.

    Attributes:
        match: The best class that the document is in; ``None`` where no words were asked for.
        words: One for each word that counts; a word that may be left out is there only where it was met.
        fit: How the whole question fits a name.
        weight: Of rank and completeness, as engines compare it.
    """

    match: MatchClass | None
    words: tuple[WordMatch, ...]
    fit: Fit
    weight: int

    @property
    def tier(self) -> Tier:
        """How the worst of the words matched."""
        return self.match.tier if self.match is not None else Tier.NONE

    @property
    def within(self) -> tuple[str, ...]:
        """The fields that were enough for all words."""
        return FIELDS[: self.match.level + 1] if self.match is not None else ()

    def order(self, id_: str) -> tuple[int, int, int, str]:
        """What relevance compares, least first."""
        return (self.match.number if self.match is not None else 0, -self.fit, -self.weight, id_)


def explain(plan: Plan, document: IndexedDocument, *, slips: bool = True) -> Explanation | None:
    """Why a document answers a question, or ``None`` if its words do not.

    Args:
        plan: Of the text as typed.
        document: As it is given to engines.
        slips: Try as few slips of the finger as it takes where the words as typed are not in the document.
            An engine does so only where they are in no document.
    """
    if not plan.groups:
        matched = not plan.matches_nothing and not _excluded(plan, _slots(document))
        return Explanation(None, (), Fit.NO, document.weight) if matched else None
    slots = _slots(document)
    if _excluded(plan, slots):
        return None
    for asked in (plan, *(plan.with_slips() if slips else ())):
        wanted = first_class(((each, asked.clauses(each)) for each in asked.classes()), slots)
        if wanted is not None:
            words = tuple(filter(None, (_word(asked, wanted, group, slots) for group in asked.groups)))
            return Explanation(wanted, words, fit_of(plan, document), document.weight)
    return None


def first_class(classes: Iterable[AskedClass], slots: Slots) -> MatchClass | None:
    """The first of these classes that a document is in; ``slots`` needs only the columns that they ask of."""
    for wanted, any_of in classes:
        if any(all(_meets(clause, slots) for clause in all_of) for all_of in any_of):
            return wanted
    return None


def fit_of(plan: Plan, document: IndexedDocument) -> Fit:
    """How the whole question fits the document's names."""
    if not plan.key:
        return Fit.NO
    if plan.key in document.name_keys:
        return Fit.WHOLE
    return Fit.BEGINNING if any(name.startswith(plan.key) for name in document.name_keys) else Fit.NO


def _slots(document: IndexedDocument) -> Slots:
    return {name: stream.split() for name, stream in zip(COLUMNS, document.streams, strict=True)}


def _excluded(plan: Plan, slots: Slots) -> bool:
    return any(_meets(clause, slots) for clause in plan.excluded)


def _meets(clause: Clause, slots: Slots) -> bool:
    columns = clause.columns if clause.columns is not None else COLUMNS
    return any(_found(term, slots[column]) for column in columns for term in clause.terms)


def _word(plan: Plan, wanted: MatchClass, group: Group, slots: Slots) -> WordMatch | None:
    """The best match of a group within the fields of a class: the better tier first, then the better field."""
    columns = group.columns or FIELDS[: wanted.level + 1]
    last = wanted.partial and group is plan.groups[-1]
    for tier in (each for each in Tier if each <= wanted.tier):
        terms = group.typos if tier is Tier.TYPO else group.terms(tier)
        for column in columns:
            for term in terms:
                found = _found(term, slots[column])
                if not found and last and tier is not Tier.TYPO:
                    found = _found(Term(term.tokens, prefix=True), slots[column])
                if found:
                    return _told(group, column, found, tier)
    return None


def _told(group: Group, column: str, found: Sequence[str], tier: Tier) -> WordMatch:
    asked = " ".join(group.spellings[Tier.FOLDED][0].tokens)
    if column == CODES:  # "==rank=national"
        facet, _, code = asked.lstrip(EXACT_MARK).partition(EXACT_MARK)
        return WordMatch(code, facet, code, tier)
    return WordMatch(asked, column, " ".join(token.removeprefix(EXACT_MARK) for token in found), tier)


def _found(term: Term, tokens: Sequence[str]) -> Sequence[str]:
    """The tokens that a term meets, first place first; empty for none."""
    length = len(term.tokens)
    if length == 1:
        if not term.prefix:
            return term.tokens if term.tokens[0] in tokens else ()
        return next(((token,) for token in tokens if token.startswith(term.tokens[0])), ())
    *whole, last = term.tokens
    for at in range(len(tokens) - length + 1):
        run = tokens[at : at + length]
        if run[:-1] == whole and (run[-1].startswith(last) if term.prefix else run[-1] == last):
            return run
    return ()
