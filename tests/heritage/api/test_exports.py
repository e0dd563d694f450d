"""An export is the whole of a search: the same items, in the same order, read back by other people's readers."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import struct
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
from defusedxml import ElementTree
from django.conf import settings as live_settings
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from gis.crs import from_wgs84
from heritage import engine
from heritage.api.root import api
from heritage.interop.export_formats import FORMATS
from heritage.jobs.index import rebuild
from heritage.models import Asset, Item
from heritage.selectors import exports
from search.errors import EngineUnavailable

pytestmark = pytest.mark.django_db(transaction=True)
ENDINGS = [each.ending for each in FORMATS]
IN_CRS = [each.ending for each in FORMATS if each.any_crs]
SECRET = (106.2061234, 20.4127654)
FORMULA = '=HYPERLINK("http://evil.example","Đền")'
KML = "{http://www.opengis.net/kml/2.2}"
GPX = "{http://www.topografix.com/GPX/1/1}"
DS = "{urn:disanso:export}"


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several batches, with and without places at their beginning."""
    monkeypatch.setattr(exports, "BATCH", 3)


@pytest.fixture
def catalogue(make_item: Any, nam_dinh: Any, index: Any) -> list[Item]:
    def placed(lon: float, lat: float) -> dict[str, Any]:
        return {"position": Point(lon, lat, srid=4326), "position_method": "gnss", "position_accuracy_m": 3.0}

    shown = {"state": "published", "published_at": timezone.now()}
    items = [
        make_item(
            name_vi="A Tô Trung Tự", category="figure", alt_names=["Tôn Trung Tự"], han_nom="蘇忠嗣", **shown
        ),
        make_item(
            name_vi="Đền Trần",
            name_en="Trần Temple",
            unit=nam_dinh,
            rank="special_national",
            **shown,
            decision_number="1820/QĐ-TTg",
            decision_date="2012-12-27",
            decision_by="Thủ tướng",
            **placed(106.167945, 20.455966),
        ),
        make_item(name_vi=FORMULA, **shown, **placed(106.211493, 20.407612)),
        make_item(name_vi="@SUM(1+1)*cmd|' /C calc'!A0", category="festival", **shown),
        make_item(name_vi="Miếu được bảo vệ", disclosure="km1", **shown, **placed(*SECRET)),
        make_item(name_vi="Phủ <b>&amp; \x0b]]> Giầy", name_en="-1", **shown, **placed(106.21, 20.41)),
        make_item(
            name_vi="Ư " + "Đ" * 180, alt_names=["Ệ" * 150, "ộ" * 150], **shown, **placed(106.22, 20.42)
        ),
        make_item(name_vi="#N/A", **shown, **placed(106.23, 20.43)),
        make_item(name_vi="Đền bí mật", state="draft", **placed(106.2, 20.4)),
    ]
    Asset.objects.create(
        item=items[1], unit=nam_dinh, kind="photo", sha256="a" * 64, bytes=1, published_at=timezone.now()
    )
    Asset.objects.create(item=items[1], unit=nam_dinh, kind="audio", sha256="b" * 64, bytes=1)
    rebuild()
    return items


def get(ending: str, query: str = "", status: int = 200) -> tuple[bytes, Any]:
    response = Client().get(f"/api/v1/exports/items.{ending}?{query}")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == status, body
    return body, response


def paged(query: str) -> list[dict[str, Any]]:
    """Every entry of the list, two at a time."""
    found, address = [], f"/api/v1/items?limit=2&{query}"
    while address:
        page = json.loads(Client().get(address).content)
        found += page["items"]
        address = page["next"]
    return found


