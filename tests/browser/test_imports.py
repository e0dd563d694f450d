"""An import in a real browser, on a phone and at a desk: send, look, change, accept, undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from gis.crs import from_wgs84
from heritage.jobs.import_check import check_import
from heritage.models import Item, ItemImport
from tests.browser.conftest import DESK, PHONE, Opener, scrolls_sideways, violations
from tests.browser.test_bursts import sign_in
from tests.media_pipeline.feature_files import write_xlsx

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]
LON, LAT = 106.2128, 20.403465


def table(folder: Path) -> Path:
    """A ward's list in TCVN3: a title, two rows of headings, X and Y, one row that cannot be taken."""
    rows: list[list[object]] = [["DANH S¸CH DI TÝCH"], ["Tªn di tÝch", "Lo¹i", "XÕp h¹ng", "X (m)", "Y (m)"]]
    for number, name in enumerate(("§Òn TrÇn", "Chïa Cæ LÔ", "§×nh lµng VÞ Khª")):
        east, north = from_wgs84(LON + number * 1e-3, LAT, "EPSG:9209")
        rows.append([name, "Di tÝch", "CÊp tØnh", round(north, 2), round(east, 2)])
    rows.append(["MiÕu", "Di tÝch", "h¹ng nhÊt", None, None])
    return write_xlsx(folder / "danh-sach.xlsx", rows)


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (DESK, False), (DESK, True)])
def test_a_list_is_sent_looked_at_accepted_and_undone(
    live_server,
    browser_page: Opener,
    officer,
    tmp_path: Path,
    screens: Path,
    size: tuple[int, int],
    dark: bool,
) -> None:
    name = f"imports-{size[0]}{'-dark' if dark else ''}"
    page = browser_page(*size, dark=dark)
    sign_in(page, officer, live_server.url)
    page.goto(f"{live_server.url}/can-bo/di-san/")
    page.get_by_role("link", name="Nhập từ bảng").click()
    assert violations(page) == []
    page.screenshot(path=screens / f"{name}-list.png", full_page=True)
    page.get_by_label("Chọn tệp").set_input_files(table(tmp_path))
    page.get_by_role("button", name="Đọc thử").click()
    expect(page.get_by_role("heading", name="Đang đọc và kiểm từng dòng")).to_be_visible()
    assert violations(page) == []
    check_import(ItemImport.objects.get().pk)
    # the page opens again by itself
    expect(page.get_by_role("button", name="Nhập 3 dòng")).to_be_visible()
    expect(page.get_by_text("Không hiểu xếp hạng “hạng nhất”")).to_be_visible()
    expect(page.get_by_label("Bảng mã chữ")).to_have_value("tcvn3")
    expect(page.get_by_label("Hệ tọa độ của cả cột")).to_have_value("EPSG:9209")
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.screenshot(path=screens / f"{name}.png", full_page=True)
    page.get_by_role("button", name="Nhập 3 dòng").click()
    expect(page.get_by_text("Đã nhập cả lô.")).to_be_visible()
    assert Item.objects.filter(name_vi="Đình làng Vị Khê", state="draft").count() == 1
    page.screenshot(path=screens / f"{name}-accepted.png", full_page=True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Hoàn tác cả lô").click()
    expect(page.get_by_text("bỏ 3 bản nháp")).to_be_visible()
    assert not Item.objects.exists()


def test_a_file_that_cannot_be_read_says_what_to_do_in_english(
    live_server, browser_page: Opener, officer, tmp_path: Path
) -> None:
    page = browser_page(*PHONE, language="en")
    sign_in(page, officer, live_server.url)
    page.goto(f"{live_server.url}/en/can-bo/nhap/")
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    page.locator("input[type=file]").set_input_files(tmp_path / "a.xls")
    page.get_by_role("button", name="Check the file").click()
    check_import(ItemImport.objects.get().pk)
    page.reload()
    expect(page.get_by_text("save it as XLSX")).to_be_visible()
    assert violations(page) == []
