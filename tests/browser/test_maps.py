"""Old maps in a real browser: placed on the desk by pointer, by keyboard and by figures; laid over the public map."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect

from gis.crs import from_wgs84
from heritage.demo import survey
from heritage.demo.catalogue import RECIPES
from heritage.demo.papers import write_tiff
from heritage.demo.plan_drawing import draw_plan
from heritage.demo.site import Site
from heritage.jobs.index import rebuild
from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch
from heritage.services import demo_content, intake
from heritage.services.publishing import publish
from heritage.services.telling import tell
from media_pipeline.told import ControlPoint
from tests import samples
from tests.browser.conftest import Opener, scrolls_sideways, violations
from tests.browser.test_desk import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]

PHONE, DESK = (390, 844), (1440, 900)
ZONE = "EPSG:9209"
SIZE = (1200, 800)
MIDDLE = (106.2101, 20.4021)  # in Vị Khê
CORNERS = ((100, 100), (1100, 120), (1080, 700), (120, 690), (600, 400))


@pytest.fixture
def address(live_server) -> str:
    return str(live_server.url)


@pytest.fixture
def sheet(make_item, officer, tmp_path) -> Asset:
    item = make_item(name_vi="Đình Vị Khê")
    batch = Batch.objects.create(unit=item.unit, by=officer)
    path = samples.photo(tmp_path / "to.jpg", size=SIZE)
    receipt = intake.receive_into(batch, path, name="to.jpg", item=item, queue=False)
    process_asset(receipt.asset_id)
    Asset.objects.filter(pk=receipt.asset_id).update(
        caption_vi="Bản đồ làng Vị Khê",
        caption_en="Map of Vị Khê",
        credit="Thư viện tỉnh",
        licence="CC-BY-4.0",
    )
    return Asset.objects.get(pk=receipt.asset_id)


@pytest.fixture
def shown(sheet, officer, reviewer) -> Asset:
    east, north = from_wgs84(*MIDDLE, ZONE)
    points = tuple(
        ControlPoint(u, v, east + (u - 600) / 2 + (n % 2) * 3, north - (v - 400) / 2)
        for n, (u, v) in enumerate(CORNERS)
    )
    tell(sheet, by=officer, control=points, control_crs=ZONE, fit="poly1")
    process_asset(sheet.pk)
    publish(sheet.item, by=reviewer)
    rebuild()
    return Asset.objects.get(pk=sheet.pk)


def looked_at(page: Page, screens: Path, name: str) -> None:
    page.wait_for_load_state("networkidle")
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    page.screenshot(path=screens / f"ban-do-cu-{name}-{width}x{height}.png")
    assert violations(page) == [], name
    assert not scrolls_sideways(page), name


def place(column: float, row: float) -> str:
    east, north = from_wgs84(*MIDDLE, ZONE)
    return f"X={north - (row - 400) / 2:.3f} Y={east + (column - 600) / 2:.3f}"


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_figures_alone_place_a_sheet(sheet, officer, browser_page: Opener, address, screens, size) -> None:
    page = sign_in(browser_page(*size), address, officer)
    page.goto(f"{address}/can-bo/tep/{sheet.public_id}/nan/")
    for n, (column, row) in enumerate(CORNERS):
        if n:
            page.click("[data-add]")
        line = page.locator("[data-rows] tr").nth(n)
        line.locator("[name=column]").fill(str(column))
        line.locator("[name=row]").fill(str(row))
        line.locator("[name=place]").fill(place(column + (n % 2) * 6, row))
    expect(page.locator("[data-summary]")).to_contain_text("RMS", timeout=15_000)
    expect(page.locator("[data-residual]").first).to_contain_text(" m")
    looked_at(page, screens, "nan")
    page.click("button[name=save]")
    expect(page.locator("[data-working]")).to_be_visible()
    process_asset(sheet.pk)
    expect(page.get_by_text("Sai số khoảng")).to_be_visible(timeout=15_000)
    looked_at(page, screens, "nan-xong")


def test_pairs_are_pointed_at_on_the_picture_and_on_the_map(
    sheet, officer, browser_page: Opener, address
) -> None:
    page = sign_in(browser_page(*DESK), address, officer)
    page.goto(f"{address}/can-bo/tep/{sheet.public_id}/nan/")
    image, ground = page.locator("[data-image] .map-canvas"), page.locator("[data-ground] .map-canvas")
    expect(page.locator("[data-image] .leaflet-tile-loaded").first).to_be_visible()
    for x, y in ((0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7)):
        for pane in (image, ground):
            box = pane.bounding_box()
            pane.click(position={"x": box["width"] * x, "y": box["height"] * y})
    expect(page.locator("[data-rows] tr")).to_have_count(4)
    expect(page.locator("form[data-georeference]")).to_have_attribute("data-tried", "4")
    expect(page.locator("[data-summary]")).to_contain_text("RMS")
    expect(page.locator(".geo-mark")).to_have_count(8)
    page.locator("[data-remove]").nth(1).click()
    expect(page.locator("[data-rows] tr")).to_have_count(3)
    expect(page.locator("[data-say]")).to_contain_text("2")
    expect(page.locator("[data-summary]")).to_contain_text("không chứng tỏ gì")


def test_the_keyboard_alone_sets_points(sheet, officer, browser_page: Opener, address) -> None:
    page = sign_in(browser_page(*DESK), address, officer)
    page.goto(f"{address}/can-bo/tep/{sheet.public_id}/nan/")
    expect(page.locator("[data-image] .leaflet-tile-loaded").first).to_be_visible()
    page.locator("[data-image] .map-canvas").focus()
    page.keyboard.press("Enter")
    first = page.locator("[data-rows] tr").first
    assert float(first.locator("[name=column]").input_value()) == pytest.approx(600, abs=3)
    assert float(first.locator("[name=row]").input_value()) == pytest.approx(400, abs=3)
    expect(page.locator("[data-say]")).to_contain_text("trên bản đồ")
    page.locator("[data-ground] .map-canvas").focus()
    page.keyboard.press("Enter")
    expect(first.locator("[data-meaning]")).to_contain_text("WGS")
    expect(page.locator("[data-fit-problem]")).to_contain_text("ít nhất 3 điểm")


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_published_map_is_offered_on_the_item_s_map(
    shown, browser_page: Opener, address, screens, size, language
) -> None:
    page = browser_page(*size, language=language)
    prefix = "/en" if language == "en" else ""
    page.goto(f"{address}/q/{shown.item.public_id}")
    assert f"{prefix}/" in page.url
    maps = page.locator("#vi-tri .old-maps, #location .old-maps, .item-map .old-maps").first
    maps.scroll_into_view_if_needed()
    maps.locator("summary").click()
    maps.locator("[type=checkbox]").check()
    slider = maps.locator("[type=range]")
    expect(slider).to_have_attribute("aria-valuetext", "75 phần trăm" if language == "vi" else "75 per cent")
    expect(page.locator(".leaflet-old-maps-pane img.leaflet-tile-loaded").first).to_be_attached()
    clear = "rgba(0, 0, 0, 0)"  # a tile's own ground would lie as a square round a turned sheet
    expect(page.locator(".leaflet-old-maps-pane img").first).to_have_css("background-color", clear)
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "70 phần trăm" if language == "vi" else "70 per cent")
    layer = page.locator(".leaflet-old-maps-pane .leaflet-layer")
    assert float(layer.evaluate("each => getComputedStyle(each).opacity")) == pytest.approx(0.7)
    said = "RMS, 5 điểm" if language == "vi" else "RMS, 5 points"
    expect(maps).to_contain_text(said)
    expect(page.locator(".leaflet-control-attribution").first).to_contain_text(said)
    maps.get_by_role("button").click()
    looked_at(page, screens, f"trang-{language}")
    if size == PHONE:  # the list makes room for the sheet
        expect(maps.locator("summary")).to_be_focused()
        maps.locator("summary").click()
    maps.locator("[type=checkbox]").uncheck()
    expect(page.locator(".leaflet-old-maps-pane img")).to_have_count(0)


def test_explore_offers_it_too_and_a_map_without_any_has_no_switch(
    shown, browser_page: Opener, address, screens
) -> None:
    page = browser_page(*DESK)
    page.goto(f"{address}/kham-pha/?bbox=106.20,20.39,106.22,20.41")
    page.locator(".old-maps summary").click()
    page.locator(".old-maps [type=checkbox]").check()
    expect(page.locator(".leaflet-old-maps-pane img.leaflet-tile-loaded").first).to_be_attached()
    looked_at(page, screens, "kham-pha")
    page.goto(f"{address}/kham-pha/?bbox=105.20,20.39,105.22,20.41")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".old-maps")).to_be_hidden()


def test_the_plan_of_the_demonstration_lies_on_the_map(
    make_item, officer, reviewer, tmp_path, browser_page: Opener, address, screens
) -> None:
    """As ``load_demo`` lays it: a drawn general plan, placed by the crosses of its own grid."""
    row = next(row for row in demo_content.read("items.json") if row["id"] == survey.PLACED[0])
    control, system = survey.control_points(row)
    model = RECIPES[survey.SURVEYS[row["id"]].recipe].build()
    site = Site(row["position"]["lon"], row["position"]["lat"])
    plan = write_tiff(tmp_path / survey.PLAN_NAME, (draw_plan(model, site, row["name"]["vi"]),))
    item = make_item(name_vi=row["name"]["vi"], position=Point(site.lon, site.lat, srid=4326))
    batch = Batch.objects.create(unit=item.unit, by=officer)
    receipt = intake.receive_into(batch, plan, name=survey.PLAN_NAME, item=item, queue=False)
    demo_content.tell_control(item, survey.PLAN_NAME, control, system)
    process_asset(receipt.asset_id)
    publish(item, by=reviewer)
    rebuild()
    page = browser_page(*DESK)
    page.goto(f"{address}/q/{item.public_id}")
    maps = page.locator(".item-map .old-maps")
    maps.locator("summary").click()
    maps.get_by_role("button").click()
    expect(maps).to_contain_text("RMS, 8 điểm")
    expect(page.locator(".leaflet-old-maps-pane img.leaflet-tile-loaded").first).to_be_attached()
    page.locator(".item-map").scroll_into_view_if_needed()
    looked_at(page, screens, "trinh-dien")
