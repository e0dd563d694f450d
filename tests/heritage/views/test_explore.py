"""Explore as people read it: filters, words that were met, how a question was read, ways out of nothing."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from heritage import engine
from heritage.jobs.index import rebuild
from heritage.models import Item
from search.errors import EngineUnavailable
from tests import published
from tests.conftest import make_unit
from tests.heritage.views.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(make_item, vi_khe, nam_dinh, index) -> published.Published:
    return published.publish_catalogue(make_item, vi_khe, nam_dinh)


def page_of(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def part(page: str, name: str) -> str:
    """What the swapped part of a name holds."""
    found = re.search(rf'data-swap="{name}">(.*?)(?=data-swap=|</section>)', page, re.S)
    assert found is not None, name
    return found[1]


def checked(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)" checked', page)


# Filters


def test_every_facet_with_something_to_choose_is_a_group_with_counts(catalogue):
    filters = part(page_of("/kham-pha/"), "facets")
    assert re.findall(r"<legend>([^<]+)</legend>", filters)[:2] == ["Tỉnh, phường, xã", "Xếp hạng"]
    assert re.search(
        r'name="rank" value="national"[^>]*><span>Di tích quốc gia</span> <span class="n num">1<', filters
    )
    assert re.search(r'name="level" value="2"', filters)


def test_units_are_a_list_of_two_levels(catalogue):
    filters = part(page_of("/kham-pha/?unit=13972"), "facets")
    province, ward = filters.index('value="37"'), filters.index('value="13972"')
    assert province < filters.index('<ul class="wards">') < ward
    assert "Tỉnh Ninh Bình" in filters and "Phường Vị Khê" in filters
    assert checked(filters, "unit") == ["13972"]


def test_wards_of_a_large_catalogue_open_with_their_province(make_item, vi_khe, index):
    shown = {"state": Item.State.PUBLISHED, "published_at": timezone.now()}
    make_item(name_vi="Đình Vị Khê", **shown)
    for number in range(35):
        unit = make_unit(f"2{number:04d}", f"Xã Mới {number}", 106.0, 20.0, 5.0)
        make_item(name_vi=f"Chùa {number}", unit=unit, **shown)
    rebuild()
    closed = part(page_of("/kham-pha/"), "facets")
    assert '<ul class="wards">' not in closed and 'href="/kham-pha/?unit=37#tinh-37"' in closed
    opened = part(page_of("/kham-pha/?unit=37"), "facets")
    assert opened.count('data-unit-of="37"') == 36 and 'id="tinh-37"' in opened
    of_a_ward = part(page_of("/kham-pha/?unit=20003"), "facets")
    assert of_a_ward.count('data-unit-of="37"') == 36 and checked(of_a_ward, "unit") == ["20003"]


def test_two_boxes_become_one_parameter_and_an_empty_box_an_open_end(catalogue):
    def sent(query: str) -> str:
        response = Client().get(f"/kham-pha/?{query}")
        assert response.status_code == 302, query
        return response.headers["Location"]

    assert sent("q=den&years_from=1225&years_to=1400") == "/kham-pha/?q=den&years=1225%2C1400"
    assert sent("years_from=1225&years_to=") == "/kham-pha/?years=1225%2C2100"
    assert sent("years_from=&years_to=938&cursor=a") == "/kham-pha/?years=-3000%2C938"
    assert Client().get("/kham-pha/?q=den&years_from=&years_to=").status_code == 200
    page = page_of("/kham-pha/?years=1225,2100")
    assert re.search(r'name="years_from"[^>]* value="1225"', page)
    assert re.search(r'name="years_to"[^>]* value=""', page)
    assert "Năm từ 1225" in words_of(page)
    assert "cannot be read" in page_of("/en/explore/?years=abc,1400")


def test_what_is_chosen_stands_as_chips_with_the_way_out(catalogue):
    page = page_of("/kham-pha/?q=vi&rank=national&unit=13972&years=1225,1400&near=106.2,20.4&radius_m=3000")
    chips = html.unescape(part(page, "chosen"))
    assert re.findall(r"</span>([^<]+)<svg", chips) == [
        "Di tích quốc gia", "Phường Vị Khê", "Quanh một vị trí", "Năm 1225–1400",
    ]  # fmt: skip
    assert 'href="/kham-pha/?q=vi&unit=13972&years=1225%2C1400&near=106.2%2C20.4&radius_m=3000"' in chips
    assert 'href="/kham-pha/?q=vi&rank=national&unit=13972&years=1225%2C1400"' in chips  # without the place
    assert re.search(r'<option value="3000" selected>Trong vòng 3 km', page)


def test_lunar_months_licences_and_days_of_decisions_are_filters_too(catalogue, make_item):
    def found(query: str) -> list[str]:
        return re.findall(r'data-name="([^"]+)"', part(page_of(f"/kham-pha/?{query}"), "rows"))

    filters = part(page_of("/kham-pha/"), "facets")
    assert re.search(
        r'name="lunar_month" value="1"[^>]*><span>Tháng Giêng</span> <span class="n num">1<', filters
    )
    assert found("lunar_month=1") == ["Hội hoa Vị Khê"] and found("lunar_month=2") == []
    assert found("decided=2012-09-27,2012-09-27") == ["Đình Vị Khê"]
    assert found("decided=2012-09-28,2100-12-31") == []
    sent = Client().get("/kham-pha/?decided_from=2012-01-01&decided_to=").headers["Location"]
    assert sent == "/kham-pha/?decided=2012-01-01%2C2100-12-31"
    assert "Xếp hạng từ 01/01/2012" in page_of(sent)
    assert found("sort=next_festival")[0] == "Hội hoa Vị Khê"


def test_an_area_narrows_list_and_map_and_frames_it(catalogue):
    page = page_of("/kham-pha/?polygon=106.2,20.39,106.22,20.39,106.22,20.42")
    assert '"area": [[106.2, 20.39], [106.22, 20.39], [106.22, 20.42]]' in page
    assert '"bounds": [106.18, 20.37, 106.24, 20.44]' in page
    assert "Trong vùng đã vẽ" in part(page, "chosen")
    assert 'type="hidden" name="polygon"' in part(page, "kept")
    crossing = page_of("/en/explore/?polygon=106,20,107,21,107,20,106,21")
    assert "cannot be read" in part(crossing, "list")


# Words that were met


def test_words_that_were_met_are_marked_in_names_and_summaries(catalogue):
    rows = part(page_of("/kham-pha/?q=thanh+hoang"), "rows")
    assert "Đình thờ <mark>thành hoàng</mark> của làng." in rows.replace("</mark> <mark>", " ")
    assert "<mark>Đình Vị Khê</mark>" in part(page_of("/kham-pha/?q=dinh+vi+khe"), "rows")
    assert "<mark>" not in part(page_of("/kham-pha/"), "rows")


def test_another_name_is_told_where_only_that_was_met(make_item, index):
    shown = {"state": Item.State.PUBLISHED, "published_at": timezone.now()}
    make_item(name_vi="Đền Trần", alt_names=["Trần Miếu", "Thiên Trường"], **shown)
    rebuild()
    rows = part(page_of("/kham-pha/?q=thien+truong"), "rows")
    assert "Còn gọi" in rows and "<mark>Thiên Trường</mark>" in rows
    assert "Also called" in part(page_of("/en/explore/?q=thien+truong"), "rows")
    assert "Còn gọi" not in part(page_of("/kham-pha/?q=den+tran"), "rows")


def test_what_is_marked_is_escaped(make_item, index):
    shown = {"state": Item.State.PUBLISHED, "published_at": timezone.now()}
    make_item(name_vi="Đình <script>alert(1)</script>", summary_vi="<b>đình</b> & chùa", **shown)
    rebuild()
    rows = part(page_of("/kham-pha/?q=dinh"), "rows")
    assert "<script>" not in rows and "&lt;b&gt;<mark>đình</mark>&lt;/b&gt; &amp; chùa" in rows


# How a question was read


@pytest.mark.parametrize(
    ("question", "vietnamese", "english"),
    [
        ('tên:"đền trần"', "tên có “đền trần”", "name with “đền trần”"),
        ("đình -chùa", "“đình” · không có “chùa”", "“đình” · without “chùa”"),
        ('"vị khê"', "cụm từ “vị khê”", "the phrase “vị khê”"),
        ("năm:1225..1400", "năm 1225–1400", "years 1225–1400"),
        ("năm:..938", "đến năm 938", "until 938"),
        ('hạng:"quốc gia"', "Xếp hạng: Di tích quốc gia", "Rank: National relic"),
        ("hạng:vua", "Xếp hạng: “vua” (không có giá trị này)", "Rank: “vua” (no such value)"),
        ("-loại:festival đình", "không phải Loại: Lễ hội · “đình”", "not Category: Festivals · “đình”"),
        ("unit:13972", "phường, xã, tỉnh có “Phường Vị Khê”", "unit with “Phường Vị Khê”"),
    ],
)  # fmt: skip
def test_a_question_with_more_than_words_is_told_back(catalogue, question, vietnamese, english):
    for address, told in (("/kham-pha/", vietnamese), ("/en/explore/", english)):
        response = Client().get(address, {"q": question})
        found = re.search(r'class="small reading">(.*?)</p>', response.content.decode(), re.S)
        assert found is not None, address
        assert html.unescape(re.sub(r"<[^>]+>", "", found[1])).split(": ", 1)[1].strip() == told


def test_plain_words_are_not_told_back(catalogue):
    assert 'class="small reading"' not in page_of("/kham-pha/?q=dinh+vi+khe")


def test_a_short_form_is_told_with_its_long_one(catalogue):
    assert "dtls = di tích lịch sử" in page_of("/kham-pha/?q=DTLS")


def test_every_example_of_how_to_search_can_be_asked_and_is_read_as_it_says(catalogue):
    for address in ("/kham-pha/", "/en/explore/"):
        help_ = re.search(r'id="cach-tim">(.*?)</details>', page_of(address), re.S)
        assert help_ is not None
        links = [html.unescape(each) for each in re.findall(r'<a href="([^"]+)"', help_[1])]
        assert len(links) == 7 and all(link.startswith(address) for link in links)
        pages = [page_of(link) for link in links]
        assert not any('class="msg warn' in part(page, "list") for page in pages)
        assert not any("không có giá trị này" in page or "no such value" in page for page in pages)
        assert sum('class="small reading"' in page for page in pages) >= 5


# Did you mean


def test_a_slip_is_answered_with_what_is_nearly_so_and_the_right_spelling(catalogue):
    page = page_of("/kham-pha/?q=to+trunk+tu&category=figure")
    assert "Ý bạn là" in page and "Không nơi nào viết" in page
    url = re.search(r'Ý bạn là <a href="([^"]+)"', page)
    assert url is not None
    right = page_of(html.unescape(url[1]))
    assert "<mark>Tô Trung Tự</mark>" in right and "Ý bạn là" not in right
    assert "category=figure" in url[1]


def test_a_question_that_is_spelt_right_is_not_corrected(catalogue):
    assert "Ý bạn là" not in page_of("/kham-pha/?q=dinh+vi+khe")
    assert "Did you mean" not in page_of("/en/explore/?q=V%E1%BB%8B+Kh%C3%AA&sort=name")


# Nothing found


def test_where_nothing_is_found_each_filter_says_what_it_keeps_out(catalogue):
    rows = html.unescape(part(page_of("/kham-pha/?q=vi+khe&rank=provincial&category=relic"), "rows"))
    lines = re.findall(r'<li><a href="([^"]+)">([^<]+)</a> <span class="muted num">· (\d+) di sản', rows)
    assert ("/kham-pha/?q=vi+khe&category=relic", "Bỏ bộ lọc “Di tích cấp tỉnh, thành phố”", "3") in lines
    assert all("Bỏ bộ lọc “Di tích”" not in label for _, label, _ in lines)  # that would not help
    for url, _, count in lines:
        assert f"<strong>{count} di sản</strong>" in page_of(url)


def test_filters_that_only_together_are_too_narrow_are_left_out_together(catalogue):
    rows = part(page_of("/kham-pha/?q=dinh+vi+khe&rank=provincial&category=festival&unit=13669"), "rows")
    assert "“Lễ hội”" in rows and "“Di tích cấp tỉnh, thành phố”" in rows and "“Phường Nam Định”" in rows
    assert rows.count("Bỏ bộ lọc") == 1


def test_of_too_many_words_fewer_are_offered(catalogue):
    rows = html.unescape(part(page_of("/kham-pha/?q=chua+day+qwertz"), "rows"))
    assert "Chỉ tìm “chua day”" in rows and 'href="/kham-pha/?q=chua+day"' in rows


def test_whoever_finds_nothing_is_told_whom_to_ask(catalogue):
    assert 'href="/don-vi/?q=khong+co+gi"' in page_of("/kham-pha/?q=khong+co+gi")
    assert '<a href="/don-vi/13972/">Phường Vị Khê</a>' in page_of("/kham-pha/?q=khong+co+gi&unit=13972")
    assert "Ask the culture office" in page_of("/en/explore/?q=khong+co+gi")


# The search server is away


def test_while_the_search_is_away_the_page_says_so_calmly_and_lists_names(catalogue, monkeypatch):
    def away(*_asked: object) -> None:
        raise EngineUnavailable("away")

    for name in ("search", "facets", "clusters", "suggest", "suggest_values", "spelling"):
        monkeypatch.setattr(engine.current(), name, away)
    page = page_of("/kham-pha/?q=dinh+vi")
    assert "Máy tìm kiếm đang gián đoạn" in part(page, "list") and "Đình Vị Khê" in part(page, "rows")
    assert "Hội hoa" not in part(page, "rows") and "Tải về" not in page
    nothing = page_of("/en/explore/?q=qwertz")
    assert "The search engine is interrupted" in nothing and "Without the filter" not in nothing
    assert Client().get("/api/v1/suggest?q=dinh").status_code == 503
