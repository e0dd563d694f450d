"""The table of short forms. Edit it here, then rebuild the index.

When a text is indexed, a short form brings its long form along and a long form its short one, so a question
needs no table: ``ubnd`` finds "Uỷ ban nhân dân" and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.folding import fold, words

# Short form → long forms, as written today. One-letter forms are only added to texts that hold the long
# form: an initial such as "H." in a text must not turn into a district.
ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "TP": ("thành phố",),
    "P": ("phường",),
    "X": ("xã",),
    "Q": ("quận",),
    "H": ("huyện",),
    "TX": ("thị xã",),
    "TT": ("thị trấn",),
    "UBND": ("ủy ban nhân dân",),
    "HĐND": ("hội đồng nhân dân",),
    "DT": ("di tích",),
    "DTLS": ("di tích lịch sử",),
    "DTLSVH": ("di tích lịch sử văn hóa",),
    "LSVH": ("lịch sử văn hóa",),
    "KTNT": ("kiến trúc nghệ thuật",),
    "DLTC": ("danh lam thắng cảnh", "danh thắng"),
    "DSVH": ("di sản văn hóa",),
    "VHPVT": ("văn hóa phi vật thể",),
    "QĐ": ("quyết định",),
    "BVHTTDL": ("bộ văn hóa thể thao và du lịch", "bộ văn hóa thể thao du lịch"),
    "TTg": ("thủ tướng chính phủ", "thủ tướng"),
}

# Words that may be missing from what is sought: "phường Nam Định" = "Nam Định", "vua Trần Nhân Tông".
UNIT_PREFIXES = (
    *("thành phố", "thị xã", "thị trấn", "phường", "xã", "tỉnh", "quận", "huyện"),
    *("tp", "p", "x", "q", "h", "tx", "tt"),
)
TITLES = ("đức thánh", "đức vua", "vua", "đức", "thánh", "ngài", "cụ")

_MONTHS = ("giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "chạp")
_MONTH_NUMBER = {name: number for number, name in enumerate(_MONTHS, 1)} | {
    "một": 11,
    "bẩy": 7,
    "mười hai": 12,
}
_ROMAN = re.compile(r"(?=[ivx])(x{0,2})(ix|iv|v?i{0,3})")


def _folded(phrase: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words(phrase))


_SHORT: dict[str, tuple[tuple[str, ...], ...]] = {
    words(short)[0]: tuple(words(long) for long in longs) for short, longs in ABBREVIATIONS.items()
}
_LONG: dict[tuple[str, ...], str] = {
    _folded(long): words(short)[0] for short, longs in ABBREVIATIONS.items() for long in longs
}
_LONGEST = max(len(long) for long in _LONG)
_LONG_STARTS = frozenset(long[0] for long in _LONG)
_SHORT_FOLDED = {fold(short): longs for short, longs in _SHORT.items()}
_OPTIONAL = tuple(
    sorted((words(phrase) for phrase in (*UNIT_PREFIXES, *TITLES)), key=lambda phrase: -len(phrase))
)


def other_writings(text: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Further word sequences under which a text must be found. Takes and gives exact forms."""
    bare = tuple(fold(word) for word in text)
    for at, word in enumerate(text):
        if len(word) > 1:
            yield from _SHORT.get(word, ()) or _SHORT_FOLDED.get(word, ())
        if bare[at] in _LONG_STARTS:
            window = bare[at : at + _LONGEST]
            for length in range(1, len(window) + 1):
                short = _LONG.get(window[:length])
                if short is not None:
                    yield (short,)
        yield from _century(text, at)
        yield from _full_moon(text, at)


def optional_run(text: tuple[str, ...], at: int) -> int:
    """How many words from ``at`` on are a unit prefix or a title that may be dropped; 0 if none."""
    for phrase in _OPTIONAL:
        window = text[at : at + len(phrase)]
        if window == phrase or window == tuple(fold(word) for word in phrase):
            return len(phrase)
    return 0


def _century(text: tuple[str, ...], at: int) -> Iterator[tuple[str, ...]]:
    """``thế kỷ XIII`` ↔ ``thế kỷ 13``."""
    if at < 2 or fold(text[at - 2]) != "the" or fold(text[at - 1]) not in ("ky", "ki"):
        return
    word = text[at]
    if word.isdigit() and len(word) <= 2 and 0 < int(word) <= 29:
        yield ("thế", "kỷ", _to_roman(int(word)))
        return
    match = _ROMAN.fullmatch(word)
    if match:
        ones = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
        yield ("thế", "kỷ", str(10 * len(match[1]) + ones[match[2]]))


def _to_roman(number: int) -> str:
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "x" * (number // 10) + ones[number % 10]


def _full_moon(text: tuple[str, ...], at: int) -> Iterator[tuple[str, ...]]:
    """``rằm tháng Tám`` ↔ ``15/8``."""
    if text[at] == "rằm" and text[at + 1 : at + 2] == ("tháng",):
        for length in (2, 1):
            month = " ".join(text[at + 2 : at + 2 + length])
            number = int(month) if month.isdigit() and len(month) < 3 else _MONTH_NUMBER.get(month)
            if number is not None:
                yield ("15", str(number))
                return
    following = text[at + 1] if at + 1 < len(text) else ""
    if text[at] == "15" and following.isdigit() and len(following) < 3 and 1 <= int(following) <= 12:
        yield ("rằm", "tháng", *words(_MONTHS[int(following) - 1]))
