"""Caption, makers, rights, time and orientation from an XMP packet (ISO 16684-1)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image

from media_pipeline import legacy_text
from media_pipeline.report import Facts

LARGEST = 1_000_000  # bytes; a packet in a JPEG holds 65,502
DEEPEST_NODES = 20_000
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
BASIC = "{http://ns.adobe.com/xap/1.0/}"
EXIF = "{http://ns.adobe.com/exif/1.0/}"
TIFF = "{http://ns.adobe.com/tiff/1.0/}"
CC = "{http://creativecommons.org/ns#}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
TIMES = (f"{EXIF}DateTimeOriginal", f"{PHOTOSHOP}DateCreated", f"{BASIC}CreateDate")
LICENCE_URL = re.compile(r"https?://creativecommons\.org/[a-z]+/[a-z0-9+-]+/\d\.\d", re.IGNORECASE)


def packet_of(picture: Image.Image) -> bytes:
    """The packet of an opened picture, wherever its format keeps it; empty when there is none."""
    value = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    tags = getattr(picture, "tag_v2", None)
    if not value and tags is not None:
        value = tags.get(700) or b""
    if isinstance(value, str):
        return value.encode()
    return bytes(value) if isinstance(value, bytes | tuple) else b""


def read(packet: bytes) -> Facts:
    """What the packet says, without what is empty.

    Keys: ``caption``, ``caption_en``, ``artist``, ``credit``, ``copyright``, ``rights`` (terms of use),
    ``licence_url`` (Creative Commons), ``orientation``, ``taken_at`` (ISO 8601).

    Raises:
        ValueError: The packet is no XML, declares a document type, or is far too large.
    """
    trimmed = packet.strip(b"\0 \r\n\t")
    if not trimmed:
        return {}
    if len(trimmed) > LARGEST:
        raise ValueError(f"an XMP packet of {len(trimmed)} bytes")
    try:
        root = fromstring(trimmed, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError) as error:
        raise ValueError(f"unreadable XMP: {error}") from error
    found = _properties(root)
    facts = {
        "caption": _words(found.get(f"{DC}description"), ("vi", "x-default")),
        "caption_en": _words(found.get(f"{DC}description"), ("en",), strict=True),
        "artist": _names(found.get(f"{DC}creator")),
        "credit": _words(found.get(f"{PHOTOSHOP}Credit")),
        "copyright": _words(found.get(f"{DC}rights"), ("vi", "x-default")),
        "rights": _words(found.get(f"{RIGHTS}UsageTerms"), ("vi", "x-default")),
        "licence_url": _licence_url(found),
        "orientation": _orientation(found.get(f"{TIFF}Orientation")),
        **_taken(found),
    }
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _properties(root: Element) -> dict[str, Any]:
    """Each property of the packet's descriptions: an element, or the text of an attribute."""
    found: dict[str, Any] = {}
    for number, node in enumerate(root.iter(f"{RDF}Description")):
        if number > DEEPEST_NODES:
            break
        for name, text in node.attrib.items():
            found.setdefault(name, text)
        for child in node:
            found.setdefault(child.tag, child)
    return found


def _words(value: Any, languages: tuple[str, ...] = ("x-default",), *, strict: bool = False) -> str | None:
    """The alternative in the first language there is, else the first one; ``strict``: only those languages."""
    if value is None or isinstance(value, str):
        return None if strict or value is None else legacy_text.tidy(value)
    options = [
        (str(one.get(LANGUAGE) or "x-default").lower(), legacy_text.tidy(one.text or ""))
        for one in value.iter(f"{RDF}li")
    ]
    options = [(language, text) for language, text in options if text]
    for wanted in languages:
        for language, text in options:
            if language == wanted or language.startswith(wanted + "-"):
                return text
    if strict:
        return None
    return options[0][1] if options else legacy_text.tidy(value.text or "")


def _names(value: Any) -> str | None:
    """All creators in order, separated by commas."""
    if value is None or isinstance(value, str):
        return legacy_text.tidy(value or "")
    names = [legacy_text.tidy(one.text or "") for one in value.iter(f"{RDF}li")]
    return ", ".join(name for name in names if name) or legacy_text.tidy(value.text or "")


def _licence_url(found: dict[str, Any]) -> str | None:
    """The one Creative Commons address that the packet names; None when it names two."""
    urls = set()
    for name in (f"{CC}license", f"{RIGHTS}WebStatement", f"{RIGHTS}UsageTerms", f"{DC}rights"):
        value = found.get(name)
        if value is None:
            continue
        resource = "" if isinstance(value, str) else value.get(f"{RDF}resource") or ""
        texts = value if isinstance(value, str) else " ".join(value.itertext())
        urls |= {url.lower().replace("http:", "https:") for url in LICENCE_URL.findall(f"{texts} {resource}")}
    return urls.pop() if len(urls) == 1 else None


def _orientation(value: Any) -> int | None:
    text = (value if isinstance(value, str) else getattr(value, "text", None) or "").strip()
    return int(text) if text in {"1", "2", "3", "4", "5", "6", "7", "8"} else None


def _taken(found: dict[str, Any]) -> Facts:
    for name in TIMES:
        value = found.get(name)
        text = (value if isinstance(value, str) else getattr(value, "text", None) or "").strip()
        if len(text) < len("2026-03-19T07:30"):  # a day without an hour is no time
            continue
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            continue
        return {"taken_at": moment.isoformat()}
    return {}
