"""Files of items in every format, honest and hostile, read in a child as the product reads them."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from media_pipeline import child
from media_pipeline.errors import (
    Damaged,
    Encrypted,
    MediaRefused,
    NoRows,
    NotItems,
    OldWorkbook,
    SeveralTables,
    ShapefilePartMissing,
    TooManyRows,
    UnpacksTooLarge,
    UnsafeReference,
)
from media_pipeline.features import IDENTITY
from media_pipeline.features_rows import MOST_ROWS, RawRow, read_rows
from media_pipeline.limits import Limits
from tests.media_pipeline.feature_files import (
    HEADER,
    ROWS,
    write_csv,
    write_geojson,
    write_layer,
    write_xlsx,
    zipped,
)

NAMES = ["Đền Trần", "Chùa Cổ Lễ"]
POINTS = [shapely.Point(106.2128, 20.4035), shapely.Point(106.213, 20.404)]


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Facts and rows of a file, through the child."""

    def reading(path: Path) -> tuple[dict[str, Any], list[RawRow]]:
        out = tmp_path / "out"
        out.mkdir(exist_ok=True)
        report = child.process_in_child(path, IDENTITY, out, Limits(), worker="media_pipeline.features")
        return report.facts, [row for _, row in read_rows(report.derived[0].path)]

    return reading


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_cut_at_its_own_sign_and_keeps_its_row_numbers(
    read: Any, tmp_path: Path, delimiter: str
) -> None:
    path = write_csv(
        tmp_path / "a", [["Danh sách"], [], HEADER, *ROWS], encoding="utf-8-sig", delimiter=delimiter
    )
    facts, rows = read(path)
    assert facts["format"] == "csv" and facts["text"] == "utf-8"
    assert [row.number for row in rows] == [1, 3, 4, 5]
    assert rows[2].cells == ["Đền Trần", "Di tích", "106.2128", "20.4035"]


