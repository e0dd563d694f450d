"""A line or an area out of a file that somebody brings: GPX, KML, GeoJSON, GeoPackage, Shapefile, DXF."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from gis import crs
from gis.drawing import judged, shapes_from
from gis.errors import BadDrawing, GisError
from heritage import workplace
from heritage.errors import BadRequest
from heritage.jobs.import_file import RawFile, read_file
from heritage.models import Item, User
from heritage.services import quarantine
from media_pipeline.errors import MediaRefused

MOST_BYTES = 10_000_000
LONGEST_DEGREES = 180.0  # beyond, numbers are metres


def drawing_in(
    chunks: Iterable[bytes], name: str, *, item: Item, by: User, areas: bool, system: str = ""
) -> Any:
    """The lines or areas of a file, in WGS 84. The file itself is not kept.

    Args:
        chunks: Its bytes.
        name: As it was called; only for the virus scanner's words.
        item: The item that it is drawn for.
        by: Who brings it.
        areas: Whether areas are wanted; closed lines count as such.
        system: The reference system, where the file does not name one: ``EPSG:9209``.

    Raises:
        BadRequest: Too large, unreadable, of unknown system, or without such a shape.
        Infected, NotChecked: The virus scanner's word.
    """
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=workplace.mark()) as folder:
        path = Path(folder) / "drawing"
        _write(path, chunks)
        quarantine.check(path, name=name, unit=item.unit, by=by)
        try:
            raw = read_file(path)
        except MediaRefused as refusal:
            raise BadRequest(refusal.sentence("vi"), refusal.sentence("en"), refusal.code) from refusal
    try:
        return judged(shapes_from(_in_degrees(raw, system), areas=areas), areas=areas)
    except BadDrawing as problem:
        raise BadRequest(problem.vi, problem.en, f"shape_{problem.code}") from problem


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    written = 0
    with path.open("wb") as file:
        for chunk in chunks:
            written += len(chunk)
            if written > MOST_BYTES:
                raise BadRequest(
                    "Tệp lớn hơn 10 MB. Chỉ giữ lại đường hoặc vùng cần vẽ rồi gửi lại.",
                    "The file is larger than 10 MB. Keep only the line or area that is wanted and send it again.",
                    "drawing_too_large",
                )
            file.write(chunk)


def _in_degrees(raw: RawFile, system: str) -> list[tuple[str, Any]]:
    """Type and coordinates of every shape, longitude first."""
    found: list[tuple[str, Any]] = []
    for layer, rows in zip(raw.facts["layers"], raw.rows, strict=True):
        for row in rows:
            if row.shape is None:
                continue
            kind, coordinates = row.shape
            try:
                found.append((kind, _degrees(coordinates, layer["crs"] or system)))
            except GisError as error:
                raise BadRequest(
                    "Tọa độ trong tệp không khớp hệ tọa độ. Chọn hệ tọa độ khác.",
                    "The coordinates of the file do not fit the reference system. Choose another.",
                    "drawing_system",
                ) from error
    return found


def _degrees(coordinates: Any, system: str) -> Any:
    if isinstance(coordinates[0], (int, float)):
        return _points([coordinates], system)[0]
    if isinstance(coordinates[0][0], (int, float)):
        return _points(coordinates, system)
    return [_degrees(each, system) for each in coordinates]


def _points(pairs: Any, system: str) -> list[tuple[float, float]]:
    xs, ys = (np.array([pair[axis] for pair in pairs], dtype=float) for axis in (0, 1))
    if not system:
        if max(np.abs(xs).max(), np.abs(ys).max()) > LONGEST_DEGREES:
            raise BadRequest(
                "Tệp không ghi hệ tọa độ. Chọn hệ tọa độ rồi đọc lại.",
                "The file names no reference system. Choose one and read it again.",
                "drawing_no_system",
            )
        return list(zip(xs.tolist(), ys.tolist(), strict=True))
    lons, lats = crs.points_to_wgs84(xs, ys, system)
    return list(zip(lons.tolist(), lats.tolist(), strict=True))
