"""The outcome of a dry run as a table to correct, and the empty workbook that wards fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from heritage import categories
from heritage.models import ItemImport, ItemImportRow
from heritage.rules.import_fields import BY_CODE
from heritage.rules.spreadsheet_text import ACTIVE, cell_text, inert

# What the template offers; other columns are known as well, see docs/officer.md.
TEMPLATE = (
    "id", "name_vi", "name_en", "alt_names", "category", "kinds", "rank", "decision_number", "decision_date",
    "decision_by", "unit_name", "former_address", "x", "y", "crs", "accuracy_m", "dynasties", "year", "lunar",
    "summary_vi", "source",
)  # fmt: skip
LISTS = {"category": categories.CATEGORIES, "rank": categories.RANKS}
LISTED_ROWS = 1000


def report_lines(batch: ItemImport, language: str) -> Iterator[list[str]]:
    """Headings, then every row of the file: number, outcome, name, what is wrong in which column."""
    english = language == "en"
    yield (
        ["Row", "Outcome", "Item", "Name", "Problem"]
        if english
        else ["Dòng", "Kết quả", "Hồ sơ", "Tên", "Vấn đề"]
    )
    rows = batch.rows.select_related("item")
    for row in rows.iterator(chunk_size=1000):
        outcome = row.action if english else ItemImportRow.Action(row.action).label
        item = row.item.public_id if row.item else ""
        yield [str(row.number), str(outcome), item, row.name, problem_text(row.problems, language)]


def problem_text(problems: list[dict[str, Any]], language: str) -> str:
    """Every problem of a row in one cell, each after its column."""
    return " ".join(
        f"{each['column']}: {each[language]}" if each["column"] else each[language] for each in problems
    )


def report_csv(batch: ItemImport, language: str) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it; no text can run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for line in report_lines(batch, language):
        writer.writerow([inert(cell) for cell in line])
    return text.getvalue().encode("utf-8-sig")


def report_xlsx(batch: ItemImport, language: str) -> bytes:
    """A workbook of text cells only."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rows" if language == "en" else "Các dòng")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDE", (8, 14, 12, 40, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    for line in report_lines(batch, language):
        sheet.append([_text(sheet, cell) for cell in line])
    return _saved(book)


def template_xlsx(language: str) -> bytes:
    """Our columns with an example row, and lists to choose from where a column has a vocabulary."""
    english = language == "en"
    book = Workbook()
    sheet = book.active
    sheet.title = "Items" if english else "Di sản"
    fields = [BY_CODE[code] for code in TEMPLATE]
    sheet.append([each.label(language) for each in fields])
    sheet.append([each.example or None for each in fields])
    lists = book.create_sheet("lists")
    lists.sheet_state = "hidden"
    for at, (code, vocabulary) in enumerate(LISTS.items(), 1):
        for number, term in enumerate(vocabulary, 1):
            lists.cell(number, at, term.one(language))
        letter = chr(64 + at)
        allowed = DataValidation(
            type="list", formula1=f"lists!${letter}$1:${letter}${len(vocabulary)}", allow_blank=True
        )
        column = sheet.cell(1, TEMPLATE.index(code) + 1).column_letter
        allowed.add(f"{column}2:{column}{LISTED_ROWS}")
        sheet.add_data_validation(allowed)
    for number, each in enumerate(fields, 1):
        head = sheet.cell(1, number)
        head.font = Font(bold=True)
        sheet.column_dimensions[head.column_letter].width = max(12, len(each.label(language)) + 4)
    sheet.freeze_panes = "A2"
    return _saved(book)


def _text(sheet: Any, text: str) -> Any:
    """A text cell; openpyxl would make a formula of "=…"."""
    cell = WriteOnlyCell(sheet, value=None)
    cell._value, cell.data_type = cell_text(text), "s"
    cell.quotePrefix = text.startswith(ACTIVE)
    return cell


def _saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
