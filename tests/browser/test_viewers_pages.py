"""Pictures and the pages of documents in a real browser: keys, strip, full screen, an address for each page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from heritage.models import Asset, Item
from tests import samples
from tests.browser import media
from tests.browser.conftest import DESK, PAGE, PHONE, Opener, scrolls_sideways, violations
from tests.browser.media import Workshop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scan(hall: Item, workshop: Workshop) -> Asset:
    """Five scanned pages."""
    return workshop.show(hall, workshop.made("so.tif", lambda path: media.write_pages(path, 5)))


@pytest.fixture
def site(scan: Asset, live_server) -> str:
    return str(live_server.url)


def panel_of(page: Page) -> Locator:
    return page.locator("#giay-to [data-panel]")


def shown_page(page: Page, number: int) -> None:
    """The tiles of this page are on the screen, the strip and the title say so."""
    expect(page.locator(f"#giay-to [data-viewer][data-shown='{number}']")).to_have_count(1)
    current = panel_of(page).locator("[data-strip] [aria-current=page]")
    expect(current).to_have_attribute("data-page", str(number))


def test_the_strip_shows_every_page_marks_the_current_one_and_opens_another(
    site: str, browser_page: Opener, screens: Path
) -> None:
    page = browser_page(*DESK)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + PAGE["vi"])
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/iiif/3/" in url]  # thumbnails wait until they are looked for
    page.locator("#giay-to [data-open-viewer]").click()
    shown_page(page, 1)
    panel = panel_of(page)
    expect(panel.locator("[data-title]")).to_have_text("Cổng đình · Trang 1 trên 5")
    strip = panel.get_by_role("navigation", name="Các trang")
    assert strip.get_by_role("link").count() == 5
    strip.get_by_role("link", name="Trang 4").click()
    shown_page(page, 4)
    assert page.title().startswith("Trang 4 trên 5 · ")
    assert page.url.endswith("#trang=4")
    page.wait_for_load_state("networkidle")
    panel.scroll_into_view_if_needed()
    page.screenshot(path=screens / "pages-1440x900.png")


def test_the_keyboard_turns_pages_moves_zooms_turns_and_closes(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(site + PAGE["vi"])
    opener = page.locator("#giay-to [data-open-viewer]")
    opener.focus()
    page.keyboard.press("Enter")
    shown_page(page, 1)
    page.keyboard.press("PageDown")
    shown_page(page, 2)
    page.keyboard.press("PageDown")
    shown_page(page, 3)
    page.keyboard.press("PageUp")
    shown_page(page, 2)
    canvas, pictures = panel_of(page).locator("[data-stage] canvas").first, set()
    page.wait_for_load_state("networkidle")
    for key in ("+", "ArrowDown", "ArrowRight", "-", "0", "r"):
        page.keyboard.press(key)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(150)
        pictures.add(canvas.screenshot())
    assert len(pictures) == 6
    page.keyboard.press("Escape")
    expect(panel_of(page)).to_be_hidden()
    expect(opener).to_be_focused()
    assert page.url == site + PAGE["vi"]
    assert not page.title().startswith("Trang")


def test_arrows_walk_along_the_strip_and_tab_stops_there_once(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(site + PAGE["vi"] + "#trang=2")
    shown_page(page, 2)
    strip = panel_of(page).locator("[data-strip] a[data-page]")
    assert [each.get_attribute("tabindex") for each in strip.all()] == ["-1", "0", "-1", "-1", "-1"]
    strip.nth(1).focus()
    page.keyboard.press("ArrowRight")
    expect(strip.nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    shown_page(page, 3)


@pytest.mark.parametrize(
    ("language", "fragment", "number", "said"),
    [
        ("vi", "#trang=3", 3, "Trang 3 trên 5"),
        ("en", "#page=5", 5, "Page 5 of 5"),
        ("vi", "#trang={asset}-0002", 2, "Trang 2 trên 5"),
    ],
)
def test_an_address_opens_its_page(
    site: str, scan: Asset, browser_page: Opener, language: str, fragment: str, number: int, said: str
) -> None:
    page = browser_page(*DESK, language=language)
    page.goto(site + PAGE[language] + fragment.format(asset=scan.public_id))
    shown_page(page, number)
    expect(panel_of(page).locator("[data-title]")).to_contain_text(said)


def test_an_address_that_changes_on_the_page_turns_to_it(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(site + PAGE["vi"])
    page.evaluate("location.hash = '#trang=4'")
    shown_page(page, 4)
    page.evaluate("location.hash = '#trang=99'")
    page.wait_for_timeout(300)
    shown_page(page, 4)


def test_each_document_keeps_its_pages_apart(
    site: str, hall: Item, workshop: Workshop, browser_page: Opener
) -> None:
    other = workshop.show(hall, workshop.made("so-hai.tif", lambda path: media.write_pages(path, 3)), order=1)
    page = browser_page(*DESK)
    page.goto(f"{site}{PAGE['vi']}#trang={other.public_id}-3")
    shown_page(page, 3)
    assert panel_of(page).locator("[data-strip] a").count() == 3
    page.keyboard.press("PageUp")
    shown_page(page, 2)
    assert page.url.endswith(f"#trang={other.public_id}-2")


def test_buttons_zoom_turn_and_fill_the_screen(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(site + PAGE["vi"] + "#trang=1")
    shown_page(page, 1)
    panel = panel_of(page)
    expect(panel.get_by_role("button", name="Trang trước")).to_be_disabled()
    panel.get_by_role("button", name="Trang sau").click()
    shown_page(page, 2)
    for name in ("Phóng to", "Thu nhỏ", "Xoay 90 độ", "Về khung ban đầu"):
        panel.get_by_role("button", name=name).click()
    button = panel.get_by_role("button", name="Toàn màn hình")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.fullscreenElement.matches('[data-panel]')")
    panel.get_by_role("button", name="Đóng").click()
    expect(panel).to_be_hidden()
    assert page.evaluate("document.fullscreenElement") is None


def test_a_photo_has_no_strip_and_no_page_number(
    site: str, hall: Item, workshop: Workshop, browser_page: Opener
) -> None:
    workshop.show(hall, workshop.made("anh.jpg", lambda path: samples.photo(path, size=(1600, 1067))))
    page = browser_page(*DESK)
    page.goto(site + PAGE["vi"])
    page.locator("#anh [data-open-viewer]").click()
    panel = page.locator("#anh [data-panel]")
    expect(page.locator("#anh [data-shown='1']")).to_have_count(1)
    expect(panel.locator("[data-title]")).to_have_text("Cổng đình")
    expect(panel.get_by_role("navigation")).to_have_count(0)
    expect(panel.get_by_role("button", name="Trang sau")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_without_scripts_every_page_is_a_link(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK, scripts=False)
    page.goto(site + PAGE["vi"])
    page.locator("#giay-to summary").click()
    links = page.locator("#giay-to .leaves a")
    assert links.count() == 5
    address = links.nth(2).get_attribute("href")
    assert re.search(r"/page-0003-1280\.jpg", address or "")
    answer = page.request.get(site + (address or ""))
    assert answer.headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize(("language", "dark"), [("vi", True), ("en", False)])
def test_open_pages_have_no_violation_and_room_for_a_finger(
    site: str, browser_page: Opener, screens: Path, language: str, dark: bool
) -> None:
    page = browser_page(*PHONE, dark=dark, language=language)
    page.goto(site + PAGE[language] + ("#trang=2" if language == "vi" else "#page=2"))
    shown_page(page, 2)
    page.wait_for_load_state("networkidle")
    panel_of(page).scroll_into_view_if_needed()
    page.screenshot(path=screens / f"pages-{language}-390x844{'-dark' if dark else ''}.png")
    assert violations(page) == []
    for control in panel_of(page).locator("button:visible, [data-strip] a").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44
    assert not scrolls_sideways(page)
