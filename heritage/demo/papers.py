"""Facsimiles of survey papers: an inventory sheet as multi-page TIFF and as PDF with a text layer.

Every page says across its middle that it is no real document; there is no seal, number or signature.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from heritage.demo.lettering import typeface
from heritage.demo.noise import smooth_cloudy
from heritage.demo.pdf import pdf_of_scans

DPI = 300
WATERMARK = "BẢN TRÌNH DIỄN – không phải văn bản thật"
_A4_IN = (8.27, 11.69)
_INK = (44, 36, 30)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: position in inches from the upper left corner of the page, size in points."""

    x: float
    y: float
    size_pt: float
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its lines and, maybe, a picture with its box in inches (x, y, width)."""

    lines: tuple[Line, ...]
    picture: Image.Image | None = None
    box: tuple[float, float, float] = (0.0, 0.0, 0.0)


def inventory_sheets(
    title: str, unit: str, facts: list[tuple[str, str]], captions: list[str], picture: Image.Image | None
) -> tuple[Sheet, ...]:
    """The two pages of an inventory sheet: facts first, then the list of pictures."""
    first = [
        Line(0.9, 0.8, 11, "PHIẾU KIỂM KÊ DI SẢN", True),
        Line(0.9, 1.02, 10, unit),
        Line(5.2, 0.8, 11, "Mẫu trình diễn", True),
        Line(5.2, 1.02, 10, "Trang 1/2"),
        *wrapped(0.9, 1.75, 19, title, 46, True),
    ]
    y = 1.75 + 0.36 * len(first[4:]) + 0.25
    for label, value in facts:
        rows = wrapped(2.9, y, 11, value, 62)
        first += [Line(0.9, y, 11, f"{label}:", True), *rows]
        y += 0.25 * max(1, len(rows)) + 0.1
    first.append(
        Line(0.9, 11.1, 9, "Phiếu dựng bằng chương trình để trình diễn phần mềm. Không có giá trị pháp lý.")
    )
    second = [
        Line(0.9, 0.8, 11, "DANH MỤC ẢNH KÈM THEO", True),
        Line(5.2, 0.8, 10, "Trang 2/2"),
        Line(0.9, 1.02, 10, title),
    ]
    for number, caption in enumerate(captions, 1):
        second.append(Line(1.0, 1.4 + 0.26 * number, 11, f"{number}. {caption}"))
    second.append(Line(0.9, 11.1, 9, "Ảnh dựng từ mô hình 3D trình diễn, không phải ảnh chụp hiện trạng."))
    box = (1.2, 1.9 + 0.26 * len(captions), 5.9)
    return Sheet(tuple(first)), Sheet(tuple(second), picture, box)


def wrapped(x: float, y: float, size_pt: float, text: str, columns: int, bold: bool = False) -> list[Line]:
    """Lines of one text, broken at ``columns`` letters, from ``x``, ``y`` downwards."""
    rows, row = [], ""
    for word in text.split():
        if row and len(row) + 1 + len(word) > columns:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}".strip()
    rows.append(row)
    step = size_pt / 72 * 1.45
    return [Line(x, y + step * k, size_pt, each, bold) for k, each in enumerate(rows)]


def scan_page(sheet: Sheet, seed: int, dpi: int = DPI) -> Image.Image:
    """Draw a page and age it as a flatbed scanner would show it: warm paper, uneven light, a slight turn."""
    wide, high = (round(inches * dpi) for inches in _A4_IN)
    page = Image.new("RGB", (wide, high), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    if sheet.picture is not None:
        x, y, width = (round(value * dpi) for value in sheet.box)
        height = width * sheet.picture.height // sheet.picture.width
        page.paste(sheet.picture.resize((width, height), Image.Resampling.LANCZOS), (x, y))
        draw.rectangle((x - 3, y - 3, x + width + 2, y + height + 2), outline=_INK, width=3)
    for line in sheet.lines:
        face = typeface(max(4, round(line.size_pt / 72 * dpi)), line.bold)
        draw.text((line.x * dpi, line.y * dpi), line.text, font=face, fill=_INK)
    draw.line((0.9 * dpi, 1.3 * dpi, 7.4 * dpi, 1.3 * dpi), fill=_INK, width=max(1, dpi // 100))
    _watermark(page, dpi)
    turned = page.rotate(_turn_degrees(seed), Image.Resampling.BILINEAR, fillcolor=(255, 255, 255))
    return _aged(turned, seed)


def on_scanned_page(x: float, y: float, seed: int, dpi: int = DPI) -> tuple[float, float]:
    """Where a point of the page, in pixels before the slight turn, lies on the scan."""
    middle_x, middle_y = (round(inches * dpi) / 2 for inches in _A4_IN)
    angle = math.radians(_turn_degrees(seed))
    right, down = x - middle_x, y - middle_y
    return (
        middle_x + right * math.cos(angle) + down * math.sin(angle),
        middle_y - right * math.sin(angle) + down * math.cos(angle),
    )


def _turn_degrees(seed: int) -> float:
    """Against the clock."""
    return 0.35 if seed % 2 else -0.45


def _watermark(page: Image.Image, dpi: int) -> None:
    layer = Image.new("L", (round(10.5 * dpi), round(0.8 * dpi)), 0)
    face = typeface(round(34 / 72 * dpi), True)
    ImageDraw.Draw(layer).text(
        (layer.width / 2, layer.height / 2), WATERMARK, font=face, fill=95, anchor="mm"
    )
    mask = layer.rotate(52, Image.Resampling.BILINEAR, expand=True)
    corner = ((page.width - mask.width) // 2, (page.height - mask.height) // 2)
    page.paste(Image.new("RGB", mask.size, (160, 42, 27)), corner, mask)


def _aged(page: Image.Image, seed: int) -> Image.Image:
    """Paper tone and stains are made at a sixth of the size: they are soft, and it is thirty times faster."""
    wide, high = page.width // 6, page.height // 6
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    stain = smooth_cloudy(x * 0.5 + 37 * seed, y * 0.5 + 11 * seed)
    edge = np.minimum(np.minimum(x, wide - x), np.minimum(y, high - y)) / (0.08 * wide)
    tone = 0.975 - 0.07 * stain - 0.1 * np.clip(1 - edge, 0, 1) ** 2
    paper = tone[..., None] * np.array([250, 243, 226], np.float32)
    sheet = Image.fromarray(np.rint(np.clip(paper, 0, 255)).astype(np.uint8)).resize(
        page.size, Image.Resampling.BILINEAR
    )
    return ImageChops.multiply(page, sheet)


def write_tiff(path: Path, pages: tuple[Image.Image, ...], dpi: int = DPI) -> Path:
    """Write pages as one JPEG-compressed TIFF with its resolution and a description."""
    first, rest = pages[0], list(pages[1:])
    first.save(
        path,
        "TIFF",
        save_all=True,
        append_images=rest,
        compression="jpeg",
        quality=82,
        dpi=(dpi, dpi),
        description="BAN TRINH DIEN - khong phai van ban that",
        software="Di San So demo renderer",
    )
    return path


def write_pdf(path: Path, sheets: tuple[Sheet, ...], pages: tuple[Image.Image, ...]) -> Path:
    """Write scanned pages as PDF with the sheets' words as an invisible, searchable layer."""
    encoded = []
    for page in pages:
        buffer = io.BytesIO()
        page.save(buffer, "JPEG", quality=80, dpi=(DPI, DPI))
        encoded.append((buffer.getvalue(), page.width, page.height))
    words = [
        [(line.x * 72, line.y * 72 + line.size_pt, line.size_pt, line.text) for line in sheet.lines]
        for sheet in sheets
    ]
    path.write_bytes(pdf_of_scans(encoded, words, f"{WATERMARK}: phiếu kiểm kê"))
    return path