def test_bytes_that_are_no_unicode_come_one_letter_a_byte(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes("Tªn,Lo¹i\n§Òn TrÇn,Di tÝch\n".encode("latin-1"))
    facts, rows = read(path)
    assert facts["text"] == "bytes"
    assert rows[1].cells == ["§Òn TrÇn", "Di tÝch"]


def test_one_broken_letter_does_not_spoil_the_others(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"T\xc3\xaan,Lo\xe1\xba\xa1i\n\xc4\x90\xe1\xbb\x81n Tr\xe1,Di t\xc3\xadch\n")
    facts, rows = read(path)
    assert facts["text"] == "utf-8"
    assert rows[1].cells == ["Đền Tr\ufffd", "Di tích"]


def test_a_workbook_gives_values_dates_and_merged_cells(read: Any, tmp_path: Path) -> None:
    rows = [
        ["Tên", "Vị trí", None, "Ngày"],
        [None, "X", "Y", None],
        ["Đền", 1, 2.5, dt.datetime(2012, 9, 27)],
        ["Đình", "=1+1", None, None],
    ]
    facts, found = read(write_xlsx(tmp_path / "a", rows, ("B1:C1", "A1:A2")))
    assert facts["format"] == "xlsx"
    assert found[0].cells == ["Tên", "Vị trí", "Vị trí", "Ngày"]
    assert found[1].cells == ["Tên", "X", "Y"]
    assert found[2].cells == ["Đền", 1, 2.5, "2012-09-27"]
    assert found[3].cells == ["Đình"]  # the formula never came to a value


def test_geojson_gives_columns_in_order_and_leaves_out_a_broken_shape(read: Any, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a", [{"ten": "A"}, {"ten": "B", "nam": 1300}], [[106.2, 20.4], ["x"]])
    facts, rows = read(path)
    assert facts["layers"][0]["columns"] == ["ten", "nam"]
    assert facts["layers"][0]["crs"] == "EPSG:4326"
    assert rows[0].shape == ("Point", [106.2, 20.4])
    assert rows[1].bad_shape and rows[1].cells == ["B", 1300]


def test_features_a_line_are_features_too(read: Any, tmp_path: Path) -> None:
    feature = {"type": "Feature", "properties": {"ten": "A"}, "geometry": None}
    path = tmp_path / "a"
    path.write_text("\n".join(json.dumps(feature) for _ in range(3)))
    assert len(read(path)[1]) == 3


def test_a_geopackage_gives_its_layers_with_their_system(read: Any, tmp_path: Path) -> None:
    path = write_layer(
        tmp_path / "a.gpkg", {"ten": NAMES}, POINTS, "EPSG:4326", driver="GPKG", layer="di_tich"
    )
    facts, rows = read(path.rename(tmp_path / "a"))
    assert facts["layers"][0]["name"] == "di_tich"
    assert "4326" in facts["layers"][0]["crs"]
    assert rows[0].cells == ["Đền Trần"] and rows[0].shape == ("Point", [106.2128, 20.4035])


def shapefile(folder: Path, without: tuple[str, ...] = ()) -> Path:
    write_layer(folder / "di_tich.shp", {"ten": NAMES}, POINTS, "EPSG:4326", encoding="UTF-8")
    parts = [each for each in folder.glob("di_tich.*") if each.suffix not in without]
    return zipped(folder / "a", parts)


def test_a_zipped_shapefile_is_read_with_its_parts(read: Any, tmp_path: Path) -> None:
    facts, rows = read(shapefile(tmp_path))
    assert facts["format"] == "shapefile" and facts["parts"] == []
    assert facts["layers"][0]["name"] == "di_tich"
    assert [row.cells[0] for row in rows] == NAMES


def test_a_shapefile_without_prj_and_shx_is_read_and_says_so(read: Any, tmp_path: Path) -> None:
    facts, rows = read(shapefile(tmp_path, (".prj", ".shx")))
    assert facts["parts"] == [".prj", ".shx"]
    assert facts["layers"][0]["crs"] is None
    assert rows[1].shape == ("Point", [106.213, 20.404])


@pytest.mark.parametrize("without", [".dbf", ".shp"])
def test_a_shapefile_without_its_table_or_shapes_says_what_is_missing(
    read: Any, tmp_path: Path, without: str
) -> None:
    with pytest.raises(ShapefilePartMissing) as refused:
        read(shapefile(tmp_path, (without,)))
    assert f"thiếu {without}" in refused.value.sentence("vi")


def test_a_shp_alone_says_what_is_missing(read: Any, tmp_path: Path) -> None:
    shapefile(tmp_path)
    with pytest.raises(ShapefilePartMissing):
        read(tmp_path / "di_tich.shp")


KML = """<?xml version="1.0"?>{doctype}<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>
<name>Đình</name><Placemark><name>Đình Vị Khê</name><description>&lt;b&gt;Thờ&lt;/b&gt; Trần{entity}</description>
<ExtendedData><Data name="loai"><value>Di tích</value></Data></ExtendedData>
<Point><coordinates>106.21,20.4,0</coordinates></Point></Placemark>
<Placemark><name>Rước</name><MultiGeometry><LineString><coordinates>106.2,20.4 106.3,20.5</coordinates></LineString>
<LineString><coordinates>106.3,20.5 106.4,20.6</coordinates></LineString></MultiGeometry></Placemark>
</Folder></Document></kml>"""


def test_kml_and_kmz_give_folders_data_and_lines(read: Any, tmp_path: Path) -> None:
    (tmp_path / "doc.kml").write_text(KML.format(doctype="", entity=""), "utf-8")
    for path in (tmp_path / "doc.kml", zipped(tmp_path / "a.kmz", [tmp_path / "doc.kml"])):
        facts, rows = read(path)
        assert facts["layers"][0]["columns"] == ["name", "description", "folder", "loai"]
        assert rows[0].cells == ["Đình Vị Khê", "Thờ Trần", "Đình", "Di tích"]
        assert rows[0].shape == ("Point", [106.21, 20.4])
        assert rows[1].shape is not None and rows[1].shape[0] == "MultiLineString"


def test_gpx_gives_waypoints_and_tracks_as_layers(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text(
        '<gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="20.4" lon="106.2"><name>Đình</name></wpt>'
        '<trk><name>Rước</name><trkseg><trkpt lat="20.4" lon="106.2"/><trkpt lat="20.5" lon="106.3"/></trkseg>'
        "</trk></gpx>",
        "utf-8",
    )
    facts, rows = read(path)
    assert [each["name"] for each in facts["layers"]] == ["waypoints", "tracks"]
    assert rows[0].shape == ("Point", [106.2, 20.4])
    assert rows[1].shape == ("LineString", [[106.2, 20.4], [106.3, 20.5]])


def test_dxf_gives_points_in_no_named_system(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a"
    point = "0\nPOINT\n8\nDINH\n10\n569493.0\n20\n2256789.0\n30\n0.0\n"
    path.write_text(f"0\nSECTION\n2\nENTITIES\n{point}0\nENDSEC\n0\nEOF\n")
    facts, rows = read(path)
    assert facts["format"] == "dxf" and facts["layers"][0]["crs"] is None
    assert rows[0].shape == ("Point", [569493.0, 2256789.0])
    assert "DINH" in rows[0].cells


def test_parquet_gives_rows(read: Any, tmp_path: Path) -> None:
    pq.write_table(pa.table({"ten": NAMES, "nam": [1300, None]}), tmp_path / "a")
    facts, rows = read(tmp_path / "a")
    assert facts["format"] == "parquet"
    assert rows[0].cells == ["Đền Trần", 1300]


@pytest.mark.parametrize("format_", ["kml", "gpx"])
@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;">]>',
        '<!DOCTYPE kml SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_markup_with_a_document_type_is_refused(
    read: Any, tmp_path: Path, format_: str, doctype: str
) -> None:
    path = tmp_path / "a"
    text = KML if format_ == "kml" else '<?xml version="1.0"?>{doctype}<gpx><name>{entity}</name></gpx>'
    path.write_text(text.format(doctype=doctype, entity="&x;"), "utf-8")
    with pytest.raises(UnsafeReference):
        read(path)


def test_a_workbook_with_a_document_type_is_refused(read: Any, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "good", [HEADER, *ROWS])
    with zipfile.ZipFile(tmp_path / "good") as good, zipfile.ZipFile(tmp_path / "bad", "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if name.startswith("xl/worksheets/"):
                content = (
                    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + content
                )
            bad.writestr(name, content)
    with pytest.raises(UnsafeReference):
        read(tmp_path / "bad")


def test_a_zip_bomb_is_refused_before_it_unpacks(read: Any, tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "a", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("doc.kml", "w", force_zip64=True) as member,
    ):
        for _ in range(450):
            member.write(b" " * 1_000_000)
    with pytest.raises(UnpacksTooLarge):
        read(tmp_path / "a")


def test_several_tables_in_one_zip_are_named(read: Any, tmp_path: Path) -> None:
    paths = [write_csv(tmp_path / name, [HEADER, *ROWS]) for name in ("a.csv", "b.csv")]
    with pytest.raises(SeveralTables) as refused:
        read(zipped(tmp_path / "a", paths))
    assert "a.csv, b.csv" in refused.value.sentence("vi")


def test_a_million_rows_are_refused_with_the_limit(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("Tên,Loại\n" + "Đình,di tích\n" * 1_000_000, "utf-8")
    with pytest.raises(TooManyRows) as refused:
        read(path)
    assert str(MOST_ROWS) in refused.value.sentence("vi")


def test_a_giant_cell_is_cut_and_said_of_its_row(read: Any, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a", [["Tên", "Loại"], ["Đình", "x" * 100_000], ["Chùa", "Di tích"]])
    _, rows = read(path)
    assert rows[1].too_long == (1,) and len(str(rows[1].cells[1])) == 200
    assert rows[2].too_long == ()


HOSTILE: list[tuple[bytes, type[MediaRefused]]] = [
    (b"Ten,Loai\nx," + b"y" * 50_000_000, Damaged),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, NotItems),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OldWorkbook),
    (b"SQLite format 3\0" + b"\xff" * 4096, Damaged),
    (b'{"type":"FeatureCollection","features":[' + b"[" * 200_000, Damaged),
    (b'{"type":"Topology"}', NotItems),
    (b"<kml><Document>", Damaged),
    (b"<kml>" + b"<Folder>" * 5_000, Damaged),
    (b"PK\x03\x04 no zip", Damaged),
    (b"PAR1 no parquet", Damaged),
    (b"0\nSECTION\n2\nENTITIES\n", MediaRefused),
    (b"Only words here\nand there\n", NotItems),
    (b'{"type":"FeatureCollection","features":[]}', NoRows),
]


@pytest.mark.parametrize(("content", "refusal"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_content_is_refused_with_a_sentence(
    read: Any, tmp_path: Path, content: bytes, refusal: type[MediaRefused]
) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(refusal) as refused:
        read(path)
    assert refused.value.sentence("vi") != MediaRefused.vi


def test_an_encrypted_zip_asks_for_one_without_a_password(read: Any, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", [write_csv(tmp_path / "a.csv", [HEADER, *ROWS])])
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(Encrypted):
        read(path)


def test_hidden_sheets_are_left_out(read: Any, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Tên"])
    hidden = book.create_sheet("lists")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a")
    facts, rows = read(tmp_path / "a")
    assert len(facts["layers"]) == 1 and [row.cells for row in rows] == [["Tên"]]
