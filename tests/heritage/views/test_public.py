"""The public pages over a small catalogue: both languages, nothing unpublished, nothing too exact, no inline code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from heritage.jobs.index import rebuild
from heritage.models import Item
from tests import published
from tests.heritage.views.pages import words_of

pytestmark = pytest.mark.django_db

PAGES = {
    "home": ("/", "/en/"),
    "explore": ("/kham-pha/", "/en/explore/"),
    "hall": ("/di-san/VKDV6A/dinh-vi-khe/", "/en/heritage/VKDV6A/dinh-vi-khe/"),
    "festival": ("/di-san/VKHH01/hoi-hoa-vi-khe/", "/en/heritage/VKHH01/hoi-hoa-vi-khe/"),
    "secret": ("/di-san/VKKIN1/khu-mo-co/", "/en/heritage/VKKIN1/khu-mo-co/"),
    "kpi": ("/kpi/", "/en/kpi/"),
    "uncounted": ("/kpi/13669/", "/en/kpi/13669/"),
    "festivals": ("/le-hoi/", "/en/festivals/"),
    "about": ("/gioi-thieu/", "/en/about/"),
    "api": ("/api/v1/docs", "/api/v1/docs?lang=en"),
}
EVERY_PAGE = [address for pair in PAGES.values() for address in pair]
INTERFACE = [
    "Khám phá", "Lịch lễ hội", "Kết quả", "Tìm", "Di tích", "Làng nghề", "Nhân vật", "Đang cập nhật",
    "Chưa", "Sắp xếp", "Trang đầu", "Nguồn", "Giấy phép", "Cán bộ", "Mức", "đã số hóa", "Danh mục", "Kế hoạch",
]  # fmt: skip


@pytest.fixture
def catalogue(make_item, vi_khe, nam_dinh, index) -> published.Published:
    return published.publish_catalogue(make_item, vi_khe, nam_dinh)


def html(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status, address
    return response.content.decode()


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_page_opens_names_its_language_and_leads_to_the_other(catalogue, address):
    english = address.startswith("/en/") or address.endswith("lang=en")
    page = html(address)
    assert f'<html lang="{"en" if english else "vi"}">' in page
    other = re.search(r'<a class="icon-btn lang" href="([^"]+)"', page)
    assert other is not None
    back = re.search(r'<a class="icon-btn lang" href="([^"]+)"', html(other[1].replace("&amp;", "&")))
    assert back is not None and back[1] == address


@pytest.mark.parametrize("vietnamese, english", PAGES.values(), ids=PAGES.keys())
def test_the_switch_leads_to_the_same_page(catalogue, vietnamese, english):
    assert f'href="{english}" lang="en"' in html(vietnamese)
    assert f'href="{vietnamese}" lang="vi"' in html(english)


@pytest.mark.parametrize("address", [pair[1] for pair in PAGES.values()])
def test_an_english_page_has_no_vietnamese_labels(catalogue, address):
    words = words_of(html(address))
    assert [word for word in INTERFACE if word in words] == []


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_nothing_is_inline(catalogue, address):
    page = html(address)
    assert not re.search(r"<[^>]+\sstyle\s*=", page)
    assert not re.search(r"<style\b", page)
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", page)
    for tag in re.findall(r"<script\b[^>]*>", page):
        assert "src=" in tag or 'type="application/json"' in tag


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_page_can_be_shared(catalogue, address):
    assert 'property="og:site_name"' in html(address)


def test_a_map_in_any_template_comes_with_both_archipelagos(catalogue):
    with_map = {
        path.name
        for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
        if "parts/map.html" in path.read_text(encoding="utf-8") and path.parent.name == "pages"
    }
    assert with_map == {"explore.html", "item.html", "unit.html", "offline_ward.html"}
    for address in (
        "/kham-pha/",
        "/di-san/VKDV6A/dinh-vi-khe/",
        "/en/explore/",
        "/di-san/VKNV01/to-trung-tu/",
        "/don-vi/13972/",
        "/en/units/13972/",
    ):
        page = html(address)
        assert "Quần đảo Hoàng Sa" in page and "Quần đảo Trường Sa" in page
        assert "QĐ. Hoàng Sa" in page and "QĐ. Trường Sa" in page
    for address in PAGES["home"]:
        page = html(address)
        assert "Quần đảo Hoàng Sa" in page and "Quần đảo Trường Sa" in page and "Biển Đông" in page


def test_the_overlay_of_every_map_names_both_archipelagos(catalogue):
    features = Client().get("/ban-do/quan-dao.geojson").json()["features"]
    names = {f["properties"]["name_vi"] for f in features if f["properties"]["kind"] == "archipelago"}
    assert names == {"Quần đảo Hoàng Sa", "Quần đảo Trường Sa"}


def public_answers() -> list[str]:
    machines = [
        "/api/v1/items?limit=100",
        "/api/v1/items/VKKIN1",
        "/api/v1/items?near=106.2143,20.4037",
        "/api/v1/map?zoom=19&bbox=106,20,107,21",
        "/api/v1/facets",
        "/api/v1/suggest?q=mieu",
        "/ban-do/pham-vi.geojson",
        "/ban-do/don-vi.geojson",
    ]
    return [
        *EVERY_PAGE,
        *machines,
        "/kham-pha/?q=mieu",
        "/kham-pha/?q=khu+mo+co",
        "/kham-pha/?q=mo+co&near=106.2143,20.4037&sort=distance",
    ]


def test_what_is_not_published_is_nowhere(catalogue):
    for address in public_answers():
        body = html(address)
        body = json.dumps(json.loads(body), ensure_ascii=False) if body.startswith("{") else body
        assert "Miếu chưa công bố" not in body, address
        assert "Bia đã rút" not in body, address
    for public_id in ("VKNHAP", "VKRUT1"):
        assert Client().get(f"/di-san/{public_id}/").status_code == 404
        assert Client().get(f"/api/v1/items/{public_id}").status_code == 404
        assert Client().get(f"/q/{public_id}").status_code == 404
        assert Client().get(f"/qr/{public_id}.svg").status_code == 404


def test_a_protected_place_is_exact_nowhere(catalogue):
    exact = re.compile(r"106[.,]214|20[.,]4037|574987|2257432")
    for address in public_answers():
        if "near=" in address:  # the asker's own position comes back in the links
            continue
        assert not exact.search(html(address)), address
    item = Client().get("/api/v1/items/VKKIN1").json()
    assert item["position"]["blurred"] is True
    assert item["position"]["accuracy_m"] >= 1000
    assert "geo:" not in html("/di-san/VKKIN1/khu-mo-co/")


def queries_of_explore(django_assert_max_num_queries: Any, limit: int) -> int:
    with django_assert_max_num_queries(limit) as captured:
        html("/kham-pha/")
    return len(captured)


def test_explore_asks_the_database_as_often_for_forty_items_as_for_five(
    make_item, vi_khe, index, django_assert_max_num_queries
):
    def fill(count: int) -> None:
        for _ in range(count):
            make_item(
                state=Item.State.PUBLISHED,
                published_at=timezone.now(),
                position=Point(106.21, 20.40, srid=4326),
            )
        rebuild()

    fill(5)
    html("/kham-pha/")  # the drawing of the country is read once per process
    few = queries_of_explore(django_assert_max_num_queries, 20)
    fill(35)
    assert queries_of_explore(django_assert_max_num_queries, few) == few


def test_a_long_result_has_pages_that_miss_and_repeat_nothing(make_item, index):
    for _ in range(25):
        make_item(state=Item.State.PUBLISHED, published_at=timezone.now())
    rebuild()
    first = html("/kham-pha/?sort=name")
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following is not None
    second = html(following[1].replace("&amp;", "&"))
    shown = [re.findall(r'class="result" data-id="(\w+)"', page) for page in (first, second)]
    assert [len(ids) for ids in shown] == [20, 5]
    assert len(set(shown[0] + shown[1])) == 25
    assert 'rel="next"' not in second and 'href="/kham-pha/?sort=name"' in second


def test_home_says_what_there_is_and_what_comes_next(catalogue):
    page = html("/")
    assert "Di sản quanh ta" in page
    assert "6 mục đã công bố" in page
    assert 'action="/q/"' in page
    assert "Hội hoa Vị Khê" in page and "12–16" in page
    assert "25,0" in page and "1 trên 4" in page
    assert "Chưa tính" in page  # Nam Định has a plan and no register
    assert "25.0" in html("/en/")


def test_the_code_from_a_sign_opens_its_page_and_a_wrong_one_is_searched_for(catalogue):
    assert Client().get("/q/?code=vkdv6a").headers["Location"] == "/di-san/VKDV6A/dinh-vi-khe/"
    english = Client().get("/q/?code=VKDV6A&lang=en").headers["Location"]
    assert english == "/en/heritage/VKDV6A/dinh-vi-khe/"
    assert Client().get("/q/?code=cong+lang").headers["Location"] == "/kham-pha/?q=cong+lang"


def test_explore_counts_what_is_not_on_the_map(catalogue):
    page = html("/kham-pha/")
    assert "6 di sản" in page
    assert "3 trên bản đồ, 3 chưa có vị trí" in page
    assert page.count('<li class="result"') == 6


def test_filters_work_as_a_plain_form_and_can_be_taken_off(catalogue):
    page = html("/kham-pha/?q=vi+khe&rank=national&unit=13972")
    assert re.search(r'name="rank" value="national" checked', page)
    assert re.search(r'name="q"[^>]* value="vi khe"', page)
    assert "Đình Vị Khê" in page and "Làng hoa Vị Khê" not in page
    assert 'href="/kham-pha/?q=vi+khe&amp;unit=13972"' in page  # the address without the rank
    chips = html("/kham-pha/?category=festival")
    assert 'aria-current="true"' in chips and "1 di sản" in chips


def test_a_search_without_marks_finds_and_an_empty_one_helps(catalogue):
    assert "Đình Vị Khê" in html("/kham-pha/?q=dinh+vi+khe")
    assert "Thử bỏ dấu" in html("/kham-pha/?q=khong+co+gi+the+nay")
    assert "Try without accents" in html("/en/explore/?q=khong+co+gi+the+nay")


def test_the_map_frames_the_result(catalogue):
    page = html("/kham-pha/?q=dinh+vi+khe&rank=national")
    west, south, east, north = map(float, re.search(r'"bounds": \[([^\]]+)\]', page)[1].split(","))
    assert west < 106.213 < east < west + 0.1
    assert south < 20.4038 < north < south + 0.1


def test_a_parameter_that_cannot_be_read_is_said_and_the_list_still_stands(catalogue):
    page = html("/kham-pha/?bbox=a,b,c,d")
    assert "bbox" in page and "6 di sản" in page


def test_the_item_page_tells_story_facts_place_gaps_and_how_to_cite(catalogue):
    page = html("/di-san/VKDV6A/dinh-vi-khe/")
    for words in (
        "Đoạn thứ hai.",
        "1419/QĐ-TTg",
        "27/09/2012",
        "Thành hoàng làng",
        "Sách địa chí",
        "geo:20.4038,106.213",
        "20,403800° B; 106,213000° Đ",
        "EPSG:9209",
        "Sai số khoảng 3 m",
        "Hội hoa Vị Khê",
        "Tám ảnh có chú thích",
        "/q/VKDV6A",
        "/qr/VKDV6A.svg",
        "/api/v1/items/VKDV6A",
        "CC BY 4.0",
        "Giờ mở cửa",
    ):
        assert words in page, words
    assert 'href="#nguon-1"' in page and 'id="nguon-1"' in page


def test_an_english_page_without_a_translated_story_says_so(catalogue):
    page = html("/en/heritage/VKCHUA/chua-day/")
    assert "This story has not been translated yet" in page
    assert "Chuyện chỉ có bằng một thứ tiếng" not in page
    assert "Chùa Dày" in page


def test_a_festival_says_its_next_days_in_both_calendars(catalogue):
    page = html("/di-san/VKHH01/hoi-hoa-vi-khe/")
    assert "12–16 tháng Giêng âm lịch" in page
    assert re.search(r"(Thứ (Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ nhật), \d\d/\d\d/\d{4}", page)
    english = html("/en/heritage/VKHH01/hoi-hoa-vi-khe/")
    assert "days 12–16 of lunar month 1" in english
    assert re.search(r"day, \d{1,2} (January|February|March) \d{4}", english)


def test_the_number_stands_with_its_fraction_its_parts_and_its_plan(catalogue):
    page = html("/kpi/13972/")
    assert "1 trên 4 di sản" in page
    assert "Thêm 1 di sản nữa là đạt chỉ tiêu 50%" in page
    parts = [int(n) for n in re.findall(r'<dd class="num"><a href="[^"]+">(\d+)</a></dd>', page)]
    assert len(parts) == 4 and sum(parts) == 4
    assert "không có đối tượng" in page  # no craft village in the register: neither 0 % nor 100 %
    assert "Danh mục trình diễn" in page and "Số hóa đạt 50%" in page and "Trước ngày 10/12" in page
    assert "/api/v1/kpi?unit=13972" in page
    assert "VKNHAP" in page and "chưa công bố" in page


def test_a_ward_without_a_register_is_not_counted_rather_than_zero(catalogue):
    page = html("/kpi/13669/")
    assert "Chưa tính" in page and "Chưa có danh mục không có nghĩa là 0%" in page
    assert '<p class="bignum num"' not in page
    assert "Not counted" in html("/en/kpi/13669/")


def test_without_any_ward_the_pages_still_open(db, index):
    for address in ("/", "/en/", "/kham-pha/", "/kpi/", "/en/kpi/", "/le-hoi/"):
        html(address)


def test_an_unknown_address_is_a_page_of_ours(db, index):
    assert "Không có trang này" in html("/khong-co", 404)
    assert "Tiếng Việt" in html("/en/nothing", 404)


def test_explore_answers_words_that_no_engine_can_use(catalogue):
    page = html(f"/kham-pha/?q={'a' * 450}")
    assert "Câu tìm hoặc con trỏ trang không dùng được" in page


def test_filters_written_with_commas_are_ticked_and_taken_off_one_by_one(catalogue):
    page = html("/kham-pha/?rank=national,provincial")
    assert 'href="/kham-pha/?rank=provincial"' in page
    assert 'href="/kham-pha/?rank=national"' in page


def test_a_form_without_its_token_is_refused_in_the_reader_s_language(db):
    for address, words in (
        ("/can-bo/dang-nhap/", "Biểu mẫu đã hết hạn"),
        ("/en/can-bo/dang-nhap/", "expired"),
    ):
        response = Client(enforce_csrf_checks=True).post(address, {"username": "a", "password": "b"})
        assert response.status_code == 403
        assert words in response.content.decode()
