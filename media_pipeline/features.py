"""Tables and layers of items, told apart by content. Runs in the child: ``python -m media_pipeline.features``.

Facts: ``format`` (csv, xlsx, geojson, ndjson, gpkg, shapefile, kml, gpx, dxf, parquet), ``text`` (how a text
was read: utf-8, utf-16, bytes), ``parts`` (what a Shapefile lacks) and ``layers``, see ``features_rows``.
"""

from __future__ import annotations

import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from gis.doubts import Doubt
from gis.placement import Placement
from media_pipeline import worker
from media_pipeline.errors import EmptyFile, NotItems, OldWorkbook, ShapefilePartMissing
from media_pipeline.features_json import read_geojson
from media_pipeline.features_layers import read_layers, read_parquet, read_shapefiles
from media_pipeline.features_rows import ROWS_FILE, RawLayer, write_rows
from media_pipeline.features_sheet import read_workbook
from media_pipeline.features_text import read_text_table
from media_pipeline.features_unpack import check_archive, table_inside
from media_pipeline.features_xml import read_markup
from media_pipeline.kind import HEAD_BYTES, Kind
from media_pipeline.report import Derived, Facts, Identity
from media_pipeline.told import Order, Told

IDENTITY = Identity("features", "application/octet-stream")
RECIPE = "rows"


def _inspect(path: Path, _media_type: str, _told: Told) -> Facts:
    return {}


def _derive(path: Path, facts: Facts, out: Path, _order: Order) -> Iterator[Derived]:
    room = out / "room"
    room.mkdir()
    layers, found = _read(path, room)
    facts.update(found)
    facts["layers"] = write_rows(layers, out)
    shutil.rmtree(room)
    yield Derived(RECIPE, out / ROWS_FILE, "application/x-ndjson")


def _read(path: Path, room: Path, *, inside: bool = False) -> tuple[list[RawLayer], Facts]:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise EmptyFile("no bytes")
    if head[:4] == b"PK\x03\x04":
        return _read_archive(path, room, inside=inside)
    if head[:16] == b"SQLite format 3\0":
        return read_layers(_laid(path, room / "layer.gpkg")), {"format": "gpkg"}
    if head[:4] == b"PAR1":
        return read_parquet(path), {"format": "parquet"}
    if head[:4] == b"\x00\x00\x27\x0a":
        raise ShapefilePartMissing("alone", parts=".dbf, .shx, .prj")
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or head.startswith(b"{\\rtf"):
        raise OldWorkbook("office signature")
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<"):
        layers, name = read_markup(path)
        return layers, {"format": name}
    if start[:1] in (b"{", b"\x1e"):
        return read_geojson(path), {"format": "geojson"}
    if start.startswith((b"0\r\nSECTION", b"0\nSECTION", b"999\r\n", b"999\n", b"AutoCAD Binary DXF")):
        return read_layers(_laid(path, room / "layer.dxf")), {"format": "dxf"}
    layers, how = read_text_table(path)
    return layers, {"format": "csv", "text": how}


def _read_archive(path: Path, room: Path, *, inside: bool) -> tuple[list[RawLayer], Facts]:
    names = {each.filename for each in check_archive(path)}
    if "[Content_Types].xml" in names:
        if not any(name.startswith("xl/") for name in names):
            raise OldWorkbook("another office document")
        return read_workbook(path), {"format": "xlsx"}
    if "META-INF/manifest.xml" in names or "mimetype" in names:
        raise OldWorkbook("open document")
    if inside:
        raise NotItems("an archive inside an archive")
    taken = table_inside(path, room)
    if taken == room:
        layers = read_shapefiles(room)
        lacking = sorted(
            {
                part
                for each in room.iterdir()
                for part in (".prj", ".shx", ".cpg")
                if each.is_dir() and not _has(path, part)
            }
        )
        return layers, {"format": "shapefile", "parts": lacking}
    layers, facts = _read(taken, room, inside=True)
    return layers, facts | {"inside": taken.suffix}


def _has(path: Path, suffix: str) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(name.lower().endswith(suffix) for name in archive.namelist())


def _laid(path: Path, target: Path) -> Path:
    shutil.copyfile(path, target)
    return target


def _place(_facts: Facts) -> Placement | None:
    return None


def _question(_facts: Facts) -> tuple[Doubt, ...]:
    return ()


KIND = Kind(
    name="features",
    recognises=lambda _head, _path: None,
    inspect=_inspect,
    place=_place,
    question=_question,
    derive=_derive,
)

if __name__ == "__main__":
    sys.exit(worker.main(sys.argv[1:], (KIND,)))
