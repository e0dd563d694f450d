"""The default table with labels, as the product has them, for questions such as ``rank:special``."""

from __future__ import annotations

from functools import cache

from search.abbreviations import DEFAULT_LINES
from search.lexicon import Lexicon, lexicon_of

LABELS = (
    ("category", "relic", "Di tích"),
    ("category", "festival", "Lễ hội"),
    ("category", "craft_village", "Làng nghề"),
    ("category", "figure", "Nhân vật"),
    ("rank", "special", "Quốc gia đặc biệt"),
    ("rank", "national", "Quốc gia"),
    ("has", "photo", "Ảnh"),
    ("has", "cloud", "Đám mây điểm"),
    ("dynasty", "tran", "Trần"),
    ("dynasty", "ly", "Lý"),
)


@cache
def open_lexicon() -> Lexicon:
    """Made once."""
    return lexicon_of(DEFAULT_LINES, LABELS)
