"""The public map in a real browser: legend, layers, where am I, periods, links, fallback; on a phone and on a desk."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from gis.overlay import national_overlay
from heritage.jobs.features import refresh
from heritage.jobs.index import rebuild
from heritage.models import Item, Plan
from tests.browser.conftest import DESK, PHONE, Opener, scrolls_sideways, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]

SMALL = (320, 640)
CENTRE = (106.2128, 20.403465)
PLACES = (
    ("VKA001", "Đình Vị Khê", "relic", 0.0, 0.0, ["tran"]),
    ("VKA002", "Chùa Vị Khê", "relic", 0.008, 0.002, ["ly", "tran"]),
    ("VKA003", "Lễ hội hoa cây cảnh", "festival", -0.006, 0.004, []),
    ("VKA004", "Làng nghề cây cảnh", "craft_village", 0.004, -0.006, ["nguyen"]),
    ("VKA005", "Tô Trung Tự", "figure", -0.004, -0.004, ["ly"]),
)


def box(lon: float, lat: float, half: float) -> MultiPolygon:
    west, east, south, north = lon - half, lon + half, lat - half, lat + half
    return MultiPolygon(
        Polygon(((west, south), (east, south), (east, north), (west, north), (west, south)), srid=4326),
        srid=4326,
    )


@pytest.fixture
def site(make_item, vi_khe, live_server) -> str:
    """Five items of one ward, one with zones, a festival with a route, and a tomb shown to a kilometre."""
    shown = {"state": Item.State.PUBLISHED, "published_at": timezone.now()}
    for public_id, name, category, east, north, dynasties in PLACES:
        lon, lat = CENTRE[0] + east, CENTRE[1] + north
        shapes: dict[str, Any] = {}
        if public_id == "VKA001":
            shapes = {"zone_one": box(lon, lat, 0.001), "zone_two": box(lon, lat, 0.002)}
        if category == "festival":
            line = LineString((lon, lat), (lon + 0.004, lat - 0.002), (lon + 0.008, lat), srid=4326)
            shapes = {"route": MultiLineString(line, srid=4326)}
        make_item(
            public_id=public_id,
            name_vi=name,
            category=category,
            position=Point(lon, lat, srid=4326),
            position_method="gnss",
            position_accuracy_m=5,
            dynasties=dynasties,
            **shapes,
            **shown,
        )
    make_item(
        public_id="VKA006",
        name_vi="Mộ cổ",
        position=Point(CENTRE[0] + 0.01, CENTRE[1] - 0.01, srid=4326),
        position_method="gnss",
        position_accuracy_m=5,
        disclosure="km1",
        **shown,
    )
    refresh(*Item.objects.values_list("pk", flat=True))
    rebuild()
    return str(live_server.url)


def explore(page: Page, site: str, size: tuple[int, int], query: str = "", language: str = "vi") -> None:
    """The map of Explore in front, with its answer drawn."""
    path = "/en/explore/" if language == "en" else "/kham-pha/"
    page.goto(f"{site}{path}{query}")
    if size[0] < 1024 and not page.locator(".explore[data-view=map]").count():
        page.locator("[data-view-toggle]").click()
    expect(page.locator(".mk").first).to_be_visible()


def looked_at(page: Page, screens: Path, name: str) -> None:
    page.wait_for_load_state("networkidle")
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    page.screenshot(path=screens / f"ban-do-{name}-{width}x{height}.png")
    assert violations(page) == [], name
    assert not scrolls_sideways(page), name


@pytest.mark.parametrize("size", [PHONE, DESK, SMALL])
@pytest.mark.parametrize("dark", [False, True])
def test_the_legend_opens_and_its_layers_are_drawn_for_the_frame(
    site, browser_page: Opener, screens, size, dark
) -> None:
    page = browser_page(*size, dark=dark)
    explore(page, site, size, "?bbox=106.20,20.39,106.225,20.415")
    page.locator("[data-panel=legend] summary").click()
    expect(page.locator(".map-legend .sym")).to_have_count(4)
    page.get_by_label("Khu vực bảo vệ I, II").check()
    expect(page.locator("path.shape-zone_one")).to_have_count(1)
    expect(page.locator("path.shape-zone_two")).to_have_count(1)
    page.get_by_label("Lộ trình lễ hội").check()
    expect(page.locator("path.shape-route.leaflet-interactive")).to_have_count(1)
    assert "layers=zones,routes,units" in page.url
    looked_at(page, screens, f"lop-{'dem' if dark else 'ngay'}")
    page.get_by_label("Khu vực bảo vệ I, II").uncheck()
    expect(page.locator("path.shape-zone_one")).to_have_count(0)
    page.go_back()
    expect(page.locator("path.shape-zone_one")).to_have_count(1)


def test_layers_are_kept_for_the_next_visit_and_worked_by_keyboard(site, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    explore(page, site, DESK, "?bbox=106.20,20.39,106.225,20.415")
    page.locator("[data-panel=legend] summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("[data-layer=zones]")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("path.shape-zone_one")).to_have_count(1)
    page.goto(f"{site}/kham-pha/?bbox=106.20,20.39,106.225,20.415")
    expect(page.locator("path.shape-zone_one")).to_have_count(1)
    expect(page.locator("[data-panel=legend]")).to_have_attribute("open", "")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_where_am_i_sorts_list_and_map_by_distance(site, browser_page: Opener, screens, size) -> None:
    page = browser_page(*size)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(
        {"longitude": CENTRE[0] + 0.0081, "latitude": CENTRE[1] + 0.0021, "accuracy": 40}
    )
    explore(page, site, size)
    page.locator("[data-locate]").click()
    expect(page.locator(".map-note")).to_contain_text("trong vòng 40 m")
    expect(page.locator(".result h3").first).to_have_text("Chùa Vị Khê")
    expect(page.locator(".result .meta").first).to_contain_text("cách")
    expect(page.locator("path.me-accuracy")).to_have_count(1)
    expect(page.locator(".me")).to_be_visible()
    assert "sort=distance" in page.url
    looked_at(page, screens, "vi-tri")
    page.locator("[data-copy-link]").evaluate("each => each.click()")
    copied = page.locator("[data-copy-link]").get_attribute("data-copy")
    assert copied and "near=" not in copied and "sort=" not in copied  # nobody is told where the sender stood


def test_a_position_refused_says_what_to_do(site, browser_page: Opener) -> None:
    page = browser_page(*PHONE)
    explore(page, site, PHONE)
    page.locator("[data-locate]").click()
    expect(page.locator(".map-note")).to_contain_text("cho phép Vị trí")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_period_narrows_list_and_map_alike(site, browser_page: Opener, screens, size) -> None:
    page = browser_page(*size)
    explore(page, site, size)
    page.locator("[data-panel=period] summary").click()
    expect(page.locator("[data-period-told]")).to_have_text("4 trong 6 di sản có ghi thời kỳ")
    page.locator("[data-period-slider]").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(page.locator("[data-period-name]")).to_have_text("Trần (1225–1400)")
    expect(page.locator("[data-count] strong")).to_have_text("2 di sản")
    expect(page.locator(".result")).to_have_count(2)
    expect(page.locator("[data-period-told]")).to_have_text("2 trong 6 di sản ghi thời kỳ này")
    assert "dynasty=tran" in page.url
    painted = "each => each.getContext('2d').getImageData(0, 0, each.width, each.height).data.some((v, n) => n % 4 === 3 && v > 20)"
    assert page.locator("canvas.heat").evaluate(painted)
    looked_at(page, screens, "thoi-ky")
    page.go_back()
    expect(page.locator("[data-count] strong")).to_have_text("6 di sản")
    expect(page.locator("[data-period-name]")).to_have_text("Mọi thời kỳ")
    page.locator("[data-period-play]").click()
    expect(page.locator("[data-period-name]")).to_contain_text("Tiền sử")
    expect(page.locator("[data-period-name]")).to_contain_text("Bắc thuộc", timeout=6000)
    page.locator("[data-period-play]").click()
    expect(page.locator("[data-period-play]")).to_have_attribute("aria-pressed", "false")


def test_the_list_counts_and_lists_what_the_frame_shows(site, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    explore(page, site, DESK)
    expect(page.locator("[data-in-frame]")).to_have_text("6 di sản trên khung bản đồ này")
    page.goto(f"{site}/kham-pha/#map=18/{CENTRE[1]}/{CENTRE[0]}")
    page.reload()
    expect(page.locator("[data-in-frame]")).to_have_text("1 di sản trên khung bản đồ này")
    page.locator("[data-only-frame]").click()
    expect(page.locator(".result")).to_have_count(1)
    expect(page.locator("[data-spoken]")).to_contain_text("1 di sản")
    for _ in range(4):
        page.locator("[data-zoom=out]").click()
    expect(page.locator(".result")).not_to_have_count(1)
    page.locator("[data-only-frame]").click()
    expect(page.locator(".result")).to_have_count(6)


def test_a_link_opens_the_same_map_with_its_item(site, browser_page: Opener, screens) -> None:
    page = browser_page(*PHONE)
    explore(page, site, PHONE)
    page.locator("[data-zoom=in]").click()
    expect(page).to_have_url(re.compile("map=\\d"))
    page.goto(f"{site}/kham-pha/#view=map&map=16/{CENTRE[1]}/{CENTRE[0]}&item=VKA001")
    page.reload()
    expect(page.locator(".leaflet-popup .name")).to_have_text("Đình Vị Khê")
    looked_at(page, screens, "lien-ket")
    assert "map=16/20.40" in page.url and "item=VKA001" in page.url
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("item="))


def test_the_map_fills_the_screen_and_gives_it_back(site, browser_page: Opener) -> None:
    page = browser_page(*PHONE)
    page.add_init_script("delete Element.prototype.requestFullscreen")  # as on an iPhone
    explore(page, site, PHONE)
    page.locator("[data-full]").click()
    assert page.locator(".map").bounding_box()["height"] == PHONE[1]
    expect(page.locator(".inset")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.locator(".map").bounding_box()["height"] < PHONE[1]


def test_symbols_differ_in_grey_by_shape_and_are_dark_enough(site, browser_page: Opener) -> None:
    """As printed by an office printer: each symbol, and its outline alone, differs from every other."""
    page = browser_page(*DESK)
    explore(page, site, DESK)
    page.locator("[data-panel=legend] summary").click()
    page.evaluate("document.documentElement.classList.add('grey-test')")
    pictures = page.evaluate(
        """async () => {
          const found = {};
          for (const node of document.querySelectorAll('.map-legend .sym')) {
            const use = document.querySelector(node.querySelector('use').getAttribute('href'));
            const tone = getComputedStyle(node).color, glyph = getComputedStyle(document.body).backgroundColor;
            const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32" color="${tone}"><rect width="32" height="32" fill="white"/>${use.innerHTML.replace('class="glyph"', 'fill="white"')}</svg>`;
            const image = new Image();
            image.src = 'data:image/svg+xml,' + encodeURIComponent(svg);
            await image.decode();
            const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 32 });
            const brush = canvas.getContext('2d');
            brush.filter = 'grayscale(1)';
            brush.drawImage(image, 0, 0);
            const data = brush.getImageData(0, 0, 32, 32).data;
            found[use.id] = Array.from({ length: 1024 }, (_, n) => data[4 * n]);
          }
          return found;
        }"""
    )
    assert len(pictures) == 4
    outlines = {name: [value < 200 for value in grey] for name, grey in pictures.items()}
    names = sorted(outlines)
    for one in names:
        assert sum(outlines[one]) > 250, one  # dark against paper
        for other in names[names.index(one) + 1 :]:
            differing = sum(a != b for a, b in zip(outlines[one], outlines[other], strict=True))
            assert differing > 80, (one, other)


def test_a_basemap_that_fails_gives_way_to_our_own_drawing(
    site, browser_page: Opener, settings, screens
) -> None:
    from heritage.basemap import read

    settings.BASEMAP = read(f"raster:{site}/khong-co/{{z}}/{{x}}/{{y}}.png", "© Nguồn nền", Path("/nowhere"))
    page = browser_page(*PHONE)
    explore(page, site, PHONE)
    expect(page.locator(".map-note")).to_contain_text("Nền bản đồ không tải được")
    expect(page.locator(".map.has-basemap")).to_have_count(0)
    expect(page.locator(".mk").first).to_be_visible()
    expect(page.locator(".leaflet-control-attribution")).not_to_contain_text("Nguồn nền")
    looked_at(page, screens, "nen-hong")
    page.context.close()
    assert browser_page.errors and all("404" in each for each in browser_page.errors)
    browser_page.errors.clear()


def test_a_raster_basemap_is_shown_with_its_credit_and_both_archipelagos_above(
    site, browser_page: Opener, settings, screens
) -> None:
    from heritage.basemap import read

    settings.BASEMAP = read(f"raster:{site}/o/{{z}}/{{x}}/{{y}}.png", "© <b>Nguồn</b> nền", Path("/nowhere"))
    page = browser_page(*DESK)
    square = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256">'
        b'<rect width="255" height="255" fill="#cde"/></svg>'
    )

    def answer(route: Route) -> None:
        route.fulfill(body=square, content_type="image/svg+xml")

    page.route("**/o/**", answer)
    explore(page, site, DESK, "#map=5.5/14.5/110")
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("© <b>Nguồn</b> nền")
    for name in ("Quần đảo Hoàng Sa(TP. Đà Nẵng)", "Quần đảo Trường Sa(tỉnh Khánh Hòa)"):
        expect(page.locator(".map-label.isles span", has_text=name)).to_be_visible()
    tiles = page.locator(".leaflet-tile-pane").evaluate("each => +getComputedStyle(each).zIndex")
    names = page.locator(".leaflet-names-pane").evaluate("each => +getComputedStyle(each).zIndex")
    assert names > tiles
    looked_at(page, screens, "nen-raster")
    page.locator("[data-panel=legend] summary").click()
    page.get_by_label("Nền bản đồ").uncheck()
    expect(page.locator(".map.has-basemap")).to_have_count(0)


def test_nothing_jumps_when_the_map_comes(site, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.add_init_script(
        "window.jumped = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) { window.jumped += e.value; for (const s of e.sources) (window.who ??= []).push(`${s.node?.className} ${s.node?.nodeName} ${JSON.stringify(s.previousRect)} ${JSON.stringify(s.currentRect)} at ${e.startTime}`); } })"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    # Without the fonts, whose coming is no matter of the map.
    page.route("**/*.woff2", lambda route: route.fulfill(body=b"", content_type="font/woff2"))
    explore(page, site, DESK)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.jumped") < 0.02, page.evaluate("window.who")


def test_the_national_names_are_in_the_layer_that_every_map_loads() -> None:
    told = json.dumps(national_overlay(), ensure_ascii=False)
    assert "Quần đảo Hoàng Sa (TP. Đà Nẵng)" in told
    assert "Quần đảo Trường Sa (tỉnh Khánh Hòa)" in told
    assert Plan.objects.count() == 0  # and that needs no register


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_without_scripts_there_is_the_list_the_inset_and_a_map_to_print(
    site, browser_page: Opener, screens, size
) -> None:
    page = browser_page(*size, scripts=False)
    page.goto(f"{site}/kham-pha/")
    expect(page.locator(".map-canvas")).to_be_hidden()
    expect(page.locator(".map-bar")).to_be_hidden()
    expect(page.locator(".inset")).to_be_visible()
    page.screenshot(path=screens / f"ban-do-khong-js-{size[0]}.png")
    page.locator(".walk-add").first.click()
    expect(page.locator(".walk-sheet li")).to_have_count(1)
    page.goto(f"{site}/kham-pha/")
    page.locator("[data-print-map]").click()
    expect(page.locator(".drawn-map")).to_be_visible()
    assert not scrolls_sideways(page)
