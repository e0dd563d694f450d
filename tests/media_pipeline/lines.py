"""Pages of lettering under test, drawn in code at 300 dpi."""

from __future__ import annotations

from PIL import Image, ImageDraw

from heritage.demo.lettering import typeface

PHRASE = "Khoán ước làng Vị Khê năm Bính Ngọ"
WHITE, INK = 255, 20


def page_with(lines: list[str], size: tuple[int, int] = (2480, 1200), size_px: int = 60) -> Image.Image:
    """A white grey page with lines of black letters from its upper left corner."""
    page = Image.new("L", size, WHITE)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((150, 150 + number * size_px * 2), line, font=typeface(size_px), fill=INK)
    return page
