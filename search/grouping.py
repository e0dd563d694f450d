"""From the parts of a question to groups of terms: spellings per tier, other forms, codes, slips."""

from __future__ import annotations

from search.documents import Tier
from search.fields import CODES, AskedField, code_token
from search.folding import fallback_spellings, fold, has_marks, tone_spellings
from search.lexicon import Lexicon
from search.question import Part
from search.terms import TEXT_TIERS, Clause, Columns, Group, Spellings, Term
from search.tokens import EXACT_MARK
from search.typos import may_be_misspelt, neighbours, splits

_MAX_SPELLINGS = 8  # of a phrase
_EVERY_TIER = len(TEXT_TIERS)


def run_key(part: Part) -> tuple[str, bool]:
    return (part.field.name if part.field else "", len(part.words) > 1 or part.phrase)


def is_code(field: AskedField | None) -> bool:
    return field is not None and bool(field.facet)


def groups_of(parts: list[Part], lexicon: Lexicon) -> list[Group]:
    """Of parts with one field, either all single words or all phrases and codes."""
    field = parts[0].field
    if field is not None and field.facet:
        return [_code_group(part.words, field, lexicon) for part in parts]
    columns = field.columns if field is not None else ()
    if parts[0].phrase or len(parts[0].words) > 1:
        return [_phrase(part.words, columns, lexicon) for part in parts]
    words = tuple(part.words[0] for part in parts)
    if field is not None and field.name == "unit" and all(word.isdecimal() for word in words):
        return [_codes(code_token("unit", word)) for word in words]
    return _single_words(words, columns, lexicon)


def _single_words(words: tuple[str, ...], columns: Columns, lexicon: Lexicon) -> list[Group]:
    """A word for each, that also counts where another form of the words around it stands.

    (a or S) and (b or S) is (a and b) or S: so a run of words and its other form need no syntax of their own.
    """
    optional: set[int] = set()
    for at in range(len(words)):
        length = lexicon.optional_run(words, at)
        if length and at + length < len(words):
            optional.update(range(at, at + length))
    others: list[list[list[Term]]] = [[[] for _ in TEXT_TIERS] for _ in words]
    for form in lexicon.other_forms(words):
        spelt = _spellings(form.words)
        for at in range(form.at, form.at + form.length):
            for tier in TEXT_TIERS[form.tier :]:
                others[at][tier] += spelt[tier]
    return [
        Group(
            _spellings((word,)),
            tuple(tuple(dict.fromkeys(terms)) for terms in others[at]),
            optional=at in optional,
            columns=columns,
        )
        for at, word in enumerate(words)
    ]


def _phrase(words: tuple[str, ...], columns: Columns, lexicon: Lexicon) -> Group:
    """Words that stand together, also with a part of them in its other form."""
    others: list[list[Term]] = [[] for _ in TEXT_TIERS]
    for form in lexicon.other_forms(words):
        whole = (*words[: form.at], *form.words, *words[form.at + form.length :])
        spelt = _spellings(whole)
        for tier in TEXT_TIERS[form.tier :]:
            others[tier] += spelt[tier]
    found = tuple(tuple(dict.fromkeys(terms[:_MAX_SPELLINGS])) for terms in others)
    return Group(_spellings(words), found, columns=columns)


def _code_group(words: tuple[str, ...], field: AskedField, lexicon: Lexicon) -> Group:
    value = " ".join(words)
    code = lexicon.code_of(field.facet, value)
    return _codes(code_token(field.facet, code if code is not None else "".join(words)))


def _codes(token: str) -> Group:
    return Group(((Term((token,)),),) * _EVERY_TIER, columns=(CODES,))


def _spellings(run: tuple[str, ...]) -> Spellings:
    marked = [EXACT_MARK + word for word in run]
    toned = _combinations([[EXACT_MARK + form for form in tone_spellings(word)] for word in run])
    folded = Term(tuple(fold(word) for word in run))
    last = _combinations([list(fallback_spellings(word)) for word in run])
    return ((Term(tuple(marked)),), toned, (folded,), last)


def exclusions_of(part: Part, lexicon: Lexicon) -> tuple[Clause, ...]:
    """With a mark typed only that spelling is excluded, without any all spellings."""
    if part.field is not None and part.field.facet:
        group = _code_group(part.words, part.field, lexicon)
        return (Clause(group.terms(Tier.EXACT), group.columns),)
    exact = any(has_marks(word) for word in part.words)
    terms = _spellings(part.words)[Tier.TONE if exact else Tier.FOLDED]
    return (Clause(terms, part.field.columns if part.field is not None else None),)


def typos_of(group: Group) -> tuple[Term, ...]:
    if not group.word or group.optional or not may_be_misspelt(group.word):
        return ()
    single = (Term((word,)) for word in neighbours(group.word))
    return (*single, *(Term(pair) for pair in splits(group.word)))


def _combinations(choices: list[list[str]]) -> tuple[Term, ...]:
    """The typed spelling first; a long phrase with many choices keeps the first few."""
    found: list[tuple[str, ...]] = [()]
    for forms in choices:
        found = [(*start, form) for start in found for form in forms][:_MAX_SPELLINGS]
    return tuple(Term(tokens) for tokens in found)
