"""Tables as XLSX: one sheet of items, one that says where they come from. Text can never run as a formula."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter

from heritage.interop.export_columns import Value
from heritage.interop.export_table import Table
from heritage.rules.spreadsheet_text import ACTIVE, cell_text

MOST_LINKS = 20_000  # Excel takes 65,530; each is kept in memory until the end. Further addresses are text.
_HEADING = Font(bold=True)
_LINK = Font(color="0563C1", underline="single")
_WORDS = {
    "title": ("Tên", "Title"),
    "query": ("Câu tìm", "Query"),
    "address": ("Địa chỉ", "Address"),
    "date": ("Ngày tải", "Downloaded"),
    "total": ("Số di sản", "Items"),
    "crs": ("Hệ tọa độ", "Reference system"),
    "licence": ("Giấy phép", "Licence"),
    "licence_url": ("Giấy phép ở đâu", "Licence text"),
    "citation": ("Cách trích dẫn", "How to cite"),
}


def write_xlsx(table: Table, path: Path) -> int:
    """Write a workbook row by row; every item has a row."""
    english = table.source.language == "en"
    book = Workbook(write_only=True)
    _items(book.create_sheet("Items" if english else "Di sản"), table, path.with_name("items.xml"))
    _origin(book.create_sheet("Source" if english else "Nguồn"), table, path.with_name("source.xml"))
    book.save(path)
    return 0


def _items(sheet: Any, table: Table, parts: Path) -> None:
    sheet.freeze_panes = "C2"  # code, name and headings stay in sight
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}1"
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    at = [column.name for column in table.columns].index("url")
    with _rows_beside(sheet, parts):
        sheet.append([_cell(sheet, heading, font=_HEADING) for heading in table.headings])
        for number, row in enumerate(table.rows()):
            cells = [_cell(sheet, value) for value in row.values]
            if number < MOST_LINKS:
                cells[at] = _cell(sheet, row.values[at], font=_LINK)
                cells[at].hyperlink = str(row.values[at])
            sheet.append(cells)


def _origin(sheet: Any, table: Table, parts: Path) -> None:
    english = table.source.language == "en"
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 110
    with _rows_beside(sheet, parts):
        for name, value in table.source.pairs().items():
            cell = _cell(sheet, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
            sheet.append([_cell(sheet, _WORDS[name][english], font=_HEADING), cell])
        sheet.append([])
        for column in table.columns:
            sheet.append([_cell(sheet, column.name), _cell(sheet, column.label(table.source.language))])


class _Beside(WorksheetWriter):  # type: ignore[misc]  # openpyxl has no types
    """Gathers rows in a file of ours: openpyxl's own lies in the system's folder, and stays there after an error."""

    def cleanup(self) -> None:
        """Remove the file; the workbook has taken it in."""
        Path(self.out).unlink()


@contextmanager
def _rows_beside(sheet: Any, parts: Path) -> Iterator[None]:
    sheet._writer = _Beside(sheet, out=str(parts))
    sheet._writer.write_top()
    try:
        yield
    finally:
        sheet.close()


def _cell(sheet: Any, value: Value, font: Font | None = None) -> Any:
    """A cell whose text is text: openpyxl would make a formula of "=…" and an error of "#N/A"."""
    cell = WriteOnlyCell(sheet, value=None if isinstance(value, str) else value)
    if isinstance(value, str):
        cell._value = cell_text(value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(ACTIVE)
    if font is not None:
        cell.font = font
    return cell
