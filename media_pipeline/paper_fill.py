"""Put values where a DOCX has placeholders such as ``{{bao_cao.ty_le}}``, over whatever runs they are split."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from media_pipeline.paper_check import BODY, TYPES, W

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]{1,60}?)\s*\}\}")
FILLED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
BODY_RELATIONS = "word/_rels/document.xml.rels"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Values:
    """What goes in.

    Attributes:
        texts: By placeholder; each line of several becomes a paragraph where the placeholder stands alone.
        blocks: WordprocessingML of tables and pictures, in place of a paragraph with nothing but the placeholder.
        links: Addresses by the relationship ids that the blocks use.
        pictures: Names of the files of pictures by the relationship ids that the blocks use.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)


def placeholders(parts: Mapping[str, Any]) -> list[str]:
    """Every placeholder of the paper, each once, in the order in which they stand."""
    found: dict[str, None] = {}
    for root in _filled(parts):
        for paragraph in root.iter(f"{W}p"):
            text = "".join(each.text or "" for each in _texts(paragraph))
            found |= dict.fromkeys(PLACEHOLDER.findall(text))
    return list(found)


def fill(parts: Mapping[str, Any], values: Values) -> None:
    """Write the values into the parsed parts. A placeholder that has no value stays as it is."""
    for root in _filled(parts):
        for paragraph in list(root.iter(f"{W}p")):
            text = "".join(each.text or "" for each in _texts(paragraph))
            alone = PLACEHOLDER.fullmatch(text.strip())
            if alone and alone[1] in values.blocks and root is parts[BODY]:
                _put_block(paragraph, values.blocks[alone[1]])
            elif alone and "\n" in values.texts.get(alone[1], ""):
                _put_lines(paragraph, values.texts[alone[1]].split("\n"))
            elif PLACEHOLDER.search(text):
                _put_texts(paragraph, values.texts)
    _relate(parts, values)


def _filled(parts: Mapping[str, Any]) -> Iterator[Any]:
    return (root for name, root in parts.items() if FILLED.fullmatch(name))


def _texts(paragraph: Any) -> list[Any]:
    """The pieces of text of this paragraph, not those of a text box inside it."""
    return [each for each in paragraph.iter(f"{W}t") if next(each.iterancestors(f"{W}p")) is paragraph]


def _put_texts(paragraph: Any, texts: Mapping[str, str]) -> None:
    """Each value goes into the piece in which its placeholder begins; the rest of the placeholder is cut out."""
    pieces = _texts(paragraph)
    whole = "".join(each.text or "" for each in pieces)
    for match in reversed(list(PLACEHOLDER.finditer(whole))):
        if match[1] not in texts:
            continue
        value, at = " ".join(texts[match[1]].split("\n")), 0
        for piece in pieces:
            text = piece.text or ""
            first, last = max(match.start() - at, 0), min(match.end() - at, len(text))
            begins = at <= match.start() < at + len(text)
            if first < last:
                piece.text = text[:first] + (value if begins else "") + text[last:]
                piece.set(SPACE, "preserve")
            at += len(text)


def _put_lines(paragraph: Any, lines: list[str]) -> None:
    """A copy of the paragraph for each line, with its look."""
    for line in lines:
        twin = copy.deepcopy(paragraph)
        pieces = _texts(twin)
        for piece in pieces[1:]:
            piece.text = ""
        pieces[0].text = line
        pieces[0].set(SPACE, "preserve")
        paragraph.addprevious(twin)
    paragraph.getparent().remove(paragraph)


def _put_block(paragraph: Any, xml: str) -> None:
    """The block takes the place of the paragraph; inside a cell, which must end with one, it stands before it."""
    for element in etree.fromstring(xml.encode()):
        paragraph.addprevious(element)
    if paragraph.getparent().tag == f"{W}tc":
        for piece in _texts(paragraph):
            piece.text = ""
    else:
        paragraph.getparent().remove(paragraph)


def _relate(parts: Mapping[str, Any], values: Values) -> None:
    """Links and pictures of the blocks, in the list of relations and of types."""
    relations = parts.get(BODY_RELATIONS)
    if relations is None:
        return
    for key, address in sorted(values.links.items()):
        told = {"Id": key, "Type": f"{OFFICE}/hyperlink", "Target": address, "TargetMode": "External"}
        etree.SubElement(relations, f"{RELATIONS}Relationship", told)
    for key, name in sorted(values.pictures.items()):
        told = {"Id": key, "Type": f"{OFFICE}/image", "Target": f"media/{name}"}
        etree.SubElement(relations, f"{RELATIONS}Relationship", told)
    types = parts[TYPES]
    if values.pictures and not any(each.get("Extension", "").lower() == "png" for each in types):
        types.insert(0, etree.Element(f"{PACKAGE}Default", {"Extension": "png", "ContentType": "image/png"}))
