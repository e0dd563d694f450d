"""Pages of the number in a real browser: two widths, two schemes, two languages, keyboard, print, no script, a frame."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from gis.models import AdminUnit
from heritage.jobs import snapshots
from heritage.models import Item, Plan, ReferenceTarget
from heritage.projections import charts_ground
from tests import published
from tests.browser.conftest import DESK, PHONE, Opener, scrolls_sideways, violations
from tests.conftest import REFORM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIETNAM = dt.timezone(dt.timedelta(hours=7))
PAGES = {
    "ward": "/kpi/13972/",
    "province": "/kpi/37/",
    "country": "/kpi/vn/",
    "list": "/kpi/13972/danh-sach/?part=0",
    "uncounted": "/kpi/13669/",
    "ward-en": "/en/kpi/13972/",
}


@pytest.fixture
def site(make_item, vi_khe, nam_dinh, reviewer, stores, index, live_server, monkeypatch) -> str:
    """Two wards of a province with three months of snapshots, a plan with dates, and a national target."""
    charts_ground.forget()
    AdminUnit.objects.create(
        code="37", valid_from=REFORM, level="province", name="Tỉnh Ninh Bình", folded="tinh ninh binh",
        province_code="37", province_name="Tỉnh Ninh Bình",
    )  # fmt: skip
    published.publish_catalogue(make_item, vi_khe, nam_dinh)
    rules = [{"period": "quarter", "before": ["03-20", "06-20", "09-20", "12-20"]}]
    Plan.objects.filter(unit=vi_khe).update(reporting=rules, year_from=2026, year_to=2027)
    ReferenceTarget.objects.update_or_create(
        key="thu", defaults={"document_vi": "QĐ thử", "document_en": "A decision", "quote_vi": "100%", "percent": 100,
        "year": 2030, "ranks": ["national"]},
    )  # fmt: skip
    real, today = timezone.now, timezone.localdate()
    for days, level in ((90, 0), (60, 0), (30, 1)):
        moment = dt.datetime.combine(today - dt.timedelta(days=days), dt.time(1), VIETNAM)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        Item.objects.filter(public_id="VKCHUA").update(level=level)
        snapshots.take()
    monkeypatch.setattr(timezone, "now", real)
    Item.objects.filter(public_id="VKCHUA").update(level=2)
    snapshots.take()
    return str(live_server.url)


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True])
def test_every_page_of_the_number_fits_and_has_no_violation(
    browser_page: Opener, site: str, size: tuple[int, int], dark: bool, screens: Path
) -> None:
    page = browser_page(*size, dark=dark)
    found: dict[str, list[str]] = {}
    for name, address in PAGES.items():
        page.goto(site + address)
        said = violations(page)
        if scrolls_sideways(page):
            said.append("scrolls sideways")
        if said:
            found[name] = said
        page.screenshot(
            path=screens / f"kpi-{name}-{size[0]}-{'dark' if dark else 'light'}.png", full_page=True
        )
    assert found == {}


def test_words_of_charts_are_large_enough_on_a_phone(browser_page: Opener, site: str) -> None:
    page = browser_page(*PHONE)
    for address in (PAGES["ward"], PAGES["province"], PAGES["country"]):
        page.goto(site + address)
        small = page.evaluate(
            """() => [...document.querySelectorAll('main svg.chart text')].filter(text => {
                const box = text.getBoundingClientRect(), svg = text.ownerSVGElement;
                if (!box.width || svg.closest('[aria-hidden]')) return false;
                const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
                return parseFloat(getComputedStyle(text).fontSize) * scale < 12.9;
            }).map(text => text.textContent)"""
        )
        assert small == [], address


def test_the_keyboard_reaches_each_count_and_its_list(browser_page: Opener, site: str) -> None:
    page = browser_page(*DESK)
    page.goto(site + PAGES["ward"])
    link = page.locator(".four dd a").first
    link.focus()
    assert link.evaluate("each => getComputedStyle(each).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Đã số hóa, Phường Vị Khê")).to_be_visible()
    expect(page.locator(".objects > li")).to_have_count(2)


def test_a_ward_on_the_map_leads_to_its_page_and_no_tab_stops_there(browser_page: Opener, site: str) -> None:
    page = browser_page(*DESK)
    page.goto(site + PAGES["province"])
    assert page.locator(".choropleth a:not([tabindex='-1'])").count() == 0
    page.locator(".choropleth a[href='/kpi/13669/']").click()
    expect(page).to_have_url(re.compile(r"/kpi/13669/$"))


def test_without_scripts_another_unit_is_chosen_and_a_list_filtered(browser_page: Opener, site: str) -> None:
    page = browser_page(*PHONE, scripts=False)
    page.goto(site + PAGES["ward"])
    page.get_by_label("Đơn vị", exact=True).select_option(label="Phường Nam Định")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.get_by_text("Phường Nam Định chưa có danh mục được duyệt")).to_be_visible()
    page.goto(f"{site}/kpi/13972/danh-sach/")
    page.get_by_label("Loại", exact=True).select_option("festival")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator(".objects > li")).to_have_count(1)


def test_it_prints_its_tables_and_charts_without_navigation(
    browser_page: Opener, site: str, screens: Path
) -> None:
    page = browser_page(*DESK)
    page.goto(site + PAGES["ward"])
    page.emulate_media(media="print")
    expect(page.locator(".head")).to_be_hidden()
    expect(page.locator(".kpi-picker select")).to_be_hidden()
    for each in (".kpi-table", ".trend-chart", ".choropleth", ".four"):
        expect(page.locator(each).first).to_be_visible()
    (screens / "kpi-ward.pdf").write_bytes(page.pdf(prefer_css_page_size=True))


def test_the_widget_stands_in_the_frame_of_another_site(
    browser_page: Opener, site: str, screens: Path
) -> None:
    page = browser_page(*PHONE)
    page.goto(site + PAGES["ward"])
    page.get_by_text("Đặt số này trên trang của bạn").click()
    snippet = page.get_by_label("Đoạn mã nhúng").input_value()
    with another_site(snippet) as address:
        page.goto(address)
        _looks_right_in_a_frame(page, screens)


def _looks_right_in_a_frame(page: Page, screens: Path) -> None:
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("2/4")).to_be_visible()
    fits = page.frames[1].evaluate(
        "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
    )
    assert fits
    assert page.context.cookies() == []
    assert violations(page) == []
    page.screenshot(path=screens / "kpi-widget-390.png")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_leaders_read_their_page_on_any_screen(
    browser_page: Opener, site: str, size: tuple[int, int], screens: Path
) -> None:
    page = browser_page(*size)
    enter(page, site)
    for dark in (False, True):
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.goto(f"{site}/can-bo/lanh-dao/")
        assert violations(page) == []
        assert not scrolls_sideways(page)
        page.screenshot(path=screens / f"leaders-{size[0]}-{'dark' if dark else 'light'}.png", full_page=True)


def test_what_is_blocked_is_written_and_taken_back_by_keyboard(
    browser_page: Opener, site: str, screens: Path
) -> None:
    page = browser_page(*DESK)
    enter(page, site)
    page.goto(f"{site}/can-bo/lanh-dao/")
    page.get_by_text("Ghi một di sản đang vướng").click()
    page.get_by_label("Di sản trong danh mục").select_option(label="Hội hoa Vị Khê")
    page.get_by_label("Vướng vì sao").fill("Đang tu bổ đến tháng 3/2027")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã ghi vướng: Hội hoa Vị Khê.")).to_be_visible()
    page.screenshot(path=screens / "leaders-blocked.png", full_page=True)
    page.get_by_role("button", name=re.compile("Hết vướng.*Hội hoa Vị Khê")).press("Enter")
    expect(page.get_by_text("Không có di sản nào trong danh mục đang vướng.")).to_be_visible()


@contextmanager
def another_site(snippet: str) -> Iterator[str]:
    """A page of another origin; served for real, since browsers keep answers of no address from local ones."""
    body = f"<!doctype html><html lang='vi'><title>Trang khác</title><body><main><h1>Trang khác</h1>{snippet}</main></body></html>"

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()


def enter(page: Page, site: str) -> None:
    """Sign in as the reviewer of the ward."""
    page.goto(f"{site}/can-bo/dang-nhap/")
    page.locator("[name=username]").fill("duyet")
    page.locator("[name=password]").fill("mat-khau-12")
    page.locator("form button.btn").first.click()
    page.wait_for_url(re.compile(r"/can-bo/$"))
