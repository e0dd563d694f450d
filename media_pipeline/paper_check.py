"""A stranger's DOCX before anything is written into it: no macros, nothing fetched from outside, no bomb."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from media_pipeline.errors import (
    ActiveTemplate,
    Damaged,
    NotPaperTemplate,
    OutwardTemplate,
    UnpacksTooLarge,
)
from media_pipeline.features_unpack import check_archive, check_markup

MOST_MEMBERS = 400
MOST_BYTES = 60_000_000  # of all members together
MOST_XML = 20_000_000  # of one
TYPES, BODY, PACKAGE = "[Content_Types].xml", "word/document.xml", "_rels/.rels"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ACTIVE = re.compile(
    r"vbaproject|vbadata|/activex|/embeddings/|/oleobject|\.(?:exe|dll|js|vbs|ps1|bat|com|scr)$"
)
ACTIVE_TYPE = re.compile(r"macroenabled|vbaproject|vbadata|activex|oleobject|\.package$", re.IGNORECASE)
# Relations that load, embed or run something, wherever they point to.
ACTIVE_RELATION = re.compile(
    r"/(?:oleObject|package|control|vbaProject|activeXControlBinary)$", re.IGNORECASE
)
OUTWARD_RELATION = re.compile(r"/(?:attachedTemplate|aFChunk|subDocument|frame|mailMerge\w*|recipientData)$")
# Fields that fetch or run; searched in all instructions joined, for a word may be split over runs.
OUTWARD_FIELD = re.compile(
    r"DDE|INCLUDETEXT|INCLUDEPICTURE|MACROBUTTON|DATABASE|IMPORT|QUERY|EMBED|(?<!HYPER)LINK|\bRD\b|\\\\",
    re.IGNORECASE,
)
LINK_SCHEMES = ("http", "https", "mailto", "")


def check_paper(path: Path) -> dict[str, Any]:
    """The parsed XML parts of a DOCX that may be filled in, by name.

    Raises:
        NotPaperTemplate: Not a DOCX.
        ActiveTemplate: Macros, controls, embedded objects.
        OutwardTemplate: Something is fetched or run when it is opened.
        UnpacksTooLarge: A bomb.
        Damaged: Its XML is broken.
    """
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            raise NotPaperTemplate("not a zip")
    members = check_archive(path)
    if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_BYTES:
        raise UnpacksTooLarge(f"{len(members)} members")
    names = [each.filename for each in members]
    # A package knows no case: of two names that differ in nothing else a reader takes either.
    if not {TYPES, BODY, PACKAGE} <= set(names) or len({name.lower() for name in names}) != len(names):
        raise NotPaperTemplate("no word/document.xml, or twice")
    for name in names:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name:
            raise NotPaperTemplate(f"a member is called {name[:80]}")
        if ACTIVE.search(name.lower()):
            raise ActiveTemplate(name, what=PurePosixPath(name).name)
    parts = _parts(path, names)
    _types(parts[TYPES])
    _begins_at_body(parts[PACKAGE])
    for name, root in parts.items():
        if name.lower().endswith(".rels"):
            _relations(root)
        else:
            _fields(root)
    return parts


def _parts(path: Path, names: list[str]) -> dict[str, Any]:
    found = {}
    # Nothing is loaded or resolved, and lxml's own limits on depth and size stay in force.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with zipfile.ZipFile(path) as archive:
            for name in names:
                if not name.lower().endswith((".xml", ".rels")):
                    continue
                with archive.open(name) as member:
                    text = member.read(MOST_XML + 1)
                if len(text) > MOST_XML:
                    raise UnpacksTooLarge(name)
                check_markup(text)
                found[name] = etree.fromstring(text, parser)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError, RuntimeError, ValueError) as error:
        raise Damaged(str(error)) from error
    return found


def _types(root: Any) -> None:
    main = ""
    for each in root:
        kind = each.get("ContentType", "")
        if ACTIVE_TYPE.search(kind):
            raise ActiveTemplate(kind, what=kind.rpartition("/")[2][:60])
        named = each.get("PartName") or f".{each.get('Extension', '')}"
        if "wordprocessingml" in kind and kind.endswith("+xml") and not named.lower().endswith(".xml"):
            raise NotPaperTemplate(f"{named[:80]} is text that would not be looked at")
        if named == f"/{BODY}":
            main = kind
    if main != MAIN:
        raise NotPaperTemplate(main)


def _begins_at_body(root: Any) -> None:
    """What a program opens is what was looked at and is filled in."""
    starts = [each.get("Target", "") for each in root if each.get("Type", "").endswith("/officeDocument")]
    if [each.removeprefix("/") for each in starts] != [BODY]:
        raise NotPaperTemplate(f"begins at {starts}")


def _relations(root: Any) -> None:
    for each in root:
        kind, target = each.get("Type", ""), each.get("Target", "")
        name = kind.rpartition("/")[2]
        if ACTIVE_RELATION.search(kind):
            raise ActiveTemplate(kind, what=name)
        outside = each.get("TargetMode", "").lower() == "external"
        if OUTWARD_RELATION.search(kind) or (outside and name != "hyperlink"):
            raise OutwardTemplate(target, what=f"{name}: {target[:80]}")
        if outside and (urlsplit(target).scheme.lower() not in LINK_SCHEMES or target.startswith("\\\\")):
            raise OutwardTemplate(target, what=target[:80])


def _fields(root: Any) -> None:
    joined = "".join(each.text or "" for each in root.iter(f"{W}instrText"))
    simple = " ".join(each.get(f"{W}instr", "") for each in root.iter(f"{W}fldSimple"))
    found = OUTWARD_FIELD.search(joined) or OUTWARD_FIELD.search(simple)
    if found:
        raise OutwardTemplate(found[0], what=found[0])
    if next(root.iter(f"{W}altChunk", f"{W}object", f"{W}control", f"{W}subDoc"), None) is not None:
        raise ActiveTemplate("object", what="object")
