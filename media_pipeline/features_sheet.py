"""Workbooks (XLSX): the values of every visible sheet, formulas as what they last came to, merged cells filled."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from media_pipeline.errors import Damaged
from media_pipeline.features_rows import MOST_COLUMNS, RawLayer, RawRow, cell_of
from media_pipeline.features_unpack import check_archive, check_markup

MOST_MERGED = 20_000  # cells that merging fills
TAIL_BYTES = 4_000_000  # of a sheet after its rows, where merged cells stand
# What openpyxl lets through for a workbook that is no workbook.
BROKEN = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, zlib.error,
    zipfile.BadZipFile, InvalidFileException, NotImplementedError, RecursionError,
    SyntaxError,  # of XML, whichever parser openpyxl finds
)  # fmt: skip
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def read_workbook(path: Path) -> list[RawLayer]:
    """One layer for each visible sheet that has a cell, its headings among its rows.

    Raises:
        Damaged: Not a workbook that can be read to its end.
        UnpacksTooLarge, UnsafeReference: See :mod:`media_pipeline.features_unpack`.
    """
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                with archive.open(name) as member:
                    check_markup(member.read(4096))
    try:
        # By handle: openpyxl believes extensions, and an original has none.
        book = load_workbook(path.open("rb"), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return [RawLayer(sheet.title, None, _rows(path, sheet)) for sheet in sheets]
    except BROKEN as error:
        raise Damaged(str(error)) from error


def _rows(path: Path, sheet: Any) -> Iterator[RawRow]:
    try:
        merged = _merged_cells(path, sheet._worksheet_path)
        held: dict[tuple[int, int], Any] = {}
        sheet.reset_dimensions()  # a sheet may lie about its size
        for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
            cells = [cell_of(value) for value in values]
            for column, origin in merged.get(number, {}).items():
                if origin == (number, column):
                    held[origin] = cells[column - 1] if column <= len(cells) else None
                else:
                    cells += [None] * (column - len(cells))
                    cells[column - 1] = held.get(origin)
            while cells and cells[-1] is None:
                cells.pop()
            yield RawRow(number, cells)
    except BROKEN as error:
        raise Damaged(str(error)) from error


def _merged_cells(path: Path, member: str) -> dict[int, dict[int, tuple[int, int]]]:
    """By row and column from 1: the cell whose value fills it."""
    with zipfile.ZipFile(path) as archive, archive.open(member) as source:
        tail = b""
        while chunk := source.read(1 << 20):
            tail = (tail + chunk)[-TAIL_BYTES:]
    found: dict[int, dict[int, tuple[int, int]]] = {}
    filled = 0
    for match in _MERGED.finditer(tail):
        left, top, right, bottom = range_boundaries(match[1].decode())
        right = min(right, MOST_COLUMNS)
        filled += max(0, right - left + 1) * (bottom - top + 1)
        if filled > MOST_MERGED:
            break
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                found.setdefault(row, {})[column] = (top, left)
    return found
