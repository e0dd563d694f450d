"""Vietnamese alphabetical order as a plain ASCII key, so that every engine sorts bytes and agrees."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from search.folding import TONES, words

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
_END = " "  # sorts before everything, so that a shorter name comes first
_BLANK = "!"
_MAX_KEY = 400  # characters; a keyword of Elasticsearch holds 32,766 bytes


def sort_key(name: str) -> str:
    """A string whose byte order is dictionary order.

    Letters decide first (a ă â b c d đ e ê …), then the tones from the left in the order of Vietnamese
    dictionaries (ngang, huyền, hỏi, ngã, sắc, nặng). Digits come before letters, other scripts after.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in " ".join(words(name)):
        letter, tone = _split(char)
        letters.append(letter)
        tones.append(tone)
    return ("".join(letters) + _END + "".join(tones))[:_MAX_KEY]


@lru_cache(maxsize=4096)
def _split(char: str) -> tuple[str, str]:
    if char == " ":
        return _BLANK, "0"
    if char.isascii() and char.isdigit():
        return char, "0"
    parts = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in parts if mark in TONES), None)
    letter = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else char
    if letter not in _RANK:
        letter = parts[0] if parts[0] in _RANK else letter  # ç, ü and the like sort with their base
    rank = _RANK.get(letter) or f"~{ord(letter[0]):06x}"
    return rank, str(TONES[tone]) if tone else "0"
