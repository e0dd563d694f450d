"""Read boundaries from the formats of ``boundary_layers``, in any reference system and text encoding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from gis.boundary_geometry import usable_boundary
from gis.boundary_layers import read_layer
from gis.crs import parse_crs
from gis.doubts import Doubt
from gis.encodings import TextEncoding, convert_text, detect_encoding
from gis.errors import BadBoundaryFile, UnknownCrs
from gis.names import clean_name, fold_name

_CODE_FIELDS = (
    "maxa", "maphuong", "maxaphuong", "maphuongxa", "maxp", "madvhc", "madonvi", "mahc", "mahanhchinh",
    "wardcode", "communecode", "unitcode", "code", "ma", "maxaid", "idxa", "codexa", "codevn", "maso", "matinh",
    "provincecode",
)  # fmt: skip
_NAME_FIELDS = (
    "tenxa", "tenphuong", "tenxaphuong", "tenphuongxa", "tendvhc", "tendonvi", "fullname", "wardname",
    "ward", "commune", "communevn", "unitname", "name", "ten", "tenhc", "tentinh",
)  # fmt: skip


# MapInfo files written by GDAL and QGIS lose the datum of VN-2000; nothing on WGS 84 itself has this scale.
_LOST_DATUM = re.compile(r'(?s)World Geodetic System 1984.*"Scale factor at natural origin",0\.9999\D')


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
    """Read a file, a zip or a folder of those that ``boundary_layers`` opens.

    Coordinates that are in WGS 84 already are kept bit by bit; nothing is ever rounded or simplified.

    Args:
        path: The file, zip or folder.
        code_field: The column with the unit's code; found by its name or its values when None.
        crs: For a file that does not say, or says a 3° zone on WGS 84; else it never overrules the file.
        layer: For a file with several layers of polygons.
        code_digits: Numbers are padded with zeros to this length: 5 for communes, 2 for provinces.

    Raises:
        BadBoundaryFile: With a sentence in each language.
    """
    found = read_layer(path, layer)
    columns = found.columns
    native = _crs(found.crs, crs)
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
    # KML has a column "Name" whether or not anything is in it.
    filled = {name: values for name, values in table.items() if any(isinstance(v, str) and v for v in values)}
    name_column = _column_named(filled, _NAME_FIELDS)
    records = []
    for index, raw in enumerate(found.shapes):
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
    return BoundaryFile(tuple(records), native, encoding, code_column, name_column, found.name)


def _crs(found: str | None, given: str | None) -> str:
    if not found and not given:
        raise BadBoundaryFile(
            "no crs",
            "Tệp không ghi hệ toạ độ (thiếu .prj). Hãy chỉ rõ, ví dụ EPSG:9209.",
            "The file names no reference system (.prj is missing). Name one, for example EPSG:9209.",
        )
    try:
        system = parse_crs(found or given or "").text
        if _LOST_DATUM.search(system) is None:
            return system
        if given:
            return parse_crs(given).text
    except UnknownCrs as error:
        raise BadBoundaryFile(
            str(error),
            "Không nhận ra hệ toạ độ của tệp. Hãy xuất lại ở WGS 84 hoặc VN-2000.",
            "The file's reference system is not known. Export it again in WGS 84 or VN-2000.",
        ) from error
    raise BadBoundaryFile(
        system,
        "Tệp ghi múi 3° của VN-2000 nhưng gốc là WGS 84, nên sẽ lệch 224 m. Hãy chỉ rõ hệ, ví dụ EPSG:9209.",
        "The file names a 3° zone of VN-2000 on the datum WGS 84, which would be 224 m off. Name the system, "
        "for example EPSG:9209.",
    )


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
