"""PDF documents through PDFium. Only pages are rendered and text is read; no script ever runs.

Facts: ``media_type``, ``page_count``, ``pages`` (list of ``width_mm``, ``height_mm``, ``dpi`` of the scan that
fills the page or None, ``has_text``: the layer can be read; the first 400), ``text_characters``,
``has_text_layer``, ``attachments``, ``has_active_content``, ``is_intact`` (the cross-reference table lies where
the file says), ``title``, and ``reading`` of :mod:`media_pipeline.page_reading`.
"""

from __future__ import annotations

import contextlib
import math
import mmap
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from PIL import Image

from gis.doubts import Doubt
from gis.placement import Placement
from media_pipeline import page_reading, pages, text_layer
from media_pipeline.errors import Damaged, Encrypted, NoContent
from media_pipeline.kind import Kind
from media_pipeline.report import Derived, Facts
from media_pipeline.told import EVERYTHING, NOTHING_TOLD, Order, Told

PAGE_CAP = pages.PAGE_CAP
READING_DPI = 200  # TT 05/2025/TT-BNV asks as much of a scan; enough to read the smallest print
LONGEST_SIDE = 16_000  # pixels; a strip one point wide must not become a mile of picture
PIXELS_PER_PAGE = 25_000_000
COVERS = 0.5  # share of a page that a scan fills
STRIP = 0.05  # scanners cut a page into strips; what is smaller is a stamp or a logo
MOST_OBJECTS = 300  # images looked at on one page
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
            texts = [text.strip() for text in page_texts(pdf)]
            found = [_page(pdf[index], texts[index]) for index in range(min(count, PAGE_CAP))]
            attachments = pdf.count_attachments()
            title = pdf.get_metadata_value("Title").strip()[:500] or None
    return {
        "media_type": media_type,
        "page_count": count,
        "pages": found,
        "text_characters": sum(map(len, texts)),
        "has_text_layer": any(texts),
        "attachments": attachments,
        "has_active_content": has_active_content,
        "is_intact": intact,
        "title": title,
    }


def place(facts: Facts) -> Placement | None:
    """A PDF states no position."""
    return None


def question(facts: Facts) -> tuple[Doubt, ...]:
    """Active content, attachments, a file that had to be repaired, pages left out, words not read."""
    doubts = [*pages.doubts_of_length(facts), *page_reading.doubts_of_reading(facts)]
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
    """Recipes as those of a scan for the first 400 pages, drawn at 200 dpi or less, and ``text``.

    Only pages whose text layer cannot be read go to ``ocr``.

    Raises:
        Damaged: A page cannot be rendered.
    """
    unread = [number for number, page in enumerate(facts["pages"], start=1) if not page["has_text"]]
    with page_reading.started(unread, order) as reader, opened(path) as pdf:
        for number in range(1, min(len(pdf), PAGE_CAP) + 1):
            if pages.wants_picture(number, order) or reader.wants(number):
                picture, dpi = _render(pdf, number)
                yield from pages.page_files(picture, out, number, order)
                reader.add(number, picture, dpi)
        if facts["has_text_layer"] and order.wants("text"):
            text = out / "text.txt"
            with _reading():
                text.write_text("\f".join(page_texts(pdf)), encoding="utf-8", errors="replace")
            yield Derived("text", text, "text/plain", {"characters": facts["text_characters"]})
        yield from reader.finished(facts, out)


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
    """The text layer page by page, up to ``PAGE_CAP`` pages; a form feed in it would part a page."""
    for index in range(min(len(pdf), PAGE_CAP)):
        page = pdf[index]
        text = page.get_textpage().get_text_bounded()
        page.close()
        yield text.replace("\r\n", "\n").replace("\f", "\n")


def is_intact(raw: bytes | mmap.mmap) -> bool:
    """Whether ``startxref`` leads to a cross-reference table or stream (PDF 1.7, 7.5.5)."""
    found = re.findall(rb"startxref\s+(\d+)\s+%%EOF", raw[-2048:])
    if not found:
        return False
    start = raw.find(b"%PDF-") + int(found[-1])
    return bool(re.match(rb"\s*(xref|\d+\s+\d+\s+obj)", raw[start : start + 64]))


def _page(page: Any, text: str) -> pages.Page:
    width, height = page.get_size()
    described = {
        "width_mm": round(width * POINT_MM, 1),
        "height_mm": round(height * POINT_MM, 1),
        "dpi": _dpi_of_scan(page, width * height),
        "has_text": text_layer.is_readable(text),
    }
    page.close()
    return described


def _dpi_of_scan(page: Any, area: float) -> float | None:
    """Resolution of the pictures that fill the page; None where it is drawn or written.

    The finest of them counts: compressors lay sharp letters over a coarse photograph of the paper.
    """
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    covered, finest = 0.0, 0.0
    for image in islice(page.get_objects(filter=(FPDF_PAGEOBJ_IMAGE,), max_depth=1), MOST_OBJECTS):
        left, bottom, right, top = image.get_bounds()
        # A page turned by 90 degrees keeps its picture lying: long sides go with long sides.
        shown = sorted((abs(right - left), abs(top - bottom)))
        pixels = sorted(image.get_px_size())
        share = shown[0] * shown[1] / area if area > 0 else 0.0
        if share < STRIP or shown[0] <= 0:
            continue
        covered += share
        finest = max(finest, 72 * _ratio(pixels, shown, share))
    return round(finest, 1) if covered >= COVERS else None


def _ratio(pixels: list[int], shown: list[float], share: float) -> float:
    """Pixels per point: along both sides of a whole page, along the long one of a strip."""
    both = (pixels[0] / shown[0], pixels[1] / shown[1])
    return min(both) if share >= COVERS else both[1]


def _render(pdf: Any, number: int) -> tuple[Image.Image, float]:
    """A page, numbered from 1, as pixels, and their resolution in dpi."""
    with _reading():
        page = pdf[number - 1]
        width, height = page.get_size()
        if width <= 0 or height <= 0:
            raise Damaged(f"page {number} has no size")
        scale = scale_of(width, height)
        bitmap = page.render(scale=scale, may_draw_forms=False)
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
    return picture, scale * 72


def scale_of(width: float, height: float) -> float:
    """Pixels per point: at least the width shown, more to reach 200 dpi, within a page's budget of pixels."""
    wanted = max(READING_DPI / 72, pages.PAGE_WIDTH / width)
    budget = math.sqrt(PIXELS_PER_PAGE / (width * height))
    return float(min(wanted, budget, LONGEST_SIDE / max(width, height)))


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
