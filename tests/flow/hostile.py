"""Hostile files built in code: each is what strangers have sent to systems like this one."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from tests.media_pipeline import papers, sounds
from tests.media_pipeline.pictures import exif, jpeg_bytes, quarters

SCRIPT = b"<script>alert(document.domain)</script>"
PAGE = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
SIZE = (400, 300)


def zip_of(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """A zip of members under exactly these names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def photo() -> bytes:
    """A sound JPEG."""
    return jpeg_bytes(quarters(*SIZE), quality=90)


def link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    """A member that unpacks to a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info, target.encode()


def lying_bomb() -> bytes:
    """A deflated member of 40 MB whose headers say that it holds 1,000 bytes."""
    packed = bytearray(zip_of(("a.bin", bytes(40_000_000))))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", packed, packed.index(signature) + at, 1000)
    return bytes(packed)


def overlapping_zip() -> bytes:
    """Two entries of the directory that share one member's bytes."""
    packed = zip_of(("a.bin", b"x" * 5000))
    at = packed.index(b"PK\x01\x02")
    end = packed.index(b"PK\x05\x06")
    entry = packed[at:end]
    other = bytearray(entry)
    other[46:51] = b"b.bin"
    tail = bytearray(packed[end:])
    struct.pack_into("<HHI", tail, 8, 2, 2, len(entry) * 2)
    return packed[:at] + entry + bytes(other) + bytes(tail)


def svg(body: str) -> bytes:
    """A drawing of that content."""
    return f'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">{body}</svg>'.encode()


def entity(path: str) -> str:
    """A document type that reads a file of the machine into ``&secret;``."""
    return f'<!DOCTYPE a [<!ENTITY secret SYSTEM "file://{path}">]>'


def laughs() -> str:
    """A document type whose ``&l9;`` unfolds to a thousand million words."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE a [<!ENTITY l0 "laugh">{levels}]>'


def xmp_photo(doctype: str, description: str) -> bytes:
    """A JPEG whose XMP packet has a document type and describes the photo with an entity."""
    packet = (
        f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{doctype}<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{description}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    )
    return jpeg_bytes(quarters(*SIZE), xmp=packet.encode())


def workbook(doctype: str) -> bytes:
    """An XLSX manifest whose shared strings have a document type and use ``&secret;``."""
    from openpyxl import Workbook

    book, stream = Workbook(), io.BytesIO()
    book.active.append(["file", "caption"])  # type: ignore[union-attr]
    book.active.append(["a.jpg", "CAPTION"])  # type: ignore[union-attr]
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    changed = []
    for name, content in members:
        if b"CAPTION" in content:
            head, _, rest = content.partition(b"?>") if content.startswith(b"<?xml") else (b"", b"", content)
            start = head + b"?>" if head else b""
            content = start + doctype.encode() + rest.replace(b"CAPTION", b"&secret;" if doctype else b"chu")
        changed.append((name, content))
    return zip_of(*changed)


def e57_with_entity(path: str) -> bytes:
    """An E57's header page and an XML section with a document type, its checksums left as they fall."""
    xml = f'<?xml version="1.0"?>{entity(path)}<e57Root type="Structure">&secret;</e57Root>'.encode()
    head = struct.pack("<8sIIQQQQ", b"ASTM-E57", 1, 0, 1024 * 2, 1024, len(xml), 1024)
    return head.ljust(1024, b"\0") + xml.ljust(1024, b"\0")


def gltf_to(uri: str) -> bytes:
    """A glTF whose geometry lies at an address."""
    return json.dumps({"asset": {"version": "2.0"}, "buffers": [{"uri": uri, "byteLength": 36}]}).encode()


def page_in_photo_comment() -> bytes:
    """A JPEG that is a web page to whoever looks for one: its comment opens the document."""
    return jpeg_bytes(quarters(*SIZE), comment=PAGE, exif=exif({0x010E: PAGE.decode()}))


def photo_with_page_behind() -> bytes:
    """A JPEG with a web page after its end."""
    return photo() + PAGE


def photo_with_zip_behind() -> bytes:
    """A JPEG that every unpacking program opens as a zip."""
    return photo() + zip_of(("evil.html", PAGE), ("evil.jpg", photo()))


def png_with_page() -> bytes:
    """A PNG with a text chunk that is a page."""
    stream = io.BytesIO()
    quarters(*SIZE).save(stream, "PNG")
    content = stream.getvalue()
    chunk = b"tEXtComment\0" + PAGE
    packed = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return content[:33] + packed + content[33:]


def gif_script() -> bytes:
    """A GIF that is a valid program of JavaScript."""
    return b"GIF89a/*" + bytes(40) + b"*/=1;alert(document.domain)//"


def pdf_page(folder: Path) -> bytes:
    """A PDF with a web page before its header, which its readers accept."""
    return PAGE + b"\n" + papers.pdf(folder / "made.pdf").read_bytes()


def script_in_pdf(folder: Path) -> bytes:
    """A PDF that runs a program when it is opened."""
    action = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    return papers.pdf(folder / "made.pdf", catalog=action).read_bytes()


def mp3_page(folder: Path) -> bytes:
    """An MP3 whose tag is a web page."""
    text = b"\x03" + PAGE
    frame = b"TIT2" + struct.pack(">I", len(text)) + b"\0\0" + text
    size = bytes((len(frame) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + frame + sounds.mp3(folder / "made.mp3").read_bytes()
