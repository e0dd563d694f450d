"""Words that are one slip of the fingers away: the last tier.

The question is widened, not the index: every word that one letter more, less, other or swapped would make is
looked for. Where trigrams propose and an edit distance decides, the proposals are the weak part: syllables of
three letters share no trigram with their own misspelling. Here nothing is missed, and as the widened question
is a plain value, every engine finds the same, and whoever marks or explains a match knows the same words.
"""

from __future__ import annotations

from functools import lru_cache

from search.folding import fold, is_syllable

MIN_LETTERS = 3  # of a word that may hold a slip
_MAX_LETTERS = 14
_LONG_WORD = 6  # letters; from here on a word need not be a Vietnamese syllable
_SPLIT_FROM = 5  # letters of two syllables that were typed as one word
_LETTERS_PER_SLIP = 4
_MOST_SLIPS = 2
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def slips_allowed(words: tuple[str, ...]) -> int:
    """How many words of a question may be wrong: one, and two of eight letters and more.

    Args:
        words: Those of its words that may be wrong at all.
    """
    letters = sum(len(word) for word in words)
    return min(_MOST_SLIPS, len(words), max(1, letters // _LETTERS_PER_SLIP))


def may_be_misspelt(word: str) -> bool:
    """Whether a word has enough letters, and only letters, to be looked for in other spellings."""
    folded = fold(word)
    return MIN_LETTERS <= len(folded) <= _MAX_LETTERS and folded.isascii() and folded.isalpha()


@lru_cache(maxsize=4096)
def neighbours(folded: str) -> tuple[str, ...]:
    """Folded words one edit away, in alphabetical order, those that could be words of the field.

    An edit is a letter inserted, left out, replaced, or swapped with its neighbour.
    """
    cuts = [(folded[:at], folded[at:]) for at in range(len(folded) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in cuts if right for letter in _ALPHABET}
    found |= {left + letter + right for left, right in cuts for letter in _ALPHABET}
    found.discard(folded)
    any_word = len(folded) >= _LONG_WORD and not is_syllable(folded)
    return tuple(sorted(word for word in found if len(word) > 1 and (any_word or is_syllable(word))))


def splits(folded: str) -> tuple[tuple[str, str], ...]:
    """The pairs of syllables that a word without its blank may be: ``dentran`` → ``den tran``."""
    if len(folded) < _SPLIT_FROM or is_syllable(folded):
        return ()
    pairs = ((folded[:at], folded[at:]) for at in range(2, len(folded) - 1))
    return tuple(pair for pair in pairs if all(map(is_syllable, pair)))
