"""The public pages in a real browser: seen, searched, opened in 3D; no violation, no sideways scroll, no error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from heritage.jobs.index import rebuild
from heritage.jobs.process import process_asset
from heritage.models import Batch, Item
from heritage.services import intake
from heritage.services.publishing import publish
from tests import published, samples
from tests.browser.conftest import Opener, scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, DESK = (390, 844), (1440, 900)
PAGES = {
    "vi": {
        "home": "/",
        "explore": "/kham-pha/",
        "item": "/di-san/VKDV6A/dinh-vi-khe/",
        "kpi": "/kpi/13972/",
        "festivals": "/le-hoi/",
    },
    "en": {
        "home": "/en/",
        "explore": "/en/explore/",
        "item": "/en/heritage/VKDV6A/dinh-vi-khe/",
        "kpi": "/en/kpi/13972/",
        "festivals": "/en/festivals/",
    },
}


@pytest.fixture
def site(make_item, vi_khe, nam_dinh, officer, reviewer, stores, index, tmp_path, live_server) -> str:
    """The address of a served catalogue whose communal house has a photo, a cloud, a mesh and a scan."""
    catalogue = published.publish_catalogue(make_item, vi_khe, nam_dinh)
    files = [
        samples.photo(tmp_path / "mat-truoc.jpg", lon=106.213, lat=20.4038, size=(1600, 1067)),
        samples.photo(tmp_path / "san-dinh.jpg", lon=106.213, lat=20.4038, seed=2),
        samples.cloud(tmp_path / "cong-dinh.laz"),
        samples.mesh(tmp_path / "cong-dinh.glb"),
        samples.scan(tmp_path / "quyet-dinh.tif"),
    ]
    add_files(catalogue.hall, files, officer, reviewer)
    rebuild()
    return str(live_server.url)


def add_files(item: Item, files: list[Path], officer: object, reviewer: object) -> None:
    batch = Batch.objects.create(unit=item.unit, by=officer)
    for path in files:
        receipt = intake.receive_into(batch, path, name=path.name, item=item, queue=False)
        process_asset(receipt.asset_id)
    item.assets.update(caption_vi="Cổng đình", caption_en="Gate", credit="UBND phường", licence="CC-BY-4.0")
    publish(item, by=reviewer)
    assert {asset.kind for asset in item.assets.filter(published_at__isnull=False)} == {
        "photo", "cloud", "mesh", "scan",
    }  # fmt: skip


def visit(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")


def test_the_check_itself_finds_what_is_wrong(browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.set_content("<html><body><img src='data:,'><button></button></body></html>")
    assert {found.split(":")[0] for found in violations(page)} >= {
        "image-alt",
        "button-name",
        "html-has-lang",
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_has_an_accessibility_violation_in_either_size_or_scheme(
    site: str, browser_page: Opener, screens: Path, language: str
) -> None:
    found: dict[str, list[str]] = {}
    for width, height in (PHONE, DESK):
        for dark in (False, True):
            page = browser_page(width, height, dark=dark, language=language)
            for name, address in PAGES[language].items():
                visit(page, site + address)
                shot = f"{name}-{language}-{width}x{height}{'-dark' if dark else ''}"
                page.screenshot(path=screens / f"{shot}.png")
                if wrong := violations(page):
                    found[shot] = wrong
    assert found == {}


def test_no_page_scrolls_sideways_on_the_smallest_phone(site: str, browser_page: Opener) -> None:
    wide = []
    for language, pages in PAGES.items():
        page = browser_page(320, 640, language=language)
        for address in [*pages.values(), "/gioi-thieu/", "/en/about/", "/api/v1/docs", "/kpi/13669/"]:
            visit(page, site + address)
            if scrolls_sideways(page):
                wide.append(address)
    assert wide == []


def test_a_visitor_searches_without_marks_and_opens_the_point_cloud(
    site: str, browser_page: Opener, screens: Path
) -> None:
    page = browser_page(*PHONE)
    visit(page, site + "/")
    page.get_by_role("combobox", name="Tìm").fill("dinh vi khe")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Đình Vị Khê", exact=True).click()
    expect(page).to_have_url(re.compile(r"/di-san/VKDV6A/dinh-vi-khe/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Đình Vị Khê")
    viewer = page.locator("[data-viewer][data-worker]")
    viewer.get_by_role("button", name="Xem 3D").click()
    expect(viewer.locator("[data-state]")).to_contain_text(
        re.compile(r"Đã hiện [\d.]+ điểm cho góc nhìn này"), timeout=60_000
    )
    viewer.scroll_into_view_if_needed()
    page.screenshot(path=screens / "cloud-open-390x844.png")


def test_the_mesh_opens_on_request_only(site: str, browser_page: Opener, screens: Path) -> None:
    page = browser_page(*DESK)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, site + PAGES["vi"]["item"])
    assert not [url for url in asked if ".glb" in url or "copc" in url or "model.js" in url]
    viewer = page.locator("[data-viewer][data-script*='model']")
    viewer.get_by_role("button", name="Xem 3D").click()
    expect(viewer.locator("[data-state]")).to_contain_text("Đã mở mô hình", timeout=60_000)
    viewer.scroll_into_view_if_needed()
    page.screenshot(path=screens / "mesh-open-1440x900.png")


def test_a_picture_opens_for_deep_zoom_and_closes_again(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    visit(page, site + PAGES["vi"]["item"])
    page.locator("#anh [data-open-viewer]").first.click()
    panel = page.locator("#anh [data-panel]")
    expect(panel.locator("canvas").first).to_be_visible()
    panel.get_by_role("button", name="Đóng").click()
    expect(panel).to_be_hidden()


def test_a_phone_shows_the_list_first_and_the_map_on_request(
    site: str, browser_page: Opener, screens: Path
) -> None:
    page = browser_page(*PHONE)
    visit(page, site + "/kham-pha/")
    expect(page.locator(".map")).to_be_hidden()
    page.get_by_role("button", name="Xem bản đồ").click()
    expect(page.locator(".map")).to_be_visible()
    expect(page.locator(".map .inset")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=screens / "explore-map-390x844.png")
    assert violations(page) == []
    page.get_by_role("button", name="Xem danh sách").click()
    expect(page.locator(".map")).to_be_hidden()


def test_near_me_asks_for_the_place_and_lists_what_is_close(site: str, browser_page: Opener) -> None:
    page = browser_page(*PHONE)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 106.2131, "latitude": 20.4039})
    visit(page, site + "/")
    page.get_by_role("link", name="Gần tôi").click()
    expect(page).to_have_url(re.compile(r"near=106\.21310%2C20\.40390&sort=distance"))
    expect(page.locator(".result").first).to_contain_text("Đình Vị Khê")
    expect(page.locator(".result").first).to_contain_text("cách 15 m")


def test_a_page_printed_from_a_dark_screen_is_black_on_white(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK, dark=True)
    visit(page, site + PAGES["vi"]["item"])
    page.emulate_media(media="print", color_scheme="dark")
    ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    assert page.locator(".item-map .inset").is_visible()


def test_without_scripts_the_pages_read_search_and_filter(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK, scripts=False)
    page.goto(site + "/")
    page.get_by_role("searchbox").fill("vi khe")
    page.get_by_role("button", name="Tìm").click()
    page.locator("summary", has_text="Lọc thêm").click()
    page.get_by_role("checkbox", name=re.compile("Ảnh")).check()
    page.get_by_role("button", name="Áp dụng").click()
    expect(page).to_have_url(re.compile("has=photo"))
    assert page.locator(".result").count() == 1
    page.get_by_role("link", name="Đình Vị Khê", exact=True).click()
    expect(page.get_by_text("Đoạn thứ nhất của câu chuyện.")).to_be_visible()
    expect(page.locator("#vi-tri .inset")).to_be_visible()
    expect(page.locator("#ba-chieu img").first).to_be_visible()


def test_the_language_switch_stays_on_the_page(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    visit(page, site + PAGES["vi"]["item"])
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(site + PAGES["en"]["item"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Vị Khê Communal House")