def records(ending: str, body: bytes, folder: Path) -> list[dict[str, Any]]:
    """Rows by column name with the point under ``geometry``, read by a reader that is not ours; Nones for nothing."""
    path = folder / f"items.{ending}"
    path.write_bytes(body)
    if ending == "csv":
        rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(body.decode(), newline=""), strict=True))
    elif ending == "xlsx":
        heading, *lines = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
        rows = [dict(zip(heading, line, strict=True)) for line in lines]
    elif ending in ("geojson", "ndjson"):
        features = (
            [json.loads(line) for line in body.splitlines()]
            if ending == "ndjson"
            else json.loads(body)["features"]
        )
        rows = [
            {**each["properties"], "geometry": each["geometry"] and each["geometry"]["coordinates"]}
            for each in features
        ]
    elif ending == "kml":
        rows = [kml_row(each) for each in ElementTree.fromstring(body).iter(f"{KML}Placemark")]
    elif ending == "gpx":
        rows = [gpx_row(each) for each in ElementTree.fromstring(body).iter(f"{GPX}wpt")]
    else:
        rows = layer_rows(ending, path)
    return [{name: None if value == "" else value for name, value in row.items()} for row in rows]


def kml_row(place: Any) -> dict[str, Any]:
    row = {each.get("name"): each.findtext(f"{KML}value") for each in place.iter(f"{KML}Data")}
    point = place.findtext(f"{KML}Point/{KML}coordinates")
    return row | {"geometry": point and [float(number) for number in point.split(",")]}


def gpx_row(place: Any) -> dict[str, Any]:
    row = {each.tag.removeprefix(DS): each.text for each in place.find(f"{GPX}extensions")}
    return row | {"geometry": [float(place.get("lon")), float(place.get("lat"))]}


def layer_rows(ending: str, path: Path) -> list[dict[str, Any]]:
    if ending == "parquet":
        frame = geopandas.read_parquet(path)
    else:
        frame = pyogrio.read_dataframe(f"/vsizip/{path}/items.shp" if ending == "shp.zip" else path)
    rows = []
    for values in frame.astype(object).to_dict("records"):
        point = values.pop(frame.geometry.name)
        row = {name: None if value is None or value != value else value for name, value in values.items()}
        rows.append(row | {"geometry": None if point is None else [point.x, point.y]})
    return rows


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "query",
    ["sort=name", "unit=13972", "near=106.2,20.4", "near=106.2,20.4&sort=name&category=relic", "q=den"],
)
def test_a_file_has_the_items_of_the_list_in_its_order(catalogue, tmp_path, ending, query) -> None:
    wanted = paged(query)
    body, _ = get(ending, query)
    if ending == "gpx":
        wanted = [each for each in wanted if each["position"]]
    assert wanted
    assert [row["id"] for row in records(ending, body, tmp_path)] == [each["id"] for each in wanted]


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_has_the_same_columns_and_values(catalogue, tmp_path, ending) -> None:
    temple = next(
        row
        for row in records(ending, get(ending, "sort=name")[0], tmp_path)
        if row["id"] == catalogue[1].public_id
    )
    got = {name: str(value) for name, value in temple.items() if name != "geometry" and value is not None}
    if ending == "shp.zip":
        names = {"dec_number": "decision_number", "dec_date": "decision_date", "dec_by": "decision_by"}
        names |= {"cat_label": "category_label", "meth_label": "method_label", "lev_label": "level_label"}
        got = {names.get(name, name): value for name, value in got.items()}
    blurred = got.pop("blurred")
    assert blurred.lower() in ("false", "0", "0.0")
    assert got.pop("updated").endswith("Z")
    assert float(got.pop("accuracy_m")) == 3
    assert float(got.pop("level")) == 0
    assert got == {
        "id": catalogue[1].public_id,
        "name_vi": "Đền Trần",
        "name_en": "Trần Temple",
        "category": "relic",
        "category_label": "Di tích",
        "rank": "special_national",
        "rank_label": "Di tích quốc gia đặc biệt",
        "decision_number": "1820/QĐ-TTg",
        "decision_date": "2012-12-27",
        "decision_by": "Thủ tướng",
        "unit_code": "13669",
        "unit_name": "Phường Nam Định",
        "province": "Tỉnh Ninh Bình",
        "lon": "106.167945",
        "lat": "20.455966",
        "method": "gnss",
        "method_label": "Đo bằng máy định vị",
        "level_label": "Đã ghi nhận",
        "media": "photo",
        "url": f"http://testserver/di-san/{catalogue[1].public_id}/den-tran/",
        "licence": "CC-BY-4.0",
    }
    if ending not in ("csv", "xlsx"):
        assert temple["geometry"] == pytest.approx([106.167945, 20.455966], abs=1e-9)


