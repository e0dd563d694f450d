"""A paper as DOCX in the layout of NĐ 30/2020: editable, Times New Roman named, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from heritage.reports import layout
from heritage.reports.annexes import belongs_to
from heritage.reports.docx_xml import NAMESPACES, columns, gap, paragraph, rule, run, runs, table
from heritage.reports.fonts import OFFICIAL
from heritage.reports.packing import packed
from heritage.reports.paper import Block, Letterhead, Paper, Paragraph, Picture, Signature, Style, Table
from heritage.reports.svg_canvas import as_png

ALT = "Liberation Serif"
LANGUAGE = "vi-VN"
RIGHT_HALF_MM = layout.TEXT_MM - layout.LEFT_HALF_MM


def write_docx(paper: Paper, day: dt.date) -> bytes:
    """The whole document.

    Args:
        paper: What it says.
        day: Written into its properties as when it was made, so that the same report is the same file.
    """
    document = Document()
    _properties(document, paper, day)
    _page(document)
    writer = Writer(document)
    writer.head(paper.head)
    writer.title(paper)
    for number, block in enumerate(paper.blocks, start=1):
        writer.block(block, keep=number > len(paper.blocks) - layout.LAST_WITH_SIGNATURE)
    writer.sign(paper.signature, paper.recipients)
    if paper.annex:
        writer.annex(paper)
    writer.told(paper.told)
    out = io.BytesIO()
    document.save(out)
    return packed(out.getvalue())


class Writer:
    """Puts blocks at the end of a document, before the properties of its section."""

    def __init__(self, document: Docx, before: Any = None) -> None:
        self._document = document
        self._before = before if before is not None else document.element.body.sectPr
        self._links: dict[str, str] = {}

    def linked(self, address: str) -> str:
        """The relationship of an address, each made once."""
        if address not in self._links:
            part = self._document.part
            self._links[address] = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self._links[address]

    def put(self, xml: str) -> None:
        """One or more elements, parsed together."""
        for element in parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>"):
            self._before.addprevious(element)

    def head(self, head: Letterhead) -> None:
        """Issuing body with number on the left; country, motto, place and day on the right."""
        *above, issuer = head.body
        left = "".join(_line(run(text, layout.ISSUER, bold=True)) for text in (*above, issuer))
        ruled = layout.width_mm(issuer, layout.ISSUER) * layout.RULE_PART
        left += rule(ruled, layout.LEFT_HALF_MM) + _line(run(head.number, layout.BODY), before=4)
        right = _line(run(head.country, layout.COUNTRY, bold=True))
        right += _line(run(head.motto, layout.MOTTO, bold=True))
        right += rule(layout.width_mm(head.motto, layout.MOTTO), RIGHT_HALF_MM)
        right += _line(run(head.place_and_day, layout.BODY, italic=True), before=4)
        self.put(columns((left, right), (layout.LEFT_HALF_MM, RIGHT_HALF_MM)))

    def title(self, paper: Paper) -> None:
        """Name of the document and what it is about, with the rule below."""
        self.put(paragraph(run(paper.kind, layout.TITLE, bold=True), align="center", before=18, outline=0))
        for line in paper.subject:
            self.put(paragraph(run(line, layout.TITLE, bold=True), align="center", keep=True))
        length = layout.width_mm(paper.subject[-1], layout.TITLE) * 0.5
        self.put(rule(length, layout.TEXT_MM) + gap(6))

    def block(self, block: Block, *, keep: bool = False) -> None:
        """Any block; a paragraph that is kept stays on the page of what follows."""
        if isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Picture):
            self.picture(block)
        else:
            self.put(_paragraph(block, self.linked, keep=keep))

    def table(self, told: Table) -> None:
        """A table under its caption."""
        if told.caption:
            caption = run(told.caption, layout.BODY, bold=True)
            self.put(paragraph(caption, align="center", before=6, after=3, keep=True))
        self.put(table(told, layout.CELL, self.linked) + gap(6))

    def picture(self, told: Picture) -> None:
        """A drawing as a picture, with words for who cannot see it, over its caption."""
        place = self._document.add_paragraph()
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER
        place.paragraph_format.keep_with_next = True
        shape = place.add_run().add_picture(
            io.BytesIO(as_png(told.svg, told.width_mm)), width=Mm(told.width_mm)
        )
        shape._inline.docPr.set("descr", told.text)
        shape._inline.docPr.set("name", told.caption)
        self._before.addprevious(place._p)
        self.put(paragraph(run(told.caption, layout.NOTE, italic=True), align="center", before=2, after=8))

    def sign(self, signature: Signature, recipients: tuple[str, ...]) -> None:
        """Recipients on the left, authority, office and name on the right, on one page."""
        left = _line(run("Nơi nhận:", layout.RECIPIENTS_HEAD, bold=True, italic=True), align="left")
        left += "".join(_line(run(each, layout.RECIPIENTS), align="left") for each in recipients)
        right = "".join(
            _line(run(each, layout.BODY, bold=True)) for each in (*signature.capacity, signature.office)
        )
        right += _line(run(signature.name, layout.BODY, bold=True), before=layout.SIGN_ROOM)
        self.put(gap(6, keep=True) + columns((left, right), (layout.TEXT_MM / 2, layout.TEXT_MM / 2)))

    def annex(self, paper: Paper) -> None:
        """On a page of its own, naming the paper it belongs to."""
        for number, line in enumerate(paper.annex_title):
            words = run(line, layout.BODY, bold=True)
            self.put(paragraph(words, align="center", keep=True, new_page=not number))
        self.put(paragraph(run(belongs_to(paper), layout.BODY, italic=True), align="center", after=8))
        for block in paper.annex:
            self.block(block)

    def told(self, text: str) -> None:
        """Digests in small letters under a rule."""
        self.put(paragraph(run(text, layout.TOLD), before=6, rule="top"))


def _line(inside: str, *, align: str = "center", before: float = 0) -> str:
    return paragraph(inside, align=align, before=before)


def _paragraph(block: Paragraph, linked: Any, *, keep: bool = False) -> str:
    if block.style is Style.NOTE:
        return paragraph(runs(block.runs, layout.NOTE, linked), align="both", after=6, keep=keep)
    if block.style is Style.BODY:
        inside = runs(block.runs, layout.BODY, linked)
        return paragraph(inside, align="both", first_mm=layout.INDENT_MM, after=6, line=264, keep=keep)
    level = 1 if block.style is Style.PART else 2
    inside = runs(block.runs, layout.BODY, linked)
    return paragraph(inside, first_mm=layout.INDENT_MM, before=6, after=6, keep=True, outline=level, line=264)


def _properties(document: Docx, paper: Paper, day: dt.date) -> None:
    told, at = document.core_properties, dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    told.title = " ".join((paper.kind, *paper.subject))
    told.author = told.last_modified_by = " ".join(paper.head.body)
    told.created = told.modified = told.last_printed = at
    told.language, told.comments, told.revision = LANGUAGE, paper.digest, 1


def _page(document: Docx) -> None:
    """A4 with the margins; the page number at the top, in the middle, not on the first page."""
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = OFFICIAL, Pt(layout.BODY)
    for name in ("w:eastAsia", "w:cs"):
        style.element.rPr.rFonts.set(qn(name), OFFICIAL)
    style.element.rPr.append(parse_xml(f'<w:lang {NAMESPACES} w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}"/>'))
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_MM[0]), Mm(layout.PAGE_MM[1])
    section.top_margin, section.bottom_margin = Mm(layout.TOP_MM), Mm(layout.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(layout.LEFT_MM), Mm(layout.RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(layout.HEADER_MM)
    section.different_first_page_header_footer = True
    field = (
        f'<w:p {NAMESPACES}><w:pPr><w:jc w:val="center"/></w:pPr><w:fldSimple w:instr=" PAGE ">'
        f"{run('2', layout.BODY)}</w:fldSimple></w:p>"
    )
    header: Any = section.header
    header._element.replace(header.paragraphs[0]._p, parse_xml(field))
    _alternative_font(document)


def _alternative_font(document: Docx) -> None:
    """Where Times New Roman is missing, its metric twin: said in the table of fonts."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            entry = f'<w:font w:name="{OFFICIAL}"><w:altName w:val="{ALT}"/>'.encode()
            blob: bytes = part.blob
            start = f'<w:font w:name="{OFFICIAL}">'.encode()
            part._blob = (
                blob.replace(start, entry)
                if start in blob
                else blob.replace(b"</w:fonts>", entry + b"</w:font></w:fonts>")
            )
