"""Read a table that somebody made in a spreadsheet: CSV in UTF-8 or XLSX, told apart by content."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from heritage.errors import BadRequest

MAX_ROWS = 100_000
MAX_COLUMNS = 100
# What openpyxl lets through for a workbook that is no workbook.
BROKEN_WORKBOOK = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    SyntaxError,  # of XML, whichever parser openpyxl finds
    zlib.error,
    zipfile.BadZipFile,
    InvalidFileException,
)

Columns = Mapping[str, tuple[str, ...]]  # our name -> the headers that people write, in lower case


def read_table(path: Path, columns: Columns, required: str) -> Iterator[dict[str, str]]:
    """Every row as our column names to trimmed text; columns that we do not know are left out.

    Args:
        columns: Which headers stand for which of our names.
        required: The one column that must be there.

    Raises:
        BadRequest: Not a table, empty, too long, or the required column is missing.
    """
    with path.open("rb") as file:
        is_workbook = file.read(2) == b"PK"
    table = _xlsx(path) if is_workbook else _csv(path)
    header = next(table, None)
    if header is None:
        raise BadRequest("Bảng trống.", "The table is empty.", "table_empty")
    names = [_our_name(cell, columns) for cell in header]
    if required not in names:
        wanted = columns[required]
        raise BadRequest(
            f"Bảng thiếu cột “{wanted[0]}” (hoặc “{wanted[-1]}”).",
            f"The table lacks the column “{wanted[0]}” (or “{wanted[-1]}”).",
            "table_lacks_column",
        )
    for number, cells in enumerate(table):
        if number >= MAX_ROWS:
            raise BadRequest("Bảng quá dài.", "The table is too long.", "table_too_long")
        yield {name: _clean(cell) for name, cell in zip(names, cells, strict=False) if name}


def number_in(text: str) -> float | None:
    """A number with a decimal point or comma; thousands separators of the other kind are dropped.

    Raises:
        ValueError: It is not a number.
    """
    cleaned = text.replace("\u00a0", "").replace(" ", "")
    if not cleaned:
        return None
    if "," in cleaned and "." in cleaned:
        thousands = "," if cleaned.rindex(".") > cleaned.rindex(",") else "."
        cleaned = cleaned.replace(thousands, "")
    return float(cleaned.replace(",", "."))


def _our_name(cell: str, columns: Columns) -> str:
    wanted = " ".join(_clean(cell).lower().split())
    return next((name for name, spellings in columns.items() if wanted in spellings), "")


def _clean(cell: str) -> str:
    """Trimmed and composed, for some programs write marks apart; no NUL, which databases refuse."""
    return unicodedata.normalize("NFC", cell.replace("\x00", "")).strip()


def _csv(path: Path) -> Iterator[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest(
            "Bảng không phải UTF-8. Lưu lại dưới dạng “CSV UTF-8” hoặc XLSX.",
            "The table is not UTF-8. Save it as “CSV UTF-8” or XLSX.",
            "table_encoding",
        ) from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter)
    except csv.Error as error:
        raise BadRequest(
            "Không đọc được bảng CSV.", "The CSV table cannot be read.", "table_damaged"
        ) from error


def _xlsx(path: Path) -> Iterator[list[str]]:
    # By handle: openpyxl believes extensions, and a member of an archive has none.
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
            rows: Iterable[tuple[Any, ...]] = book.worksheets[0].iter_rows(values_only=True)
            for row in rows:
                yield ["" if cell is None else str(cell) for cell in row[:MAX_COLUMNS]]
        except BROKEN_WORKBOOK as error:
            raise BadRequest(
                "Không mở được bảng XLSX.", "The XLSX table cannot be opened.", "table_damaged"
            ) from error
