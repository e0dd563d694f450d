"""A walk in a real browser: chosen, ordered, sent, taken along and printed; and the map as a sheet of paper."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import defusedxml.ElementTree as ET
import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Opener, scrolls_sideways, violations
from tests.browser.test_maps_explore import CENTRE, explore, looked_at, site  # noqa: F401  site: a fixture
from tests.browser.test_scripts import run

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]

GPX = "{http://www.topografix.com/GPX/1/1}"
NAMES = ("Quần đảo Hoàng Sa", "(TP. Đà Nẵng)", "Quần đảo Trường Sa", "(tỉnh Khánh Hòa)")


def open_walk(page: Page) -> None:
    if not page.locator("[data-panel=walk][open]").count():
        page.locator("[data-panel=walk] summary").click()


def order(page: Page) -> list[str]:
    return page.locator("[data-walk-stops] li").evaluate_all("rows => rows.map(row => row.dataset.id)")


def pdf_text(data: bytes) -> tuple[str, list[tuple[float, float]]]:
    """All words of a PDF with single blanks, and its pages' sizes in points."""
    paper = pypdfium2.PdfDocument(data)
    words = " ".join(page.get_textpage().get_text_range() for page in paper)
    return " ".join(words.split()), [page.get_size() for page in paper]


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_walk_is_chosen_on_map_and_list_ordered_and_kept(site, browser_page: Opener, screens, size) -> None:  # noqa: F811
    page = browser_page(*size)
    explore(page, site, size)
    for public_id in ("VKA001", "VKA002", "VKA003"):
        page.locator(f".result a[data-walk-add={public_id}]").evaluate("each => each.click()")
        expect(page.locator(f".result a[data-walk-add={public_id}]")).to_have_attribute(
            "aria-pressed", "true"
        )
    open_walk(page)
    expect(page.locator("[data-walk-stops] li")).to_have_count(3)
    expect(page.locator("[data-walk-total]")).to_contain_text("3 điểm, 2,3 km theo đường thẳng")
    expect(page.locator("path.walk-line")).to_have_count(1)
    expect(page.locator(".walk-number")).to_have_count(3)
    assert "walk=VKA001.VKA002.VKA003" in page.url
    page.locator("[data-walk-stops] li").nth(2).get_by_role("button", name="lên trước").click()
    assert order(page) == ["VKA001", "VKA003", "VKA002"]
    page.go_back()
    expect(page.locator("[data-walk-stops] li").nth(1)).to_have_attribute("data-id", "VKA002")
    grips = page.locator("[data-walk-stops] .grip")
    first, last = grips.nth(0).bounding_box(), grips.nth(2).bounding_box()
    page.mouse.move(first["x"] + 10, first["y"] + 10)
    page.mouse.down()
    page.mouse.move(first["x"] + 10, last["y"] + last["height"], steps=8)
    page.mouse.up()
    assert order(page) == ["VKA002", "VKA003", "VKA001"]
    looked_at(page, screens, "luot-di")
    page.goto(f"{site}/kham-pha/")  # another visit
    expect(page.locator("[data-panel=walk] [data-n]")).to_have_text(" (3)")
    assert "walk=VKA002.VKA003.VKA001" in page.url


def test_a_protected_item_is_a_stop_to_read_about_and_nobody_is_led_there(
    site,  # noqa: F811
    browser_page: Opener,
) -> None:
    page = browser_page(*DESK)
    explore(page, site, DESK, "#walk=VKA001.VKA006.VKA002")
    open_walk(page)
    expect(page.locator("[data-walk-stops] li")).to_have_count(3)
    expect(page.locator("[data-walk-stops] li").nth(1)).to_contain_text("không dẫn đường tới")
    expect(page.locator(".walk-number.approx")).to_have_count(1)
    links = page.locator("[data-walk-links] a")
    google = parse_qs(urlsplit(links.filter(has_text="Google").get_attribute("href")).query)
    assert google["origin"] == [f"{CENTRE[1]:.6f},{CENTRE[0]:.6f}"]
    assert "waypoints" not in google  # between the two there is only the tomb
    assert links.first.get_attribute("href").startswith(f"geo:{CENTRE[1]:.6f},{CENTRE[0]:.6f}?q=")
    osm = urlsplit(links.filter(has_text="OpenStreetMap").get_attribute("href")).query
    assert len(parse_qs(osm)["loc"]) == 2
    with page.expect_download() as download:
        page.locator("[data-walk-gpx]").click()
    root = ET.parse(download.value.path()).getroot()
    assert len(root.findall(f"{GPX}wpt")) == 2
    assert len(root.findall(f"{GPX}rte/{GPX}rtept")) == 2
    assert "Mộ cổ" not in ET.tostring(root, encoding="unicode")


