"""The list behind a number as CSV, XLSX or JSON. Text can never run as a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from heritage.interop.export_text import BOM, inert
from heritage.rules.spreadsheet_text import ACTIVE, cell_text

Row = Sequence[str | int]


def csv_pieces(headings: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with its mark, lines end in CR LF (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    yield BOM
    for number, row in enumerate(rows):
        writer.writerow([inert(value) for value in row])
        if number % 500 == 499:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def workbook(title: str, origin: Sequence[tuple[str, str]], headings: Row, rows: Iterable[Row]) -> bytes:
    """One sheet of objects, one that says where they come from."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    _append(sheet, 1, headings, bold=True)
    for number, row in enumerate(rows, start=2):
        _append(sheet, number, row)
    for column, width in enumerate((10, 34, 24, 16, 22, 8, 16, 34, 60, 50), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    about = book.create_sheet("Nguồn")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 90
    for number, pair in enumerate(origin, start=1):
        _append(about, number, pair)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(origin: Sequence[tuple[str, str]], names: Sequence[str], rows: Iterable[Row]) -> bytes:
    """An object of the origin and ``objects``, one for each row."""
    found = [dict(zip(names, row, strict=True)) for row in rows]
    whole: dict[str, Any] = {"source": dict(origin), "total": len(found), "objects": found}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _append(sheet: Any, number: int, row: Row, *, bold: bool = False) -> None:
    """A row whose texts are texts: openpyxl would make a formula of "=…" and an error of "#N/A"."""
    for column, value in enumerate(row, start=1):
        cell: Cell = sheet.cell(row=number, column=column)
        if isinstance(value, str):
            cell._value = cell_text(value)
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(ACTIVE)
        else:
            cell.value = value
        if bold:
            cell.font = Font(bold=True)
