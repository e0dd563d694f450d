"""The editable table of a search as a value: short forms, words with one meaning, words that may be missing.

It is read on the question's side only, so that an edited line counts at the next question, in every process
and on every engine, without touching an index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from search.abbreviations import DEFAULT_LINES, WordKind, WordLine
from search.documents import Tier
from search.folding import fold, folded_key, tone_form, words

Words = tuple[str, ...]

_CENTURY = ("ky", "ki")  # before a Roman numeral, which is no short form: thế kỷ X


@dataclass(frozen=True, slots=True)
class OtherForm:
    """Words of a run that also go by other words.

    Attributes:
        at: Where in the run they begin.
        length: How many they are.
        words: The other form, as written.
        tier: The best tier of a match by it: how well the question writes the form that it holds.
    """

    at: int
    length: int
    words: Words
    tier: Tier


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A compiled table. Make one with :func:`lexicon_of`; it must not be changed."""

    forms: Mapping[Words, tuple[tuple[Words, Words], ...]]  # folded form -> (as written, what it stands for)
    optional: Mapping[Words, tuple[Words, ...]]  # folded -> as written
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)  # facet, folded label -> code

    def other_forms(self, run: Words) -> Iterator[OtherForm]:
        """What words of a question, one after the other as typed, also go by."""
        longest = max(map(len, self.forms), default=0)
        bare = tuple(fold(word) for word in run)
        for at in range(len(run)):
            for length in range(1, min(longest, len(run) - at) + 1):
                for written, other in self.forms.get(bare[at : at + length], ()):
                    tier = _spelt_as(run[at : at + length], written)
                    if tier is not None and not _is_initial(bare, at, length):
                        yield OtherForm(at, length, other, tier)

    def optional_run(self, run: Words, at: int) -> int:
        """How many words from ``at`` on are a unit prefix or a title that may be missing; 0 if none."""
        for length in range(max(map(len, self.optional), default=0), 0, -1):
            typed = run[at : at + length]
            if len(typed) == length:
                known = self.optional.get(tuple(fold(word) for word in typed), ())
                if any(_spelt_as(typed, written) is not None for written in known):
                    return length
        return 0

    def code_of(self, facet: str, value: str) -> str | None:
        """The code that a value means in a facet, by its label in any language; ``None`` if it has none."""
        return self.labels.get((facet, folded_key(value)))


def lexicon_of(lines: Iterable[WordLine], labels: Iterable[tuple[str, str, str]] = ()) -> Lexicon:
    """Compile a table.

    Args:
        lines: Those that count; a line without a word is passed over.
        labels: Facet, code and label of the values that ``rank:``, ``kind:`` and their like take. Codes are
            labels of themselves.
    """
    forms: dict[Words, list[tuple[Words, Words]]] = {}
    optional: dict[Words, list[Words]] = {}
    for line in lines:
        written, other = words(line.written), words(line.stands_for)
        if not written:
            continue
        if line.kind == WordKind.OPTIONAL:
            optional.setdefault(_folded(written), []).append(written)
        elif other:
            forms.setdefault(_folded(written), []).append((written, other))
            # A single letter is too little to stand in a text for what it may stand for in a question.
            if line.kind == WordKind.SAME or len(written[0]) > 1 or len(written) > 1:
                forms.setdefault(_folded(other), []).append((other, written))
    known: dict[tuple[str, str], str] = {}
    for facet, code, label in labels:
        known[facet, folded_key(label)] = code
        known[facet, folded_key(code)] = code
        known[facet, folded_key(code.replace("_", " "))] = code
    return Lexicon(
        forms={form: tuple(dict.fromkeys(pairs)) for form, pairs in forms.items()},
        optional={form: tuple(dict.fromkeys(all_)) for form, all_ in optional.items()},
        labels=known,
    )


@cache
def default_lexicon() -> Lexicon:
    """The table that the product comes with, without labels."""
    return lexicon_of(DEFAULT_LINES)


def _folded(phrase: Words) -> Words:
    return tuple(fold(word) for word in phrase)


def _spelt_as(typed: Words, written: Words) -> Tier | None:
    """How typed words write a form whose folded words they have; ``None`` if their marks say another word."""
    if typed == written:
        return Tier.EXACT
    if tuple(map(tone_form, typed)) == tuple(map(tone_form, written)):
        return Tier.TONE
    return Tier.FOLDED if typed == _folded(written) else None


def _is_initial(bare: Words, at: int, length: int) -> bool:
    """Whether a single letter stands for nothing: with nothing behind it, or as the number of a century."""
    if length > 1 or len(bare[at]) > 1:
        return False
    return at + 1 == len(bare) or (at > 0 and bare[at - 1] in _CENTURY)
