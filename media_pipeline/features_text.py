"""Tables as text: CSV with commas, semicolons, tabs or bars, in UTF-8, UTF-16 or an older Vietnamese encoding.

What is not Unicode is handed over as one character per byte: which encoding it is shows only once all the
texts are seen together (``gis.encodings``).
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from media_pipeline.errors import Damaged, NotItems
from media_pipeline.features_rows import MOST_COLUMNS, RawLayer, RawRow

DELIMITERS = ",;\t|"
LOOKED_AT = 60  # lines, for the delimiter
MOST_BROKEN = 0.02  # of the letters beyond ASCII of a text that is UTF-8 all the same
LONGEST_CELL = 1_000_000  # that the parser takes; what is longer than MOST_LETTERS is said of its row


def read_text_table(path: Path) -> tuple[list[RawLayer], str]:
    """The one table, its headings among its rows, and how its bytes were read: utf-8, utf-16 or bytes.

    Raises:
        NotItems: Binary, or text without two columns.
    """
    csv.field_size_limit(LONGEST_CELL)  # of the child process, whose only work this file is
    text, how = text_of(path.read_bytes())
    delimiter = delimiter_of(text)
    return [RawLayer("", None, _rows(text, delimiter))], how


def text_of(content: bytes) -> tuple[str, str]:
    """The text, and ``utf-8``, ``utf-16`` or ``bytes``: one character for each byte of an unknown encoding.

    Raises:
        NotItems: Not a text.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), "utf-16"
    if b"\0" in content[:4096]:
        raise NotItems("binary")
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        loose = content.decode("utf-8-sig", errors="replace")
    broken = loose.count("\ufffd")
    beyond = sum(not letter.isascii() for letter in loose)
    if broken <= max(1, beyond * MOST_BROKEN) and beyond > broken:
        return loose, "utf-8"
    return content.decode("latin-1"), "bytes"


def delimiter_of(text: str) -> str:
    """The sign that cuts most lines into the same number of cells, two or more.

    Raises:
        NotItems: No sign does.
    """
    lines = [line for line in text[:400_000].splitlines() if line.strip()][:LOOKED_AT]
    best, best_score = "", 0.0
    for sign in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1)
        except csv.Error:
            continue
        if widths:
            width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
            score = count * min(width, 12) / (1 if sign != "," else 1.05)  # a comma is also a decimal mark
            if score > best_score:
                best, best_score = sign, score
    if not best:
        raise NotItems("no columns")
    return best


def _rows(text: str, delimiter: str) -> Iterator[RawRow]:
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            yield RawRow(number, list(cells[:MOST_COLUMNS]))
    except csv.Error as error:
        raise Damaged(str(error)) from error
