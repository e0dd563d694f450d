"""Open a file of areas, also inside a zip or a folder, and hand over one layer as it is.

GeoJSON, GeoPackage, Shapefile, MapInfo (TAB, MIF), KML, KMZ and FlatGeobuf.
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pyogrio
import pyogrio.raw
from pyogrio.errors import DataLayerError, DataSourceError

from gis.errors import BadBoundaryFile

SUFFIXES = (".shp", ".gpkg", ".geojson", ".json", ".tab", ".mif", ".kml", ".kmz", ".fgb")
ZIPPED = (".zip", ".kmz")
HEAD = 4096
MAX_UNZIPPED_BYTES = 2 * 1024**3

_UNREADABLE = (
    "Không đọc được tệp ranh giới. Cần GeoJSON, GeoPackage, Shapefile, MapInfo, KML hoặc FlatGeobuf còn nguyên vẹn.",
    "The boundary file cannot be read. It must be an intact GeoJSON, GeoPackage, Shapefile, MapInfo, KML or "
    "FlatGeobuf file.",
)
_DRAWING = (
    "Bản vẽ CAD không mang mã đơn vị. Chuyển vùng kèm cột mã sang GeoPackage rồi nhập lại.",
    "A CAD drawing carries no unit codes. Convert its areas, with a column of codes, to GeoPackage.",
)
DRAWINGS = (".dxf", ".dwg", ".dgn")


@dataclass(frozen=True, slots=True)
class LayerTable:
    """One layer before anything is made of it; ``shapes`` and every column have one value for each row."""

    name: str
    crs: str | None
    """As the file names it; None when it does not."""
    shapes: list[bytes | None]
    """Well-known binary."""
    columns: dict[str, list[Any]]


def read_layer(path: Path, layer: str | None = None) -> LayerTable:
    """The only layer of areas, or the one that is named.

    Raises:
        BadBoundaryFile: With a sentence in each language.
    """
    source = _source(path)
    return _read(source, _layer(source, layer))


def _source(path: Path) -> str:
    """The path as GDAL opens it."""
    if not path.exists():
        raise BadBoundaryFile(str(path), f"Không có tệp {path.name}.", f"There is no file {path.name}.")
    if path.is_dir():
        return _source(Path(_only([str(each) for each in path.iterdir()], path.name)))
    if path.suffix.lower() in DRAWINGS:
        raise BadBoundaryFile(path.name, *_DRAWING)
    if path.suffix.lower() not in ZIPPED:
        with path.open("rb") as file:
            _check_content(path.name, file.read(HEAD))
        return str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            inside = [info.filename for info in infos if ".." not in info.filename]
            name = _only(inside, path.name)
            with archive.open(name) as member:
                _check_content(name, member.read(HEAD))
    except zipfile.BadZipFile as error:
        raise BadBoundaryFile(
            str(path), "Tệp zip bị hỏng. Nén lại rồi tải lên lần nữa.", "The zip is damaged. Make it again."
        ) from error
    if sum(info.file_size for info in infos) > MAX_UNZIPPED_BYTES:
        raise BadBoundaryFile(
            str(path), "Tệp zip mở ra lớn hơn 2 GB.", "The zip holds more than 2 GB when opened."
        )
    return f"/vsizip/{{{path}}}/{name}"


def _only(names: Iterable[str], where: str) -> str:
    found = [name for name in names if name.lower().endswith(SUFFIXES) and "__MACOSX" not in name]
    if len(found) != 1:
        listed = ", ".join(sorted(Path(name).name for name in found)[:5]) or "0"
        raise BadBoundaryFile(
            where,
            f"{where} phải có đúng một tệp bản đồ, như .shp, .gpkg hoặc .geojson (đang có: {listed}).",
            f"{where} must hold exactly one map file, such as .shp, .gpkg or .geojson (now: {listed}).",
        )
    return found[0]


def _check_content(name: str, head: bytes) -> None:
    """GDAL goes by content, and some of its formats (VRT, XML) make it open other files: only ours get so far."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    ours = start.startswith((b"{", b"!table", b"version ")) or _root_of(head) == "kml"
    if not (ours or head.startswith((b"SQLite format 3", b"\x00\x00\x27\x0a", b"fgb\x03fgb"))):
        raise BadBoundaryFile(name, *_UNREADABLE)


def _root_of(head: bytes) -> str:
    """The name of the first element of XML, without its namespace's prefix; "" when there is none.

    GDAL knows its own XML formats by a word anywhere in the head, so a file with such a word is none of ours.
    """
    if b"<OGRVRTDataSource" in head:
        return ""
    names: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _: names.append(name)
    # The head may end inside a character; what was read before counts.
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(head, False)
    return names[0].rpartition(":")[2].lower() if names else ""


def _layer(source: str, wanted: str | None) -> str:
    try:
        layers = [(str(name), str(kind)) for name, kind in pyogrio.list_layers(source)]
    except DataSourceError as error:
        raise BadBoundaryFile(str(error), *_UNREADABLE) from error
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


def _read(source: str, layer: str) -> LayerTable:
    # Otherwise GDAL closes an open ring with a straight line and says so only on standard error.
    pyogrio.set_gdal_config_options({"OGR_GEOMETRY_ACCEPT_UNCLOSED_RING": "NO"})
    last: Exception | None = None
    # A .cpg that lies makes the first reading fail; byte by byte nothing can, and the text is told apart later.
    for encoding in (None, "ISO-8859-1"):
        try:
            meta, _, shapes, data = pyogrio.raw.read(source, layer=layer, encoding=encoding)
        except (UnicodeDecodeError, DataSourceError, DataLayerError) as error:
            last = error
            continue
        columns = {str(name): values.tolist() for name, values in zip(meta["fields"], data, strict=True)}
        rows = len(data[0]) if len(data) else 0
        return LayerTable(
            layer, meta.get("crs"), list(shapes) if shapes is not None else [None] * rows, columns
        )
    raise BadBoundaryFile(
        str(last),
        "Tệp ranh giới bị hỏng giữa chừng. Xuất lại từ phần mềm bản đồ rồi tải lên lần nữa.",
        "The boundary file is damaged. Export it again from the mapping program.",
    ) from last
