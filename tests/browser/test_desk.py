"""The officers' desk in a real browser: recorded, uploaded, handed in, published by another, found by a visitor."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from heritage.jobs.index import index_items
from heritage.jobs.process import process_asset
from heritage.models import Asset, Item, Plan, RegisterEntry, RegisterVersion, User
from heritage.services import editing
from tests import samples
from tests.browser.conftest import Opener, scrolls_sideways, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]

PHONE, DESK, NARROW = (390, 844), (1440, 900), (320, 700)
VN2000 = "X = 2257535.741 Y = 574060.102"


@pytest.fixture
def address(live_server) -> str:
    return str(live_server.url)


@pytest.fixture
def register(vi_khe, make_item) -> Item:
    """A register of two objects and a plan that asks for half of them."""
    items = [make_item(name_vi="Lễ hội hoa Vị Khê", category="festival"), make_item(name_vi="Đền Vị Khê")]
    version = RegisterVersion.objects.create(
        unit=vi_khe,
        number=1,
        label_vi="Danh mục thử",
        label_en="Trial register",
        valid_from=dt.date(2026, 1, 1),
    )
    for item in items:
        RegisterEntry.objects.create(version=version, item=item, category=item.category)
    Plan.objects.create(
        unit=vi_khe, key="thu", document_vi="Kế hoạch", year_from=2026, year_to=2026, target_percent=50
    )
    return items[1]


def work() -> None:
    """What a worker does with the queue: process what was received, index what was published."""
    for asset in Asset.objects.filter(state=Asset.State.RECEIVED):
        process_asset(asset.pk)
    index_items(*Item.objects.values_list("pk", flat=True))


def sign_in(page: Page, address: str, user: User, prefix: str = "") -> Page:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}{prefix}/can-bo/dang-nhap/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "mat-khau-12")
    page.click("main button[type=submit]")
    page.wait_for_url(f"{address}{prefix}/can-bo/")
    return page


def looked_at(page: Page, screens: Path, name: str) -> None:
    """A picture for people, and what a machine can tell: no violation, no sideways scroll."""
    page.wait_for_load_state("networkidle")
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    page.screenshot(path=screens / f"can-bo-{name}-{width}x{height}.png")
    assert violations(page) == [], name
    assert not scrolls_sideways(page), name


def record(page: Page, address: str) -> str:
    """Fill in a new item with a coordinate as the paper has it; give the address of its form."""
    page.goto(f"{address}/can-bo/di-san/moi/")
    page.fill("#id_name_vi", "Đình Vị Khê")
    page.select_option("#id_category", "relic")
    page.select_option("#id_rank", "provincial")
    page.fill("#id_summary_vi", "Đình làng Vị Khê. Nơi mở hội hoa tháng Giêng.")
    page.fill("#id_source_title", "Biên bản khảo sát năm 2026")
    page.fill("#id_place_text", VN2000)
    inside = page.locator("[data-list] .choice", has_text="Trong Phường Vị Khê")
    expect(inside).to_have_count(1)
    expect(inside.locator("input")).to_be_checked()
    inside.locator("input").check()
    page.select_option("#id_method", "gnss")
    page.fill("#id_accuracy_m", "0,5")
    page.click("button[name=save]")
    expect(page.get_by_text("Đã lưu bản nháp.")).to_be_visible()
    return page.url


def test_from_the_officers_form_to_the_visitors_search(
    address, officer, reviewer, register, browser_page: Opener, screens: Path, tmp_path: Path
) -> None:
    page = sign_in(browser_page(*DESK), address, officer)
    looked_at(page, screens, "viec-can-lam")
    form = record(page, address)
    item = Item.objects.get(name_vi="Đình Vị Khê")
    assert (item.placement.native_crs, item.placement.native_x, item.placement.native_y) == (
        "EPSG:9209", 574060.102, 2257535.741,
    )  # fmt: skip
    looked_at(page, screens, "bieu-mau")

    page.get_by_role("link", name="Tải tệp cho hồ sơ này").click()
    page.fill("#id_caption", "Mặt trước đình")
    page.fill("#id_author", "Thu Hà")
    page.select_option("#id_licence", "CC-BY-4.0")
    photo = samples.photo(tmp_path / "mat-truoc.jpg", lon=106.2115, lat=20.4076)
    cut = tmp_path / "bi-cat.jpg"
    cut.write_bytes(photo.read_bytes()[:9000])
    page.set_input_files("#id_files", [photo, cut])
    expect(page.locator("[data-files] .file", has_text="mat-truoc.jpg")).to_contain_text("Đã nhận")
    looked_at(page, screens, "tai-len")
    page.get_by_role("link", name="Xem kết quả từng tệp").click()
    expect(page.get_by_text("Còn 2 tệp đang xử lý")).to_be_visible()
    work()
    # The page asks by itself and opens again when the last file is done.
    expect(page.locator("#accepted .file")).to_contain_text("mat-truoc.jpg")
    expect(page.locator("#refused .file")).to_contain_text("bi-cat.jpg")
    looked_at(page, screens, "ket-qua")

    page.goto(form)
    page.get_by_role("button", name="Lưu và gửi duyệt").click()
    expect(page.get_by_text("Đã gửi duyệt.")).to_be_visible()
    page.goto(f"{address}/can-bo/duyet/{item.public_id}/")
    expect(page.get_by_role("button", name="Duyệt và công bố")).to_have_count(0)

    other = sign_in(browser_page(*DESK), address, reviewer)
    other.get_by_role("link", name="Mở hàng chờ").click()
    other.get_by_role("link", name="Đình Vị Khê", exact=True).click()
    expect(other.get_by_text("X 2257535,741; Y 574060,102 (EPSG:9209)")).to_be_visible()
    expect(other.locator("#tep + .files img")).to_be_visible()
    looked_at(other, screens, "duyet")
    other.get_by_role("button", name="Duyệt và công bố").click()
    expect(other.get_by_text("Đã công bố.")).to_be_visible()
    work()

    visitor = browser_page(*PHONE)
    visitor.goto(f"{address}/kham-pha/?q=dinh+vi+khe")
    visitor.get_by_role("link", name="Đình Vị Khê").first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Đình Vị Khê")
    expect(visitor.get_by_text("Nơi mở hội hoa tháng Giêng").first).to_be_visible()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_the_desk_is_whole_on_a_phone(
    address, officer, reviewer, register, browser_page: Opener, screens: Path, tmp_path: Path, language
) -> None:
    prefix = "/en" if language == "en" else ""
    editing.edit_item(
        register, by=officer, values={"summary_vi": "Đền làng.", "sources": {"s1": {"title": "Sách"}}}
    )
    editing.submit(register, by=officer)
    page = sign_in(browser_page(*PHONE, language=language), address, reviewer, prefix)
    pages = {
        "viec-can-lam": "",
        "ho-so": "di-san/",
        "bieu-mau": f"di-san/{register.public_id}/",
        "tai-len": "tai-len/",
        "cho-duyet": "duyet/",
        "duyet": f"duyet/{register.public_id}/",
    }
    for name, path in pages.items():
        page.goto(f"{address}{prefix}/can-bo/{path}")
        looked_at(page, screens, f"{name}-{language}")
        assert small_targets(page) == [], name
    page.goto(f"{address}{prefix}/can-bo/tai-len/")
    page.set_input_files("#id_files", [samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076)])
    page.locator("a[data-after]").click()
    page.wait_for_url("**/tai-len/*/")
    work()
    page.reload()
    looked_at(page, screens, f"ket-qua-{language}")


def test_the_way_in_and_the_closed_door_are_plain(
    address, stranger, register, browser_page: Opener, screens: Path
) -> None:
    page = browser_page(*PHONE)
    page.goto(f"{address}/can-bo/dang-nhap/")
    page.fill("#id_username", "nguoila")
    page.fill("#id_password", "sai")
    page.press("#id_password", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("Tên đăng nhập hoặc mật khẩu chưa đúng")
    looked_at(page, screens, "dang-nhap")
    sign_in(page, address, stranger)
    page.goto(f"{address}/can-bo/di-san/{register.public_id}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Không có quyền ở đây")
    looked_at(page, screens, "tu-choi")
    assert [each for each in browser_page.errors if "403" not in each] == []
    browser_page.errors.clear()
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto(f"{address}/can-bo/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập bàn làm việc")


def small_targets(page: Page) -> list[str]:
    """Controls under 44 px high that stand outside running text and tables."""
    return page.evaluate(
        """() => [...document.querySelectorAll('main button, main .btn, main input:not([type=hidden]), main select, .desk-nav a')]
        .filter(node => node.getClientRects().length && !node.closest('td, th, [aria-hidden]'))
        .map(node => [node, (node.closest('label') || node).getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.5)
        .map(([node, box]) => `${node.outerHTML.slice(0, 80)} ${box.height}`)"""
    )


def test_the_desk_fits_the_narrowest_phone_and_the_dark(
    address, officer, register, browser_page: Opener, screens: Path
) -> None:
    page = sign_in(browser_page(*NARROW, dark=True), address, officer)
    for name, path in {
        "viec-can-lam": "",
        "bieu-mau": f"di-san/{register.public_id}/",
        "tai-len": "tai-len/",
    }.items():
        page.goto(f"{address}/can-bo/{path}")
        looked_at(page, screens, f"{name}-toi")


def test_without_scripts_an_item_is_recorded_and_a_file_sent(
    address, officer, browser_page: Opener, tmp_path: Path
) -> None:
    page = sign_in(browser_page(*DESK, scripts=False), address, officer)
    page.goto(f"{address}/can-bo/di-san/moi/")
    page.fill("#id_name_vi", "Đình Vị Khê")
    page.select_option("#id_category", "relic")
    page.fill("#id_lat", "20,407612")
    page.fill("#id_lon", "106,211493")
    page.fill("#id_accuracy_m", "5")
    page.click("button[name=save]")
    item = Item.objects.get()
    assert item.placement.accuracy_m == 5.0
    page.get_by_role("link", name="Tải tệp cho hồ sơ này").click()
    page.set_input_files("#id_files", [samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076)])
    page.click("[data-plain-submit]")
    expect(page.get_by_text("Còn 1 tệp đang xử lý")).to_be_visible()
    work()
    page.get_by_role("link", name="Xem lại ngay").click()
    expect(page.locator("#accepted .file")).to_contain_text("a.jpg")


def test_a_manifest_chosen_with_the_files_describes_them_and_an_archive_counts_its_own(
    address, officer, browser_page: Opener, tmp_path
) -> None:
    page = sign_in(browser_page(), address, officer)
    page.goto(f"{address}/can-bo/tai-len/")
    photo = samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076)
    sheet = tmp_path / "bang-ke.csv"
    sheet.write_text("tệp,chú thích\na.jpg,Tam quan\n", encoding="utf-8")
    packed = tmp_path / "z.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.jpg", b"no picture")
        archive.writestr("y.jpg", b"none either")
    page.set_input_files("#id_files", [photo, sheet, packed])
    expect(page.locator("[data-summary]")).to_contain_text("không nhận 2")
    expect(page.locator(".file", has_text="bang-ke.csv")).to_contain_text("Bảng kê")
    expect(page.locator(".file", has_text="z.zip")).to_contain_text("Không nhận 2")
    assert Asset.objects.get().caption_vi == "Tam quan"


def test_a_choice_once_made_is_not_made_again_by_the_page(address, officer, browser_page: Opener) -> None:
    page = sign_in(browser_page(*DESK), address, officer)
    page.goto(f"{address}/can-bo/di-san/moi/")
    page.select_option("#id_method", "control_points")
    page.fill("#id_place_text", VN2000)
    outside = page.locator("[data-list] .choice", has_text="Ngoài").first
    outside.locator("input").check()
    chosen = page.input_value("#id_lon")
    page.click("button[name=save]")  # no name, no accuracy: the page comes back
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page.locator("[data-list] .choice", has_text="Ngoài").first.locator("input")).to_be_checked()
    assert page.input_value("#id_lon") == chosen
    assert page.input_value("#id_method") == "control_points"
    page.fill("#id_lat", "20,41")
    assert page.input_value("[name=native_epsg]") == ""


def test_the_keyboard_reaches_the_error_that_stopped_the_form(address, officer, browser_page: Opener) -> None:
    page = sign_in(browser_page(*DESK), address, officer)
    page.goto(f"{address}/can-bo/di-san/moi/")
    page.fill("#id_summary_vi", "Có.")
    page.keyboard.press("Control+End")
    page.get_by_role("button", name="Lưu nháp").press("Enter")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_name_vi, #id_category")).to_have_count(2)
    assert page.evaluate("document.activeElement.id") in ("id_name_vi", "id_category")
    assert page.locator("#id_name_vi").get_attribute("aria-invalid") == "true"
