"""Tables as KML 2.2 and GPX 1.1, element by element. Text is escaped; nothing refers to another host's icons."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from heritage.interop.export_columns import Value
from heritage.interop.export_table import TITLE, Row, Table

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
GPX_FIELDS = "urn:disanso:export"  # namespace of our columns inside a waypoint


def kml_pieces(table: Table) -> Iterator[bytes]:
    """A Placemark an item; one without a place has no Point."""
    source = table.source
    yield (
        f'{_HEAD}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{escape(TITLE)}</name>"
        f"<description>{_html(source.citation)}</description>"
        f"{_extended([(name, name, value) for name, value in source.pairs().items()])}\n"
    ).encode()
    for batch in table.batches:
        yield "".join(_placemark(table, row) for row in batch).encode()
    yield b"</Document></kml>\n"


def write_gpx(table: Table, path: Path) -> int:
    """A waypoint an item. GPX has no waypoint without a place: such items are left out, and counted."""
    source = table.source
    left_out = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(
            f'{_HEAD}<gpx version="1.1" creator={quoteattr(TITLE)} '
            f'xmlns="http://www.topografix.com/GPX/1/1" xmlns:ds="{GPX_FIELDS}"><metadata>'
            f"<desc>{escape(source.citation)}</desc>"
            f"<copyright author={quoteattr(TITLE)}><year>{source.at.year}</year>"
            f"<license>{escape(str(source.pairs()['licence_url']))}</license></copyright>"
            f"<link href={quoteattr(source.address)}/><time>{source.at.isoformat(timespec='seconds')}</time>"
            "</metadata>\n"
        )
        for row in table.rows():
            if row.point is None:
                left_out += 1
            else:
                file.write(_waypoint(table, row, *row.point))
        file.write("</gpx>\n")
    return left_out


def _placemark(table: Table, row: Row) -> str:
    language = table.source.language
    fields = [
        (column.name, column.label(language), value)
        for column, value in zip(table.columns, row.values, strict=True)
    ]
    named = table.named(row)
    point = (
        ""
        if row.point is None
        else f"<Point><coordinates>{row.point[0]},{row.point[1]}</coordinates></Point>"
    )
    return (
        f"<Placemark><name>{_text(_name(named, language))}</name><description>{_html(_line(named))}</description>"
        f"{_extended(fields)}{point}</Placemark>\n"
    )


def _waypoint(table: Table, row: Row, lon: float, lat: float) -> str:
    named = table.named(row)
    fields = "".join(
        f"<ds:{name}>{_text(value)}</ds:{name}>" for name, value in named.items() if value is not None
    )
    return (
        f'<wpt lat="{lat}" lon="{lon}"><name>{_text(_name(named, table.source.language))}</name>'
        f"<desc>{_text(_line(named))}</desc><link href={quoteattr(str(named['url']))}/>"
        f"<type>{_text(named['category_label'])}</type><extensions>{fields}</extensions></wpt>\n"
    )


def _name(named: dict[str, Value], language: str) -> Value:
    return (named["name_en"] if language == "en" else None) or named["name_vi"]


def _line(named: dict[str, Value]) -> str:
    """ "Di tích · Phường Vị Khê, Tỉnh Ninh Bình · ± 3 m" """
    parts = [named["category_label"], f"{named['unit_name']}, {named['province']}"]
    if named["accuracy_m"] is not None:
        parts.append(f"± {named['accuracy_m']:g} m")
    return " · ".join(str(part) for part in parts)


def _extended(fields: list[tuple[str, str, Value]]) -> str:
    data = "".join(
        f'<Data name="{name}"><displayName>{_text(label)}</displayName><value>{_text(value)}</value></Data>'
        for name, label, value in fields
        if value is not None
    )
    return f"<ExtendedData>{data}</ExtendedData>"


def _text(value: Value) -> str:
    return escape(str(value).lower() if isinstance(value, bool) else str(value))


def _html(text: str) -> str:
    """For a description, which globes show as HTML: escaped once for them and once for XML."""
    return escape(html.escape(text))
