"""The basemap of vectors, and both archipelagos on every page that holds a map, by day and by night, with and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from heritage.basemap import read
from heritage.models import Item
from tests.browser.conftest import DESK, PHONE, Opener
from tests.browser.pmtiles import write_archive
from tests.browser.test_desk import sign_in
from tests.browser.test_maps_explore import explore, looked_at, site  # noqa: F401  site: a fixture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]

NAMES = {
    "vi": ("Quần đảo Hoàng Sa (TP. Đà Nẵng)", "Quần đảo Trường Sa (tỉnh Khánh Hòa)"),
    "en": ("Quần đảo Hoàng Sa (Đà Nẵng City)", "Quần đảo Trường Sa (Khánh Hòa Province)"),
}
FOREIGN = ("paracel", "spratly", "xisha", "nansha", "south china sea", "西沙", "南沙", "kalayaan")
WHOLE = [[(0, 0), (4096, 0), (4096, 4096), (0, 4096), (0, 0)]]
PUBLIC = {
    "vi": (
        "/",
        "/kham-pha/",
        "/kham-pha/in/",
        "/kham-pha/in/?huong=doc&bbox=102,7,118,24",
        "/luot-di/?di=VKA001.VKA002",
        "/q/VKA001",
        "/don-vi/13972/",
    ),
    "en": ("/en/", "/en/explore/", "/en/explore/print/", "/en/walk/?di=VKA001", "/en/heritage/VKA001/"),
}


@pytest.fixture
def archive(settings, tmp_path: Path) -> Path:
    """Sea all over the world, a border, a foreign name on an island: what a stranger's archive may hold."""
    words = {"kind": "locality", "name": "Paracel Islands", "name:en": "Spratly Islands"}
    path = write_archive(
        tmp_path / "basemap" / "nen.pmtiles",
        [
            {"name": "water", "features": [_polygon(WHOLE, {"kind": "ocean", "name": "South China Sea"})]},
            {
                "name": "places",
                "features": [
                    {"geometry": "POINT (3300 1900)", "properties": {**words, "kind_detail": "island"}},
                ],
            },
            {
                "name": "boundaries",
                "features": [{"geometry": "LINESTRING (0 0, 4096 4096)", "properties": {}}],
            },
        ],
    )
    settings.BASEMAP = read("pmtiles:nen.pmtiles", "© OpenStreetMap", path.parent)
    return path


def _polygon(rings: list[list[tuple[int, int]]], properties: dict[str, str]) -> dict[str, object]:
    corners = ", ".join(f"{x} {y}" for x, y in rings[0])
    return {"geometry": f"POLYGON (({corners}))", "properties": properties}


@pytest.mark.parametrize("dark", [False, True])
def test_an_archive_in_the_home_is_drawn_by_ranges_and_names_nothing_at_sea(
    site,  # noqa: F811
    archive,
    browser_page: Opener,
    screens,
    dark,
) -> None:
    page = browser_page(*PHONE, dark=dark)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "nen.pmtiles" in sent.url else None)
    words: list[str] = []
    page.expose_function("told", lambda text: words.append(text))
    page.add_init_script(
        "for (const name of ['fillText', 'strokeText']) { const old = CanvasRenderingContext2D.prototype[name];"
        " CanvasRenderingContext2D.prototype[name] = function (text, ...rest) { window.told(text); return old.call(this, text, ...rest); }; }"
    )
    explore(page, site, PHONE, "#map=5.5/14.5/110&view=map")
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("© OpenStreetMap")
    sea = page.locator(".map").evaluate("each => getComputedStyle(each).getPropertyValue('--sea').trim()")
    expect(page.locator(".leaflet-tile-pane canvas").first).to_be_attached()
    drawn = """each => { const { data } = each.getContext('2d').getImageData(20, 20, 1, 1);
        return '#' + [...data.slice(0, 3)].map(v => v.toString(16).padStart(2, '0')).join(''); }"""
    for _ in range(50):
        if page.locator(".leaflet-tile-pane canvas").first.evaluate(drawn) == sea:
            break
        page.wait_for_timeout(100)
    assert page.locator(".leaflet-tile-pane canvas").first.evaluate(drawn) == sea
    assert asked
    assert not [each for each in words if any(name in each.lower() for name in FOREIGN)]
    looked_at(page, screens, f"nen-vector-{'dem' if dark else 'ngay'}")


def test_an_archive_that_cannot_be_read_gives_way(site, archive, browser_page: Opener) -> None:  # noqa: F811
    archive.write_bytes(b"no archive" * 30)
    page = browser_page(*DESK)
    explore(page, site, DESK)
    expect(page.locator(".map-note")).to_contain_text("Nền bản đồ không tải được")
    expect(page.locator(".map.has-basemap")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("based", [False, True])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_with_a_map_names_both_archipelagos(
    site,  # noqa: F811
    browser_page: Opener,
    request,
    language,
    based,
    dark,
) -> None:
    if based:
        request.getfixturevalue("archive")
    page = browser_page(*PHONE, dark=dark, language=language)
    for path in PUBLIC[language]:
        assert page.goto(f"{site}{path}").status == 200, path
        page.wait_for_load_state("networkidle")
        said = page.evaluate(
            "document.body.textContent + [...document.querySelectorAll('[aria-label]')].map(each => each.ariaLabel).join(' ')"
        )
        assert page.locator(".map, .drawn-map, .country-map").count(), path
        for name in NAMES[language]:
            assert name in " ".join(said.split()), (path, name)
        for name in FOREIGN:
            assert name not in said.lower(), (path, name)
        shown = page.locator(".inset svg, .drawn-map, .country-map").first
        for short in ("Hoàng Sa", "Trường Sa"):
            assert short in shown.text_content(), path


@pytest.mark.parametrize("zoom", [4, 5, 6, 7, 8])
def test_at_every_national_zoom_the_full_names_stand_on_the_map(
    site,  # noqa: F811
    browser_page: Opener,
    zoom,
) -> None:
    page = browser_page(*(PHONE if zoom < 7 else DESK))
    where = {4: "14/110", 5: "14/110", 6: "13.5/112.5", 7: "13.5/112.8", 8: "16.5/112.1"}[zoom]
    page.goto(f"{site}/kham-pha/#view=map&map={zoom}/{where}")
    page.wait_for_load_state("networkidle")
    said = page.locator(".map-label.isles").all_text_contents()
    assert sorted(said) == ["Quần đảo Hoàng Sa(TP. Đà Nẵng)", "Quần đảo Trường Sa(tỉnh Khánh Hòa)"]


def test_the_desk_s_maps_name_them_too(site, officer, reviewer, browser_page: Opener) -> None:  # noqa: F811
    page = sign_in(browser_page(*DESK), site, officer)
    item = Item.objects.get(public_id="VKA001")
    for path in (f"/can-bo/di-san/{item.public_id}/", f"/can-bo/di-san/{item.public_id}/ve/"):
        page.goto(f"{site}{path}")
        page.wait_for_load_state("networkidle")
        assert page.locator(".map .inset").count(), path
        for name in NAMES["vi"]:
            assert name in page.content(), (path, name)
