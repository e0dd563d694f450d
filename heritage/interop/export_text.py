"""Tables as CSV (RFC 4180), GeoJSON (RFC 7946) and GeoJSON features a line, piece by piece."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from heritage.interop.export_columns import Value
from heritage.interop.export_table import Row, Table
from heritage.rules import spreadsheet_text

BOM = "\ufeff".encode()


def csv_pieces(table: Table) -> Iterator[bytes]:
    """UTF-8, lines end in CR LF, no value is empty, and no text can run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.headings)
    for batch in table.batches:
        writer.writerows([inert(value) for value in row.values] for row in batch)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()


def inert(value: Value) -> Value:
    """A text that a spreadsheet would run gets an apostrophe; numbers stay numbers, truths are words.

    >>> inert("=1+1"), inert(-5.0), inert(True)
    ("'=1+1", -5.0, 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return spreadsheet_text.inert(value) if isinstance(value, str) else value


def geojson_pieces(table: Table) -> Iterator[bytes]:
    """One FeatureCollection; ``source`` comes first, ``numberReturned`` last. No place is a null geometry."""
    source = _json(table.source.pairs())
    yield f'{{"type":"FeatureCollection","source":{source},"features":['.encode()
    count = 0
    for batch in table.batches:
        lead = ",\n" if count else "\n"
        yield (lead + ",\n".join(_json(_feature(table, row)) for row in batch)).encode()
        count += len(batch)
    yield f'\n],"numberReturned":{count}}}\n'.encode()


def ndjson_pieces(table: Table) -> Iterator[bytes]:
    """A feature a line, for programs that read line by line."""
    for batch in table.batches:
        yield "".join(_json(_feature(table, row)) + "\n" for row in batch).encode()


def _feature(table: Table, row: Row) -> dict[str, Any]:
    properties = table.named(row)
    geometry = None if row.point is None else {"type": "Point", "coordinates": list(row.point)}
    return {"type": "Feature", "id": properties["id"], "geometry": geometry, "properties": properties}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
