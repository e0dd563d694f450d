"""A result as rows of a table in one reference system, and the words by which it can be cited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from gis.crs import WGS84, parse_crs, points_from_wgs84
from gis.errors import OutsideValidArea
from heritage.interop.export_columns import Column, Subject, Value, columns_for
from heritage.models import Item
from heritage.projections.dates import day_text
from heritage.projections.position import public_position

Point = tuple[float, float]
DECIMALS = {True: 9, False: 3}  # of degrees and of metres: about a tenth of a millimetre, and one
TITLE = "Di Sản Số"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a file comes from: enough to cite it and to ask the same again."""

    address: str
    query: str
    """The filters as typed, decoded; empty is the whole catalogue."""
    total: int
    at: dt.datetime
    crs: str
    language: str

    @property
    def licence(self) -> str:
        """What descriptions may be used under, and that files are another matter."""
        if self.language == "en":
            return "CC BY 4.0 (descriptions and positions; each media file has its own licence)"
        return "CC BY 4.0 (mô tả và vị trí; mỗi tệp tư liệu có giấy phép riêng)"

    @property
    def citation(self) -> str:
        """One sentence for a footnote."""
        day = day_text(self.at.date(), self.language)
        if self.language == "en":
            return f"{TITLE}, {self.total} items, {self.query or 'whole catalogue'}. {self.address}, read on {day}. CC BY 4.0."
        return f"{TITLE}, {self.total} di sản, {self.query or 'toàn bộ danh mục'}. {self.address}, tải {day}. CC BY 4.0."

    def pairs(self) -> dict[str, str | int]:
        """Everything, by stable names."""
        return {
            "title": TITLE,
            "query": self.query,
            "address": self.address,
            "date": self.at.isoformat(timespec="seconds"),
            "total": self.total,
            "crs": self.crs,
            "licence": self.licence,
            "licence_url": "https://creativecommons.org/licenses/by/4.0/",
            "citation": self.citation,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """Values in the order of the columns, and the place in the table's reference system, easting first."""

    values: tuple[Value, ...]
    point: Point | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that are read once, batch by batch. ``in_words``: headings are words, else stable names."""

    columns: tuple[Column, ...]
    batches: Iterator[list[Row]]
    source: Source
    in_words: bool

    @property
    def headings(self) -> list[str]:
        """What stands above the columns of a sheet."""
        return [each.label(self.source.language) if self.in_words else each.name for each in self.columns]

    def rows(self) -> Iterator[Row]:
        """One after another."""
        for batch in self.batches:
            yield from batch

    def named(self, row: Row) -> dict[str, Value]:
        """The values by stable names."""
        return {column.name: value for column, value in zip(self.columns, row.values, strict=True)}


def table_of(items: Iterable[list[Item]], source: Source, site: str, *, in_words: bool) -> Table:
    """The table of a result; ``site`` is scheme and host, for the addresses of pages."""
    columns = columns_for(source.crs)
    return Table(columns, (_rows(batch, columns, source, site) for batch in items), source, in_words)


def _rows(items: list[Item], columns: tuple[Column, ...], source: Source, site: str) -> list[Row]:
    positions = [public_position(item) for item in items]
    places = [None if each is None else (each.lon, each.lat) for each in positions]
    points = places if source.crs == WGS84 else in_crs(places, source.crs)
    rows = []
    for item, position, point in zip(items, positions, points, strict=True):
        subject = Subject(item, position, point, source.crs, source.language, site)
        rows.append(Row(tuple(column.value(subject) for column in columns), point))
    return rows


def in_crs(places: list[Point | None], crs: str) -> list[Point | None]:
    """WGS 84 places in another system, easting first; None where there is no place or the system has no numbers there."""
    known = [each for each in places if each is not None]
    if not known:
        return places
    lons, lats = np.array(known, dtype=float).T
    try:
        xs, ys = points_from_wgs84(lons, lats, crs)
    except OutsideValidArea:
        if len(places) > 1:  # one of them: the others keep theirs
            return [point for place in places for point in in_crs([place], crs)]
        return [None]
    decimals = DECIMALS[parse_crs(crs).is_geographic]
    found = iter(
        [(round(float(x), decimals), round(float(y), decimals)) for x, y in zip(xs, ys, strict=True)]
    )
    return [None if each is None else next(found) for each in places]
