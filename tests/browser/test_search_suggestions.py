"""Suggestions while typing, in a real browser: by keyboard and by finger, on a slow line, without scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests import published
from tests.browser.conftest import DESK, PHONE, Opener, scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WATCH = """() => {
  window.shifted = 0;
  new PerformanceObserver(list => { for (const each of list.getEntries()) window.shifted += each.value; })
    .observe({ type: 'layout-shift' });
}"""


@pytest.fixture
def site(make_item, vi_khe, nam_dinh, stores, index, live_server) -> str:
    """The address of a small served catalogue."""
    published.publish_catalogue(make_item, vi_khe, nam_dinh)
    return str(live_server.url)


def type_into(page: Page, text: str) -> None:
    page.locator("#q").click()
    page.keyboard.type(text)
    expect(page.get_by_role("option").first).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("address", ["/", "/kham-pha/"])
@pytest.mark.parametrize("dark", [False, True])
def test_the_list_lies_over_the_page_and_breaks_no_rule(
    site: str, browser_page: Opener, screens: Path, size: tuple[int, int], address: str, dark: bool
) -> None:
    page = browser_page(*size, dark=dark)
    page.goto(site + address)
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    before = page.locator("#q").bounding_box()
    type_into(page, "vi khe")
    assert page.locator("#q").bounding_box() == before
    page.wait_for_timeout(100)
    assert page.evaluate("window.shifted") == 0
    assert violations(page) == []
    assert not scrolls_sideways(page)
    name = "nha" if address == "/" else "kham-pha"
    page.screenshot(path=screens / f"goi-y-{name}-{size[0]}{'-dem' if dark else ''}.png")


def test_the_keyboard_walks_the_list_and_opens_a_line(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(site)
    type_into(page, "dinh vi")
    box = page.locator("#q")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowUp")  # back in the box: Enter would ask the form
    expect(chosen).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/di-san/VKDV6A/dinh-vi-khe/$"))


def test_escape_closes_the_list_and_enter_alone_asks_the_form(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(site)
    type_into(page, "dinh")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("#q")).to_have_value("dinh")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/kham-pha/\?q=dinh$"))


def test_a_line_is_opened_by_a_finger(site: str, browser_page: Opener) -> None:
    page = browser_page(*PHONE, mobile=True)
    page.goto(site)
    type_into(page, "hoi hoa")
    page.get_by_role("option", name="Hội hoa Vị Khê").tap()
    expect(page).to_have_url(re.compile(r"/di-san/VKHH01/"))


def test_what_was_typed_is_set_off_even_where_marks_differ(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(site)
    type_into(page, "dinh vi")
    expect(page.get_by_role("option", name="Đình Vị Khê").locator("b")).to_have_text(["Đình", "Vị"])


def test_an_answer_that_comes_late_is_not_shown(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    held: list[Route] = []

    def answer(route: Route) -> None:
        if "q=d&" in route.request.url:
            held.append(route)
            return
        found = [{"text": "Đình mới", "type": "relic", "url": "/di-san/VKDV6A/", "note": "Phường Vị Khê"}]
        route.fulfill(content_type="application/json", body=json.dumps({"suggestions": found}))

    page.route("**/api/v1/suggest**", answer)
    page.goto(site)
    page.locator("#q").fill("d")
    page.wait_for_timeout(400)
    assert len(held) == 1
    type_into(page, "i")
    expect(page.get_by_role("option")).to_have_text("Đình mớiPhường Vị Khê")
    page.wait_for_timeout(100)
    expect(page.get_by_role("option")).to_have_count(1)


def test_without_an_answer_the_box_is_a_form(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.route("**/api/v1/suggest**", lambda route: route.fulfill(status=503, body="{}"))
    page.goto(site)
    page.locator("#q").click()
    with page.expect_response("**/api/v1/suggest**"):
        page.keyboard.type("dinh")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/kham-pha/\?q=dinh$"))
    assert all("503" in each for each in browser_page.errors)
    browser_page.errors.clear()


def test_without_scripts_home_header_and_explore_are_forms(site: str, browser_page: Opener) -> None:
    for address in ("/", "/le-hoi/", "/kham-pha/"):
        page = browser_page(*DESK, scripts=False)
        page.goto(site + address)
        page.get_by_role("searchbox").fill("hoi hoa")
        page.get_by_role("search").get_by_role("button", name="Tìm").click()
        expect(page).to_have_url(re.compile(r"/kham-pha/\?q=hoi\+hoa"))
        expect(page.get_by_role("link", name="Hội hoa Vị Khê", exact=True)).to_be_visible()


def test_on_a_phone_the_header_leads_to_the_box_of_explore(site: str, browser_page: Opener) -> None:
    page = browser_page(*PHONE)
    page.goto(site + "/le-hoi/")
    page.locator(".head-find").click()
    expect(page.locator("#q")).to_be_focused()
    assert page.url.endswith("/kham-pha/#q")


@pytest.mark.parametrize("width", [320, 390, 1024, 1248, 1440])
@pytest.mark.parametrize("address", ["/le-hoi/", "/en/festivals/"])
def test_the_header_has_room_for_the_search_at_every_width(
    site: str, browser_page: Opener, screens: Path, width: int, address: str
) -> None:
    page = browser_page(width, 800)
    page.goto(site + address)
    assert not scrolls_sideways(page)
    assert page.locator(".head").bounding_box()["height"] < 76  # one row
    page.screenshot(path=screens / f"dau-trang-{address.strip('/').replace('/', '-')}-{width}.png")
