"""The menu of downloads in a real browser, with and without scripts."""

from __future__ import annotations

import csv
from pathlib import Path

import pyogrio
import pytest
from playwright.sync_api import Browser, Page

from heritage.jobs.index import rebuild
from tests import published
from tests.browser.conftest import Opener, scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MENU = "details:has(form.downloads)"


@pytest.fixture
def site(make_item, vi_khe, nam_dinh, index, live_server) -> str:
    """The address of a served catalogue."""
    published.publish_catalogue(make_item, vi_khe, nam_dinh)
    rebuild()
    return str(live_server.url)


def saved(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.locator(f"{MENU} :is(button, a)", has_text=button).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


@pytest.mark.parametrize("scripts", [True, False])
def test_a_chosen_format_and_system_come_down_as_a_file(
    site: str, chromium: Browser, tmp_path: Path, scripts: bool
) -> None:
    context = chromium.new_context(java_script_enabled=scripts, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{site}/kham-pha/?category=relic")
    page.locator(f"{MENU} > summary").click()
    page.locator("#crs").select_option("EPSG:9209")
    layer = saved(page, "GeoPackage", tmp_path)
    assert layer.name.startswith("Di sản số 20") and layer.suffix == ".gpkg"
    assert pyogrio.read_info(layer)["crs"] == "EPSG:9209"
    table = saved(page, "CSV", tmp_path).read_text(encoding="utf-8")
    assert table.startswith("\ufeffMã,Tên,")
    shown = page.locator(".list-head strong").inner_text().split()[0]
    assert len(list(csv.reader(table.splitlines()))) == 1 + int(shown)
    assert b"Placemark" in saved(page, "KML", tmp_path).read_bytes()
    context.close()


@pytest.mark.parametrize("address", ["/kham-pha/", "/en/explore/"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_the_open_menu_fits_and_has_no_fault(
    site: str, browser_page: Opener, screens: Path, address: str, width: int, height: int
) -> None:
    page = browser_page(width, height)
    page.goto(f"{site}{address}")
    page.locator(f"{MENU} > summary").click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=screens / f"downloads-{'en' if '/en/' in address else 'vi'}-{width}.png")
    assert not scrolls_sideways(page)
    assert violations(page) == []
    for box in page.locator(f"{MENU} :is(button, a, select)").all():
        assert (box.bounding_box() or {"height": 0})["height"] >= 44