@pytest.mark.parametrize("ending", ENDINGS)
def test_positions_are_the_public_ones_and_no_byte_holds_a_protected_one(catalogue, tmp_path, ending) -> None:
    body, _ = get(ending, "sort=name")
    rows = {row["id"]: row for row in records(ending, body, tmp_path)}
    for entry in paged("sort=name"):
        if entry["position"]:
            row = rows[entry["id"]]
            assert (float(row["lon"]), float(row["lat"])) == (
                entry["position"]["lon"],
                entry["position"]["lat"],
            )
    assert str(rows[catalogue[4].public_id]["blurred"]).lower() in ("true", "1", "1.0")
    unpacked = uncompressed(ending, body)
    assert b"106.2061" not in unpacked
    assert b"20.41276" not in unpacked
    for number in SECRET:
        for exact in (number, round(number, 6), round(number, 5)):
            assert struct.pack("<d", exact) not in unpacked
            assert struct.pack(">d", exact) not in unpacked
    assert catalogue[8].public_id.encode() not in unpacked  # a draft


@pytest.mark.parametrize("ending", IN_CRS)
def test_no_byte_holds_a_protected_position_in_vn2000_either(catalogue, ending) -> None:
    body = get(ending, "crs=9209")[0]
    unpacked = uncompressed(ending, body)
    rounded = (round(SECRET[0], 6), round(SECRET[1], 6))  # as positions that are not protected are given
    for number in (*from_wgs84(*SECRET, "EPSG:9209"), *from_wgs84(*rounded, "EPSG:9209")):
        assert f"{number:.1f}".encode() not in unpacked
        assert f"{int(number)}.".encode() not in unpacked
        assert not any(struct.pack("<d", round(number, digits)) in unpacked for digits in range(10))


