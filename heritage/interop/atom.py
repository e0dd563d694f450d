"""A list of published things as an Atom feed (RFC 4287), a page at a time (RFC 5005)."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


@dataclass(frozen=True, slots=True)
class Entry:
    """One published thing.

    Attributes:
        id: The same for ever, whatever the address becomes (RFC 4287, 4.2.6).
        updated: When it came out; with its zone.
        categories: Pairs of a code and its label.
    """

    id: str
    title: str
    url: str
    updated: dt.datetime
    summary: str = ""
    categories: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of entries, newest first; addresses are absolute.

    Attributes:
        updated: When the newest entry of all pages came out.
        page_url: The page that people read.
        first_url: The first page, which is this one unless ``url`` says otherwise.
        next_url: The page after this one; None on the last.
    """

    id: str
    title: str
    language: str
    updated: dt.datetime
    author: str
    rights: str
    url: str
    page_url: str
    first_url: str
    next_url: str | None
    entries: tuple[Entry, ...]


def atom(feed: Feed) -> bytes:
    """The document, UTF-8. Characters that XML cannot hold are left out."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _texts(root, {"id": feed.id, "title": feed.title, "updated": _moment(feed.updated)})
    _texts(ET.SubElement(root, "author"), {"name": feed.author})
    _texts(root, {"rights": feed.rights, "generator": "Di Sản Số"})
    _link(root, "self", feed.url, MEDIA_TYPE)
    _link(root, "alternate", feed.page_url, "text/html")
    _link(root, "first", feed.first_url, MEDIA_TYPE)
    if feed.next_url is not None:
        _link(root, "next", feed.next_url, MEDIA_TYPE)
    for entry in feed.entries:
        _entry(root, entry)
    ET.indent(root, " ")
    document: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + document + b"\n"


def _entry(root: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(root, "entry")
    _texts(element, {"id": entry.id, "title": entry.title, "updated": _moment(entry.updated)})
    _texts(element, {"published": _moment(entry.updated)})
    _link(element, "alternate", entry.url, "text/html")
    for code, label in entry.categories:
        ET.SubElement(element, "category", {"term": _clean(code), "label": _clean(label)})
    if entry.summary:
        _texts(element, {"summary": entry.summary})


def _texts(parent: ET.Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        ET.SubElement(parent, name).text = _clean(value)


def _link(parent: ET.Element, rel: str, href: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "type": kind, "href": _clean(href)})


def _moment(at: dt.datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
