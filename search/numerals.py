"""Numbers that are written in several ways: centuries and days of the lunar year.

When a text is indexed its other writings go along, so that a question needs no table: ``thế kỷ 13`` finds
"thế kỷ XIII", and ``15/8`` finds "rằm tháng Tám".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.folding import fold, words

Words = tuple[str, ...]

_MONTHS = ("giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "chạp")
_UNITS = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín")
_MONTH_NUMBER = {name: number for number, name in enumerate(_MONTHS, 1)} | {
    "một": 11,  # "tháng Một" of old calendars
    "bẩy": 7,
    "mười hai": 12,
}
_NUMBER = (
    {name: number for number, name in enumerate(_UNITS, 1)}
    | {"bốn": 4, "bẩy": 7, "mười": 10, "hai mươi": 20, "ba mươi": 30}
    | {f"mười {name}": 10 + number for number, name in enumerate(_UNITS, 1)}
    | {"mười bốn": 14, "mười lăm": 15, "mười bẩy": 17}
    | {f"hai mươi {name}": 20 + number for number, name in enumerate(_UNITS, 1)}
    | {"hai mốt": 21, "hai mươi mốt": 21, "hai mươi lăm": 25, "hai mươi bốn": 24}
)
_ROMAN = re.compile(r"(?=[ivx])(x{0,2})(ix|iv|v?i{0,3})")
_ONES = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_LAST_CENTURY = 29
_DAYS = 30  # of a lunar month
_CENTURY_WORDS = frozenset(("kỷ", "kỉ", "ky", "ki"))
_BEFORE_A_DAY = frozenset(("mùng", "mồng", "ngày", "mung", "mong", "ngay"))
_DAY_WORDS = _BEFORE_A_DAY | {"rằm", "ram"}


def _folded_names(names: dict[str, int]) -> dict[str, int]:
    """With the names as typed without marks; one that means two numbers then means none."""
    found: dict[str, set[int]] = {}
    for name, number in names.items():
        found.setdefault(" ".join(fold(word) for word in words(name)), set()).add(number)
    return names | {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


_SPOKEN = {number: [name for name, same in _NUMBER.items() if same == number] for number in range(1, 31)}
_MONTH_NUMBER = _folded_names(_MONTH_NUMBER)
_NUMBER = _folded_names(_NUMBER)


def other_writings(text: Words) -> Iterator[Words]:
    """Further word sequences under which a text must be found. Takes and gives exact forms."""
    for at, word in enumerate(text):
        if word in _CENTURY_WORDS:
            yield from _century(text, at + 1)
        elif word in _DAY_WORDS or word.isdecimal():
            yield from _lunar_day(text, at)


def _century(text: Words, at: int) -> Iterator[Words]:
    """``thế kỷ XIII`` ↔ ``thế kỷ 13`` ↔ ``thế kỷ thứ mười ba``."""
    if at < 2 or fold(text[at - 2]) != "the":
        return
    if at < len(text) and text[at] in ("thứ", "thu"):
        at += 1
    number = _century_number(text, at)
    if number is None:
        return
    for writing in (str(number), _to_roman(number)):
        if text[at : at + 1] != (writing,) or text[at - 1] not in ("kỷ", "kỉ"):
            yield ("thế", "kỷ", writing)
    for name in _SPOKEN[number]:
        yield ("thế", "kỷ", *words(name))


def _century_number(text: Words, at: int) -> int | None:
    word = text[at] if at < len(text) else ""
    if word.isdecimal() and word.isascii() and len(word) <= 2:
        return int(word) if 0 < int(word) <= _LAST_CENTURY else None
    match = _ROMAN.fullmatch(word)
    if match:
        return 10 * len(match[1]) + _ONES[match[2]]
    return _spoken(text, at, _NUMBER, 3)[0]


def _to_roman(number: int) -> str:
    ones = {value: letters for letters, value in _ONES.items()}
    return "x" * (number // 10) + ones[number % 10]


def _lunar_day(text: Words, at: int) -> Iterator[Words]:
    """``rằm tháng Tám`` ↔ ``15/8``; ``mùng 3 tháng 3`` ↔ ``mồng ba tháng Ba`` ↔ ``3/3``."""
    found = _spoken_day(text, at) or _written_day(text, at)
    if found is None:
        return
    day, month = found
    name = words(_MONTHS[month - 1])
    yield (str(day), str(month))
    if day == 15:
        yield ("rằm", "tháng", *name)
        yield ("rằm", "tháng", str(month))
    opening = "mùng" if day <= 10 else "ngày"
    yield (opening, str(day), "tháng", str(month))
    yield (opening, str(day), "tháng", *name)
    if day <= 10:
        yield (opening, *words((*_UNITS, "mười")[day - 1]), "tháng", *name)


def _spoken_day(text: Words, at: int) -> tuple[int, int] | None:
    opening = text[at]
    if opening in ("rằm", "ram"):
        day, length = 15, 0
    elif opening in _BEFORE_A_DAY:
        found, length = _spoken(text, at + 1, _NUMBER, 3)
        if found is None or not 1 <= found <= _DAYS:
            return None
        day = found
    else:
        return None
    after = at + 1 + length
    if after >= len(text) or text[after] not in ("tháng", "thang"):
        return None
    month, _ = _spoken(text, after + 1, _MONTH_NUMBER, 2)
    return (day, month) if month is not None and 1 <= month <= 12 else None


def _written_day(text: Words, at: int) -> tuple[int, int] | None:
    if at + 1 >= len(text) or (at > 0 and text[at - 1] in ("tháng", "thang")):
        return None
    day, month = text[at], text[at + 1]
    for number in (day, month):
        if not (number.isdecimal() and number.isascii() and len(number) <= 2):
            return None
    return (int(day), int(month)) if 1 <= int(day) <= _DAYS and 1 <= int(month) <= 12 else None


def _spoken(text: Words, at: int, names: dict[str, int], longest: int) -> tuple[int | None, int]:
    """A number in digits or words and how many words it takes; the longest reading counts."""
    if at < len(text) and text[at].isdecimal() and text[at].isascii() and len(text[at]) <= 2:
        return int(text[at]), 1
    for length in range(longest, 0, -1):
        name = " ".join(text[at : at + length])
        if at + length <= len(text) and name in names:
            return names[name], length
    return None, 0
