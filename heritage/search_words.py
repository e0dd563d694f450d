"""The ward's table of search words as the value that the search takes."""

from __future__ import annotations

from functools import lru_cache

from heritage import categories
from heritage.models import SearchWord
from search.abbreviations import DEFAULT_LINES, WordKind, WordLine
from search.lexicon import Lexicon, lexicon_of

Line = tuple[str, str, str, bool]  # kind, written, stands for, whether it counts

_LABELLED = {
    "category": categories.CATEGORIES,
    "rank": categories.RANKS,
    "kind": categories.KINDS,
    "has": categories.MEDIA_KINDS,
    "level": categories.LEVELS,
    "dynasty": categories.DYNASTIES,
}
# What people write for short, beside the labels.
_SHORT_LABELS = (
    ("rank", "special_national", "quốc gia đặc biệt"),
    ("rank", "special_national", "đặc biệt"),
    ("rank", "national", "quốc gia"),
    ("rank", "provincial", "cấp tỉnh"),
    ("rank", "provincial", "tỉnh"),
    ("rank", "inventory", "kiểm kê"),
    ("has", "photo", "hình"),
    ("has", "cloud", "đám mây"),
    ("has", "mesh", "3D"),
    ("has", "audio", "ghi âm"),
    ("has", "audio", "tiếng"),
    ("kind", "architecture", "kiến trúc"),
    ("kind", "scenic", "danh thắng"),
)


def current_lexicon() -> Lexicon:
    """The table as it is now: read at every question, compiled when it has changed."""
    rows = SearchWord.objects.order_by("pk").values_list("kind", "written", "stands_for", "active")
    return _compiled(tuple(rows))


def default_rows() -> tuple[Line, ...]:
    """The lines that count while nobody has edited the table."""
    return tuple((line.kind.value, line.written, line.stands_for, True) for line in DEFAULT_LINES)


@lru_cache(maxsize=4)
def _compiled(rows: tuple[Line, ...]) -> Lexicon:
    lines = [WordLine(WordKind(kind), *texts) for kind, *texts, active in rows or default_rows() if active]
    return lexicon_of(lines, tuple(_labels()))


def _labels() -> list[tuple[str, str, str]]:
    labels = [
        (facet, term.code, label)
        for facet, terms in _LABELLED.items()
        for term in terms
        for label in (term.vi, term.en, term.en_one)
        if label
    ]
    return [*labels, *_SHORT_LABELS]
