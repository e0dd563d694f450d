"""The papers of a report: layout of NĐ 30/2020, every number linked, the same bytes, and LibreOffice opens them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from openpyxl import load_workbook

from heritage.models import Item, Report
from heritage.reports.coverage import map_of
from heritage.services.reports import FORMATS, write_report
from tests.heritage.reports import pages

pytestmark = pytest.mark.django_db
SHEET = "Báo cáo"
CENTRE_MM = 30 + 165 / 2  # between the margins


@pytest.fixture
def pdf(report: Report) -> bytes:
    return write_report(report, "pdf")


@pytest.fixture
def docx(report: Report) -> bytes:
    return write_report(report, "docx")


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_report_is_the_same_file_whatever_became_of_the_items(report: Report, ending: str) -> None:
    first = write_report(report, ending)
    Item.objects.update(name_vi="Đổi tên", level=0, blocked_reason="")
    assert write_report(Report.objects.get(pk=report.pk), ending) == first


def test_the_page_is_a4_with_the_margins_of_the_decree(docx: bytes) -> None:
    section = Document(io.BytesIO(docx)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20


def test_the_docx_names_times_new_roman_and_its_twin(docx: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        document = archive.read("word/document.xml").decode()
        table = archive.read("word/fontTable.xml").decode()
    assert set(re.findall(r'w:ascii="([^"]+)"', document)) == {"Times New Roman"}
    assert '<w:font w:name="Times New Roman"><w:altName w:val="Liberation Serif"/>' in table


def test_number_and_day_are_blank_until_the_paper_is_issued(pdf: bytes) -> None:
    first = pages.texts(pdf)[0]
    assert re.search(r"Số: +/BC-UBND", first)
    assert re.search(r"Vị Khê, ngày +tháng +năm 2026", first)


def test_the_letterhead_stands_where_the_decree_has_it(pdf: bytes) -> None:
    country = pages.place_of(pdf, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    motto = pages.place_of(pdf, "Độc lập - Tự do - Hạnh phúc")
    issuer = pages.place_of(pdf, "PHƯỜNG VỊ KHÊ")
    title = pages.place_of(pdf, "BÁO CÁO")
    assert issuer.right < country.left
    assert country.right <= 210 - 15 + 0.5
    assert abs(country.middle - motto.middle) < 1
    assert country.top < motto.top
    assert abs(title.middle - CENTRE_MM) < 1
    assert title.top > motto.bottom


def test_pages_are_numbered_at_the_top_but_not_the_first(pdf: bytes) -> None:
    count = len(pages.texts(pdf))
    assert count >= 4
    for page in range(1, count):
        number = pages.place_of(pdf, str(page + 1), page)
        assert number.top < 20
        assert abs(number.middle - CENTRE_MM) < 1
    assert not pages.texts(pdf)[0].startswith("1 ")


def test_every_font_is_liberation_serif_and_embedded(pdf: bytes) -> None:
    cuts = {"LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic", "LiberationSerif-BoldItalic"}
    assert pages.fonts(pdf) == cuts
    assert b"Helvetica" not in pdf


def test_the_report_says_what_was_counted(pdf: bytes) -> None:
    said = " ".join(pages.texts(pdf))
    assert "Thực hiện Kế hoạch năm 2026 của phường Vị Khê ngày 09 tháng 4 năm 2026" in said
    assert "từ ngày 20 tháng 9 năm 2026 đến ngày 19 tháng 12 năm 2026" in said
    assert "Số liệu chốt ngày 25 tháng 11 năm 2026" in said
    assert "trước ngày 20 tháng 12 năm 2026" in said
    assert "phiên bản 13972-2" in said
    assert "duyệt ngày 02 tháng 01 năm 2026, người duyệt: Nguyễn Văn Ạ" in said
    assert "đã số hóa 2/6 đối tượng của danh mục, đạt 33,3%" in said
    assert "Chỉ tiêu 50%, tức 3 đối tượng: chưa đạt, còn thiếu 1 đối tượng" in said
    assert "6 đối tượng = 2 đã số hóa + 2 đang làm + 1 chưa làm + 1 đang vướng" in said
    assert "Chưa có văn bản đồng ý của chủ vườn" in said
    assert "không có số liệu của hệ thống" in said  # of visits, which nobody counts
    assert "Hệ thống không ghi nhận việc sao lưu" in said


def test_an_empty_category_is_neither_nothing_nor_everything(report: Report) -> None:
    rows = {row["category"]: row for row in report.content["rows"]}
    assert rows["craft_village"]["total"] == 0
    said = " ".join(pages.texts(write_report(report, "pdf")))
    assert "không có đối tượng" in said


def test_the_map_names_both_archipelagos_with_city_and_province(pdf: bytes) -> None:
    said = " ".join(pages.texts(pdf))
    for words in ("Quần đảo Hoàng Sa", "TP. Đà Nẵng", "Quần đảo Trường Sa", "tỉnh Khánh Hòa"):
        assert words in said


def test_no_exact_place_of_a_protected_item_is_on_the_map(ward: object, report: Report) -> None:
    before = report.content["map"]["shown"]
    assert before == 2  # published ones with a place
    Item.objects.filter(public_id="VKCHUA").update(disclosure="withheld")
    assert map_of(report.unit, list(Item.objects.select_related("unit")))["shown"] == 1


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_every_count_leads_to_the_list_of_its_objects(report: Report, ending: str) -> None:
    written = write_report(report, ending)
    links = pages.addresses(written) if ending == "pdf" else _links(written)
    asked = set()
    for link in links:
        parts = urlsplit(link)
        if parts.path == "/kpi/13972/danh-sach/":
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            assert query.pop("date") == "2026-11-25"
            asked.add(tuple(sorted(query.items())))
    for category in ((), (("category", "relic"),), (("category", "craft_village"),)):
        assert category in asked
        for level in "0123":
            assert (*category, ("level", level)) in asked
        for part in "210x":
            assert (*category, ("part", part)) in asked
    assert "https://disan.example/di-san/VKDV6A/dinh-vi-khe/" in links
    assert "https://disan.example/can-bo/di-san/VKBIA1/" in links  # not published


def _links(docx: bytes) -> set[str]:
    part = Document(io.BytesIO(docx)).part
    return {rel.target_ref for rel in part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.HYPERLINK}


def test_libreoffice_opens_the_docx_and_sets_it_like_the_pdf(
    docx: bytes, pdf: bytes, office: Path, tmp_path: Path
) -> None:
    opened = pages.converted(office, tmp_path, "bao-cao.docx", docx, "pdf")
    assert pages.sizes_mm(opened) == pages.sizes_mm(pdf) == {(210, 297)}
    assert len(pages.texts(opened)) == len(pages.texts(pdf))
    assert {name.partition("-")[0] for name in pages.fonts(opened)} == {"LiberationSerif"}
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Hạnh phúc", "PHƯỜNG VỊ KHÊ", "BÁO CÁO", "I. CĂN CỨ"):
        one, other = pages.place_of(opened, words), pages.place_of(pdf, words)
        assert abs(one.left - other.left) < 1.5, words
        assert abs(one.top - other.top) < 6, words
    second = pages.place_of(opened, "2", 1)
    assert second.top < 20
    assert abs(second.middle - CENTRE_MM) < 1
    # Row by row the ink of the first page lies alike: 2 mm squares, smeared over 1 cm.
    inks = [_smeared(pages.grey(each, 0)) for each in (opened, pdf)]
    rows = min(len(each) for each in inks)
    assert np.abs(inks[0][:rows] - inks[1][:rows]).mean() < 12


def _smeared(picture: np.ndarray) -> np.ndarray:
    """The mean of 5 x 5 squares, so that a line a little lower still matches."""
    view = np.lib.stride_tricks.sliding_window_view(picture, (5, 5))
    return view.mean(axis=(2, 3))


def test_the_results_beside_the_formulas_are_those_of_libreoffice(
    report: Report, office: Path, tmp_path: Path
) -> None:
    written = write_report(report, "xlsx")
    opened = pages.converted(office, tmp_path, "bao-cao.xlsx", written, "xlsx")
    formulas = load_workbook(io.BytesIO(written))
    ours, theirs = (load_workbook(io.BytesIO(each), data_only=True) for each in (written, opened))
    checked = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    one, other = (
                        ours[sheet.title][cell.coordinate].value,
                        theirs[sheet.title][cell.coordinate].value,
                    )
                    one, other = one or 0, other or 0  # an empty text comes back as nothing
                    assert one == pytest.approx(other), (sheet.title, cell.coordinate, cell.value)
                    checked += 1
    assert checked > 60


def test_changing_a_level_in_the_workbook_changes_the_share(
    report: Report, office: Path, tmp_path: Path
) -> None:
    book = load_workbook(io.BytesIO(write_report(report, "xlsx")))
    levels = {row[1].value: row[4] for row in book["Đối tượng"].iter_rows(min_row=2)}
    levels["VKBIA1"].value = 2
    changed = io.BytesIO()
    book.save(changed)
    opened = pages.converted(office, tmp_path, "bao-cao.xlsx", changed.getvalue(), "xlsx")
    sheet = load_workbook(io.BytesIO(opened), data_only=True)[SHEET]
    total = next(row for row in sheet.iter_rows(min_row=9) if row[0].value == "Tổng cộng")
    assert total[7].value == pytest.approx(3 / 6)
    assert total[10].value == pytest.approx(0)


def test_no_text_of_a_workbook_or_table_runs(report: Report) -> None:
    book = load_workbook(io.BytesIO(write_report(report, "xlsx")))
    names = [row[2] for row in book["Đối tượng"].iter_rows(min_row=2)]
    assert [cell.data_type for cell in names if str(cell.value).startswith("=")] == ["s"]
    table = write_report(report, "csv").decode("utf-8-sig")
    assert "'=Miếu" in table
    assert "\n=Miếu" not in table
    assert ",=Miếu" not in table


def test_the_digest_is_taken_again_from_the_json_alone(report: Report) -> None:
    written = write_report(report, "json")
    told = json.loads(written)
    assert _digest_of(told) == told["digest"] == report.digest
    assert told["content"]["snapshot"]["digest"] == report.snapshot.digest
    told["content"]["rows"][-1]["digitized"] += 1
    assert _digest_of(told) != report.digest


def _digest_of(told: dict[str, object]) -> str:
    """As the file says how."""
    text = json.dumps(
        {"content": told["content"], "texts": told["texts"]},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def test_every_line_of_the_csv_names_the_snapshot_and_the_share_is_counted_from_it(report: Report) -> None:
    lines = list(csv.DictReader(io.StringIO(write_report(report, "csv").decode("utf-8-sig"))))
    assert {line["snapshot_digest"] for line in lines} == {report.snapshot.digest}
    assert sum(int(line["digitized"]) for line in lines) == 2
    assert len(lines) == 6
