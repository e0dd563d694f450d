"""Tables and layers of items built in code, for the tests of importing."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyogrio.raw
import shapely

HEADER = ["Tên di tích", "Loại hình", "Kinh độ", "Vĩ độ"]
ROWS = [["Đền Trần", "Di tích", 106.2128, 20.4035], ["Chùa Cổ Lễ", "Di tích", 106.2130, 20.4040]]


def write_csv(path: Path, rows: list[list[Any]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A table as text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, rows: list[list[Any]], merged: tuple[str, ...] = ()) -> Path:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for each in merged:
        book.active.merge_cells(each)
    book.save(path)
    return path


def write_geojson(path: Path, rows: list[dict[str, Any]], points: list[Any]) -> Path:
    """Features with points, longitude first."""
    features = [
        {
            "type": "Feature",
            "properties": row,
            "geometry": None if point is None else {"type": "Point", "coordinates": point},
        }
        for row, point in zip(rows, points, strict=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def write_layer(
    path: Path, columns: dict[str, list[Any]], shapes: list[Any], crs: str | None, **more: Any
) -> Path:
    """Any format that GDAL writes, by the ending of the path."""
    kind = shapes[0].geom_type
    pyogrio.raw.write(
        path,
        np.array([shapely.to_wkb(each) for each in shapes], dtype=object),
        [np.array(values, dtype=object) for values in columns.values()],
        list(columns),
        geometry_type=kind,
        crs=crs,
        **more,
    )
    return path


def zipped(target: Path, paths: list[Path]) -> Path:
    """Files in a zip, under their names."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in paths:
            archive.write(each, each.name)
    return target
