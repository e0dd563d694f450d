"""Reports at the desk in a real browser: made, written, previewed, downloaded, sent; on phone and desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from heritage.models import Report
from heritage.services.reports import make_report
from tests.browser.conftest import Opener, scrolls_sideways, violations
from tests.browser.test_desk import sign_in
from tests.heritage.conftest import fill_ward

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]


@pytest.fixture
def address(live_server) -> str:
    return str(live_server.url)


@pytest.fixture
def ward(vi_khe, make_item):
    return fill_ward(vi_khe, make_item)


def test_an_officer_makes_writes_downloads_and_sends_a_report(
    browser_page: Opener, address: str, ward, officer, tmp_path: Path
) -> None:
    page = sign_in(browser_page(), address, officer)
    page.get_by_role("navigation", name="Bàn làm việc").get_by_role("link", name="Báo cáo").click()
    page.get_by_label("Kỳ", exact=True).select_option(f"{timezone.localdate():%Y-%m}")
    page.get_by_role("button", name="Lập báo cáo", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tháng")
    paper = page.locator("article.official")
    expect(paper).to_contain_text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    expect(paper).to_contain_text("đã số hóa 2/6 đối tượng")
    page.locator("summary").click()
    page.get_by_label("Khó khăn, vướng mắc").fill("Thiếu máy quét khổ lớn.")
    page.get_by_role("button", name="Lưu").click()
    expect(paper).to_contain_text("Thiếu máy quét khổ lớn.")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    saved = tmp_path / "bao-cao.pdf"
    download.value.save_as(saved)
    assert saved.read_bytes().startswith(b"%PDF")
    page.get_by_role("button", name="Ghi là đã gửi").click()
    expect(page.get_by_text("Báo cáo giữ nguyên")).to_be_visible()
    assert Report.objects.get().sent_on == timezone.localdate()


@pytest.mark.parametrize("size", [(390, 844), (320, 700), (1440, 900)])
@pytest.mark.parametrize("dark", [False, True])
def test_the_pages_of_reports_are_readable_everywhere(
    browser_page: Opener, address: str, ward, officer, size: tuple[int, int], dark: bool
) -> None:
    report = make_report(ward.code, f"{timezone.localdate():%Y-%m}", by=officer, site=address)
    page = sign_in(browser_page(*size, dark=dark), address, officer)
    for path in ("", f"{report.pk}/", "mau/"):
        page.goto(f"{address}/can-bo/bao-cao/{path}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert not scrolls_sideways(page), path
        assert violations(page) == [], path
