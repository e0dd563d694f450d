"""Reading without a network in a real browser, on a phone: the network is cut and the server answers nobody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from heritage.jobs.index import rebuild
from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Item
from heritage.services import intake
from heritage.services.publishing import publish
from tests import samples
from tests.browser.conftest import Opener, violations
from tests.browser.test_desk import sign_in
from tests.published import Published, publish_catalogue

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]
PHONE = (390, 844)
HALL = "/di-san/VKDV6A/dinh-vi-khe/"
CACHED = """async () => {
  const all = [];
  for (const name of await caches.keys()) {
    for (const key of await (await caches.open(name)).keys()) all.push([name, new URL(key.url).pathname]);
  }
  return all;
}"""
BYTES = """async () => {
  let sum = 0;
  for (const name of (await caches.keys()).filter(each => each.startsWith('ward-'))) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) sum += (await (await cache.match(key)).blob()).size;
  }
  return sum;
}"""


@pytest.fixture
def address(live_server) -> str:
    return str(live_server.url)


@pytest.fixture
def catalogue(make_item, vi_khe, nam_dinh, officer, reviewer, tmp_path) -> Published:
    """The small catalogue, its hall with a photograph."""
    found = publish_catalogue(make_item, vi_khe, nam_dinh)
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    path = samples.photo(tmp_path / "dinh.jpg", size=(1400, 1000))
    receipt = intake.receive_into(batch, path, name="dinh.jpg", item=found.hall, queue=False)
    process_asset(receipt.asset_id)
    Asset.objects.filter(pk=receipt.asset_id).update(caption_vi="Mặt trước", licence="CC-BY-4.0", credit="Tổ")
    publish(Item.objects.get(pk=found.hall.pk), by=reviewer)
    rebuild()
    return found


def until(page: Page, script: str, argument: str | None = None) -> None:
    """Ask again until a script, whose answer may be a promise, says yes; ``wait_for_function`` takes a promise for one."""
    for _ in range(150):
        if page.evaluate(script, argument):
            return
        page.wait_for_timeout(200)
    raise AssertionError(script)


def visit(page: Page, address: str) -> None:
    """Open a page and wait until the worker has kept it with its parts."""
    page.goto(address)
    until(
        page,
        """async path => {
          for (const name of (await caches.keys()).filter(each => each.startsWith('visited-'))) {
            for (const key of await (await caches.open(name)).keys()) if (new URL(key.url).pathname === path) return true;
          }
          return false;
        }""",
        f"/{address.split('/', 3)[-1]}",
    )
    page.wait_for_load_state("networkidle")


def cut(page: Page) -> None:
    page.context.set_offline(True)


def leave(page: Page, browser_page: Opener) -> None:
    """What the browser itself says of a cut network is no error of ours; it says it until the page is left."""
    page.goto("about:blank")
    browser_page.errors.clear()


def test_a_page_that_was_opened_once_opens_without_a_network(browser_page: Opener, address, catalogue):
    page = browser_page(*PHONE, offline=True)
    visit(page, address + HALL)
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.wait_for_timeout(500)
    cut(page)
    page.goto(address + HALL)
    expect(page.get_by_role("heading", level=1)).to_have_text("Đình Vị Khê")
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Be Vietnam Pro"')
    assert page.evaluate("document.styleSheets[document.styleSheets.length - 1].cssRules.length") > 0
    shown = page.locator("main img").first
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.complete && image.naturalWidth > 0")
    page.goto(f"{address}/le-hoi/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem khi mất mạng")
    page.goto(f"{address}/en/festivals/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading offline")
    leave(page, browser_page)


def test_a_saved_ward_is_read_searched_and_seen_on_the_map_without_a_network(
    browser_page: Opener, address, catalogue
):
    page = browser_page(*PHONE, offline=True)
    page.goto(f"{address}/ngoai-tuyen/13972/")
    box = page.locator("[data-offline-ward]")
    expect(box.locator("[data-state]")).to_contain_text("6 di sản, khoảng")
    box.get_by_role("button", name="Lưu phường này để xem khi mất mạng").click()
    expect(box.locator("[data-state]")).to_contain_text("Đã lưu trên máy này", timeout=60_000)
    assert 100_000 < page.evaluate(BYTES) < 20_000_000
    assert violations(page) == []
    cut(page)
    page.goto(f"{address}/ngoai-tuyen/13972/")
    page.locator(".leaflet-marker-icon").first.wait_for(state="attached")
    assert page.locator("[data-map] .leaflet-interactive, [data-map] .leaflet-marker-icon").count() > 1
    page.get_by_label("Tìm trong phường, xã này").fill("dinh vi khe")
    rows = page.locator("[data-narrow] > li:visible")
    expect(rows).to_have_count(1)
    expect(page.locator("[data-narrow-state]")).to_have_text("1 di sản")
    rows.get_by_role("link", name="Đình Vị Khê").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đình Vị Khê")
    picture = page.locator("main img").first
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.goto(f"{address}/kpi/13972/")
    expect(page.locator("main")).to_contain_text("Vị Khê")
    # A search that was never made leads to the page that searches by itself.
    page.goto(f"{address}/kham-pha/?unit=13972&q=hoa")
    expect(page.get_by_label("Tìm trong phường, xã này")).to_have_value("hoa")
    expect(page.locator("[data-narrow] > li:visible")).to_have_count(2)
    leave(page, browser_page)


def test_the_page_for_a_lost_network_names_the_saved_wards_which_can_be_deleted(
    browser_page: Opener, address, catalogue
):
    page = browser_page(*PHONE, offline=True)
    page.goto(f"{address}/ngoai-tuyen/13972/")
    page.locator("[data-offline-ward] [data-save]").click()
    expect(page.locator("[data-offline-ward] [data-state]")).to_contain_text("Đã lưu", timeout=60_000)
    cut(page)
    page.goto(f"{address}/gioi-thieu/")
    expect(page.locator("[data-offline-saved] a")).to_have_text("Phường Vị Khê")
    page.locator("[data-offline-saved] a").click()
    page.get_by_role("button", name="Xóa khỏi máy").click()
    expect(page.get_by_role("button", name="Xóa khỏi máy")).to_be_hidden()
    assert [name for name in page.evaluate("caches.keys()") if name.startswith("ward-")] == []
    leave(page, browser_page)


def test_what_is_saved_follows_the_catalogue_by_itself(browser_page: Opener, address, catalogue, reviewer):
    page = browser_page(*PHONE, offline=True)
    page.goto(f"{address}/ngoai-tuyen/13972/")
    page.locator("[data-offline-ward] [data-save]").click()
    expect(page.locator("[data-offline-ward] [data-state]")).to_contain_text("Đã lưu", timeout=60_000)
    catalogue.village.name_vi = "Làng hoa đổi tên"
    catalogue.village.save()
    page.goto(f"{address}/ngoai-tuyen/13972/")
    until(
        page,
        """async () => {
          for (const name of (await caches.keys()).filter(each => each.startsWith('ward-'))) {
            const answer = await (await caches.open(name)).match('/ngoai-tuyen/13972/');
            if (answer && (await answer.text()).includes('Làng hoa đổi tên')) return true;
          }
          return false;
        }""",
    )


def test_nothing_of_the_desk_is_ever_kept(browser_page: Opener, address, catalogue, officer):
    page = browser_page(*PHONE, offline=True)
    visit(page, f"{address}/")
    sign_in(page, address, officer)
    for path in ("/can-bo/", "/can-bo/di-san/", f"/can-bo/di-san/{catalogue.hall.public_id}/", "/en/can-bo/"):
        page.goto(address + path)
    page.wait_for_timeout(500)
    kept = page.evaluate(CACHED)
    assert [path for _, path in kept if "can-bo" in path or "desk" in path] == []
    cut(page)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{address}/can-bo/")
    page.wait_for_url("chrome-error://**")  # the browser's own page comes after the error
    leave(page, browser_page)


def test_the_stores_carry_the_release(browser_page: Opener, address, catalogue):
    page = browser_page(*PHONE, offline=True)
    visit(page, f"{address}/gioi-thieu/")
    names = page.evaluate("caches.keys()")
    releases = {name.split("-")[1] for name in names}
    assert len(releases) == 1
    page.evaluate("caches.open('shell-cu').then(() => caches.open('visited-cu'))")
    page.evaluate("navigator.serviceWorker.getRegistration().then(each => each.unregister())")
    visit(page, f"{address}/gioi-thieu/")
    until(page, "async () => !(await caches.keys()).includes('shell-cu')")
