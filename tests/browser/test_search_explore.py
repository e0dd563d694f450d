"""Explore's search in a real browser: filters, an area drawn by hand or by keyboard, help, saved searches, no scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone
from playwright.sync_api import Page, expect

from heritage.jobs.features import refresh
from heritage.jobs.index import rebuild
from heritage.models import Item, SavedSearch
from tests.browser.conftest import DESK, PHONE, Opener, scrolls_sideways, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]

CENTRE = (106.2128, 20.403465)
PLACES = (
    ("VKA001", "Đình Vị Khê", "relic", 0.0, 0.0),
    ("VKA002", "Chùa Vị Khê", "relic", 0.008, 0.002),
    ("VKA003", "Lễ hội hoa cây cảnh", "festival", -0.006, 0.004),
    ("VKA004", "Làng nghề cây cảnh", "craft_village", 0.004, -0.006),
)
FRAME = "?bbox=106.20,20.39,106.225,20.415"


@pytest.fixture
def site(make_item, vi_khe, nam_dinh, live_server) -> str:
    """Four items of one ward with places, one of another without."""
    shown = {"state": Item.State.PUBLISHED, "published_at": timezone.now()}
    for public_id, name, category, east, north in PLACES:
        make_item(
            public_id=public_id,
            name_vi=name,
            category=category,
            summary_vi=f"{name} ở giữa làng hoa.",
            rank="national" if public_id == "VKA001" else "unknown",
            position=Point(CENTRE[0] + east, CENTRE[1] + north, srid=4326),
            position_method="gnss",
            position_accuracy_m=5,
            **shown,
        )
    make_item(public_id="VKA006", name_vi="Đền Thiên Trường", unit=nam_dinh, **shown)
    refresh(*Item.objects.values_list("pk", flat=True))
    rebuild()
    return str(live_server.url)


def settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")


def looked_at(page: Page, screens: Path, name: str) -> None:
    settled(page)
    width = page.viewport_size["width"]
    page.screenshot(path=screens / f"tim-{name}-{width}.png", full_page=True)
    assert violations(page) == [], name
    assert not scrolls_sideways(page), name


def names(page: Page) -> list[str]:
    return [each.strip() for each in page.locator(".result h3").all_inner_texts()]


@pytest.mark.parametrize("size", [PHONE, DESK, (320, 640)])
@pytest.mark.parametrize(("path", "dark"), [("/kham-pha/", False), ("/en/explore/", True)])
def test_filters_help_and_ways_out_break_no_rule(
    site, browser_page: Opener, screens, size, path, dark
) -> None:
    page = browser_page(*size, dark=dark, language="en" if dark else "vi")
    kind = "dem" if dark else "ngay"
    page.goto(f"{site}{path}?q=lang+hoa&near=106.2,20.4")
    for at in range(page.locator(".explore-bar .fold-lite summary").count()):
        page.locator(".explore-bar .fold-lite summary").nth(at).click()
    looked_at(page, screens, f"loc-{kind}")
    page.goto(f"{site}{path}?q=dinh+vi+khe&rank=provincial&unit=13972")
    looked_at(page, screens, f"khong-thay-{kind}")


def test_a_province_opens_its_wards_and_a_ward_stands_for_its_province(site, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(f"{site}/kham-pha/")
    page.get_by_text("Lọc thêm").click()
    page.get_by_label(re.compile("^Tỉnh Ninh Bình")).check()
    page.get_by_label(re.compile("^Phường Nam Định")).check()
    expect(page.get_by_label(re.compile("^Tỉnh Ninh Bình"))).not_to_be_checked()
    page.get_by_role("button", name="Áp dụng").click()
    settled(page)
    assert names(page) == ["Đền Thiên Trường"] and "unit=13669" in page.url and "unit=37" not in page.url
    page.get_by_role("link", name="Bỏ Phường Nam Định").click()
    settled(page)
    assert len(names(page)) == 5


def test_years_are_asked_in_two_boxes_and_told_in_one_chip(site, browser_page: Opener) -> None:
    page = browser_page(*PHONE)
    page.goto(f"{site}/kham-pha/")
    page.get_by_text("Lọc thêm").click()
    page.get_by_label("Từ năm").fill("1225")
    page.get_by_role("button", name="Áp dụng").click()
    expect(page).to_have_url(re.compile(r"years=1225%2C2100"))
    expect(page.get_by_role("link", name="Bỏ Năm từ 1225")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_an_area_is_drawn_with_taps_and_narrows_list_and_map(
    site, browser_page: Opener, screens, size
) -> None:
    page = browser_page(*size)
    page.goto(f"{site}/kham-pha/{FRAME}")
    if size == PHONE:
        page.locator("[data-view-toggle]").click()
    expect(page.locator(".mk").first).to_be_visible()
    page.get_by_role("button", name="Vẽ vùng tìm").click()
    done = page.get_by_role("button", name="Tìm trong vùng")
    expect(done).to_be_disabled()
    settled(page)
    box = page.locator(".map-canvas").bounding_box()
    mark = page.locator(".mk[aria-label^='Đình Vị Khê']").bounding_box()
    x, y = mark["x"] + 22 - box["x"], mark["y"] + 22 - box["y"]
    for across, down in ((-30, -30), (30, -30), (30, 30), (-30, 30)):
        page.locator(".map-canvas").click(position={"x": x + across, "y": y + down})
    expect(page.locator("path.area-corner")).to_have_count(4)
    expect(page.locator("[data-area-told]")).to_contain_text("4 đỉnh")
    page.screenshot(path=screens / f"tim-ve-vung-{size[0]}.png")
    assert violations(page) == []
    done.click()
    expect(page).to_have_url(re.compile(r"polygon="))
    assert "bbox=" not in page.url
    expect(page.locator("path.search-area")).to_have_count(1)
    expect(page.locator(".result")).to_have_count(1)
    assert names(page) == ["Đình Vị Khê"]
    page.reload()
    expect(page.locator("path.search-area")).to_have_count(1)
    if size == DESK:
        page.get_by_role("link", name="Bỏ Trong vùng đã vẽ").click()
        settled(page)
        assert len(names(page)) == 5


def test_an_area_is_drawn_by_keyboard_alone(site, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(f"{site}/kham-pha/{FRAME}")
    expect(page.locator(".mk").first).to_be_visible()
    page.get_by_role("button", name="Vẽ vùng tìm").focus()
    page.keyboard.press("Enter")
    add = page.get_by_role("button", name="Thêm đỉnh")
    expect(add).to_be_focused()
    for keys in (["ArrowUp", "ArrowLeft"], ["ArrowRight"] * 3, ["ArrowDown"] * 3, ["ArrowLeft"] * 3):
        page.locator(".map-canvas").focus()
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(300)  # the map glides under the cross
        add.focus()
        page.keyboard.press("Enter")
    expect(page.locator("path.area-corner")).to_have_count(4)
    page.get_by_role("button", name="Tìm trong vùng").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"polygon="))
    expect(page.locator("path.search-area")).to_have_count(1)
    expect(page.get_by_role("button", name="Vẽ vùng tìm")).to_have_attribute("aria-pressed", "false")


def test_edges_that_cross_are_told_and_escape_leaves_everything_as_it_was(site, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(f"{site}/kham-pha/{FRAME}")
    expect(page.locator(".mk").first).to_be_visible()
    page.get_by_role("button", name="Vẽ vùng tìm").click()
    for x, y in ((300, 300), (400, 400), (400, 300), (300, 400)):
        page.locator(".map-canvas").click(position={"x": x, "y": y})
    expect(page.locator("[data-area-told]")).to_contain_text("cắt nhau")
    expect(page.get_by_role("button", name="Tìm trong vùng")).to_be_disabled()
    page.get_by_role("button", name="Bỏ đỉnh cuối").click()
    expect(page.get_by_role("button", name="Tìm trong vùng")).to_be_enabled()
    page.keyboard.press("Escape")
    expect(page.locator(".area-bar")).to_be_hidden()
    expect(page.locator("path.area-corner")).to_have_count(0)
    assert "polygon=" not in page.url


def test_without_scripts_filters_help_and_the_feed_work(site, browser_page: Opener) -> None:
    page = browser_page(*DESK, scripts=False)
    page.goto(f"{site}/kham-pha/?q=lang")
    page.get_by_text("Lọc thêm").click()
    page.get_by_label(re.compile("^Di tích quốc gia")).check()
    page.get_by_role("button", name="Áp dụng").click()
    assert names(page) == ["Đình Vị Khê"]
    expect(page.locator(".result .found mark").first).to_have_text("làng")
    page.get_by_text("Cách tìm").click()
    page.get_by_role("link", name="den tran").click()
    expect(page).to_have_url(re.compile(r"q=den\+tran$"))
    feed = page.locator('link[type="application/atom+xml"]').get_attribute("href")
    assert feed == "/kham-pha/atom.xml?q=den+tran"


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_an_officer_saves_a_search_and_comes_back_to_it(
    site, browser_page: Opener, screens, officer, size
) -> None:
    page = browser_page(*size)
    page.goto(f"{site}/can-bo/dang-nhap/")
    page.locator("[name=username]").fill("canbo")
    page.locator("[name=password]").fill("mat-khau-12")
    page.locator("main form button[type=submit], main form .btn").first.click()
    settled(page)
    page.goto(f"{site}/kham-pha/?q=vi+khe&category=relic")
    page.get_by_text("Lưu lần tìm").click()
    expect(page.get_by_label("Tên để nhớ")).to_have_value("vi khe, Di tích")
    page.get_by_label("Tên để nhớ").fill("Di tích Vị Khê")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Các lần tìm đã lưu")
    expect(page.get_by_text("2 di sản")).to_be_visible()
    looked_at(page, screens, "da-luu")
    page.get_by_role("link", name="Di tích Vị Khê").click()
    expect(page).to_have_url(re.compile(r"/kham-pha/\?q=vi\+khe&category=relic&sort=newest"))
    page.goto(f"{site}/can-bo/")
    page.get_by_role("link", name=re.compile("^Xem.*Các lần tìm đã lưu$")).click()
    page.get_by_role("button", name=re.compile("^Xóa.*Di tích Vị Khê$")).click()
    expect(page.get_by_text("Chưa lưu lần tìm nào")).to_be_visible()
    assert not SavedSearch.objects.exists()
