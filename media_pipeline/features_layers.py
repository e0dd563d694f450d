"""Layers that GDAL reads (GeoPackage, Shapefile, DXF), and GeoParquet. In the child process only.

A file is laid under a name of ours first, so that GDAL takes the driver that the content was recognised for.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyogrio.raw
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from media_pipeline.errors import Damaged, ShapefilePartMissing, TooManyRows
from media_pipeline.features_rows import MOST_COLUMNS, MOST_ROWS, RawLayer, RawRow, cell_of, shape_of

MOST_LAYERS = 50
# An open ring would be closed with a straight line; parts lie beside the file under the names that we gave.
OPTIONS = {
    "OGR_GEOMETRY_ACCEPT_UNCLOSED_RING": "NO",
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
    "SHAPE_RESTORE_SHX": "YES",
    "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
}


def read_layers(path: Path) -> list[RawLayer]:
    """Every layer of a GeoPackage or DXF.

    Raises:
        Damaged: Not readable to its end.
        TooManyRows: A layer has more rows than one import may.
    """
    pyogrio.set_gdal_config_options(OPTIONS)
    try:
        names = [str(name) for name, _ in pyogrio.list_layers(path)][:MOST_LAYERS]
    except (DataSourceError, RuntimeError) as error:
        raise Damaged(str(error)) from error
    return [_layer(path, name, name) for name in names]


def read_shapefiles(folder: Path) -> list[RawLayer]:
    """The Shapefiles that were unpacked below a folder, each in one of its own.

    Raises:
        ShapefilePartMissing: One lacks its ``.dbf``.
        Damaged, TooManyRows: See :func:`read_layers`.
    """
    pyogrio.set_gdal_config_options(OPTIONS)
    layers = []
    for each in sorted(part for part in folder.iterdir() if part.is_dir()):
        if not (each / "layer.dbf").exists():
            raise ShapefilePartMissing(".dbf", parts=".dbf")
        layers.append(_layer(each / "layer.shp", "layer", (each / "name").read_text("utf-8")))
    return layers


def _layer(path: Path, layer: str, name: str) -> RawLayer:
    last: Exception | None = None
    # A .cpg that lies makes the first reading fail; byte by byte nothing can, and the text is told apart later.
    for encoding in (None, "ISO-8859-1"):
        try:
            meta, fids, found, data = pyogrio.raw.read(
                path, layer=layer, encoding=encoding, max_features=MOST_ROWS + 1, return_fids=True
            )
        except (UnicodeDecodeError, DataSourceError, DataLayerError, RuntimeError, ValueError) as error:
            last = error
            continue
        if len(fids) > MOST_ROWS:
            raise TooManyRows(layer, most=MOST_ROWS)
        columns = [str(each) for each in meta["fields"]][:MOST_COLUMNS]
        values = [each.tolist() for each in data[: len(columns)]]
        crs = meta.get("crs")
        return RawLayer(name, columns, list(_rows(len(fids), values, found)), crs if crs else None)
    raise Damaged(str(last)) from last


def _rows(count: int, values: list[list[Any]], found: Any) -> Iterator[RawRow]:
    for at in range(count):
        cells = [cell_of(column[at]) for column in values]
        wkb = found[at] if found is not None else None
        if wkb is None:
            yield RawRow(at + 1, cells)
        else:
            yield shape_of(at + 1, cells, lambda wkb=wkb: shapely.from_wkb(wkb))


def read_parquet(path: Path) -> list[RawLayer]:
    """GeoParquet with WKB shapes, or a Parquet file without shapes.

    Raises:
        Damaged, TooManyRows: See :func:`read_layers`.
    """
    try:
        file = pq.ParquetFile(path)
        if file.metadata.num_rows > MOST_ROWS:
            raise TooManyRows("parquet", most=MOST_ROWS)
        geo = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
        column = str(geo.get("primary_column") or "")
        told = (geo.get("columns") or {}).get(column) or {}
        table = file.read()
    except (pa.ArrowException, OSError, ValueError, AttributeError, struct.error) as error:
        raise Damaged(str(error)) from error
    crs = "EPSG:4326" if told and "crs" not in told else json.dumps(told["crs"]) if told.get("crs") else None
    names = [each for each in table.column_names if each != column][:MOST_COLUMNS]
    values = [table[each].to_pylist() for each in names]
    found = table[column].to_pylist() if column in table.column_names else None
    return [RawLayer("", names, list(_rows(table.num_rows, values, found)), crs)]
