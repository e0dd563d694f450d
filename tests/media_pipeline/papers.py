"""PDF files under test, built in code."""

from __future__ import annotations

import zlib
from pathlib import Path

from PIL import Image

A4 = (595, 842)
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
LOCK = "/Encrypt << /Filter /Standard /V 1 /R 2 /O <{0}> /U <{0}> /P -4 >> /ID [<00> <00>]".format("41" * 32)


def pdf(path: Path, text: str = "Dinh Vi Khe", pages: int = 1, catalog: str = "", trailer: str = "") -> Path:
    """A PDF of A4 pages with one line of text each, its cross-reference table exact."""
    stream = f"BT /F 24 Tf 72 700 Td ({text}) Tj ET" if text else ""
    kids = " ".join(f"{6 + number} 0 R" for number in range(pages))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "null",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        FONT,
        *[PAGE] * pages,
    ]
    raw, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(raw))
        raw += f"{number} 0 obj\n{content}\nendobj\n".encode()
    start = len(raw)
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    raw += f"xref\n0 {size}\n0000000000 65535 f \n{rows}".encode()
    raw += f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(raw)
    return path


def scanned_pdf(
    path: Path, pictures: list[Image.Image], *, turned: int = 0, one_page: bool = False, share: float = 1.0
) -> Path:
    """A PDF of A4 pages each filled by a grey picture, no text; or one page cut into strips from the top.

    Args:
        path: Where to.
        pictures: Grey pictures.
        turned: ``/Rotate`` of the pages; their pictures lie on their side then.
        one_page: All pictures are strips of one page.
        share: Part of the page's width and height that a picture takes.
    """
    width, height = A4[::-1] if turned else A4
    contents: list[str] = []
    for number in range(len(pictures)):
        if one_page:
            high = height / len(pictures)
            contents.append(f"q {width} 0 0 {high} 0 {height - high * (number + 1)} cm /P{number} Do Q")
        else:
            contents.append(f"q {width * share} 0 0 {height * share} 0 0 cm /P{number} Do Q")
    if one_page:
        contents = ["\n".join(contents)]
    objects: list[bytes] = []
    count, first = len(contents), 3
    kids = " ".join(f"{first + number} 0 R" for number in range(count))
    objects += [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
    ]
    names = " ".join(f"/P{number} {first + 2 * count + number} 0 R" for number in range(len(pictures)))
    objects += [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Rotate {turned}"
        f" /Contents {first + count + number} 0 R /Resources << /XObject << {names} >> >> >>".encode()
        for number in range(count)
    ]
    objects += [_stream("", content.encode()) for content in contents]
    for picture in pictures:
        head = (
            f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height}"
            " /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
        )
        objects.append(_stream(head, zlib.compress(picture.convert("L").tobytes(), 1)))
    raw, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(raw))
        raw += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(raw)
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    raw += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode()
    raw += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(raw)
    return path


def _stream(head: str, content: bytes) -> bytes:
    return f"<< {head} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"
