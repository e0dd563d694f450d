"""Pages of a PDF: words, where they stand, links, fonts; and office files through LibreOffice."""

from __future__ import annotations

import ctypes
import io
import re
import subprocess
import unicodedata
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium

MM = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page in millimetres from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Of its width."""
        return (self.left + self.right) / 2


def texts(pdf: bytes) -> list[str]:
    """The words of each page, spaces as one."""
    with pdfium.PdfDocument(pdf) as document:
        return [_plain(page.get_textpage().get_text_bounded()) for page in document]


def sizes_mm(pdf: bytes) -> set[tuple[int, int]]:
    """Of all pages, rounded."""
    with pdfium.PdfDocument(pdf) as document:
        return {(round(w * MM), round(h * MM)) for w, h in (page.get_size() for page in document)}


def place_of(pdf: bytes, words: str, page: int = 0) -> Place:
    """Where the words first stand on a page."""
    with pdfium.PdfDocument(pdf) as document:
        sheet = document[page]
        height = sheet.get_height()
        text = sheet.get_textpage()
        found = text.search(words, match_case=True).get_next()
        assert found is not None, (words, text.get_text_bounded()[:2000])
        boxes = [text.get_charbox(at, loose=True) for at in range(found[0], found[0] + found[1])]
        boxes = [box for box in boxes if box[2] > box[0]]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
        return Place(page, left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)


def grey(pdf: bytes, page: int, width: int = 105) -> np.ndarray:
    """A page as small grey squares, 2 mm each: 0 is black."""
    with pdfium.PdfDocument(pdf) as document:
        sheet = document[page]
        picture = sheet.render(scale=4 * width / sheet.get_width(), grayscale=True).to_numpy()
    picture = np.asarray(picture, dtype=float).reshape(picture.shape[0], picture.shape[1])
    rows, columns = picture.shape[0] // 4 * 4, picture.shape[1] // 4 * 4
    return picture[:rows, :columns].reshape(rows // 4, 4, columns // 4, 4).mean(axis=(1, 3))


def fonts(pdf: bytes) -> set[str]:
    """Names of all fonts, without the mark of a subset; those that are not embedded end in "!"."""
    found = set()
    with pdfium.PdfDocument(pdf) as document:
        for page in document:
            for thing in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT], max_depth=5):
                font = pdfium.raw.FPDFTextObj_GetFont(thing)
                length = pdfium.raw.FPDFFont_GetBaseFontName(font, None, 0)
                name = (ctypes.c_char * length)()
                pdfium.raw.FPDFFont_GetBaseFontName(font, name, length)
                embedded = pdfium.raw.FPDFFont_GetIsEmbedded(font) == 1
                found.add(name.value.decode().rpartition("+")[2] + ("" if embedded else "!"))
    return found


def addresses(pdf: bytes) -> list[str]:
    """Every address that a link of the file leads to."""
    plain = pdf + b"".join(_streams(pdf))
    return [each.decode().replace("\\", "") for each in re.findall(rb"/URI \(([^)]*)\)", plain)]


def _streams(pdf: bytes) -> list[bytes]:
    found = []
    for raw in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(raw))
        except zlib.error:
            continue
    return found


def converted(office: Path, folder: Path, name: str, content: bytes, to: str) -> bytes:
    """An office file as LibreOffice writes it after opening it."""
    source = folder / name
    source.write_bytes(content)
    out = folder / "converted"
    ending = to.partition(":")[0]
    done = subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            out,
            source,
        ],
        capture_output=True,
        timeout=180,
        check=False,
    )
    target = out / f"{source.stem}.{ending}"
    assert target.exists(), done.stderr.decode()
    return target.read_bytes()


def in_memory(content: bytes) -> io.BytesIO:
    """For readers that want a file."""
    return io.BytesIO(content)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
