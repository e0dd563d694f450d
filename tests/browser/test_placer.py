"""The one box of coordinates in a real browser: read as typed, shown on the map, chosen by a person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone
from playwright.sync_api import Page, expect

from gis.models import AdminUnit
from gis.unit_sources import REFORM
from heritage.models import Item
from tests.browser.conftest import DESK, PAGE, PHONE, Opener, scrolls_sideways, violations
from tests.browser.test_desk import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]
PAPER = "X = 2.257.535,741 Y = 574.060,102"
DEGREES = "20,407612; 106,211493"


@pytest.fixture
def address(live_server, vi_khe) -> str:
    for code, name, start, end in (
        ("36", "Tỉnh Nam Định", dt.date(2025, 1, 1), REFORM),
        ("37", "Tỉnh Ninh Bình", REFORM, None),
    ):
        AdminUnit.objects.create(
            code=code, level="province", valid_from=start, valid_to=end, name=name, folded=name.lower(),
            province_code=code,
        )  # fmt: skip
    return str(live_server.url)


def opened(page: Page, address: str, officer) -> Page:
    sign_in(page, address, officer)
    page.goto(f"{address}/can-bo/di-san/moi/")
    page.fill("#id_name_vi", "Đình Vị Khê")
    page.select_option("#id_category", "relic")
    return page


def looked_at(page: Page, screens: Path, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.locator(".placer").scroll_into_view_if_needed()
    width = page.viewport_size["width"]
    page.locator(".placer").screenshot(path=screens / f"toa-do-{name}-{width}.png")
    assert violations(page) == [], name
    assert not scrolls_sideways(page), name


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_every_reading_stands_on_the_map_and_the_keyboard_chooses(
    address, officer, browser_page: Opener, screens: Path, size
) -> None:
    page = opened(browser_page(*size), address, officer)
    page.fill("#id_place_text", DEGREES)
    rows = page.locator("[data-list] .choice")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("1. WGS 84: vĩ độ, kinh độ")
    expect(rows.nth(1)).to_contain_text("2. VN-2000: vĩ độ, kinh độ")
    expect(rows.nth(1)).to_contain_text("điểm dời 220 m")
    # Both lie in the ward: neither is taken for the officer.
    assert page.locator("[data-list] input:checked").count() == 0
    assert page.input_value("#id_lat") == ""
    expect(page.locator(".mk.reading")).to_have_count(2)
    looked_at(page, screens, "hai-cach")
    mark = page.get_by_role("button", name="Cách đọc 2: VN-2000: vĩ độ, kinh độ")
    mark.focus()
    page.keyboard.press("Enter")
    expect(rows.nth(1).locator("input")).to_be_checked()
    expect(page.locator("#id_lat")).to_have_value("20.4066195")
    expect(page.locator(".mk.reading")).to_have_count(1)
    expect(page.locator(".mk.placed")).to_have_count(1)
    looked_at(page, screens, "da-chon")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_readings_off_the_frame_are_named_with_their_direction(
    address, officer, browser_page: Opener, screens: Path, size
) -> None:
    page = opened(browser_page(*size), address, officer)
    page.fill("#id_place_text", PAPER)
    expect(page.locator("[data-list] .choice")).to_have_count(3)
    expect(page.locator("[data-list] .choice").first.locator("input")).to_be_checked()  # the only one inside
    expect(page.locator("#id_lat")).to_have_value("20.407612")
    off = page.locator(".off-readings button")
    expect(off).to_have_count(2)
    expect(off.first).to_contain_text("km về phía đông")
    looked_at(page, screens, "mot-cach")
    off.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-list] .choice").nth(1).locator("input")).to_be_checked()
    # Another text: what was chosen of the first is given up, not kept for the second.
    page.fill("#id_place_text", DEGREES)
    expect(page.locator("[data-list] .choice")).to_have_count(2)
    assert page.input_value("#id_lat") == ""


def test_typing_asks_once_and_short_links_say_what_to_do(address, officer, browser_page: Opener) -> None:
    page = opened(browser_page(*DESK), address, officer)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/vi-tri/doc" in request.url else None)
    page.locator("#id_place_text").press_sequentially("20,407612; 106,211493", delay=20)
    expect(page.locator("[data-list] .choice")).to_have_count(2)
    assert len(asked) == 1
    page.fill("#id_place_text", "https://maps.app.goo.gl/abc")
    expect(page.locator("[data-status]")).to_contain_text("Mở nó trên máy có mạng")


def test_the_province_of_the_paper_settles_what_is_proposed(
    address, officer, browser_page: Opener, screens: Path
) -> None:
    page = opened(browser_page(*DESK), address, officer)
    page.fill("#id_place_text", "X = 2300000 Y = 500000")
    expect(page.locator("[data-list] .choice").first).to_contain_text("1. ")
    page.get_by_text("Giấy tờ này của tỉnh nào, hệ nào?").click()
    page.fill("#id_paper_province", "Tỉnh Nam Định (cũ)")
    expect(page.locator("[data-list] .choice").first).to_contain_text("VN-2000 kinh tuyến trục 105°30′")
    page.fill("#id_paper_province", "Tỉnh Ninh Bình")
    expect(page.locator("[data-list] .choice").first).to_contain_text("VN-2000 kinh tuyến trục 105°00′")
    page.select_option("#id_paper_system", "EPSG:9213")
    expect(page.locator("[data-list] .choice").first).to_contain_text("VN-2000 kinh tuyến trục 106°30′")
    looked_at(page, screens, "giay-to")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_the_box_works_without_scripts(address, officer, browser_page: Opener, screens: Path, size) -> None:
    page = opened(browser_page(*size, scripts=False), address, officer)
    page.fill("#id_place_text", PAPER)
    page.get_by_role("button", name="Đọc tọa độ").click()
    first = page.locator("[data-list] .choice").first
    expect(first).to_contain_text("VN-2000 kinh tuyến trục 105°30′: X Bắc, Y Đông")
    expect(first.locator("input")).to_be_checked()
    assert not Item.objects.exists()
    page.locator(".placer").screenshot(path=screens / f"toa-do-khong-script-{size[0]}.png")
    page.fill("#id_accuracy_m", "5")
    page.click("button[name=save]")
    item = Item.objects.get()
    assert (item.position_text, item.position_by, item.position_method) == (PAPER, officer, "declared")
    assert item.position_native == {"crs": "EPSG:9209", "x": 574060.102, "y": 2257535.741}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_visitor_reads_both_coordinates(
    hall: Item, live_server, browser_page: Opener, screens: Path, language: str
) -> None:
    hall.position = Point(106.211493, 20.407612, srid=4326)
    hall.position_method, hall.position_accuracy_m = "declared", 5.0
    hall.position_native = {"crs": "EPSG:9209", "x": 574060.102, "y": 2257535.741}
    hall.position_at = timezone.now()
    hall.save()
    page = browser_page(*PHONE, language=language)
    page.goto(f"{live_server.url}{PAGE[language]}")
    place = page.locator("#vi-tri")
    expect(place).to_contain_text("20,407612° B" if language == "vi" else "20.407612° N")
    expect(place).to_contain_text("X 2.257.535,741" if language == "vi" else "X 2,257,535.741")
    expect(place).to_contain_text("như nguồn đã ghi" if language == "vi" else "as written by the source")
    expect(place).to_contain_text("ghi ngày" if language == "vi" else "stated on")
    place.scroll_into_view_if_needed()
    place.screenshot(path=screens / f"toa-do-cong-khai-{language}.png")
    assert violations(page) == []
    assert not scrolls_sideways(page)
