"""Read the table that comes with a survey: one row per file, CSV or XLSX, headers in either language."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from gis import crs
from gis.errors import GisError
from gis.placement import Method, Placement
from heritage.categories import LICENCES
from heritage.services.tables import number_in, read_table

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
    "accuracy_m": ("accuracy_m", "accuracy", "accuracy (m)", "sai so", "sai số", "sai số (m)", "sai số, mét"),
}


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
        name = unicodedata.normalize("NFC", relative)  # file systems may keep marks apart, tables do not
        return self.rows.get(name) or self.rows.get(name.rsplit("/", 1)[-1])


def read_manifest(path: Path) -> Manifest:
    """Read a manifest.

    Raises:
        BadRequest: Not a table, or it has no column for the file.
    """
    rows: dict[str, Row] = {}
    for values in read_table(path, COLUMNS, "file"):
        if values.get("file"):
            rows[values["file"].replace("\\", "/").removeprefix("./")] = _row(values)
    return Manifest(rows)


def _row(values: dict[str, str]) -> Row:
    placement, problem = _placement(values)
    plain = {
        name: values.get(name, "") for name in ("file", "item", "caption", "caption_en", "author", "role")
    }
    plain["licence"] = _licence(values.get("licence", ""))
    return Row(**plain, placement=placement, problem=problem)


def _licence(text: str) -> str:
    """The code of a licence that is written as its label; other words are kept as they are."""
    wanted = text.casefold()
    known = (
        each.code
        for each in LICENCES
        if wanted in (each.vi.casefold(), each.en.casefold(), each.code.casefold())
    )
    return next(known, text)


def _placement(values: dict[str, str]) -> tuple[Placement | None, tuple[str, str] | None]:
    """VN-2000 tables write X = northing and Y = easting; longitude and latitude need no CRS."""
    try:
        accuracy = number_in(values.get("accuracy_m", ""))
        lon, lat = number_in(values.get("lon", "")), number_in(values.get("lat", ""))
        if lon is not None and lat is not None:
            return Placement(lon, lat, Method.DECLARED, accuracy, "EPSG:4326", lon, lat), None
        north, east = number_in(values.get("x", "")), number_in(values.get("y", ""))
        if (lon, lat, north, east) == (None, None, None, None):
            return None, None
        if north is None or east is None:
            return None, (
                "Bảng kê chỉ ghi một nửa tọa độ.",
                "The manifest gives only half of a position.",
            )
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
