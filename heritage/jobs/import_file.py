"""A file of items, read in the child and understood: layer, encoding, headings, columns. Writes nothing."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from gis.encodings import TextEncoding, convert_text, detect_encoding
from gis.names import clean_name
from heritage import storage, workplace
from heritage.rules.import_fields import BY_CODE, guess_columns
from heritage.rules.import_header import find_header
from heritage.rules.spreadsheet_text import as_written
from media_pipeline import child
from media_pipeline.features import IDENTITY
from media_pipeline.features_rows import RawRow, read_rows
from media_pipeline.limits import Limits

WORKER = "media_pipeline.features"
SAMPLES = 6  # texts shown before and after


@dataclass(frozen=True, slots=True)
class RawFile:
    """What the child told of a file, and its rows by layer."""

    facts: dict[str, Any]
    rows: list[list[RawRow]]


@dataclass(frozen=True, slots=True)
class Understood:
    """One layer with its headings found and its texts in Unicode.

    Attributes:
        columns: Headings to our fields; those of no use are left out.
        crs: As the file names it; None where it does not.
        samples: Texts before and after they were converted.
        signature: The same for every file with the same headings.
    """

    format: str
    layer: int
    headings: list[str]
    rows: list[RawRow]
    columns: dict[str, str]
    crs: str | None
    encoding: TextEncoding
    samples: list[tuple[str, str]]
    signature: str


def read_original(sha256: str, on_progress: Callable[[str], None] | None = None) -> RawFile:
    """Read an original of the store.

    Raises:
        MediaRefused: The file is at fault.
        WorkerFailed, OSError: We are.
    """
    with storage.local_copy(storage.originals(), storage.original_name(sha256)) as path:
        return read_file(path, on_progress)


def read_file(path: Path, on_progress: Callable[[str], None] | None = None) -> RawFile:
    """Read a file on disk; raises as :func:`read_original`."""
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=workplace.mark()) as folder:
        report = child.process_in_child(
            path, IDENTITY, Path(folder), Limits.for_file(path), on_progress, worker=WORKER
        )
        rows: list[list[RawRow]] = [[] for _ in report.facts["layers"]]
        for layer, row in read_rows(report.derived[0].path):
            rows[layer].append(row)
        return RawFile(report.facts, rows)


def understand(
    raw: RawFile, reading: dict[str, Any], remembered: Callable[[str], dict[str, str] | None]
) -> Understood:
    """Make a table of the layer that the reading names, else of the one whose headings say most.

    Args:
        raw: The file.
        reading: What a person chose: ``layer``, ``encoding``, ``columns``; each may be missing.
        remembered: Gives the columns that were chosen for a file of the same signature.
    """
    encoding = _encoding(raw, reading.get("encoding"))
    candidates = [_table(raw, at, encoding) for at in range(len(raw.rows))]
    wanted = reading.get("layer")
    names = [layer["name"] for layer in raw.facts["layers"]]
    if wanted in names:
        found = candidates[names.index(wanted)]
    else:
        found = max(candidates, key=lambda each: (len(each.columns), len(each.rows)))
    columns = reading.get("columns") or remembered(found.signature) or found.columns
    kept = {
        heading: code for heading, code in columns.items() if heading in found.headings and code in BY_CODE
    }
    return replace(found, columns=kept)


def _table(raw: RawFile, at: int, encoding: TextEncoding) -> Understood:
    facts, rows = raw.facts["layers"][at], raw.rows[at]
    texts = list(_texts([facts["columns"] or [], *(row.cells for row in rows)]))
    changed = [(text, convert_text(text, encoding)) for text in dict.fromkeys(texts) if not text.isascii()]
    converted = [_converted(row, encoding, csv=raw.facts["format"] == "csv") for row in rows]
    if facts["columns"] is None:
        header = find_header([row.cells for row in converted])
        headings, converted = header.headings, converted[header.last + 1 :]
    else:
        headings = [clean_name(convert_text(name, encoding)) for name in facts["columns"]]
    return Understood(
        format=raw.facts["format"],
        layer=at,
        headings=headings,
        rows=converted,
        columns=_sensible(guess_columns(headings), headings, converted),
        crs=facts["crs"],
        encoding=encoding,
        samples=[pair for pair in changed if pair[0] != pair[1]][:SAMPLES] or changed[:SAMPLES],
        signature=hashlib.sha256("\n".join(headings).encode()).hexdigest()[:32],
    )


def _encoding(raw: RawFile, chosen: str | None) -> TextEncoding:
    if chosen in set(TextEncoding):
        return TextEncoding(chosen)
    texts = _texts(
        [
            *(layer["columns"] or [] for layer in raw.facts["layers"]),
            *(row.cells for rows in raw.rows for row in rows),
        ]
    )
    return detect_encoding(list(texts)[:20_000])


def _texts(lines: Iterable[Iterable[Any]]) -> Iterable[str]:
    return (cell for line in lines for cell in line if isinstance(cell, str))


def _converted(row: RawRow, encoding: TextEncoding, *, csv: bool) -> RawRow:
    """Texts in Unicode; an apostrophe that keeps a spreadsheet from running a text is no part of it."""

    def text(cell: str) -> str:
        said = convert_text(cell, encoding)
        return as_written(said) if csv else said

    return replace(row, cells=[text(cell) if isinstance(cell, str) else cell for cell in row.cells])


def _sensible(columns: dict[str, str], headings: list[str], rows: list[RawRow]) -> dict[str, str]:
    """Guesses that the values contradict are dropped: "Mã" is ours only where it holds ids of ours."""
    kept = {}
    for heading, code in columns.items():
        at = headings.index(heading)
        values = [str(row.cells[at]) for row in rows[:200] if at < len(row.cells) and row.cells[at]]
        if code == "id" and not (values and all(_is_id(value) for value in values)):
            code = "their_id"
            if code in columns.values():
                continue
        if code == "qr" and not any("/" in value for value in values):
            continue
        kept[heading] = code
    return kept


def _is_id(value: str) -> bool:
    return len(value) == 6 and value.upper().isalnum() and not set(value.upper()) & set("ILOU")
