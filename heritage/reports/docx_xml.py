"""The pieces of WordprocessingML that a report is made of, as text: runs, links, paragraphs, cells, rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls

from heritage.reports.fonts import OFFICIAL
from heritage.reports.paper import Align, Cell, Run, Table

Linked = Callable[[str], str]  # an address to the id of its relationship
MOST_TOGETHER = 12  # rows: a table no longer than this is kept on one page
EMU_PER_MM = 36_000
TWIPS_PER_MM = 1440 / 25.4
JUSTIFY = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")
NAMESPACES = nsdecls("w", "r", "wp", "a", "pic")


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm * TWIPS_PER_MM)


def said(text: str) -> str:
    """Text that may stand in XML: what it cannot hold is left out."""
    return escape(_FORBIDDEN.sub("", text))


def run(text: str, size: float, *, bold: bool = False, italic: bool = False, linked: bool = False) -> str:
    """A piece of text; a link is black like all the rest and dotted underneath."""
    half = round(size * 2)
    told = f'<w:rFonts w:ascii="{OFFICIAL}" w:hAnsi="{OFFICIAL}" w:eastAsia="{OFFICIAL}" w:cs="{OFFICIAL}"/>'
    told += "<w:b/>" * bold + "<w:i/>" * italic  # in the order of the schema
    told += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' + '<w:u w:val="dotted"/>' * linked
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{said(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{told}</w:rPr>{lines}</w:r>"


def runs(pieces: Sequence[Run], size: float, linked: Linked) -> str:
    """Pieces one after the other, those with an address as links."""
    drawn = ""
    for piece in pieces:
        text = run(piece.text, size, bold=piece.bold, italic=piece.italic, linked=bool(piece.link))
        drawn += (
            f"<w:hyperlink r:id={quoteattr(linked(piece.link))}>{text}</w:hyperlink>" if piece.link else text
        )
    return drawn


def paragraph(
    inside: str,
    *,
    align: str = "left",
    before: float = 0,
    after: float = 0,
    first_mm: float = 0,
    left_mm: float = 0,
    right_mm: float = 0,
    keep: bool = False,
    rule: str = "",
    outline: int | None = None,
    line: int = 240,
    new_page: bool = False,
    mark: float = 0,
) -> str:
    """One paragraph.

    Args:
        inside: Runs.
        align: left, center, right or both.
        before: Points above; so ``after`` below.
        first_mm: Indent of the first line; ``left_mm`` and ``right_mm`` of all.
        keep: On one page with the next.
        rule: "bottom" or "top" for a line as wide as the paragraph.
        outline: Level of a heading, from 0.
        line: 240ths of a line.
        new_page: Begins one.
        mark: Size of an empty paragraph, which its mark has.
    """
    told = "<w:keepNext/>" * keep + "<w:pageBreakBefore/>" * new_page
    if rule:
        told += f'<w:pBdr><w:{rule} w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    told += f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="{line}" w:lineRule="auto"/>'
    told += f'<w:ind w:left="{twips(left_mm)}" w:right="{twips(right_mm)}" w:firstLine="{twips(first_mm)}"/>'
    told += f'<w:jc w:val="{align}"/>'
    if outline is not None:
        told += f'<w:outlineLvl w:val="{outline}"/>'
    if mark:
        told += f'<w:rPr><w:sz w:val="{round(mark * 2)}"/><w:szCs w:val="{round(mark * 2)}"/></w:rPr>'
    return f"<w:p><w:pPr>{told}</w:pPr>{inside}</w:p>"


def rule(width_mm: float, room_mm: float) -> str:
    """A line of this width in the middle of a room, as a paragraph of its own."""
    side = max(0.0, (room_mm - width_mm) / 2)
    return paragraph("", left_mm=side, right_mm=side, rule="top", mark=2)


def gap(points: float, *, keep: bool = False) -> str:
    """An empty paragraph of this size."""
    return paragraph("", mark=points, keep=keep)


def columns(cells: Sequence[str], widths_mm: Sequence[float]) -> str:
    """Columns side by side without rules; each cell is a sequence of paragraphs."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths_mm)
    row = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths_mm, strict=True)
    )
    return _table(grid, f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr>", sum(widths_mm), ruled=False)


def table(told: Table, size: float, linked: Linked) -> str:
    """A ruled table whose head repeats on every page; rows do not break."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in told.widths_mm)
    head = "".join(
        _cell(Cell(text, align=Align.CENTRE, bold=True), width, size, linked, grey=True, keep=True)
        for text, width in zip(told.head, told.widths_mm, strict=True)
    )
    rows = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
    for number, row in enumerate(told.rows, start=1):
        is_last = number == len(told.rows)
        keep = not is_last and bool(told.caption) and len(told.rows) <= MOST_TOGETHER
        cells = "".join(
            _cell(cell, width, size, linked, bold=told.last_is_total and is_last, keep=keep)
            for cell, width in zip(row, told.widths_mm, strict=True)
        )
        rows += f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    return _table(grid, rows, sum(told.widths_mm), ruled=True)


def _table(grid: str, rows: str, width_mm: float, *, ruled: bool) -> str:
    edge = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    names = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = f"<w:tblBorders>{''.join(edge.format(name) for name in names)}</w:tblBorders>" if ruled else ""
    margin = 55 if ruled else 0
    return (
        f'<w:tbl {NAMESPACES}><w:tblPr><w:tblW w:w="{twips(width_mm)}" w:type="dxa"/><w:jc w:val="center"/>{borders}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/>'
        f'<w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _cell(
    cell: Cell,
    width_mm: float,
    size: float,
    linked: Linked,
    *,
    bold: bool = False,
    grey: bool = False,
    keep: bool = False,
) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EFEFEF"/>' * grey
    inside = runs((Run(cell.text, bold=cell.bold or bold, link=cell.link),), size, linked)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width_mm)}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(inside, align=JUSTIFY[cell.align], before=1.5, after=1.5, keep=keep)}</w:tc>"
    )


def picture(relation: str, number: int, width_mm: float, height_mm: float, name: str, words: str) -> str:
    """A paragraph with a picture, with words for who cannot see it."""
    wide, high = round(width_mm * EMU_PER_MM), round(height_mm * EMU_PER_MM)
    told = f"id={quoteattr(str(number))} name={quoteattr(said(name))} descr={quoteattr(said(words))}"
    size = f'cx="{wide}" cy="{high}"'
    return (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {size}/><wp:docPr {told}/><a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr {told}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
