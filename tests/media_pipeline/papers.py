"""PDF files under test, built in code."""

from __future__ import annotations

from pathlib import Path

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
