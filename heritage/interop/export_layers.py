"""Tables as GeoPackage, Shapefile and GeoParquet: one stream of Arrow batches, so that memory does not grow with them.

Coordinates are easting (or longitude) first in every system, as GeoPackage (OGC 12-128r19, 2.1.3.1.1) and
GeoParquet (1.1, "coordinate axis order") ask.
"""

from __future__ import annotations

import csv
import json
import struct
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from gis.crs import WGS84, projjson
from heritage.interop.export_columns import Value
from heritage.interop.export_table import TITLE, Point, Row, Table

LAYER = "items"
DBF_BYTES = 254  # of a text in a Shapefile
_TYPES = {str: pa.string(), int: pa.int32(), float: pa.float64(), bool: pa.bool_()}


class _Batches:
    """Arrow batches of a table; remembers the box around the places and an error, which Arrow would swallow."""

    def __init__(self, table: Table, names: list[str], longest: int | None = None) -> None:
        fields = [(name, _TYPES[column.type]) for name, column in zip(names, table.columns, strict=True)]
        self.schema = pa.schema([*fields, ("geometry", pa.binary())])
        self.box: tuple[float, float, float, float] | None = None
        self._table = table
        self._longest = longest
        self._error: Exception | None = None

    def __iter__(self) -> Iterator[Any]:
        for rows in self._table.batches:
            self._widen([row.point for row in rows if row.point is not None])
            columns: list[list[Any]] = [list(values) for values in zip(*map(self._values, rows), strict=True)]
            columns.append(
                [None if row.point is None else struct.pack("<BIdd", 1, 1, *row.point) for row in rows]
            )
            yield pa.record_batch(
                [pa.array(values, field.type) for values, field in zip(columns, self.schema, strict=True)],
                schema=self.schema,
            )

    def write(self, path: Path, **options: Any) -> None:
        """Write through GDAL; what went wrong while rows were read is raised as it was."""
        reader = pa.RecordBatchReader.from_batches(self.schema, self._remembering(self))
        try:
            pyogrio.write_arrow(
                reader, path, geometry_name="geometry", geometry_type="Point", encoding="UTF-8",
                crs=self._table.source.crs, **options,
            )  # fmt: skip
        except RuntimeError as error:
            raise (self._error or error) from error

    def _remembering(self, batches: Iterable[Any]) -> Iterator[Any]:
        try:
            yield from batches
        except Exception as error:
            self._error = error
            raise

    def _values(self, row: Row) -> list[Value]:
        if self._longest is None:
            return list(row.values)
        return [cut(value, self._longest) if isinstance(value, str) else value for value in row.values]

    def _widen(self, points: list[Point]) -> None:
        if not points:
            return
        xs, ys = zip(*points, strict=True)
        old = self.box or (min(xs), min(ys), max(xs), max(ys))
        self.box = (min(old[0], *xs), min(old[1], *ys), max(old[2], *xs), max(old[3], *ys))


def cut(text: str, most_bytes: int) -> str:
    """The beginning of a text that fits, never half a character.

    >>> cut("Đền Trần", 5), cut("Đền", 3)
    ('Đề', 'Đ')
    """
    return text.encode()[:most_bytes].decode(errors="ignore")


def write_gpkg(table: Table, path: Path) -> int:
    """One layer, ``items``; who made it and how to cite it are in its description."""
    source = table.source
    _Batches(table, [each.name for each in table.columns]).write(
        path,
        layer=LAYER,
        driver="GPKG",
        layer_options={"IDENTIFIER": TITLE, "DESCRIPTION": source.citation},
        layer_metadata={name: str(value) for name, value in source.pairs().items()},
    )
    return 0


def write_shapefile(table: Table, path: Path) -> int:
    """A zip of the layer with ``.prj`` and ``.cpg``, a legend of its short names, and where it comes from."""
    batches = _Batches(table, [each.short for each in table.columns], DBF_BYTES)
    shape = path.with_name("items.shp")
    batches.write(shape, driver="ESRI Shapefile")
    if batches.box is not None:
        for part in (shape, shape.with_suffix(".shx")):
            _write_box(part, batches.box)
    legend = path.with_name("items-columns.csv")
    with legend.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(["field", "column", "vi", "en"])
        writer.writerows([each.short, each.name, each.vi, each.en] for each in table.columns)
    origin = path.with_name("items-source.txt")
    origin.write_text(
        "".join(f"{name}: {value}\n" for name, value in table.source.pairs().items()), encoding="utf-8"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(path.parent.glob("items*")):
            if part != path:
                archive.write(part, part.name)
    return 0


def _write_box(part: Path, box: tuple[float, float, float, float]) -> None:
    """Put the box of the places into a header (bytes 36 to 67): GDAL counts items without a place as 0, 0."""
    with part.open("r+b") as file:
        file.seek(36)
        file.write(struct.pack("<4d", *box))


def write_parquet(table: Table, path: Path) -> int:
    """GeoParquet 1.1, one row group a batch, WKB points."""
    batches = _Batches(table, [each.name for each in table.columns])
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if table.source.crs != WGS84:  # the standard's own default is longitude and latitude on WGS 84
        column["crs"] = projjson(table.source.crs)
    with pq.ParquetWriter(path, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
        if batches.box is not None:
            column["bbox"] = list(batches.box)
        geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
        source = json.dumps(table.source.pairs(), ensure_ascii=False)
        writer.add_key_value_metadata({"geo": json.dumps(geo), "source": source})
    return 0
