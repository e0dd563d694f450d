"""Spellings of Vietnamese words. The one module that every engine folds with, on both sides.

Two forms of a word are indexed: *exact* (normalised, marks kept) and *folded* (no marks). The tiers between
and below them are made on the question's side, by :func:`tone_spellings` and :func:`fallback_spellings`, so
that a better spelling always belongs to the worse tier too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_NAME = 80  # characters of a text that is likely to recur
MAX_WORD = 64  # characters; Elasticsearch cuts tokens at 255, so both engines are cut before that

TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng
_VOWELS = frozenset("aăâeêioôơuưy")

# Invisible characters that word processors leave inside words: soft hyphen, joiners, direction marks, BOM.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f]"
)
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_DOUBLE_QUOTES = re.compile("[\u201c-\u201f\u00ab\u00bb\u2033\uff02]")
_SINGLE_QUOTES = re.compile("[\u2018-\u201b\u2032\u02bc\uff07\u0060\u00b4]")
_LOOSE_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_SPACES = re.compile(r"\s+")
_LETTER_D = str.maketrans({"\u00d0": "đ", "\u00f0": "đ", "\u0110": "đ", "\u0189": "đ", "\u0256": "đ"})

# Any of the above: a text without them, as most are, is spared the replacements.
_ODD = re.compile(
    "|".join(
        [
            *(pattern.pattern for pattern in (_INVISIBLE, _DASHES, _DOUBLE_QUOTES, _SINGLE_QUOTES)),
            f"[{''.join(map(chr, _LETTER_D))}]",
        ]
    )
)

# Onset, nucleus, coda of a folded Vietnamese syllable; loose on purpose.
_SYLLABLE = re.compile(
    r"(?:ngh|gh|ng|nh|ch|kh|ph|th|tr|gi|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_HAN = re.compile("([\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_WORD = re.compile(r"[^\W_]+")
_IY_SYLLABLE = re.compile(r"((?:qu|[bcdghklmnpqrstvx]+)?)([iy])")


def normalise(text: str) -> str:
    """NFC, lower case, one kind of dash, quote and blank, one đ, nothing invisible."""
    text = unicodedata.normalize("NFC", text)
    if _ODD.search(text):
        text = _INVISIBLE.sub("", text)
        text = _DOUBLE_QUOTES.sub('"', _SINGLE_QUOTES.sub("'", _DASHES.sub("-", text)))
        text = text.translate(_LETTER_D).lower().translate(_LETTER_D)
    # Lower-casing "İ" and its like leaves a combining dot behind, hence NFC once more.
    text = unicodedata.normalize("NFC", text.lower())
    return _SPACES.sub(" ", text).strip()


def words(text: str) -> tuple[str, ...]:
    """The exact forms of the words of a text, in order. Han and Nôm characters stand alone."""
    return _words_of_a_name(text) if len(text) <= _NAME else _words(text)


def _words(text: str) -> tuple[str, ...]:
    spaced = _HAN.sub(r" \1 ", normalise(text))
    return tuple(word[:MAX_WORD] for word in _WORD.findall(_LOOSE_MARKS.sub("", spaced)))


_words_of_a_name = lru_cache(maxsize=20_000)(_words)  # wards and people recur in every document


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Without marks and with d for đ: ``đền`` → ``den``. Expects the exact form."""
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def has_marks(word: str) -> bool:
    """Whether anything would be lost by folding."""
    return fold(word) != word


def folded_key(text: str) -> str:
    """A whole name as one comparable string: folded words with single blanks."""
    return " ".join(fold(word) for word in words(text))


def split_tone(word: str) -> tuple[str, str | None]:
    """The word without its tone but with its vowel marks, and the tone's combining mark.

    A word with two tones is no Vietnamese syllable: it comes back whole, with ``None``.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        (tones if char in TONES else letters).append(char)
    if len(tones) != 1:
        return word, None
    return unicodedata.normalize("NFC", "".join(letters)), tones[0]


def tone_form(word: str) -> str:
    """One agreed spelling wherever the tone was typed: ``hoà`` and ``hòa`` → ``hòa``."""
    return min(tone_spellings(word), key=lambda spelling: _tone_place(spelling))


def tone_spellings(word: str) -> tuple[str, ...]:
    """The word itself first, then the same letters with the tone on another vowel of its cluster."""
    toneless, tone = split_tone(word)
    if tone is None:
        return (word,)
    places = [i for i, char in enumerate(toneless) if char in _VOWELS]
    if any(after - before != 1 for before, after in pairwise(places)):
        return (word,)  # two vowel clusters: not one syllable
    moved = (unicodedata.normalize("NFC", toneless[: i + 1] + tone + toneless[i + 1 :]) for i in places)
    return tuple(dict.fromkeys((word, *moved)))


def _tone_place(word: str) -> int:
    marks = (any(part in TONES for part in unicodedata.normalize("NFD", char)) for char in word)
    return next((place for place, marked in enumerate(marks) if marked), 0)


def is_syllable(folded: str) -> bool:
    """Whether folded letters could be one Vietnamese syllable."""
    return _SYLLABLE.fullmatch(folded) is not None


def swap_iy(folded: str) -> str:
    """``ky`` ↔ ``ki``, ``quy`` ↔ ``qui``: only where i or y is the whole rhyme, else unchanged."""
    match = _IY_SYLLABLE.fullmatch(folded)
    if match is None:
        return folded
    return match[1] + ("y" if match[2] == "i" else "i")


def typing_residue(word: str) -> str | None:
    """What a word typed with the input method switched off meant, folded; ``None`` if it reads as it is.

    Telex (``traanf``, ``dden``) and VNI (``tra62n``, ``d9en2``) differ only in their marks, which folding
    drops anyway, so it is enough to take the mark keys away.
    """
    if not word.isascii() or not word.isalnum() or word.isdigit() or not word[0].isalpha():
        return None
    if any(char.isdigit() for char in word):
        letters = re.sub(r"[0-9]", "", word)
    else:
        letters = re.sub(r"([aeod])\1", r"\1", word)
        letters = letters[0] + letters[1:].replace("w", "")
        letters = re.sub(r"(?<=[aeiouy])([a-z]*?)[sfrxj]", r"\1", letters, count=1)
    return letters if letters != word and is_syllable(letters) else None


def fallback_spellings(word: str) -> tuple[str, ...]:
    """Folded forms to try last: the folded word itself, i for y, and the input method's residue."""
    folded = fold(word)
    found = [folded, swap_iy(folded)]
    residue = typing_residue(word)
    if residue is not None:
        found += [residue, swap_iy(residue)]
    return tuple(dict.fromkeys(found))
