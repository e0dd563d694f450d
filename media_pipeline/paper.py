"""A ward's own template of a report. Runs in the child: ``python -m media_pipeline.paper``.

Beside the template lie ``values.json`` (``paper_fill.Values``) and the pictures that it names; without it the template
is only looked through. Facts: ``placeholders``. Makes ``filled``, a DOCX, the same bytes for the same input.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from gis.doubts import Doubt
from gis.placement import Placement
from media_pipeline import worker
from media_pipeline.kind import Kind
from media_pipeline.paper_check import check_paper
from media_pipeline.paper_fill import BODY_RELATIONS, Values, fill, placeholders
from media_pipeline.report import Derived, Facts, Identity
from media_pipeline.told import Order, Told

IDENTITY = Identity("paper", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
RECIPE, FILE, VALUES = "filled", "filled.docx", "values.json"
EPOCH = (2020, 1, 1, 0, 0, 0)
FIRST = ("[Content_Types].xml", "_rels/.rels")
NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


def _inspect(path: Path, _media_type: str, _told: Told) -> Facts:
    return {"placeholders": placeholders(check_paper(path))}


def _derive(path: Path, _facts: Facts, out: Path, order: Order) -> Iterator[Derived]:
    if VALUES not in order.told.companions:
        return
    values = Values(**json.loads((path.parent / VALUES).read_text(encoding="utf-8")))
    parts = check_paper(path)
    parts.setdefault(BODY_RELATIONS, etree.fromstring(NO_RELATIONS))
    fill(parts, values)
    changed = {
        name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for name, root in parts.items()
    }
    for name in values.pictures.values():
        changed[f"word/media/{name}"] = (path.parent / name).read_bytes()
    target = out / FILE
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as sink:
        names = {name for name in source.namelist() if not name.endswith("/")} | set(changed)
        for name in sorted(names, key=lambda each: (each not in FIRST, each)):
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            sink.writestr(member, changed[name] if name in changed else source.read(name))
    yield Derived(RECIPE, target, IDENTITY.media_type)


def _place(_facts: Facts) -> Placement | None:
    return None


def _question(_facts: Facts) -> tuple[Doubt, ...]:
    return ()


KIND = Kind(
    name="paper",
    recognises=lambda _head, _path: None,
    inspect=_inspect,
    place=_place,
    question=_question,
    derive=_derive,
)

if __name__ == "__main__":
    sys.exit(worker.main(sys.argv[1:], (KIND,)))
