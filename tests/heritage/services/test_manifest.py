"""Tables as officers write them: semicolons, decimal commas, Vietnamese headers, XLSX."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from heritage.errors import BadRequest
from heritage.services.manifest import read_manifest


def test_semicolons_decimal_commas_and_thousands_dots_are_read(tmp_path: Path):
    path = tmp_path / "m.csv"
    path.write_text("tệp;X;Y;hệ tọa độ\na.jpg;2.257.535,741;574.060,102;EPSG:9209\n", encoding="utf-8-sig")
    row = read_manifest(path).row_for("a.jpg")
    assert row is not None
    assert row.placement is None or row.placement.lat == pytest.approx(20.407612, abs=1e-6)
    assert row.placement is not None


def test_an_xlsx_is_recognised_by_its_content(tmp_path: Path):
    book = Workbook()
    book.active.append(["File", "Caption", "Lon", "Lat", "accuracy"])
    book.active.append(["b.jpg", "Cổng", 106.2, 20.4, 3])
    path = tmp_path / "m.csv"
    book.save(path)
    row = read_manifest(path).row_for("anh/b.jpg")
    assert row is not None
    assert (row.caption, row.placement.lon, row.placement.accuracy_m) == ("Cổng", 106.2, 3)


def test_x_and_y_without_a_reference_system_are_a_problem_with_a_sentence(tmp_path: Path):
    path = tmp_path / "m.csv"
    path.write_text("file,x,y\na.jpg,2257535,574060\n", encoding="utf-8")
    row = read_manifest(path).row_for("a.jpg")
    assert row.placement is None
    assert "hệ tọa độ" in row.problem[0]


def test_swapped_axes_become_a_problem_or_a_far_place_never_a_crash(tmp_path: Path):
    path = tmp_path / "m.csv"
    path.write_text("file,x,y,crs\na.jpg,574060,2257535,9209\n", encoding="utf-8")
    row = read_manifest(path).row_for("a.jpg")
    assert row.problem is not None or row.placement.lat < 8


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "table_empty"), ("a,b\n1,2\n", "table_lacks_column")],
)
def test_what_is_no_manifest_is_said(tmp_path: Path, content: str, code: str):
    path = tmp_path / "m.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadRequest) as caught:
        read_manifest(path)
    assert caught.value.code == code


def test_another_encoding_is_said_with_the_remedy(tmp_path: Path):
    path = tmp_path / "m.csv"
    path.write_bytes("tệp,chú thích\n".encode("utf-16"))
    with pytest.raises(BadRequest, match="UTF-8"):
        read_manifest(path)


def test_a_name_with_marks_kept_apart_finds_its_row(tmp_path: Path):
    path = tmp_path / "m.csv"
    path.write_text("tệp,chú thích\nĐền Trần.jpg,Cổng\n", encoding="utf-8")
    row = read_manifest(path).row_for(unicodedata.normalize("NFD", "ảnh/Đền Trần.jpg"))
    assert row is not None
    assert row.caption == "Cổng"


def test_a_licence_written_as_its_label_becomes_its_code_and_no_rights_stay_none(tmp_path: Path):
    path = tmp_path / "m.csv"
    path.write_text("file,licence\na,CC BY 4.0\nb,Chưa khai quyền\nc,Public domain\n", encoding="utf-8")
    rows = read_manifest(path).rows
    assert [rows[name].licence for name in "abc"] == ["CC-BY-4.0", "", "Public domain"]


def test_half_a_position_is_said(tmp_path: Path):
    path = tmp_path / "m.csv"
    path.write_text("file,lon,lat\na.jpg,106.2,\n", encoding="utf-8")
    assert "một nửa" in read_manifest(path).rows["a.jpg"].problem[0]


@pytest.mark.parametrize(
    "content",
    ['file,caption\na.jpg,"' + "x" * 200_000 + '"\n', "PK\x03\x04 not a workbook"],
)
def test_a_table_that_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, content: str):
    path = tmp_path / "m.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadRequest) as caught:
        read_manifest(path)
    assert caught.value.code == "table_damaged"


def test_a_workbook_with_broken_xml_is_said_in_a_sentence(tmp_path: Path):
    path = tmp_path / "m.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", "<bad")
        file.writestr("xl/workbook.xml", "<bad")
    with pytest.raises(BadRequest) as caught:
        read_manifest(path)
    assert caught.value.code == "table_damaged"