def uncompressed(ending: str, body: bytes) -> bytes:
    """Every byte that the file holds, laid open."""
    if ending in ("xlsx", "shp.zip"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    if ending == "parquet":
        plain = io.BytesIO()
        pq.write_table(pq.read_table(io.BytesIO(body)), plain, compression="none", use_dictionary=False)
        return plain.getvalue()
    return body


@pytest.mark.parametrize("ending", IN_CRS)
@pytest.mark.parametrize("code", [9209, 5897, 3405, 4756])
def test_vn2000_coordinates_are_those_of_gis_crs(catalogue, tmp_path, ending, code) -> None:
    within = 0.001 if code != 4756 else 1e-8
    rows = records(ending, get(ending, f"sort=name&crs=EPSG:{code}")[0], tmp_path)
    assert len(rows) == 8
    for row in rows:
        if row["lon"] is None:
            assert row["x_east"] is None and row.get("geometry") is None
            continue
        wanted = from_wgs84(float(row["lon"]), float(row["lat"]), f"EPSG:{code}")
        assert (float(row["x_east"]), float(row["y_north"])) == pytest.approx(wanted, abs=within)
        assert row["crs"] == f"EPSG:{code}"
        if ending not in ("csv", "xlsx"):
            assert row["geometry"] == pytest.approx(wanted, abs=within)


@pytest.mark.parametrize("ending", ["gpkg", "shp.zip", "parquet"])
def test_a_layer_says_its_reference_system_and_its_box(catalogue, tmp_path, ending) -> None:
    for code in (4326, 9209, 9218):
        path = tmp_path / f"{code}.{ending}"
        path.write_bytes(get(ending, f"crs={code}")[0])
        if ending == "parquet":
            frame = geopandas.read_parquet(path)
            assert frame.crs.to_epsg() == code or (code == 4326 and frame.crs == "OGC:CRS84")
            continue
        info = pyogrio.read_info(f"/vsizip/{path}/items.shp" if ending == "shp.zip" else path)
        assert (info["crs"], info["geometry_type"], info["features"]) == (f"EPSG:{code}", "Point", 8)
        west, south, east, north = info["total_bounds"]
        corner = from_wgs84(106.167945, 20.41, f"EPSG:{code}")[0] if code != 4326 else 106.167945
        assert west == pytest.approx(corner, abs=1 if code == 4326 else 3000)
        assert south > (20 if code == 4326 else 2_000_000)
        assert (east, north) > (west, south)


@pytest.mark.parametrize("ending", ["geojson", "ndjson", "kml", "gpx"])
def test_what_is_always_wgs84_refuses_another_system_and_says_why(catalogue, ending) -> None:
    error = json.loads(get(ending, "crs=9209", 400)[0])["error"]
    assert error["code"] == "wgs84_only"
    assert "RFC 7946" in error["vi"] and "RFC 7946" in error["en"]
    get(ending, "crs=EPSG:4326")


@pytest.mark.parametrize(
    ("ending", "query", "status", "code"),
    [
        ("csv", "crs=2154", 400, "bad_crs"),
        ("csv", "crs=vn2000", 400, "bad_crs"),
        ("csv", "bom=yes", 400, "bad_bom"),
        ("csv", "category=palace", 400, "bad_category"),
        ("gpkg", "sort=distance", 400, "near_missing"),
        ("csv", f"q={'a+' * 60}", 400, "bad_query"),
        ("dwg", "", 404, "no_format"),
    ],
)
def test_what_cannot_be_exported_is_an_answer_like_any_other(catalogue, ending, query, status, code) -> None:
    error = json.loads(get(ending, query, status)[0])["error"]
    assert error["code"] == code
    assert error["vi"] and error["en"]


def test_a_result_beyond_the_limit_is_refused_whole(catalogue, monkeypatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 7)
    assert json.loads(get("csv", "", 400)[0])["error"]["code"] == "too_many_rows"
    get("csv", "category=relic")


@pytest.mark.parametrize("ending", ENDINGS)
def test_while_the_search_server_is_away_there_is_no_half_file(catalogue, monkeypatch, ending) -> None:
    current, left = engine.current(), []
    search = type(current).search

    def fails(self: Any, query: Any) -> Any:
        left.append(1)
        if len(left) > 2:
            raise EngineUnavailable("away")
        return search(self, query)

    monkeypatch.setattr(type(current), "search", fails)
    if any(each.ending == ending and each.pieces for each in FORMATS):
        with pytest.raises(EngineUnavailable):  # the connection breaks: no reader takes it for the whole
            get(ending)
    else:
        assert json.loads(get(ending, "", 503)[0])["error"]["code"] == "search_unavailable"
    left.clear()
    left += [1, 1]
    get(ending, "", 503)
    assert list(Path(live_settings.FILE_UPLOAD_TEMP_DIR).glob("*export-*")) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_headers_name_the_type_the_file_and_the_source(catalogue, ending) -> None:
    _, response = get(ending, "unit=13972")
    form = next(each for each in FORMATS if each.ending == ending)
    assert response["Content-Type"] == form.media_type
    today = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == (
        f"attachment; filename=\"di-san-so-{today}.{ending}\"; filename*=UTF-8''Di%20s%E1%BA%A3n%20s%E1%BB%91%20{today}.{ending}"
    )
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "X-Source" in response["Access-Control-Expose-Headers"]
    assert "unit=13972" in response["X-Source"] and "total=7" in response["X-Source"]
    assert not response.has_header("ETag")
    assert list(Path(live_settings.FILE_UPLOAD_TEMP_DIR).glob("*export-*")) == []


@pytest.mark.parametrize("ending", ["csv", "gpkg"])
def test_head_answers_the_headers_without_the_file(catalogue, ending) -> None:
    response = Client().head(f"/api/v1/exports/items.{ending}")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b""
    assert "attachment" in response["Content-Disposition"]


def test_gpx_says_how_many_have_no_place_and_kml_keeps_them(catalogue, tmp_path) -> None:
    body, response = get("gpx")
    assert response["X-Items-Without-Position"] == "2"
    assert len(records("gpx", body, tmp_path)) == 6
    rows = records("kml", get("kml")[0], tmp_path)
    assert [row["geometry"] for row in rows].count(None) == 2


def test_xml_holds_names_as_written_without_what_xml_cannot_hold(catalogue) -> None:
    names = {
        each.findtext(f"{KML}name") for each in ElementTree.fromstring(get("kml")[0]).iter(f"{KML}Placemark")
    }
    assert {"Phủ <b>&amp; ]]> Giầy", FORMULA, "Đền Trần"} <= names
    waypoints = {
        each.findtext(f"{GPX}name")
        for each in ElementTree.fromstring(get("gpx", "lang=en")[0]).iter(f"{GPX}wpt")
    }
    assert {"Trần Temple", "-1", "#N/A"} <= waypoints
    for ending in ("kml", "gpx"):
        text = get(ending)[0].decode()
        assert "Icon" not in text and "\x0b" not in text


def test_a_description_of_kml_shows_markup_as_text(catalogue, vi_khe) -> None:
    type(vi_khe).objects.filter(pk=vi_khe.pk).update(name="Phường <script>x</script>")
    shown = [
        each.findtext(f"{KML}description")
        for each in ElementTree.fromstring(get("kml")[0]).iter(f"{KML}Placemark")
    ]
    assert any("&lt;script&gt;" in text for text in shown)
    assert not any("<script>" in text for text in shown)


def test_csv_texts_are_inert_and_numbers_are_numbers(catalogue) -> None:
    body, _ = get("csv", "sort=name")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(body.decode(), newline=""))}
    assert rows[catalogue[2].public_id]["name_vi"] == "'" + FORMULA
    assert rows[catalogue[3].public_id]["name_vi"].startswith("'@SUM")
    assert rows[catalogue[5].public_id]["name_en"] == "'-1"
    assert rows[catalogue[2].public_id]["lon"] == "106.211493"
    assert not any(
        value.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows.values() for value in row.values()
    )
    assert body.count(b"\r\n") == 9