def test_a_walk_is_shortened_and_never_made_longer(browser_page: Opener) -> None:
    page = browser_page(*DESK)
    zigzag = [{"lon": lon, "lat": 20.0} for lon in (106.0, 106.3, 106.1, 106.4, 106.2)]
    found = run(page, "map/order.js", "return m.shorten(arg).map(each => each.lon)", zigzag)
    assert found == [106.0, 106.1, 106.2, 106.3, 106.4]
    straight = run(page, "map/order.js", "return m.straight(arg)", zigzag[:2])
    assert straight == pytest.approx(31_347, abs=10)
    assert run(page, "map/order.js", "return m.shorten(arg).map(each => each.lon)", zigzag[:2]) == [
        106.0,
        106.3,
    ]
    best = sorted(zigzag, key=lambda each: each["lon"])
    assert run(page, "map/order.js", "return m.shorten(arg).map(each => each.lon)", best) == [
        each["lon"] for each in best
    ]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_walk_s_sheet_prints_with_a_code_for_each_stop(
    site,  # noqa: F811
    browser_page: Opener,
    screens,
    scripts,
    language,
) -> None:
    page = browser_page(*PHONE, scripts=scripts, language=language)
    page.goto(f"{site}{'/en/walk' if language == 'en' else '/luot-di'}/?di=VKA001.VKA002.VKA006")
    expect(page.locator(".walk-qr img")).to_have_count(3)
    assert (
        page.locator(".walk-qr img").first.evaluate("each => each.complete && each.naturalWidth > 20") is True
    )
    expect(page.locator(".walk-sheet a[href^='geo:']")).to_have_count(2)
    page.screenshot(path=screens / f"luot-di-to-{language}-{scripts}.png", full_page=True)
    if scripts:
        assert violations(page) == []
    assert not scrolls_sideways(page)
    words, sizes = pdf_text(page.pdf(prefer_css_page_size=True, print_background=True))
    assert "Đình Vị Khê" in words and "VKA002" in words
    for name in ("Quần đảo Hoàng Sa", "Quần đảo Trường Sa", "Đà Nẵng", "Khánh Hòa"):
        assert name in words
    assert sizes[0][0] < sizes[0][1]


@pytest.mark.parametrize(("query", "lying"), [("", True), ("&huong=doc", False)])
def test_the_map_prints_on_one_side_with_scale_north_legend_and_both_archipelagos(
    site,  # noqa: F811
    browser_page: Opener,
    screens: Path,
    query: str,
    lying: bool,
) -> None:
    page = browser_page(*DESK, scripts=False, dark=not lying)
    page.goto(f"{site}/kham-pha/in/?bbox=106.19,20.385,106.235,20.42{query}")
    page.screenshot(path=screens / f"in-{'ngang' if lying else 'doc'}.png", full_page=True)
    data = page.pdf(prefer_css_page_size=True, print_background=True, path=screens / f"in{lying}.pdf")
    words, sizes = pdf_text(data)
    wide, high = sizes[0]
    assert (wide > high) == lying
    assert {round(wide), round(high)} == {595, 842} or {int(wide), int(high)} == {594, 841}
    for name in (*NAMES, "Bản đồ di sản", "6 di sản trong khung", "Di tích", "Nguồn: Di Sản Số"):
        assert name in words, name
    assert re.search(r"\b(500 m|1 km|200 m)\b", words)
    assert page.locator(".drawn-map .north, .drawn-map .scale-bar").count() == 2
    for number in ("1", "6"):
        assert page.locator(".drawn-map > text", has_text=re.compile(f"^{number}$")).count() == 1
    picture = pypdfium2.PdfDocument(data)[0].render(scale=1.2).to_pil()
    picture.save(screens / f"in-{'ngang' if lying else 'doc'}-pdf.png")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_the_print_link_carries_the_frame_on_the_screen(site, browser_page: Opener, size) -> None:  # noqa: F811
    page = browser_page(*size)
    explore(page, site, size, f"?category=relic#map=15/{CENTRE[1]}/{CENTRE[0]}")
    expect(page.locator("[data-print-map]")).to_have_attribute("href", re.compile("bbox="))
    asked = parse_qs(urlsplit(page.locator("[data-print-map]").get_attribute("href")).query)
    west, south, east, north = map(float, asked["bbox"][0].split(","))
    assert (west + east) / 2 == pytest.approx(CENTRE[0], abs=0.002)
    assert north - south < 0.05
    assert asked["category"] == ["relic"]
    assert ("huong" in asked) == (size == PHONE)
    page.goto(f"{site}{page.locator('[data-print-map]').get_attribute('href').replace(site, '')}")
    expect(page.locator(".sheet-list li").first).to_be_visible()
    assert violations(page) == []
