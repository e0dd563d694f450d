"""Files no kind takes: say what they are and what to do instead."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path
from typing import Any, NoReturn

from media_pipeline.errors import (
    Archive,
    Damaged,
    MissingCompanion,
    NotMediaMaterial,
    NotMediaPage,
    NotMediaTable,
    NotMediaVector,
    NotMediaWorldFile,
    OfficeFile,
    ScriptInside,
    UnknownType,
    UnsafeReference,
    UnsupportedAudio,
    UnsupportedDrawing,
    UnsupportedPicture,
    UnsupportedVideo,
)

SMALL_TEXT = 2_000_000  # bytes of a text file that may be parsed whole
GEOMETRIES = {
    "FeatureCollection",
    "Feature",
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
    "Topology",
}
PICTURES = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"\x01\xda\x00", "SGI"),
    (b"\x01\xda\x01", "SGI"),
    (b"8BPS", "PSD"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\x76\x2f\x31\x01", "OpenEXR"),
    (b"DDS ", "DDS"),
    (b"AT&TFORM", "DjVu"),
)
ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
MARKUP_SCRIPT = re.compile(r"<script|javascript:|\son\w+\s*=", re.IGNORECASE)
NUMBER_LINE = re.compile(r"\s*[+-]?\d+(\.\d*)?([eE][+-]?\d+)?\s*")


def refuse(head: bytes, path: Path) -> NoReturn:
    """Raise the refusal that fits the content.

    Raises:
        MediaRefused: Always, a child of it; ``UnknownType`` when nothing is recognised.
    """
    _refuse_binary(head, path)
    text = _as_text(head)
    if text is not None:
        start = text.lstrip("\ufeff \t\r\n")
        if start.startswith("<"):
            _refuse_markup(text)
        if start.startswith(("{", "[")):
            _refuse_json(path)
        _refuse_table(text)
    raise UnknownType(repr(head[:16]))


def _refuse_binary(head: bytes, path: Path) -> None:
    for signature, name in PICTURES:
        if head.startswith(signature):
            raise UnsupportedPicture(name, format=name)
    if head[:2] == b"PK":
        _refuse_zip(path)
    if head.startswith(ARCHIVES) or head[257:262] == b"ustar":
        raise Archive("archive signature")
    if head[:16] == b"SQLite format 3\0" or head[:4] == b"\x00\x00\x27\x0a":
        raise NotMediaVector("GeoPackage or Shapefile")
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or head.startswith(b"{\\rtf"):
        raise OfficeFile("office signature")
    if head[:4] == b"\x1a\x45\xdf\xa3":
        raise UnsupportedVideo("EBML", format="MKV/WebM")
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        raise UnsupportedVideo("AVI", format="AVI")
    if head[:4] in (b"FLV\x01", b"\x30\x26\xb2\x75"):
        raise UnsupportedVideo("FLV or WMV", format="FLV/WMV")
    if head[:4] == b"FORM" or head[:5] == b"#!AMR":
        raise UnsupportedAudio("AIFF or AMR", format="AIFF/AMR")


def _refuse_zip(path: Path) -> NoReturn:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Damaged(f"not a readable zip: {error}") from error
    if "[Content_Types].xml" in names or "META-INF/manifest.xml" in names:
        raise OfficeFile("office document in a zip")
    if any(name.endswith(".kml") for name in names):
        raise NotMediaVector("KMZ")
    raise Archive(f"zip of {len(names)}")


def _as_text(head: bytes) -> str | None:
    """The head as text, or None for binary. A letter cut at its end is dropped."""
    if b"\0" in head:
        return None
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # cut at the end: still UTF-8; else an old Vietnamese code page, where every byte has a letter
        whole = error.start > len(head) - 4
        text = head[: error.start].decode("utf-8-sig") if whole else head.decode("cp1258", "replace")
    odd = sum(not (letter.isprintable() or letter in "\r\n\t\f") for letter in text)
    return text if odd <= len(text) // 100 else None


def _refuse_markup(text: str) -> NoReturn:
    low = text.lower()
    if "<!entity" in low:
        raise UnsafeReference("an entity is declared")
    if "<svg" in low:
        if MARKUP_SCRIPT.search(text):
            raise ScriptInside("SVG with script")
        raise UnsupportedDrawing("SVG", format="SVG")
    if "<vrtdataset" in low:
        raise UnsafeReference("a VRT only points to other files")
    if any(mark in low for mark in ("<kml", "<gpx", "<gml", "opengis.net/gml")):
        raise NotMediaVector("KML, GPX or GML")
    raise NotMediaPage("markup")


def _refuse_json(path: Path) -> None:
    if path.stat().st_size > SMALL_TEXT:
        head = path.open("rb").read(4096)
        if any(f'"{name}"'.encode() in head for name in GEOMETRIES):
            raise NotMediaVector("GeoJSON")
        return
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return
    if not isinstance(content, dict):
        raise NotMediaTable("JSON")
    if "asset" in content:
        _refuse_gltf(content)
    if content.get("type") in GEOMETRIES:
        raise NotMediaVector("GeoJSON")
    raise NotMediaTable("JSON")


def _refuse_gltf(content: dict[str, Any]) -> None:
    for group in ("buffers", "images"):
        entries = content.get(group)
        for entry in entries if isinstance(entries, list) else []:
            uri = entry.get("uri") if isinstance(entry, dict) else None
            if not isinstance(uri, str) or uri.startswith("data:"):
                continue
            if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/|\\|.*\.\.|:", uri):
                raise UnsafeReference(uri[:100])
            raise MissingCompanion(uri[:100], companion=uri[:100])


def is_world_file(head: bytes) -> bool:
    """Whether a file is six numbers on six lines."""
    text = _as_text(head) or ""
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) == 6 and all(NUMBER_LINE.fullmatch(line) for line in lines)


def _refuse_table(text: str) -> None:
    lines = [line for line in text.splitlines() if line.strip()]
    if is_world_file(text.encode()):
        raise NotMediaWorldFile("six numbers")
    if len(lines) >= 2:
        for delimiter in ",;\t|":
            widths = [len(row) for row in csv.reader(lines[:20], delimiter=delimiter)]
            if widths[0] >= 2 and sum(width == widths[0] for width in widths) >= 0.6 * len(widths):
                raise NotMediaTable(f"{widths[0]} columns")
    if any(line.startswith("newmtl ") for line in lines):
        raise NotMediaMaterial("newmtl")
    words = text.split()
    if len(words) >= 5:
        raise NotMediaPage("plain text")
