"""A paper as PDF in the layout of NĐ 30/2020: the same blocks as the DOCX, fonts embedded, the same bytes every time."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer
from reportlab.platypus import Paragraph as Words
from reportlab.platypus import Table as Grid

from heritage.reports import layout
from heritage.reports.annexes import belongs_to
from heritage.reports.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, register_fonts
from heritage.reports.paper import Align, Block, Cell, Paper, Paragraph, Picture, Run, Style, Table
from heritage.reports.pdf_page import ReportPages, Rule
from heritage.reports.svg_canvas import draw, read_drawing

ALIGN = {Align.LEFT: TA_LEFT, Align.CENTRE: TA_CENTER, Align.RIGHT: TA_LEFT}
LEADING = 1.149  # of the font's size: a single line as word processors set it
WIDER = 1.1  # of a line of running text, as in the DOCX
LEFT_HALF = layout.LEFT_HALF_MM * mm
RIGHT_HALF = (layout.TEXT_MM - layout.LEFT_HALF_MM) * mm


def write_pdf(paper: Paper) -> bytes:
    """The whole document. Its properties tell no moment: the same paper is the same file."""
    register_fonts()
    out = io.BytesIO()
    pages = ReportPages(out, paper)
    flow: list[Flowable] = [*_head(paper), *_title(paper)]
    at = len(paper.blocks) - layout.LAST_WITH_SIGNATURE
    while at > 0 and _is_heading(paper.blocks[at - 1]):
        at -= 1
    for block in paper.blocks[:at]:
        flow += _block(block)
    last = [each for block in paper.blocks[at:] for each in _block(block)]
    flow.append(KeepTogether([*last, *_sign(paper)]))
    if paper.annex:
        flow += _annex(paper)
    flow += [Spacer(1, 8), Rule(layout.TEXT_MM * mm, left=True), _words(paper.told, layout.TOLD)]
    pages.build(flow)
    return out.getvalue()


class Drawn(Flowable):  # type: ignore[misc]  # reportlab brings no types
    """One of our drawings."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self.drawing = read_drawing(picture.svg)
        self.width = picture.width_mm * mm
        self.height = self.width * self.drawing.ratio
        self.hAlign = "CENTER"

    def draw(self) -> None:
        """Onto the page."""
        draw(self.canv, self.drawing, 0, 0, self.width)


def _style(
    size: float, font: str = REGULAR, align: int = TA_LEFT, wider: float = 1.0, **more: Any
) -> ParagraphStyle:
    return ParagraphStyle(
        "",
        fontName=font,
        fontSize=size,
        leading=size * LEADING * wider,
        alignment=align,
        splitLongWords=1,
        **more,
    )


def _words(text: str, size: float, font: str = REGULAR, align: int = TA_LEFT, **more: Any) -> Words:
    return Words(escape(text).replace("\n", "<br/>"), _style(size, font, align, **more))


def _runs(pieces: tuple[Run, ...]) -> str:
    said = ""
    for piece in pieces:
        text = escape(piece.text)
        text = f"<b>{text}</b>" if piece.bold else text
        text = f"<i>{text}</i>" if piece.italic else text
        said += f"<a href={quoteattr(piece.link)}>{text}</a>" if piece.link else text
    return said


def _is_heading(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style in (Style.PART, Style.SECTION)


def _head(paper: Paper) -> list[Flowable]:
    head = paper.head
    ruled = layout.width_mm(head.body[-1], layout.ISSUER) * layout.RULE_PART * mm
    left = [_words(text, layout.ISSUER, BOLD, TA_CENTER) for text in head.body]
    left += [Rule(ruled), Spacer(1, 4), _words(head.number, layout.BODY, align=TA_CENTER)]
    right = [
        _words(head.country, layout.COUNTRY, BOLD, TA_CENTER),
        _words(head.motto, layout.MOTTO, BOLD, TA_CENTER),
        Rule(layout.width_mm(head.motto, layout.MOTTO) * mm),
        Spacer(1, 4),
        _words(head.place_and_day, layout.BODY, ITALIC, TA_CENTER),
    ]
    return [_columns(left, right, (LEFT_HALF, RIGHT_HALF))]


def _title(paper: Paper) -> list[Flowable]:
    length = layout.width_mm(paper.subject[-1], layout.TITLE) * 0.5 * mm
    lines = [_words(line, layout.TITLE, BOLD, TA_CENTER) for line in (paper.kind, *paper.subject)]
    return [Spacer(1, 18), *lines, Rule(length), Spacer(1, 10)]


def _block(block: Block) -> list[Flowable]:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Picture):
        caption = _words(block.caption, layout.NOTE, ITALIC, TA_CENTER, spaceBefore=2, spaceAfter=8)
        return [KeepTogether([Drawn(block), caption])]
    return [_paragraph(block)]


