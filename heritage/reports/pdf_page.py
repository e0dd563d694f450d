"""Pages of a report as PDF: margins, the page number at the top, properties, bookmarks, and a rule that flows."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from heritage.reports import layout
from heritage.reports.fonts import REGULAR
from heritage.reports.paper import Paper

HEIGHT = A4[1]


class Rule(Flowable):  # type: ignore[misc]  # reportlab brings no types
    """A line of a length, in the middle or on the left."""

    def __init__(self, length: float, *, left: bool = False) -> None:
        super().__init__()
        self.length, self.left = length, left

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """All the room there is, in which the line stands."""
        self.width, self.height = width, 4.0
        return self.width, self.height

    def draw(self) -> None:
        """Onto the page."""
        self.canv.setLineWidth(0.75)
        start = 0.0 if self.left else (self.width - self.length) / 2
        self.canv.line(start, 2, start + self.length, 2)


class ReportPages(BaseDocTemplate):  # type: ignore[misc]
    """A4; the first page bears no number."""

    def __init__(self, out: io.BytesIO, paper: Paper) -> None:
        super().__init__(
            out,
            pagesize=A4,
            title=" ".join((paper.kind, *paper.subject)),
            author=" ".join(paper.head.body),
            subject=paper.digest,
            creator="Di Sản Số",
            lang="vi-VN",
            invariant=1,
            initialFontName=REGULAR,
        )
        frame = Frame(
            layout.LEFT_MM * mm,
            layout.BOTTOM_MM * mm,
            layout.TEXT_MM * mm,
            HEIGHT - (layout.TOP_MM + layout.BOTTOM_MM) * mm,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        self.addPageTemplates(
            [
                PageTemplate("first", [frame], autoNextPageTemplate="next"),
                PageTemplate("next", [frame], onPage=_numbered),
            ]
        )

    def afterFlowable(self, flowable: Flowable) -> None:
        """A bookmark for each heading."""
        outline = getattr(flowable, "outline", None)
        if outline is not None:
            text, level = outline
            key = f"h{self.canv.getPageNumber()}-{round(self.frame._y)}-{level}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(text, key, level)


def _numbered(canvas: Any, _pages: Any) -> None:
    canvas.setFont(REGULAR, layout.BODY)
    canvas.drawCentredString(
        (layout.LEFT_MM + layout.TEXT_MM / 2) * mm,
        HEIGHT - layout.HEADER_MM * mm - layout.BODY * 0.8,
        str(canvas.getPageNumber()),
    )
