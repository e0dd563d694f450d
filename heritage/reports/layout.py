"""The measures of NĐ 30/2020/NĐ-CP, annex I, shared by DOCX and PDF: A4, margins, sizes in points, rules."""

from __future__ import annotations

from reportlab.pdfbase import pdfmetrics

from heritage.reports.fonts import BOLD, register_fonts

PAGE_MM = (210.0, 297.0)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 20.0, 20.0, 30.0, 15.0  # 20-25, 20-25, 30-35, 15-20
TEXT_MM = PAGE_MM[0] - LEFT_MM - RIGHT_MM
LEFT_HALF_MM = 65.0  # of the letterhead; the country's name needs the rest
INDENT_MM = 10.0  # 1 to 1.27 cm
BODY = 13.0  # 13-14
COUNTRY = 12.0  # 12-13
MOTTO = 13.0  # 13-14
ISSUER = 12.0
TITLE = 14.0
CELL, NOTE, RECIPIENTS, RECIPIENTS_HEAD, TOLD = 10.5, 11.0, 11.0, 12.0, 9.0
HEADER_MM = 10.0  # of the page number from the upper edge
SIGN_ROOM = 60.0  # points left for hand and seal
LAST_WITH_SIGNATURE = 2  # paragraphs: a signature never stands alone on a page
RULE_PART = 0.4  # of the issuer's name: a third to a half


def width_mm(text: str, size: float, font: str = BOLD) -> float:
    """How wide a line is; the same in Times New Roman, whose widths the font has."""
    register_fonts()
    return float(pdfmetrics.stringWidth(text, font, size)) * 25.4 / 72
