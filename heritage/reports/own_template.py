"""A report in the ward's own template. The stranger's DOCX is opened in the child only."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from heritage import workplace
from heritage.reports import layout
from heritage.reports.docx_xml import NAMESPACES, gap, picture, table
from heritage.reports.letter import Texts
from heritage.reports.paper import Paper, Picture
from heritage.reports.svg_canvas import as_png, read_drawing
from heritage.reports.template_values import KNOWN, block_values, text_values
from media_pipeline import child, paper
from media_pipeline.limits import Limits
from media_pipeline.report import Report
from media_pipeline.told import Order, Told

WORKER = "media_pipeline.paper"
NONE = "Không có."
Content = dict[str, Any]


def look_through(path: Path) -> list[str]:
    """The placeholders of a template.

    Raises:
        MediaRefused: It is no DOCX, or holds what could run or fetch something.
        WorkerFailed: Our fault.
    """
    with _room() as folder:
        found: list[str] = _in_child(path, folder, Order(Told())).facts["placeholders"]
    return found


def unknown(placeholders: Sequence[str]) -> list[str]:
    """Those that no report has a value for."""
    return [each for each in placeholders if each not in KNOWN]


def write_own(template: bytes, told: Paper, content: Content, texts: Texts) -> bytes:
    """The template with everything filled in; the same bytes for the same report.

    Raises:
        MediaRefused, WorkerFailed: As :func:`look_through`.
    """
    with _room() as folder, _room() as out:
        path = folder / "template.docx"
        path.write_bytes(template)
        values = _values(told, content, texts, folder)
        (folder / paper.VALUES).write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        companions = (paper.VALUES, *values["pictures"].values())
        report = _in_child(path, out, Order(Told(companions=companions)))
        return report.derived[0].path.read_bytes()


def _in_child(path: Path, out: Path, order: Order) -> Report:
    return child.process_in_child(
        path, paper.IDENTITY, out, Limits.for_file(path), order=order, worker=WORKER
    )


@contextmanager
def _room() -> Iterator[Path]:
    """An empty folder for a while."""
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=workplace.mark()) as folder:
        yield Path(folder)


def _values(told: Paper, content: Content, texts: Texts, folder: Path) -> dict[str, Any]:
    """``paper_fill.Values`` as JSON; pictures are written beside the template."""
    links: dict[str, str] = {}
    pictures: dict[str, str] = {}
    known: dict[str, str] = {}

    def linked(address: str) -> str:
        key = f"rIdDiSanSo{len(known) + 1}"
        if known.setdefault(address, key) == key:
            links[key] = address
        return known[address]

    blocks = {}
    for number, (name, block) in enumerate(block_values(told).items(), start=1):
        if isinstance(block, Picture):
            key, file = f"rIdDiSanSoHinh{number}", f"disanso-{block.key}.png"
            (folder / file).write_bytes(as_png(block.svg, block.width_mm))
            pictures[key] = file
            height = block.width_mm * read_drawing(block.svg).ratio
            blocks[name] = picture(key, 9_000 + number, block.width_mm, height, block.caption, block.text)
        else:
            blocks[name] = table(block, layout.CELL, linked) + gap(6)
    said = text_values(content, texts, told.digest)
    # A report without blocked objects has no table of them: the words stand in its place.
    said |= {name: NONE for name in KNOWN if name not in said and name not in blocks}
    return {
        "texts": said,
        "blocks": {name: f"<w:body {NAMESPACES}>{xml}</w:body>" for name, xml in blocks.items()},
        "links": links,
        "pictures": pictures,
    }
