"""Points as lines of numbers: PTS (a count first) and XYZ, whatever separates the numbers.

What each column means is decided by :mod:`media_pipeline.point_columns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from media_pipeline import point_columns
from media_pipeline.cloud_blocks import BLOCK_POINTS, Floats, PointBlock, PointStream
from media_pipeline.errors import Damaged, EmptyCloud, UnsupportedCloud
from media_pipeline.told import NOTHING_TOLD, Told

PTS = "text/x-pts"
XYZ = "text/x-xyz"

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?nan"
_ROW = re.compile(rf"\s*(?:{_NUMBER})(?:[ \t]+(?:{_NUMBER})){{2,11}}[ \t]*", re.IGNORECASE)
_MOST_INTRODUCTION = 5  # lines of comment or column names before the first row
# Everything that separates becomes a space; in a list with decimal commas the commas become points.
_COMMA_SEPARATES = str.maketrans(",;\t", "   ")
_COMMA_IS_DECIMAL = str.maketrans(",;\t", ".  ")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How a text of points is read.

    Attributes:
        media_type: ``text/x-pts`` or ``text/x-xyz``.
        skipped: Lines before the first row.
        columns: Numbers in a row.
        count: How many points a PTS states.
        decimal_comma: Whether ``569400,12`` is one number.
    """

    media_type: str
    skipped: int
    columns: int
    count: int | None
    decimal_comma: bool = False

    def plain(self, line: str) -> str:
        """The line with spaces between its numbers and points in them."""
        return line.translate(_COMMA_IS_DECIMAL if self.decimal_comma else _COMMA_SEPARATES)


def text_layout(head: bytes) -> TextLayout | None:
    """The layout when ``head`` is the start of a text of points, else None.

    Strict, because almost any table of numbers could be meant: at least two rows, nothing but rows
    after the introduction, the same number of columns in each.
    """
    if b"\0" in head:
        return None
    try:
        text = head.decode("ascii")
    except UnicodeDecodeError:
        return None
    lines = text.splitlines()
    if len(head) >= 4096 and lines:  # the last line is probably cut
        lines = lines[:-1]
    comma = _has_decimal_commas(lines)
    plain = [line.translate(_COMMA_IS_DECIMAL if comma else _COMMA_SEPARATES) for line in lines]
    skipped, count = 0, None
    while skipped < min(_MOST_INTRODUCTION, len(lines)) and not _ROW.fullmatch(plain[skipped]):
        line = lines[skipped].strip()
        if line.isdigit() and count is None:
            count = int(line)
        elif not (line == "" or line.startswith(("#", "//")) or _names_axes(line)):
            return None
        skipped += 1
    rows = [line for line in plain[skipped:] if line.strip()]
    if len(rows) < 2 and not (count is not None and len(rows) == count):
        return None
    if not all(_ROW.fullmatch(row) for row in rows):
        return None
    columns = len(rows[0].split())
    if any(len(row.split()) != columns for row in rows):
        return None
    return TextLayout(PTS if count is not None else XYZ, skipped, columns, count, comma)


def _has_decimal_commas(lines: list[str]) -> bool:
    """Whether commas stand inside numbers: something else separates, and no number has two of them."""
    rows = [line.strip() for line in lines[_MOST_INTRODUCTION:] or lines if "," in line]
    if not rows:
        return False
    parts = [part for row in rows for part in re.split(r"[;\s]+", row) if part]
    with_comma = [part for part in parts if "," in part]
    return len(parts) >= 3 * len(rows) and all(_DECIMAL_COMMA.fullmatch(part) for part in with_comma)


def _names_axes(line: str) -> bool:
    names = line.lower().translate(_COMMA_SEPARATES).split()
    return names[:3] == ["x", "y", "z"]


def open_point_text(path: Path, told: Told = NOTHING_TOLD) -> PointStream:
    """The points of a PTS or XYZ text.

    The stream's facts hold ``columns`` (a code of :mod:`media_pipeline.point_columns`),
    ``columns_certain`` and ``first_row`` as it is written.

    Raises:
        EmptyCloud, Damaged: It is no table of numbers, or stops being one.
        UnsupportedCloud: The columns that were told cannot be those of the file.
    """
    with path.open("rb") as file:
        head = file.read(65_536)
    layout = text_layout(head)
    if layout is None:
        raise Damaged("not a text of points")
    if layout.count == 0:
        raise EmptyCloud("a PTS of 0 points")
    columns = _columns(head, layout, told.columns)
    facts = {"format": "PTS" if layout.media_type == PTS else "XYZ", "float32": False}
    facts |= {"columns": columns.code, "columns_certain": columns.is_certain}
    facts |= {"first_row": head.decode("ascii").splitlines()[layout.skipped].strip()[:120]}
    return PointStream(_blocks(path, layout, columns), facts)


def _columns(head: bytes, layout: TextLayout, told: str | None) -> point_columns.Columns:
    """What the columns mean, by the rows at the start of the file."""
    lines = head.decode("ascii").splitlines()
    rows = [layout.plain(line) for line in lines[layout.skipped :] if line.strip()]
    table: Floats = np.loadtxt(rows[:-1] or rows, ndmin=2)  # the last may be cut
    if told is None:
        return point_columns.found_columns(table)
    if not point_columns.is_valid(told, layout.columns):
        raise UnsupportedCloud(f"columns {told!r} for {layout.columns} numbers in a row")
    return point_columns.told_columns(told, table)


def _blocks(path: Path, layout: TextLayout, columns: point_columns.Columns) -> Iterator[PointBlock]:
    seen = 0
    with path.open(encoding="ascii") as file:
        for _ in islice(file, layout.skipped):
            pass
        while True:
            try:
                lines = [row for line in islice(file, BLOCK_POINTS) if (row := layout.plain(line)).strip()]
                if not lines:
                    break
                table: Floats = np.loadtxt(lines, ndmin=2)
            except ValueError as error:  # a UnicodeDecodeError is one
                raise Damaged(f"row {seen} and after: {error}") from error
            if table.shape[1] != layout.columns:
                raise Damaged(f"{table.shape[1]} numbers in a row, {layout.columns} at the start")
            seen += len(table)
            yield point_columns.block_of(table, columns)
    if layout.count is not None and seen < layout.count:
        raise Damaged(f"{seen} rows, the first line says {layout.count}")
