"""Units in a real browser: an old name leads to the ward of today, by page, by Explore and by keyboard."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from gis.models import AdminUnit, UnitChange
from gis.names import fold_name
from heritage.models import Item
from tests import published
from tests.browser.conftest import DESK, PHONE, Opener, scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(make_item, vi_khe, nam_dinh, stores, index, live_server) -> str:
    """A catalogue whose ward has a history of two steps."""
    published.publish_catalogue(make_item, vi_khe, nam_dinh)
    chain = [("Xã Điền Xá", "1997-02-26", "2024-09-01"), ("Xã Nam Điền", "2024-09-01", "2025-07-01")]
    old = [
        AdminUnit.objects.create(
            code="13972", level="commune", valid_from=dt.date.fromisoformat(since),
            valid_to=dt.date.fromisoformat(until), name=name, kind="Xã", folded=fold_name(name), province_code="36",
            province_name="Tỉnh Nam Định", district_name="Huyện Nam Trực",
        )
        for name, since, until in chain
    ]  # fmt: skip
    for earlier, later in ((old[0], old[1]), (old[1], vi_khe)):
        UnitChange.objects.create(old=earlier, new=later, on=later.valid_from, whole=True)
    return str(live_server.url)


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True])
def test_an_old_name_leads_to_the_ward_of_today(
    browser_page: Opener, site: str, size: tuple[int, int], dark: bool, screens: Path
) -> None:
    page = browser_page(*size, dark=dark)
    page.goto(f"{site}/don-vi/")
    page.get_by_label("Tên phường, xã cũ hoặc mới").fill("dien xa nam truc")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Xã Điền Xá nay thuộc Phường Vị Khê")).to_be_visible()
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.screenshot(path=screens / f"units-{size[0]}-{'dark' if dark else 'light'}.png", full_page=True)
    page.locator(".chain").get_by_role("link", name="Phường Vị Khê").click()
    expect(page.get_by_role("heading", level=1, name="Phường Vị Khê")).to_be_visible()
    page.locator(".item-map").scroll_into_view_if_needed()
    expect(page.locator(".leaflet-extents-pane path").first).to_be_attached()
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.screenshot(path=screens / f"unit-{size[0]}-{'dark' if dark else 'light'}.png", full_page=True)


def test_a_day_shows_what_the_code_named_then(browser_page: Opener, site: str) -> None:
    page = browser_page(*PHONE, language="en")
    page.goto(f"{site}/en/units/13972/")
    page.get_by_label("See this code on the day").fill("2020-05-01")
    page.get_by_role("button", name="See this day").click()
    expect(page.get_by_role("heading", level=1, name="Xã Điền Xá")).to_be_visible()
    expect(page.get_by_text("Xã Điền Xá is now in Phường Vị Khê")).to_be_visible()
    assert violations(page) == []


def test_explore_tells_an_old_name_and_filters_without_scripts(browser_page: Opener, site: str) -> None:
    page = browser_page(*DESK, scripts=False)
    page.goto(f"{site}/kham-pha/?q=Điền Xá")
    page.get_by_role("link", name="Xã Điền Xá nay thuộc Phường Vị Khê").click()
    expect(page).to_have_url(re.compile(r"unit=13972"))
    shown = Item.objects.filter(state="published", unit__code="13972").count()
    expect(page.locator("p[data-count]")).to_contain_text(f"{shown} di sản")
