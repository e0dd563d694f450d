"""Cells of a workbook: texts that never run, formulas that do, with the results that a viewer shows at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from heritage.reports.fonts import OFFICIAL
from heritage.rules.spreadsheet_text import cell_text

PLAIN, BOLD = Font(name=OFFICIAL, size=12), Font(name=OFFICIAL, size=12, bold=True)
LINK = Font(name=OFFICIAL, size=12, color="0563C1", underline="single")
TITLE = Font(name=OFFICIAL, size=14, bold=True)
WRAP = Alignment(wrap_text=True, vertical="top")
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_EDGE = Side(style="thin", color="000000")
BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
GREY = PatternFill("solid", fgColor="EFEFEF")
PERCENT = "0.0%"
# A formula as openpyxl writes it: without a result.
FORMULA = re.compile(r'<c r="(?P<at>[A-Z]+\d+)"(?P<more>[^>]*)><f>(?P<formula>[^<]*)</f><v ?/?>(?:</v>)?</c>')


@dataclass(slots=True)
class Sheet:
    """One sheet that is being written, with the results of its formulas by cell."""

    sheet: Worksheet
    results: dict[str, float | int | str] = field(default_factory=dict)

    def text(self, at: str, text: str, *, font: Font = PLAIN, boxed: bool = False, link: str = "") -> None:
        """A text that stays one, whatever it begins with."""
        cell: Any = self.sheet[at]
        cell.value = cell_text(text)
        cell.data_type = "s"
        cell.font, cell.alignment = LINK if link else font, WRAP
        if link:
            cell.hyperlink = link
        if boxed:
            cell.border = BOX

    def head(self, row: int, labels: tuple[str, ...]) -> None:
        """A grey row of headings."""
        for number, label in enumerate(labels, start=1):
            cell: Any = self.sheet.cell(row, number)
            self.text(cell.coordinate, label, font=BOLD, boxed=True)
            cell.fill, cell.alignment = GREY, MIDDLE

    def number(self, at: str, value: float | int | None, *, shape: str = "General", link: str = "") -> None:
        """A figure; nothing where it is unknown."""
        self._put(at, value, shape, link)

    def formula(
        self, at: str, formula: str, result: float | int | str, *, shape: str = "General", link: str = ""
    ) -> None:
        """A formula that the spreadsheet computes again, and what it comes to."""
        self._put(at, f"={formula}", shape, link)
        self.results[at] = result

    def _put(self, at: str, value: float | int | str | None, shape: str, link: str) -> None:
        cell: Any = self.sheet[at]
        cell.value = value
        cell.number_format, cell.font, cell.alignment, cell.border = shape, PLAIN, MIDDLE, BOX
        if link:
            cell.hyperlink = link
            cell.font = LINK

    def widths(self, *characters: float) -> None:
        """Of the columns from the first."""
        for number, width in enumerate(characters):
            self.sheet.column_dimensions[chr(ord("A") + number)].width = width


def new_sheet(book: Workbook, name: str, *, landscape: bool = False) -> Sheet:
    """A sheet at the end that prints on A4, as wide as the paper."""
    sheet = book.create_sheet(name)
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return Sheet(sheet)


def with_results(xml: bytes, results: dict[str, float | int | str]) -> bytes:
    """The sheet with the result of each formula beside it, as spreadsheets store them."""
    text, put = xml.decode(), 0

    def with_result(match: re.Match[str]) -> str:
        nonlocal put
        put += 1
        result = results[match["at"]]
        kind = ' t="str"' if isinstance(result, str) else ""
        said = escape(result) if isinstance(result, str) else repr(result)
        return f'<c r="{match["at"]}"{match["more"]}{kind}><f>{match["formula"]}</f><v>{said}</v></c>'

    text = FORMULA.sub(with_result, text)
    if put != len(results):
        raise ValueError(f"{len(results)} formulas were written and {put} found")
    return text.encode()
