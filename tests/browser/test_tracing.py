"""Drawing at the desk in a real browser, by mouse, finger and keyboard; and a conflict settled with and without scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon
from django.utils import timezone
from playwright.sync_api import Page, expect

from gis.placement import Method, Placement
from heritage.jobs import filing
from heritage.models import Asset, Item, PositionCandidate
from heritage.services import editing
from tests.browser.conftest import Opener, scrolls_sideways, violations
from tests.browser.test_desk import looked_at, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]

PHONE, DESK = (390, 844), (1440, 900)
METRE = 1 / 111_195.0797
SQUARE = "20,40; 106,21\n20,40; 106,214\n20,404; 106,214\n20,404; 106,21"


@pytest.fixture
def address(live_server) -> str:
    return str(live_server.url)


@pytest.fixture
def item(make_item) -> Item:
    zone = MultiPolygon(Polygon.from_bbox((106.2125, 20.4035, 106.2135, 20.4045)), srid=4326)
    return make_item(
        name_vi="Đình Vị Khê", position=Point(106.213, 20.4038, srid=4326), position_method="gnss",
        position_accuracy_m=3.0, zone_one=zone,
    )  # fmt: skip


def corners(page: Page, count: int) -> None:
    expect(page.locator(f"form[data-tracer][data-corners='{count}']")).to_have_count(1)


def at(page: Page, x: float, y: float) -> tuple[float, float]:
    """A point of the map by shares of its width and height, on the screen."""
    box = page.locator(".trace-map .map-canvas").bounding_box()
    assert box is not None
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def kept(item: Item, kind: str) -> list:
    return json.loads(editing.open_revision(item).values[kind])["coordinates"]


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_an_area_is_drawn_moved_undone_and_kept(
    browser_page: Opener, address, officer, item, screens: Path, size
):
    page = sign_in(browser_page(*size), address, officer)
    page.goto(f"{address}/can-bo/di-san/{item.public_id}/ve/?hinh=zone_two")
    page.locator(".trace-map").evaluate("node => node.scrollIntoView({block: 'start'})")
    expect(page.locator(".trace-map .shape-zone_one")).to_have_count(1)
    pointing = page.touchscreen.tap if size == PHONE else page.mouse.click
    for n, (x, y) in enumerate(((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)), 1):
        pointing(*at(page, x, y))
        corners(page, n)
    expect(page.locator("[data-size-line]")).to_contain_text("chu vi")
    page.click("[data-do=undo]")
    corners(page, 3)
    page.click("[data-do=redo]")
    corners(page, 4)
    looked_at(page, screens, "ve-vung")
    page.click("button[name=save]")
    expect(page.locator(".msg.ok")).to_contain_text("Đã lưu vào bản đang soạn")
    assert len(kept(item, "zone_two")[0][0]) == 5
    corners(page, 4)


def test_a_route_is_drawn_with_the_keyboard_alone(browser_page: Opener, address, officer, make_item):
    festival = make_item(category="festival", name_vi="Hội Vị Khê")
    page = sign_in(browser_page(*DESK), address, officer)
    page.goto(f"{address}/can-bo/di-san/{festival.public_id}/ve/?hinh=route")
    page.locator(".trace-map .map-canvas").focus()
    for n in (1, 2, 3):
        page.keyboard.press("Enter")
        corners(page, n)
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(400)
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(400)
    page.keyboard.press("Control+z")
    corners(page, 2)
    page.keyboard.press("Control+Shift+z")
    corners(page, 3)
    page.locator(".trace-corner").nth(1).focus()
    before = page.input_value("#id_corners")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#id_corners")).not_to_have_value(before)
    expect(page.locator(".trace-corner:focus")).to_have_count(1)
    page.keyboard.press("Delete")
    corners(page, 2)
    page.locator("#id_corners").evaluate(
        "node => node.form.requestSubmit(node.form.querySelector('[name=save]'))"
    )
    expect(page.locator(".msg.ok")).to_be_visible()
    assert len(kept(festival, "route")[0]) == 2


def test_what_is_pasted_is_drawn_edited_in_the_table_and_snapped(
    browser_page: Opener, address, officer, item, screens
):
    page = sign_in(browser_page(*DESK), address, officer)
    page.goto(f"{address}/can-bo/di-san/{item.public_id}/ve/?hinh=area")
    page.fill(
        "#id_corners", "POLYGON((106.21 20.4, 106.214 20.4, 106.214 20.404, 106.21 20.404, 106.21 20.4))"
    )
    corners(page, 4)
    page.click("details summary")
    page.fill("[data-rows] tr:nth-child(1) td:nth-child(2) input", "20,401")
    page.keyboard.press("Tab")
    expect(page.locator("#id_corners")).to_have_value(
        "# phần 1\n20,401; 106,21\n20,4; 106,214\n20,404; 106,214\n20,404; 106,21"
    )
    page.locator("[data-rows] tr:nth-child(1) button").first.click()
    corners(page, 5)
    page.locator("[data-rows] tr:nth-child(2) button").last.click()
    corners(page, 4)
    looked_at(page, screens, "ve-bang")
    page.click("[data-do=hole]")
    page.fill("[data-read-url] #id_corners", "20;106\n20;106,1\n20,1;106\n20,1;106,1")
    expect(page.locator("[data-problem]")).to_contain_text("tự cắt")
    page.click("button[name=save]")
    expect(page.locator(".msg.bad")).to_contain_text("tự cắt")
    assert [error for error in browser_page.errors if "422" not in error] == []
    browser_page.errors.clear()  # a page that says what is wrong has its status


def test_a_crossing_is_marked_while_it_is_drawn(browser_page: Opener, address, officer, item):
    page = sign_in(browser_page(*DESK), address, officer)
    page.goto(f"{address}/can-bo/di-san/{item.public_id}/ve/?hinh=area")
    page.locator(".trace-map").evaluate("node => node.scrollIntoView({block: 'start'})")
    for x, y in ((0.2, 0.2), (0.8, 0.8), (0.8, 0.2), (0.2, 0.8)):
        page.mouse.click(*at(page, x, y))
    expect(page.locator("[data-problem]")).to_contain_text("tự cắt")
    expect(page.locator(".trace-cross")).to_have_count(1)
    page.click("[data-do=undo]")
    expect(page.locator("[data-problem]")).to_have_text("")


def test_a_point_knows_how_exact_a_fingertip_is(browser_page: Opener, address, officer, make_item):
    bare = make_item(name_vi="Miếu nhỏ")
    page = sign_in(browser_page(*PHONE), address, officer)
    page.goto(f"{address}/can-bo/di-san/{bare.public_id}/ve/?hinh=point")
    page.locator(".trace-map").evaluate("node => node.scrollIntoView({block: 'start'})")
    page.touchscreen.tap(*at(page, 0.4, 0.4))
    corners(page, 1)
    accuracy = float(page.input_value("#id_accuracy_m").replace(",", "."))
    assert accuracy >= 5
    page.click("button[name=save]")
    expect(page.locator(".msg.ok")).to_be_visible()
    assert editing.open_revision(bare).values["placement"]["accuracy_m"] == accuracy


def test_drawing_works_without_scripts(browser_page: Opener, address, officer, item):
    page = sign_in(browser_page(*DESK, scripts=False), address, officer)
    page.goto(f"{address}/can-bo/di-san/{item.public_id}/ve/?hinh=area")
    page.fill("#id_corners", SQUARE)
    page.click("button[name=read]")
    expect(page.locator(".trace-size")).to_contain_text("ha")
    page.click("button[name=save]")
    expect(page.locator(".msg.ok")).to_be_visible()
    assert len(kept(item, "area")[0][0]) == 5


@pytest.fixture
def conflict(item, vi_khe) -> PositionCandidate:
    asset = Asset.objects.create(
        unit=vi_khe, item=item, kind="photo", media_type="image/jpeg", sha256="0" * 64, bytes=1, original="x",
        original_name="cong-dinh.jpg", caption_vi="Cổng đình",
    )  # fmt: skip
    filing.accept(asset, {}, Placement(106.213, 20.4038 + 2000 * METRE, Method.EXIF, 10.0), [], [])
    return asset.candidates.get()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_conflict_is_seen_on_the_worklist_and_settled_on_its_page(
    browser_page: Opener, address, officer, conflict, screens: Path, size
):
    page = sign_in(browser_page(*size), address, officer)
    page.click(f"a[href='/can-bo/vi-tri/{conflict.pk}/']")
    expect(page.locator(".map .place-mark")).to_have_count(2)
    expect(page.locator(".map .shape-between")).to_have_count(1)
    expect(page.locator(".map .shape-label")).to_have_text("2 km")
    looked_at(page, screens, "hai-vi-tri")
    page.check("input[value=keep]")
    page.fill("#id_reason", "Máy ảnh giữ vị trí cũ.")
    page.click("#quyet-dinh button[type=submit]")
    page.wait_for_url("**/vi-tri/")
    looked_at(page, screens, "cac-nguon-vi-tri")
    conflict.refresh_from_db()
    assert (conflict.state, conflict.conflicts) == ("rejected", False)


def test_a_conflict_is_settled_by_keyboard_without_scripts(browser_page: Opener, address, officer, conflict):
    page = sign_in(browser_page(*DESK, scripts=False), address, officer)
    page.goto(f"{address}/can-bo/vi-tri/{conflict.pk}/")
    expect(page.locator(".inset")).to_contain_text("Hoàng Sa")
    page.focus("input[value=accept]")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Đã tới tận nơi.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vi-tri/")
    expect(page.locator(".tag.info")).to_contain_text("Chờ duyệt")
    assert editing.open_revision(conflict.item).values["placement"]["method"] == "exif"


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_public_page_draws_zones_and_routes_with_a_legend(
    browser_page: Opener, address, item, screens: Path, size
):
    item.zone_two = MultiPolygon(Polygon.from_bbox((106.2115, 20.4025, 106.2145, 20.4055)), srid=4326)
    item.route = MultiLineString(
        LineString((106.212, 20.402), (106.213, 20.4038), (106.2155, 20.405)), srid=4326
    )
    item.state, item.published_at = Item.State.PUBLISHED, timezone.now()
    item.save()
    page = browser_page(*size)
    page.goto(f"{address}/di-san/{item.public_id}/")
    page.locator("#vi-tri").scroll_into_view_if_needed()
    for kind in ("zone_one", "zone_two", "route"):
        expect(page.locator(f".map .shape-{kind}")).to_have_count(1)
    expect(page.locator(".shape-legend li")).to_have_count(3)
    dashes = [page.locator(f".map .shape-{kind}").evaluate("node => getComputedStyle(node).strokeDasharray") for kind in ("zone_one", "zone_two")]  # fmt: skip
    assert dashes[0] == "none" and dashes[1] != "none", "told apart without colour"
    page.wait_for_load_state("networkidle")
    page.locator("#vi-tri").screenshot(path=screens / f"vung-bao-ve-{size[0]}.png")
    assert violations(page) == []
    assert not scrolls_sideways(page)


def test_the_review_draws_both_versions(
    browser_page: Opener, address, officer, reviewer, item, screens: Path
):
    item.state, item.published_at = Item.State.PUBLISHED, timezone.now()
    item.save()
    editing.edit_item(item, by=officer, values={"zone_one": SQUARE})
    editing.submit(item, by=officer)
    page = sign_in(browser_page(*DESK), address, reviewer)
    page.goto(f"{address}/can-bo/duyet/{item.public_id}/")
    expect(page.locator(".map .shape-before")).to_have_count(1)
    expect(page.locator(".map .shape-after")).to_have_count(1)
    page.locator("#hinh").scroll_into_view_if_needed()
    looked_at(page, screens, "duyet-hinh")
