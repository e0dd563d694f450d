"""Read the table that comes with a survey: one row per file, CSV or XLSX, headers in either language."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from gis import crs
from gis.errors import GisError
from gis.placement import Method, Placement
from heritage.errors import BadRequest

COLUMNS = {
    "file": ("file", "tep", "tệp", "ten tep", "tên tệp", "filename", "path"),
    "item": ("item", "di san", "di sản", "ma di san", "mã di sản", "public_id", "id"),
    "caption": ("caption", "chu thich", "chú thích", "caption_vi"),
    "caption_en": ("caption_en", "chu thich tieng anh", "chú thích tiếng anh"),
    "author": ("author", "tac gia", "tác giả", "nguoi chup", "người chụp", "credit"),
    "licence": ("licence", "license", "giay phep", "giấy phép", "quyen", "quyền"),
    "role": ("role", "vai tro", "vai trò", "loai tai lieu", "loại tài liệu"),
    "lon": ("lon", "lng", "longitude", "kinh do", "kinh độ"),
    "lat": ("lat", "latitude", "vi do", "vĩ độ"),
    "x": ("x", "x_north", "northing", "toa do x", "tọa độ x"),
    "y": ("y", "y_east", "easting", "toa do y", "tọa độ y"),
    "crs": ("crs", "epsg", "he toa do", "hệ tọa độ"),
    "accuracy_m": ("accuracy_m", "accuracy", "sai so", "sai số"),
}
MAX_ROWS = 100_000
MAX_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Row:
    """What the manifest says of one file; ``placement`` already in WGS 84."""

    file: str
    item: str = ""
    caption: str = ""
    caption_en: str = ""
    author: str = ""
    licence: str = ""
    role: str = ""
    placement: Placement | None = None
    problem: tuple[str, str] | None = None  # (vi, en) when the position cannot be used


@dataclass(frozen=True, slots=True)
class Manifest:
    """Rows by file name, looked up by relative path first and by bare name second."""

    rows: dict[str, Row] = field(default_factory=dict)

    def row_for(self, relative: str) -> Row | None:
        """The row of a file, or None."""
        return self.rows.get(relative) or self.rows.get(relative.rsplit("/", 1)[-1])


def read_manifest(path: Path) -> Manifest:
    """Read a manifest.

    Raises:
        BadRequest: Not a table, or it has no column for the file.
    """
    table = _xlsx(path) if path.read_bytes()[:2] == b"PK" else _csv(path)
    header = next(table, None)
    if header is None:
        raise BadRequest("Bảng kê trống.", "The manifest is empty.", "manifest_empty")
    names = [_column(cell) for cell in header]
    if "file" not in names:
        raise BadRequest(
            "Bảng kê thiếu cột “file” (tên tệp).", "The manifest lacks a “file” column.", "manifest_no_file"
        )
    rows: dict[str, Row] = {}
    for number, cells in enumerate(table):
        if number >= MAX_ROWS:
            raise BadRequest("Bảng kê quá dài.", "The manifest is too long.", "manifest_too_long")
        values = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
        if values.get("file"):
            rows[values["file"].replace("\\", "/").removeprefix("./")] = _row(values)
    return Manifest(rows)


def _row(values: dict[str, str]) -> Row:
    placement, problem = _placement(values)
    plain = {
        name: values.get(name, "")
        for name in ("file", "item", "caption", "caption_en", "author", "licence", "role")
    }
    return Row(**plain, placement=placement, problem=problem)


def _placement(values: dict[str, str]) -> tuple[Placement | None, tuple[str, str] | None]:
    """VN-2000 tables write X = northing and Y = easting; longitude and latitude need no CRS."""
    try:
        accuracy = _number(values.get("accuracy_m", ""))
        lon, lat = _number(values.get("lon", "")), _number(values.get("lat", ""))
        if lon is not None and lat is not None:
            return Placement(lon, lat, Method.DECLARED, accuracy, "EPSG:4326", lon, lat), None
        north, east = _number(values.get("x", "")), _number(values.get("y", ""))
        if north is None or east is None:
            return None, None
        code = values.get("crs", "")
        if not code:
            return None, (
                "Bảng kê có X, Y nhưng thiếu hệ tọa độ (cột “crs”, ví dụ EPSG:9209).",
                "The manifest gives X and Y without a reference system (column “crs”, e.g. EPSG:9209).",
            )
        native = code if ":" in code else f"EPSG:{code}"
        x, y = crs.to_wgs84(east, north, native)
        return Placement(x, y, Method.DECLARED, accuracy, native, east, north), None
    except (ValueError, GisError):
        return None, (
            "Không đọc được tọa độ trong bảng kê.",
            "The coordinates in the manifest cannot be read.",
        )


def _number(text: str) -> float | None:
    """A number with a decimal point or comma; thousands separators of the other kind are dropped."""
    cleaned = text.replace("\u00a0", "").replace(" ", "")
    if not cleaned:
        return None
    if "," in cleaned and "." in cleaned:
        thousands = "," if cleaned.rindex(".") > cleaned.rindex(",") else "."
        cleaned = cleaned.replace(thousands, "")
    return float(cleaned.replace(",", "."))


def _column(cell: str) -> str:
    wanted = " ".join(cell.strip().lower().split())
    return next((name for name, spellings in COLUMNS.items() if wanted in spellings), "")


def _csv(path: Path) -> Iterator[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest(
            "Bảng kê không phải UTF-8. Lưu lại dưới dạng “CSV UTF-8” hoặc XLSX.",
            "The manifest is not UTF-8. Save it as “CSV UTF-8” or XLSX.",
            "manifest_encoding",
        ) from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    yield from csv.reader(io.StringIO(text), delimiter=delimiter)


def _xlsx(path: Path) -> Iterator[list[str]]:
    # By handle: openpyxl believes extensions, and a member of an archive has none.
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
            rows: Iterable[tuple[Any, ...]] = book.worksheets[0].iter_rows(values_only=True)
            for row in rows:
                yield ["" if cell is None else str(cell) for cell in row[:MAX_COLUMNS]]
        except (KeyError, ValueError, OSError, IndexError, zipfile.BadZipFile, InvalidFileException) as error:
            raise BadRequest(
                "Không mở được bảng kê XLSX.", "The XLSX manifest cannot be opened.", "manifest_damaged"
            ) from error