def test_csv_begins_with_a_mark_only_when_asked(catalogue) -> None:
    assert get("csv", "bom=1")[0].startswith(b"\xef\xbb\xbfid,")
    assert get("csv", "bom=0")[0].startswith(b"id,")


def test_headings_are_words_in_the_language_asked_for(catalogue) -> None:
    vi = get("csv", "lang=vi&crs=9209")[0].decode().splitlines()[0]
    en = get("csv", "lang=en&crs=9209")[0].decode().splitlines()[0]
    assert vi.startswith("Mã,Tên,Tên tiếng Anh,Tên khác,") and "Kinh độ,Vĩ độ,X Đông,Y Bắc,Hệ tọa độ" in vi
    assert (
        en.startswith("Code,Vietnamese name,")
        and "Longitude,Latitude,Easting,Northing,Reference system" in en
    )
    assert "/en/heritage/" in get("csv", "lang=en")[0].decode()


def test_a_workbook_is_inert_frozen_linked_and_says_its_source(catalogue, tmp_path) -> None:
    path = tmp_path / "items.xlsx"
    path.write_bytes(get("xlsx", "sort=name&lang=vi&unit=13972")[0])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Di sản", "Nguồn"]
    sheet = book["Di sản"]
    assert sheet.freeze_panes == "C2"
    assert sheet.column_dimensions["B"].width > 20
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n", "b"}
    formula = next(cell for cell in cells if cell.value == FORMULA)
    assert (formula.data_type, formula.quotePrefix) == ("s", True)
    heading = [cell.value for cell in sheet[1]]
    link = sheet.cell(2, heading.index("Địa chỉ trang") + 1)
    assert link.hyperlink.target == link.value
    assert isinstance(sheet.cell(4, heading.index("Mức số hóa") + 1).value, int)
    source = {row[0]: row[1] for row in book["Nguồn"].iter_rows(values_only=True) if row[0]}
    assert source["Số di sản"] == 7
    assert source["Câu tìm"] == "sort=name&unit=13972"
    assert "CC BY 4.0" in source["Giấy phép"]
    assert (
        "tải" in source["Cách trích dẫn"]
        and "http://testserver/api/v1/exports/items.xlsx?" in source["Cách trích dẫn"]
    )
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_geojson_and_geopackage_say_their_source(catalogue, tmp_path) -> None:
    whole = json.loads(get("geojson", "category=relic&limit=1&cursor=zzz")[0])
    assert (whole["source"]["total"], whole["numberReturned"], whole["source"]["query"]) == (
        6,
        6,
        "category=relic",
    )
    again = whole["source"]["address"].removeprefix("http://testserver")
    assert json.loads(b"".join(Client().get(again).streaming_content))["features"] == whole["features"]
    path = tmp_path / "items.gpkg"
    path.write_bytes(get("gpkg", "category=relic")[0])
    with sqlite3.connect(path) as file:
        ((name, description),) = file.execute("select table_name, description from gpkg_contents").fetchall()
    assert name == "items"
    assert "6 di sản, category=relic" in description and "CC BY 4.0" in description


