"""Pages of the number: a ward, its province, the country; lists as long as the numbers say; the widget."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from gis.models import AdminUnit
from heritage.models import CriteriaVersion, Item, Plan
from heritage.projections import charts_ground
from heritage.services.plans import load_targets
from tests import published
from tests.conftest import REFORM

PARTS = ("digitized", "in_work", "not_begun", "blocked")


@pytest.fixture(autouse=True)
def _own_units():
    charts_ground.forget()
    yield
    charts_ground.forget()


@pytest.fixture
def catalogue(make_item, vi_khe, nam_dinh, stores, index):
    AdminUnit.objects.create(
        code="37", valid_from=REFORM, level="province", name="Tỉnh Ninh Bình", folded="tinh ninh binh",
        province_code="37", province_name="Tỉnh Ninh Bình",
    )  # fmt: skip
    return published.publish_catalogue(make_item, vi_khe, nam_dinh)


def html(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status, address
    return response.content.decode()


@pytest.mark.parametrize("code", ["13972", "37", "vn"])
@pytest.mark.parametrize("before", ["", "/en"])
def test_every_number_that_is_a_link_leads_to_a_list_just_as_long(catalogue, code, before):
    page = html(f"{before}/kpi/{code}/")
    links = set(re.findall(rf'<a href="({before}/kpi/{code}/(?:danh-sach|list)/[^"]*)">(\d+)</a>', page))
    assert len(links) >= 8
    for address, told in links:
        listed = html(address.replace("&amp;", "&"))
        assert f'<strong class="num">{told}</strong>' in listed, address
        assert listed.count("<li><div><strong>") == int(told)


def test_a_ward_a_province_and_the_country_say_whose_number_it_is(catalogue):
    assert "1 trên 4 di sản trong danh mục của Phường Vị Khê" in html("/kpi/13972/")
    province = html("/kpi/37/")
    assert "1 trên 4 di sản trong danh mục của 1 phường, xã (Tỉnh Ninh Bình)" in province
    assert "1 trong 2 phường, xã chưa có danh mục được duyệt" in province
    country = html("/kpi/vn/")
    assert "Cả nước" in country and "Quần đảo Hoàng Sa" in country and "Quần đảo Trường Sa" in country
    html("/kpi/99/", 404)


def test_every_chart_is_an_image_or_group_with_a_title_and_a_table_on_its_page(catalogue):
    page = html("/kpi/13972/")
    charts = re.findall(r"<svg[^>]*class=\"chart[^\"]*\"[^>]*>", page)
    for chart in charts:
        assert "aria-hidden" in chart or re.search(r'role="(img|group)"', chart)
        for name in re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', chart):
            assert page.count(f'id="{name}"') == 1
    assert page.count("<table") >= 3
    assert "style=" not in page.replace("style=&quot;", "")  # the snippet to copy is text


def test_a_name_finds_its_unit_and_an_unknown_one_says_so(catalogue):
    assert Client().get("/kpi/?q=vi khe").headers["Location"] == "/kpi/13972/"
    assert "Không thấy đơn vị nào" in html("/kpi/?q=khongco")
    assert "Phường Nam Định" in html("/kpi/?unit=13669")


def test_what_is_not_published_is_listed_by_its_code_only(catalogue):
    listed = html("/kpi/13972/danh-sach/")
    assert "VKNHAP" in listed and "Miếu chưa công bố" not in listed
    for ending in ("csv", "json"):
        response = Client().get(f"/kpi/13972/danh-sach.{ending}")
        body = (response.getvalue() if response.streaming else response.content).decode()
        assert "VKNHAP" in body and "Miếu chưa công bố" not in body


def test_a_value_that_does_not_exist_is_refused_with_what_does(catalogue):
    for query in ("part=9", "category=x", "level=7", "date=2026-01-01"):
        assert 'role="alert"' in html(f"/kpi/13972/danh-sach/?{query}", 400)
        assert Client().get(f"/kpi/13972/danh-sach.csv?{query}").status_code == 400
    html("/kpi/13972/danh-sach.exe", 404)


def test_the_files_hold_the_same_rows_and_no_formula_runs(catalogue):
    Item.objects.filter(public_id="VKDV6A").update(name_vi="=1+1")
    rows = list(
        csv.reader(io.StringIO(Client().get("/kpi/13972/danh-sach.csv").getvalue().decode("utf-8-sig")))
    )
    told = json.loads(Client().get("/kpi/13972/danh-sach.json").content)
    book = load_workbook(io.BytesIO(Client().get("/kpi/13972/danh-sach.xlsx").content))
    sheet = book.worksheets[0]
    assert len(rows) == 5 and told["total"] == 4 and sheet.max_row == 5
    assert [row[0] for row in rows[1:]] == [each["id"] for each in told["objects"]]
    assert "'=1+1" in [row[1] for row in rows]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


@pytest.mark.parametrize(
    "address", ["/kpi/13972/nhung/", "/en/kpi/13972/embed/", "/kpi/13669/nhung/", "/kpi/vn/nhung/"]
)
def test_the_widget_may_stand_anywhere_without_cookie_or_script(catalogue, address):
    response = Client().get(address)
    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "script-src" not in policy and "default-src 'none'" in policy
    assert "X-Frame-Options" not in response.headers
    assert not response.cookies and "Cookie" not in response.headers.get("Vary", "")
    body = response.content.decode()
    assert "<script" not in body and f'<html lang="{"en" if "/en/" in address else "vi"}">' in body


@pytest.mark.parametrize("address", ["/kpi/13972/", "/kpi/13972/danh-sach/", "/"])
def test_no_other_page_may_stand_in_a_frame(catalogue, address):
    response = Client().get(address)
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_the_page_offers_the_lines_to_copy(catalogue):
    page = html("/kpi/13972/")
    assert "&lt;iframe src=&quot;http://testserver/kpi/13972/nhung/&quot;" in page
    assert "http://testserver/en/kpi/13972/embed/" in html("/en/kpi/13972/")


def test_the_picture_needs_nothing_from_outside_and_says_the_fraction(catalogue):
    response = Client().get("/kpi/13972/nhung.svg")
    drawn = response.content.decode()
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert "25,0%" in drawn and "1 trên 4 di sản đã số hóa" in drawn
    assert "<style" not in drawn and "<script" not in drawn and "href" not in drawn and "class=" not in drawn
    assert "25.0%" in Client().get("/en/kpi/13972/embed.svg").content.decode()
    assert "%" not in Client().get("/kpi/13669/nhung.svg").content.decode().replace("100%", "")


def test_the_plan_says_its_duties_with_the_days_left(catalogue):
    before = ["03-20", "06-20", "09-20", "12-20"]
    rules = [{"period": "quarter", "before": before}, {"period": "year", "before": ["12-10"]}]
    Plan.objects.filter(unit__code="13972").update(reporting=rules)
    page = html("/kpi/13972/")
    assert "Lịch báo cáo" in page and "Cả năm" in page
    assert len(re.findall(r"còn \d+ ngày|hôm nay là hạn cuối", page)) == 5


def test_what_counts_is_told_by_the_criteria_in_force(catalogue):
    page = html("/kpi/13972/")
    relic = re.search(r"Di tích cần có gì.*?</details>", page, re.S).group()
    assert "8 ảnh có chú thích</li>" in relic and "{" not in relic and "sai số không quá 10 m" in relic
    figure = re.search(r"Nhân vật cần có gì.*?</details>", page, re.S).group()
    assert "Vị trí" not in figure and "Ít nhất 2 nguồn dẫn</li>" in figure
    version = CriteriaVersion.objects.get()
    stricter = json.loads(json.dumps(version.criteria).replace('"at_least": 8', '"at_least": 12'))
    CriteriaVersion.objects.create(
        version="2", valid_from=timezone.localdate(), label_vi="Chặt hơn", criteria=stricter
    )
    assert "12 ảnh có chú thích</li>" in html("/kpi/13972/")
    assert "12 captioned photos</li>" in html("/en/kpi/13972/")


def test_a_target_of_some_categories_is_no_line_over_all(catalogue):
    page = html("/kpi/13972/")
    assert "Chỉ tiêu tính trên các loại mà kế hoạch nêu." in page and 'class="tgt-t"' not in page
    Plan.objects.filter(unit__code="13972").update(
        categories=["relic", "festival", "craft_village", "figure"]
    )
    page = html("/kpi/13972/")
    assert "Chỉ tiêu tính trên" not in page and page.count('class="tgt-t"') >= 2


def test_national_targets_stand_beside_what_is_here_and_are_told_as_what_they_are(catalogue):
    load_targets()
    Item.objects.filter(public_id="VKDV6A").update(rank="special_national")
    page = html("/kpi/13972/")
    table = re.search(r'aria-label="Bảng mốc quốc gia".*?</table>', page, re.S).group()
    rows = [re.sub(r"<[^>]+>", " ", each) for each in re.findall(r"<tr>.*?</tr>", table, re.S)]
    (special,) = [each for each in rows if "quốc gia đặc biệt" in each]
    assert "2026/QĐ-TTg" in special and "100% đến 2030" in special
    digitized = Item.objects.filter(public_id="VKDV6A", level__gte=2).count()
    assert f" {digitized}/1 " in special
    others = [each for each in rows if "611/QĐ-TTg" in each]
    assert len(others) == 2 and all("không cùng cách đo" in each for each in others)
    english = html("/en/kpi/13972/")
    assert "100% by 2030" in english
