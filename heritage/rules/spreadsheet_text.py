"""Texts that a spreadsheet would run as formulas, made harmless and read back."""

from __future__ import annotations

import re

# A spreadsheet takes a text that begins so for a formula; the wide forms count in Japanese settings.
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"  # before a text: it stays one
MOST_LETTERS = 32_767  # of a cell, by the limits of Excel
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2


def inert(text: str) -> str:
    """A text that a spreadsheet would run gets an apostrophe.

    >>> inert("=1+1"), inert("Đền Trần")
    ("'=1+1", 'Đền Trần')
    """
    return f"{MARK}{text}" if text.startswith(ACTIVE) else text


def cell_text(text: str) -> str:
    """What a cell of a workbook can hold: characters of XML, as many as Excel takes.

    >>> cell_text("Đền\\x0b Trần")
    'Đền Trần'
    """
    return _NOT_XML.sub("", text)[:MOST_LETTERS]


def as_written(text: str) -> str:
    """The text without an apostrophe that keeps a spreadsheet from running it; any other is part of it.

    >>> as_written("'=1+1"), as_written("'x")
    ('=1+1', "'x")
    """
    return text[1:] if text.startswith(MARK) and text[1:].startswith(ACTIVE) else text