def test_a_shapefile_comes_with_its_legend_and_cuts_texts_between_characters(catalogue, tmp_path) -> None:
    body, _ = get("shp.zip", "sort=name&crs=9209")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert set(archive.namelist()) == {
            *(f"items.{each}" for each in ("shp", "shx", "dbf", "prj", "cpg")),
            "items-columns.csv",
            "items-source.txt",
        }
        assert archive.read("items.cpg") == b"UTF-8"
        assert "D_Vietnam_2000" in archive.read("items.prj").decode()
        legend = list(csv.DictReader(io.StringIO(archive.read("items-columns.csv").decode("utf-8-sig"))))
        assert "citation: Di Sản Số" in archive.read("items-source.txt").decode()
    assert all(len(each["field"]) <= 10 for each in legend)
    rows = records("shp.zip", body, tmp_path)
    assert list(rows[0]) == [*(each["field"] for each in legend), "geometry"]
    long = next(row for row in rows if row["id"] == catalogue[6].public_id)
    assert long["other_name"] == "Ệ" * (254 // len("Ệ".encode()))
    assert long["name_vi"] == "Ư " + "Đ" * ((254 - len("Ư ".encode())) // 2)


def test_geoparquet_carries_the_metadata_of_its_standard(catalogue, tmp_path) -> None:
    path = tmp_path / "items.parquet"
    path.write_bytes(get("parquet", "crs=9209")[0])
    metadata = pq.ParquetFile(path).metadata
    geo = json.loads(metadata.metadata[b"geo"])
    column = geo["columns"]["geometry"]
    assert (geo["version"], geo["primary_column"], column["encoding"]) == ("1.1.0", "geometry", "WKB")
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 9209}
    assert len(column["bbox"]) == 4
    assert metadata.num_row_groups == 3
    assert json.loads(metadata.metadata[b"source"])["total"] == 8


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_result_is_a_sound_empty_file(catalogue, tmp_path, ending) -> None:
    body, _ = get(ending, "category=craft_village")
    assert records(ending, body, tmp_path) == []


def test_the_openapi_document_lists_formats_and_parameters() -> None:
    operation = api.get_openapi_schema()["paths"]["/api/v1/exports/items.{ending}"]["get"]
    ending = next(each for each in operation["parameters"] if each["in"] == "path")
    assert ending["schema"]["enum"] == ENDINGS
    assert {each["name"] for each in operation["parameters"]} >= {
        "q",
        "unit",
        "bbox",
        "sort",
        "crs",
        "bom",
        "lang",
    }
    types = operation["responses"][200]["content"]
    assert {each.media_type.partition(";")[0] for each in FORMATS} == set(types)


@pytest.mark.parametrize("ending", ["csv", "ndjson"])
def test_a_download_that_broke_off_goes_on_and_both_parts_are_the_whole(catalogue, ending) -> None:
    whole, _ = get(ending, "sort=name")
    lines = whole.splitlines(keepends=True)
    head = lines[:1] if ending == "csv" else []
    kept = lines[: len(head) + 4]  # then the line was cut
    last = kept[-1].split(b",")[0].decode() if ending == "csv" else json.loads(kept[-1])["id"]
    rest, response = get(ending, f"sort=name&after={last.lower()}")
    assert b"".join(kept) + b"".join(rest.splitlines(keepends=True)[len(head) :]) == whole
    assert "after" not in response.headers["X-Source"].split("total=")[1]
    body, _ = get(ending, "sort=name&after=ZZZZZZ", 400)
    assert json.loads(body)["error"]["code"] == "bad_after"
