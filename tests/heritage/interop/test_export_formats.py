"""Tables of any text, written and read back: nothing is lost, nothing is live, nothing breaks the file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import openpyxl
import pytest
from defusedxml import ElementTree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.crs import from_wgs84, to_wgs84
from heritage.interop.export_columns import COLUMNS, Column, Subject, columns_for
from heritage.interop.export_layers import cut
from heritage.interop.export_sheet import write_xlsx
from heritage.interop.export_table import Row, Source, Table, in_crs
from heritage.interop.export_text import csv_pieces, geojson_pieces, inert, ndjson_pieces
from heritage.interop.export_xml import kml_pieces, write_gpx
from heritage.models import Item

TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)
KML = "{http://www.opengis.net/kml/2.2}"
GPX = "{http://www.topografix.com/GPX/1/1}"
MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def cleaned(text: str) -> str | None:
    """A text as a column gives it to every format."""
    subject = Subject(Item(name_vi=text), None, None, "EPSG:4326", "vi", "http://x")
    value = next(each for each in COLUMNS if each.name == "name_vi").value(subject)
    assert value is None or isinstance(value, str)
    return value


def table(*names: str | None, point: tuple[float, float] | None = (106.2, 20.4)) -> Table:
    """A table whose items have these Vietnamese names and little else."""
    source = Source(
        "http://x/?a=1&b=2", "q=<&>", len(names), dt.datetime(2026, 11, 25, tzinfo=dt.UTC), "EPSG:4326", "vi"
    )
    rows = [Row(tuple(filled(column, name) for column in COLUMNS), point) for name in names]
    return Table(COLUMNS, iter([rows]), source, in_words=False)


def filled(column: Column, name: str | None) -> object:
    return {"name_vi": name, "id": "VK0001", "url": "http://x/1", "category_label": "Di tích"}.get(
        column.name
    )


@MANY
@given(TEXT)
def test_a_csv_gives_every_text_back_and_none_is_a_formula(text: str) -> None:
    name = cleaned(text)
    body = b"".join(csv_pieces(table(name))).decode()
    (row,) = csv.DictReader(io.StringIO(body, newline=""))
    assert row["name_vi"].removeprefix("'") == (name or "").removeprefix("'")
    assert not row["name_vi"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@MANY
@given(TEXT)
def test_json_gives_every_text_back(text: str) -> None:
    name = cleaned(text)
    (feature,) = json.loads(b"".join(geojson_pieces(table(name))))["features"]
    assert feature["properties"]["name_vi"] == name
    (line,) = b"".join(ndjson_pieces(table(name))).split(b"\n")[:-1]
    assert json.loads(line) == feature


@MANY
@given(TEXT)
def test_xml_gives_every_text_back(tmp_path: Path, text: str) -> None:
    name = cleaned(text) or "-"
    # a parser reads CR and CR LF as LF (XML 1.0, 2.11)
    wanted = name.replace("\r\n", "\n").replace("\r", "\n")
    place = ElementTree.fromstring(b"".join(kml_pieces(table(name)))).find(f".//{KML}Placemark")
    assert place.findtext(f"{KML}name") == wanted
    assert place.findtext(f".//{KML}Data[@name='name_vi']/{KML}value") == wanted
    assert write_gpx(table(name), tmp_path / "items.gpx") == 0
    assert ElementTree.parse(tmp_path / "items.gpx").find(f"{GPX}wpt").findtext(f"{GPX}name") == wanted


@settings(MANY, max_examples=20)
@given(TEXT)
def test_a_workbook_gives_every_text_back_as_text(tmp_path: Path, text: str) -> None:
    name = cleaned(text)
    write_xlsx(table(name), tmp_path / "items.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "items.xlsx").worksheets[0]["B2"]
    assert (cell.value or "").replace("\r", "\n") == (name or "").replace("\r", "\n")
    assert cell.data_type in ("s", "n")
    assert cell.data_type == "s" or cell.value is None


@given(TEXT, st.integers(1, 60))
def test_a_cut_text_is_a_beginning_that_fits(text: str, most: int) -> None:
    short = cut(text, most)
    assert text.startswith(short)
    assert len(short.encode()) <= most
    assert short == text or len(short.encode()) + len(text[len(short)].encode()) > most


@pytest.mark.parametrize("value", [5, -5.5, 0, None])
def test_numbers_are_left_alone(value: object) -> None:
    assert inert(value) is value


def test_items_without_a_place_are_counted_by_gpx_and_kept_by_kml(tmp_path: Path) -> None:
    assert write_gpx(table("A", "B", point=None), tmp_path / "items.gpx") == 2
    assert ElementTree.parse(tmp_path / "items.gpx").find(f"{GPX}wpt") is None
    placemarks = ElementTree.fromstring(b"".join(kml_pieces(table("A", "B", point=None)))).findall(
        f".//{KML}Placemark"
    )
    assert [each.find(f"{KML}Point") for each in placemarks] == [None, None]


@given(st.floats(102.1, 109.5), st.floats(8.2, 23.4), st.sampled_from([3405, 3406, 4756, 5897, 9205, 9218]))
def test_places_go_to_vn2000_and_back_within_a_millimetre(lon: float, lat: float, code: int) -> None:
    crs = f"EPSG:{code}"
    first, nothing = in_crs([(lon, lat), None], crs)
    assert nothing is None and first is not None
    assert first == pytest.approx(from_wgs84(lon, lat, crs), abs=1e-3 if code != 4756 else 1e-8)
    assert to_wgs84(*first, crs) == pytest.approx((lon, lat), abs=2e-8)


def test_a_place_that_a_system_cannot_express_is_none_and_spoils_no_other() -> None:
    places = [(106.2, 20.4), (0.0, 90.5), None]
    assert in_crs(places, "EPSG:9209") == [in_crs(places[:1], "EPSG:9209")[0], None, None]


def test_columns_have_names_that_every_format_can_hold() -> None:
    columns = columns_for("EPSG:9209")
    for names in (
        [each.name for each in columns],
        [each.short for each in columns],
        [each.vi for each in columns],
    ):
        assert len(set(names)) == len(names)
    assert all(len(each.short) <= 10 and each.short.isascii() for each in columns)
    at = [each.name for each in columns].index("lon")
    assert [each.name for each in columns[at : at + 5]] == ["lon", "lat", "x_east", "y_north", "crs"]
    assert "x_east" not in [each.name for each in columns_for("EPSG:4326")]
