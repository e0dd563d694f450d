"""Words on a scanned page: found, opened at their page, read without the picture, checked on the desk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from heritage.jobs.index import rebuild
from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch
from heritage.services import intake
from heritage.services.publishing import publish
from tests import reader, samples
from tests.browser.conftest import Opener, scrolls_sideways, violations
from tests.browser.test_desk import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]

WORDS = "Năm Bính Ngọ làng Vị Khê lập khoán ước mới, cả làng cùng giữ"


@pytest.fixture
def scan(make_item, officer, reviewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asset:
    """A published scan of three pages, read by a stand-in for Tesseract."""
    reader.install(tmp_path / "bin", monkeypatch, WORDS)
    item = make_item(name_vi="Chợ Viềng", name_en="Viềng Market", sources={"s1": {"title": "Sách địa chí"}})
    batch = Batch.objects.create(unit=item.unit, by=officer)
    path = samples.scan(tmp_path / "a.tif", pages=3)
    asset = intake.receive_into(batch, path, name="quyết định 漢喃.tif", item=item, queue=False).asset
    Asset.objects.filter(pk=asset.pk).update(
        caption_vi="Bản quét quyết định", caption_en="Scan of the decision", licence="CC-BY-4.0"
    )
    process_asset(asset.pk)
    publish(item, by=reviewer)
    rebuild()
    return Asset.objects.get(pk=asset.pk)


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)], ids=["phone", "desk"])
def test_a_search_leads_to_the_page_and_its_words(
    live_server, browser_page: Opener, scan: Asset, screens: Path, size: tuple[int, int]
) -> None:
    page = browser_page(*size)
    page.goto(f"{live_server.url}/kham-pha/?q=khoan+uoc")
    found = page.locator(".found")
    expect(found).to_contain_text("Trang 1 của “Bản quét quyết định”")
    expect(found.locator("mark").first).to_have_text("khoán")
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.screenshot(path=screens / f"words-result-{size[0]}.png", full_page=True)
    found.get_by_role("link").click()
    # The viewer shortens the address where a page has one document only.
    expect(page).to_have_url(re.compile(f"#trang=({scan.public_id}-)?1$"))
    page.goto(f"{live_server.url}/di-san/{scan.item.public_id}/cho-vieng/")
    words = page.locator("details.words")
    words.locator("summary").click()
    expect(words).to_contain_text(WORDS)
    expect(words.get_by_role("heading", name="Trang 3")).to_be_visible()
    assert violations(page) == []
    assert not scrolls_sideways(page)
    words.screenshot(path=screens / f"words-item-{size[0]}.png")


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)], ids=["phone", "desk"])
def test_an_officer_sees_the_words_beside_their_page(
    live_server, browser_page: Opener, scan: Asset, officer, screens: Path, size: tuple[int, int]
) -> None:
    page = sign_in(browser_page(*size), live_server.url, officer)
    page.goto(f"{live_server.url}/can-bo/tep/{scan.public_id}/chu/")
    expect(page.get_by_text("quyết định 漢喃.tif")).to_be_visible()
    expect(page.get_by_text("Độ tin cậy 91/100").first).to_be_visible()
    assert page.locator(".leaf img").count() == 3
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.screenshot(path=screens / f"words-desk-{size[0]}.png", full_page=True)