def _paragraph(block: Paragraph) -> Words:
    said = _runs(block.runs)
    if block.style is Style.NOTE:
        return Words(said, _style(layout.NOTE, align=TA_JUSTIFY, spaceAfter=6))
    indent = {"firstLineIndent": layout.INDENT_MM * mm, "spaceAfter": 6, "wider": WIDER}
    if block.style is Style.BODY:
        return Words(said, _style(layout.BODY, align=TA_JUSTIFY, allowWidows=0, allowOrphans=0, **indent))
    words = Words(said, _style(layout.BODY, keepWithNext=1, spaceBefore=6, **indent))
    words.outline = (block.text, 0 if block.style is Style.PART else 1)
    return words


def _table(told: Table) -> list[Flowable]:
    head = [_words(text, layout.CELL, BOLD, TA_CENTER) for text in told.head]
    rows = [
        [_cell(cell, bold=told.last_is_total and number == len(told.rows)) for cell in row]
        for number, row in enumerate(told.rows, start=1)
    ]
    grid = Grid(
        [head, *rows],
        colWidths=[width * mm for width in told.widths_mm],
        repeatRows=1,
        splitByRow=1,
        hAlign="CENTER",
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR),
            ("GRID", (0, 0), (-1, -1), 0.5, "#000000"),
            ("BACKGROUND", (0, 0), (-1, 0), "#efefef"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2.7),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2.7),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ],
    )
    if not told.caption:
        return [grid, Spacer(1, 8)]
    caption = _words(told.caption, layout.BODY, BOLD, TA_CENTER, spaceBefore=6, spaceAfter=3, keepWithNext=1)
    return [caption, grid, Spacer(1, 8)]


def _cell(cell: Cell, *, bold: bool) -> Words:
    said = _runs((Run(cell.text, bold=cell.bold or bold, link=cell.link),)).replace("\n", "<br/>")
    return Words(said, _style(layout.CELL, align=ALIGN[cell.align]))


def _sign(paper: Paper) -> list[Flowable]:
    left = [_words("Nơi nhận:", layout.RECIPIENTS_HEAD, BOLD_ITALIC)]
    left += [_words(each, layout.RECIPIENTS) for each in paper.recipients]
    signature, half = paper.signature, layout.TEXT_MM / 2 * mm
    right = [_words(each, layout.BODY, BOLD, TA_CENTER) for each in (*signature.capacity, signature.office)]
    right += [Spacer(1, layout.SIGN_ROOM), _words(signature.name, layout.BODY, BOLD, TA_CENTER)]
    return [Spacer(1, 6), _columns(left, right, (half, half))]


def _annex(paper: Paper) -> list[Flowable]:
    lines: list[Flowable] = [_words(line, layout.BODY, BOLD, TA_CENTER) for line in paper.annex_title]
    lines.append(_words(belongs_to(paper), layout.BODY, ITALIC, TA_CENTER, spaceAfter=8))
    for block in paper.annex:
        lines += _block(block)
    return [PageBreak(), *lines]


def _columns(left: list[Flowable], right: list[Flowable], widths: tuple[float, float]) -> Grid:
    plain = [
        ("FONT", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
    return Grid([[left, right]], colWidths=widths, style=plain, hAlign="CENTER")
