"""Texts without their case, without their marks: one table of letters, which databases can use as well.

A table, not the functions of the standard library, because PostgreSQL's ``translate`` and a function given to SQLite
must find the same things whatever the server's locale is. It covers Latin, Greek and Cyrillic; đ counts as a
marked d, as people who type without marks write it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LETTERS = [*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)]
_BARE = {"đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}


def fold(text: str, *, case: bool, marks: bool) -> str:
    """The text in NFC with letters replaced by their small form, their bare form, or both."""
    composed = unicodedata.normalize("NFC", text)
    if not case and not marks:
        return composed
    return composed.translate(_table(case, marks))


@lru_cache(maxsize=4)
def pairs(case: bool, marks: bool) -> tuple[str, str]:
    """The letters to replace and, at the same places, what replaces them: two texts of one length."""
    found = [(chr(code), _replaced(chr(code), case, marks)) for code in _LETTERS]
    changed = [(old, new) for old, new in found if old != new]
    return "".join(old for old, _ in changed), "".join(new for _, new in changed)


@lru_cache(maxsize=4)
def _table(case: bool, marks: bool) -> dict[int, int]:
    old, new = pairs(case, marks)
    return str.maketrans(old, new)


def _replaced(letter: str, case: bool, marks: bool) -> str:
    """One letter for one letter: what would become two (ß, ligatures) stays."""
    result = letter
    if marks:
        first = unicodedata.normalize("NFD", _BARE.get(result, result))[0]
        result = _BARE.get(first, first)
    if case:
        small = result.lower()
        result = small if len(small) == 1 else result
    return result
