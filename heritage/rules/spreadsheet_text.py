"""Texts that a spreadsheet would run as formulas, made harmless and read back."""

from __future__ import annotations

# A spreadsheet takes a text that begins so for a formula; the wide forms count in Japanese settings.
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"  # before a text: it stays one


def inert(text: str) -> str:
    """A text that a spreadsheet would run gets an apostrophe.

    >>> inert("=1+1"), inert("Đền Trần")
    ("'=1+1", 'Đền Trần')
    """
    return f"{MARK}{text}" if text.startswith(ACTIVE) else text


def as_written(text: str) -> str:
    """The text without an apostrophe that keeps a spreadsheet from running it; any other is part of it.

    >>> as_written("'=1+1"), as_written("'x")
    ('=1+1', "'x")
    """
    return text[1:] if text.startswith(MARK) and text[1:].startswith(ACTIVE) else text
