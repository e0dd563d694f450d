"""Read boundaries from GeoJSON, GeoPackage or Shapefile, in any reference system and text encoding."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from gis.boundary_geometry import usable_boundary
from gis.crs import parse_crs
from gis.doubts import Doubt
from gis.encodings import TextEncoding, convert_text, detect_encoding
from gis.errors import BadBoundaryFile, UnknownCrs
from gis.names import clean_name, fold_name

SUFFIXES = (".shp", ".gpkg", ".geojson", ".json")
MAX_UNZIPPED_BYTES = 2 * 1024**3

_CODE_FIELDS = (
    "maxa", "maphuong", "maxaphuong", "maphuongxa", "maxp", "madvhc", "madonvi", "mahc", "mahanhchinh",
    "wardcode", "communecode", "unitcode", "code", "ma", "maxaid", "idxa", "codexa", "codevn", "maso", "matinh",
    "provincecode",
)  # fmt: skip
_NAME_FIELDS = (
    "tenxa", "tenphuong", "tenxaphuong", "tenphuongxa", "tendvhc", "tendonvi", "fullname", "wardname",
    "ward", "commune", "communevn", "unitname", "name", "ten", "tenhc", "tentinh",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BoundaryRecord:
    """One row of a file. ``geometry`` is a valid MultiPolygon in WGS 84, or None when it is unusable."""

    number: int
    """Counted from 1, as a person counts the rows."""
    code: str
    name: str
    geometry: shapely.MultiPolygon | None
    problems: tuple[Doubt, ...]
    """What was repaired, or why there is no geometry."""


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """What a file holds and how it was understood."""

    records: tuple[BoundaryRecord, ...]
    crs: str
    encoding: TextEncoding
    code_field: str
    name_field: str | None
    layer: str


def read_boundaries(
    path: Path,
    *,
    code_field: str | None = None,
    crs: str | None = None,
    layer: str | None = None,
    code_digits: int = 5,
) -> BoundaryFile:
    """Read a GeoJSON, GeoPackage or Shapefile, a zip of one, or a folder that holds one.

    Coordinates that are in WGS 84 already are kept bit by bit; nothing is ever rounded or simplified.

    Args:
        path: The file, zip or folder.
        code_field: The column with the unit's code; found by its name or its values when None.
        crs: For a file that does not say; it never overrules a file that does.
        layer: For a file with several layers of polygons.
        code_digits: Numbers are padded with zeros to this length: 5 for communes, 2 for provinces.

    Raises:
        BadBoundaryFile: With a sentence in each language.
    """
    source = _source(path)
    chosen = _layer(source, layer)
    meta, geometries, columns = _read(source, chosen)
    native = _crs(meta.get("crs"), crs)
    encoding = detect_encoding(
        [*columns, *(v for values in columns.values() for v in values if isinstance(v, str))]
    )
    table = {
        clean_name(convert_text(name, encoding)): [
            convert_text(value, encoding) if isinstance(value, str) else value for value in values
        ]
        for name, values in columns.items()
    }
    code_column = _code_column(table, code_field)
    name_column = _column_named(table, _NAME_FIELDS)
    records = []
    for index, raw in enumerate(geometries):
        geometry, problems = usable_boundary(raw, native)
        records.append(
            BoundaryRecord(
                number=index + 1,
                code=_code(table[code_column][index], code_digits),
                name=clean_name(str(table[name_column][index] or "")) if name_column else "",
                geometry=geometry,
                problems=problems,
            )
        )
    if not records:
        raise BadBoundaryFile("no rows", "Tệp không có dòng nào.", "The file has no rows.")
    return BoundaryFile(tuple(records), native, encoding, code_column, name_column, chosen)


def _source(path: Path) -> str:
    """The path as GDAL opens it."""
    if not path.exists():
        raise BadBoundaryFile(str(path), f"Không có tệp {path.name}.", f"There is no file {path.name}.")
    if path.is_dir():
        inside = [str(each) for each in path.iterdir()]
        return _only(inside, path.name)
    if path.suffix.lower() != ".zip":
        return str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except zipfile.BadZipFile as error:
        raise BadBoundaryFile(
            str(path), "Tệp zip bị hỏng. Nén lại rồi tải lên lần nữa.", "The zip is damaged. Make it again."
        ) from error
    if sum(info.file_size for info in infos) > MAX_UNZIPPED_BYTES:
        raise BadBoundaryFile(
            str(path), "Tệp zip mở ra lớn hơn 2 GB.", "The zip holds more than 2 GB when opened."
        )
    return f"/vsizip/{{{path}}}/" + _only([i.filename for i in infos if ".." not in i.filename], path.name)


def _only(names: Iterable[str], where: str) -> str:
    found = [name for name in names if name.lower().endswith(SUFFIXES) and "__MACOSX" not in name]
    if len(found) != 1:
        listed = ", ".join(sorted(Path(name).name for name in found)[:5]) or "0"
        raise BadBoundaryFile(
            where,
            f"{where} phải có đúng một tệp .shp, .gpkg hoặc .geojson (đang có: {listed}).",
            f"{where} must hold exactly one .shp, .gpkg or .geojson file (now: {listed}).",
        )
    return found[0]


def _layer(source: str, wanted: str | None) -> str:
    try:
        layers = [(str(name), str(kind)) for name, kind in pyogrio.list_layers(source)]
    except DataSourceError as error:
        raise BadBoundaryFile(
            str(error),
            "Không đọc được tệp ranh giới. Cần GeoJSON, GeoPackage hoặc Shapefile còn nguyên vẹn.",
            "The boundary file cannot be read. It must be an intact GeoJSON, GeoPackage or Shapefile.",
        ) from error
    names = [name for name, _ in layers]
    if wanted is not None:
        if wanted not in names:
            listed = ", ".join(names)
            raise BadBoundaryFile(
                wanted,
                f"Tệp không có lớp “{wanted}”. Các lớp: {listed}.",
                f"No layer “{wanted}” in the file. Layers: {listed}.",
            )
        return wanted
    areas = [name for name, kind in layers if "Polygon" in kind or kind in ("Unknown", "GeometryCollection")]
    if len(areas) != 1:
        listed = ", ".join(areas or names) or "0"
        raise BadBoundaryFile(
            source,
            f"Cần đúng một lớp vùng trong tệp; hãy chọn lớp: {listed}.",
            f"The file must have exactly one layer of areas; choose a layer: {listed}.",
        )
    return areas[0]


def _read(source: str, layer: str) -> tuple[dict[str, Any], Any, dict[str, list[Any]]]:
    # Otherwise GDAL closes an open ring with a straight line and says so only on standard error.
    pyogrio.set_gdal_config_options({"OGR_GEOMETRY_ACCEPT_UNCLOSED_RING": "NO"})
    last: Exception | None = None
    # A .cpg that lies makes the first reading fail; byte by byte nothing can, and the text is told apart later.
    for encoding in (None, "ISO-8859-1"):
        try:
            meta, _, geometries, data = pyogrio.raw.read(source, layer=layer, encoding=encoding)
        except (UnicodeDecodeError, DataSourceError, DataLayerError) as error:
            last = error
            continue
        columns = {str(name): values.tolist() for name, values in zip(meta["fields"], data, strict=True)}
        return meta, geometries if geometries is not None else np.array([None] * _rows(data)), columns
    raise BadBoundaryFile(
        str(last),
        "Tệp ranh giới bị hỏng giữa chừng. Xuất lại từ phần mềm bản đồ rồi tải lên lần nữa.",
        "The boundary file is damaged. Export it again from the mapping program.",
    ) from last


def _rows(data: Any) -> int:
    return len(data[0]) if len(data) else 0


def _crs(found: str | None, given: str | None) -> str:
    if not found and not given:
        raise BadBoundaryFile(
            "no crs",
            "Tệp không ghi hệ toạ độ (thiếu .prj). Hãy chỉ rõ, ví dụ EPSG:9209.",
            "The file names no reference system (.prj is missing). Name one, for example EPSG:9209.",
        )
    try:
        return parse_crs(found or given or "").text
    except UnknownCrs as error:
        raise BadBoundaryFile(
            str(error),
            "Không nhận ra hệ toạ độ của tệp. Hãy xuất lại ở WGS 84 hoặc VN-2000.",
            "The file's reference system is not known. Export it again in WGS 84 or VN-2000.",
        ) from error


def _code_column(table: dict[str, list[Any]], wanted: str | None) -> str:
    listed = ", ".join(table) or "0"
    if wanted is not None:
        if wanted not in table:
            raise BadBoundaryFile(
                wanted,
                f"Tệp không có cột “{wanted}”. Các cột: {listed}.",
                f"The file has no column “{wanted}”. Columns: {listed}.",
            )
        return wanted
    named = _column_named(table, _CODE_FIELDS)
    if named:
        return named
    like_codes = [name for name, values in table.items() if _hold_codes(values)]
    if len(like_codes) == 1:
        return like_codes[0]
    raise BadBoundaryFile(
        "no code column",
        f"Không thấy cột mã đơn vị. Hãy chỉ rõ cột; các cột: {listed}.",
        f"No column with the unit codes was found. Name it; columns: {listed}.",
    )


def _column_named(table: dict[str, list[Any]], wanted: tuple[str, ...]) -> str | None:
    folded = {fold_name(name).replace(" ", ""): name for name in table}
    return next((folded[each] for each in wanted if each in folded), None)


def _hold_codes(values: list[Any]) -> bool:
    codes = [_code(value, 5) for value in values if value is not None]
    return len(codes) > 0 and len(set(codes)) == len(codes) and all(re.fullmatch(r"\d{5}", c) for c in codes)


def _code(value: Any, digits: int) -> str:
    """A code as text: 6874.0, "6874" and "06874 " are all ``06874``."""
    if value is None or value != value:
        return ""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return text.zfill(digits) if text.isdigit() else text
