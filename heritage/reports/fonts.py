"""Liberation Serif, as wide as Times New Roman letter by letter: embedded in every PDF, named after it in a DOCX."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

OFFICIAL = "Times New Roman"  # what NĐ 30/2020 asks for; the DOCX names it
REGULAR = "LiberationSerif"
BOLD, ITALIC, BOLD_ITALIC = f"{REGULAR}-Bold", f"{REGULAR}-Italic", f"{REGULAR}-BoldItalic"
FOLDER = Path(__file__).parent / "typefaces"
FILES = {
    REGULAR: "LiberationSerif-Regular.ttf",
    BOLD: "LiberationSerif-Bold.ttf",
    ITALIC: "LiberationSerif-Italic.ttf",
    BOLD_ITALIC: "LiberationSerif-BoldItalic.ttf",
}


@cache
def register_fonts() -> None:
    """Make the four known to the writer of PDFs; they are subset and embedded where they are used."""
    for name, file in FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(FOLDER / file)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
