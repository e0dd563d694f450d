"""A report for machines: JSON with everything that its digest is taken over, CSV with one line per object."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from heritage.kpi import COUNTS_FROM
from heritage.reports import links
from heritage.rules.spreadsheet_text import inert

BOM = "\ufeff"
HOW = (
    "digest = SHA-256 of the JSON of {content, texts} in UTF-8: keys sorted, separators ',' and ':', "
    "letters not escaped"
)
OBJECT_COLUMNS = (
    *("id", "name", "category", "level", "digitized", "part", "legal_basis", "blocked", "missing", "url"),
)
PART_COLUMNS = ("code", "name", "digitized", "total")
HEAD_COLUMNS = (
    *("unit", "period", "counted_on", "register_version", "criteria_version"),
    *("snapshot_digest", "report_digest"),
)

Content = dict[str, Any]


def write_json(content: Content, texts: dict[str, Any], digest: str) -> bytes:
    """Content, texts and digests; anyone can take the digest again as ``how`` says."""
    told = {"content": content, "digest": digest, "how": HOW, "texts": texts}
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def write_csv(content: Content, digest: str) -> bytes:
    """A line per object, of a province per ward; every line names the snapshot. No text can run as a formula."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    head = _head(content, digest)
    listed = bool(content["objects"]) or not content["parts"]
    writer.writerow([*HEAD_COLUMNS, *(OBJECT_COLUMNS if listed else PART_COLUMNS)])
    for row in _objects(content) if listed else _parts(content):
        writer.writerow([inert(value) if isinstance(value, str) else value for value in (*head, *row)])
    return out.getvalue().encode()


def _head(content: Content, digest: str) -> list[str]:
    return [
        content["unit"]["code"],
        content["period"]["label"],
        content["period"]["counted_on"],
        "+".join(content["register_versions"]),
        content["snapshot"]["criteria_version"],
        content["snapshot"]["digest"],
        digest,
    ]


def _objects(content: Content) -> Iterator[list[object]]:
    for row in content["objects"]:
        yield [
            *(row[name] for name in ("id", "name", "category", "level")),
            int(row["level"] >= COUNTS_FROM),
            *(row[name] for name in ("part", "legal_basis", "blocked")),
            "; ".join(row["missing"]),
            links.of_object(content, row),
        ]


def _parts(content: Content) -> Iterator[list[object]]:
    for row in content["parts"]:
        yield [row[name] for name in PART_COLUMNS]
