"""PDF documents through PDFium. Only pages are rendered and text is read; no script ever runs.

Facts: ``media_type``, ``page_count``, ``pages`` (list of ``width_mm``, ``height_mm``; the first 40),
``text_characters`` (in the first 200 pages), ``has_text_layer``, ``attachments``, ``has_active_content``,
``is_intact`` (the cross-reference table lies where the file says), ``title``.
"""

from __future__ import annotations

import contextlib
import math
import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from gis.doubts import Doubt
from gis.placement import Placement
from media_pipeline import scan
from media_pipeline.errors import Damaged, Encrypted, NoContent
from media_pipeline.kind import Kind
from media_pipeline.report import Derived, Facts
from media_pipeline.told import EVERYTHING, NOTHING_TOLD, Order, Told

PAGE_CAP = scan.PAGE_CAP
TEXT_PAGE_CAP = 200
READING_DPI = 200  # TT 05/2025/TT-BNV asks as much of a scan; enough to read the smallest print
LONGEST_SIDE = 16_000  # pixels; a strip one point wide must not become a mile of picture
PIXELS_PER_PAGE = 25_000_000
PIXELS_IN_ALL = 160_000_000  # forty A4 pages at 200 dpi, some ten seconds of work
POINT_MM = 25.4 / 72
HEADER_WITHIN = 1024  # readers look for %PDF in the first kilobyte (PDF 1.7, appendix H.3.4.1)
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|Movie|Rendition|EmbeddedFile)\b")


def recognises(head: bytes, path: Path) -> str | None:
    """``application/pdf`` by its header, which may follow a little junk."""
    return "application/pdf" if b"%PDF-" in head[:HEADER_WITHIN] else None


def inspect(path: Path, media_type: str, told: Told = NOTHING_TOLD) -> Facts:
    """Pages, text layer and what else the file carries.

    Raises:
        Encrypted, Damaged, NoContent: See :mod:`media_pipeline.errors`.
    """
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        has_active_content, intact = bool(ACTIVE.search(raw)), is_intact(raw)
    with opened(path) as pdf:
        count = len(pdf)
        if not count:
            raise NoContent("no page")
        with _reading():
            sizes = [pdf[index].get_size() for index in range(min(count, PAGE_CAP))]
            characters = sum(len(text.strip()) for text in page_texts(pdf))
            attachments = pdf.count_attachments()
            title = pdf.get_metadata_value("Title").strip()[:500] or None
    return {
        "media_type": media_type,
        "page_count": count,
        "pages": [
            {"width_mm": round(width * POINT_MM, 1), "height_mm": round(height * POINT_MM, 1)}
            for width, height in sizes
        ],
        "text_characters": characters,
        "has_text_layer": characters > 0,
        "attachments": attachments,
        "has_active_content": has_active_content,
        "is_intact": intact,
        "title": title,
    }


def place(facts: Facts) -> Placement | None:
    """A PDF states no position."""
    return None


def question(facts: Facts) -> tuple[Doubt, ...]:
    """Active content, attachments and a file that had to be repaired to be read."""
    doubts = []
    if facts["has_active_content"] or facts["attachments"]:
        doubts.append(
            Doubt(
                "pdf_active_content",
                "Tệp PDF có mã lệnh, phim hoặc tệp đính kèm. Xuất lại thành PDF/A trước khi công bố bản gốc.",
                "The PDF holds a script, a film or attached files. Export it as PDF/A before publishing.",
            )
        )
    if not facts["is_intact"]:
        doubts.append(
            Doubt(
                "pdf_repaired",
                "Bảng tra trong tệp PDF bị sai, phải đọc bằng cách dò lại. So các trang với bản gốc.",
                "The PDF's internal table is wrong and was rebuilt. Compare the pages with the original.",
            )
        )
    return tuple(doubts)


def derive(path: Path, facts: Facts, out: Path, order: Order = EVERYTHING) -> Iterator[Derived]:
    """Recipes as those of a scan for the first 40 pages, drawn at 200 dpi or less, and ``text``.

    Raises:
        Damaged: A page cannot be rendered.
    """
    with opened(path) as pdf:
        for index in range(min(len(pdf), PAGE_CAP)):
            yield from scan.page_files(_render(pdf, index), out, index + 1)
        if facts["has_text_layer"]:
            text = out / "text.txt"
            with _reading():
                text.write_text("\f".join(page_texts(pdf)), encoding="utf-8", errors="replace")
            yield Derived("text", text, "text/plain", {"characters": facts["text_characters"]})


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The document, closed at the end; PDFium's errors translated.

    Raises:
        Encrypted, Damaged: See :mod:`media_pipeline.errors`.
    """
    import pypdfium2

    with _reading():
        pdf = pypdfium2.PdfDocument(path)
    try:
        yield pdf
    finally:
        pdf.close()


def page_texts(pdf: Any) -> Iterator[str]:
    """The text layer page by page, up to ``TEXT_PAGE_CAP`` pages."""
    for index in range(min(len(pdf), TEXT_PAGE_CAP)):
        yield pdf[index].get_textpage().get_text_bounded().replace("\r\n", "\n")


def is_intact(raw: bytes | mmap.mmap) -> bool:
    """Whether ``startxref`` leads to a cross-reference table or stream (PDF 1.7, 7.5.5)."""
    found = re.findall(rb"startxref\s+(\d+)\s+%%EOF", raw[-2048:])
    if not found:
        return False
    start = raw.find(b"%PDF-") + int(found[-1])
    return bool(re.match(rb"\s*(xref|\d+\s+\d+\s+obj)", raw[start : start + 64]))


def _render(pdf: Any, index: int) -> Image.Image:
    with _reading():
        page = pdf[index]
        width, height = page.get_size()
        if width <= 0 or height <= 0:
            raise Damaged(f"page {index + 1} has no size")
        picture: Image.Image = page.render(
            scale=scale_of(width, height, len(pdf)), may_draw_forms=False
        ).to_pil()
    return picture.convert("RGB")


def scale_of(width: float, height: float, pages: int) -> float:
    """Pixels per point: at least the width shown, more to reach 200 dpi, within the budget of pixels."""
    most = min(PIXELS_PER_PAGE, PIXELS_IN_ALL / min(pages, PAGE_CAP))
    wanted = max(READING_DPI / 72, scan.PAGE_WIDTH / width)
    return float(min(wanted, math.sqrt(most / (width * height)), LONGEST_SIDE / max(width, height)))


@contextlib.contextmanager
def _reading() -> Iterator[None]:
    import pypdfium2

    try:
        yield
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Encrypted(str(error)) from error
        raise Damaged(str(error)) from error


KIND = Kind("document", recognises, inspect, place, question, derive)
