"""A minimal PDF of scanned pages with an invisible text layer, by hand (ISO 32000-1).

The layer's font is not embedded: in rendering mode 3 no glyph is ever drawn, and the ToUnicode map alone
tells readers and search engines the letters.
"""

from __future__ import annotations

Word = tuple[float, float, float, str]  # x and baseline y from the upper left, size (points), text
Scan = tuple[bytes, int, int]  # JPEG, width and height in pixels

_A4 = (595.28, 841.89)


def pdf_of_scans(scans: list[Scan], words: list[list[Word]], title: str) -> bytes:
    """Bytes of a PDF 1.7 with one A4 page for each scan; no dates or random identifiers are written."""
    letters = sorted({letter for page in words for *_, text in page for letter in text})
    codes = {letter: number for number, letter in enumerate(letters, 1)}
    count = len(scans)
    first_page = 7
    kids = " ".join(f"{first_page + 3 * k} 0 R" for k in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Unseen /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unseen /DW 520 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor"
        b" /FontName /Unseen /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200"
        b" /CapHeight 700 /StemV 80 >> >>",
        _stream(_to_unicode(codes)),
        b"<< /Title <"
        + ("\ufeff" + title).encode("utf-16-be").hex().encode()
        + b"> /Producer (Di San So demo) >>",
    ]
    for k, (jpeg, wide, high) in enumerate(scans):
        number = first_page + 3 * k
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_A4[0]} {_A4[1]}] /Contents {number + 1} 0 R"
            f" /Resources << /XObject << /Scan {number + 2} 0 R >> /Font << /F 3 0 R >> >> >>".encode(),
            _stream(_content(words[k], codes)),
            f"<< /Type /XObject /Subtype /Image /Width {wide} /Height {high} /ColorSpace /DeviceRGB"
            f" /BitsPerComponent 8 /Filter /DCTDecode /Length {len(jpeg)} >>\nstream\n".encode()
            + jpeg
            + b"\nendstream",
        ]
    return _assembled(objects)


def _content(words: list[Word], codes: dict[str, int]) -> bytes:
    parts = [f"q {_A4[0]} 0 0 {_A4[1]} 0 0 cm /Scan Do Q BT 3 Tr"]
    for x, y, size, text in words:
        signs = "".join(f"{codes[letter]:04X}" for letter in text)
        parts.append(f"/F {size:g} Tf 1 0 0 1 {x:.2f} {_A4[1] - y:.2f} Tm <{signs}> Tj")
    return "\n".join([*parts, "ET"]).encode()


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = [f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, code in codes.items()]
    blocks = []
    for start in range(0, len(pairs), 100):  # a block holds at most 100 pairs (Adobe Technical Note 5014)
        block = pairs[start : start + 100]
        blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar")
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + "\n".join(blocks)
        + "\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def _stream(data: bytes) -> bytes:
    return f"<< /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _assembled(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
