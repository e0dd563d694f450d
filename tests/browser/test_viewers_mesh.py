"""Meshes in a real browser: on request, under the unchanged policy, from no foreign host, light for phones."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from heritage.models import Item
from media_pipeline.report import Derived
from tests import samples
from tests.browser import media
from tests.browser.conftest import DESK, PAGE, PHONE, Opener, scrolls_sideways, violations
from tests.browser.media import Workshop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GLB = "model/gltf-binary"


@pytest.fixture
def put(hall: Item, workshop: Workshop, live_server) -> Callable[..., str]:
    """Shows a mesh on the item's page; the answer is the site's address."""

    def show(
        name: str = "cong.glb", write: Callable[[Path], object] = samples.mesh, light: Path | None = None
    ) -> str:
        made = workshop.made(name, write)
        kept = [each for each in made.report.derived if not each.recipe.startswith("model-light")]
        more = (Derived("model-light", light, GLB, {"triangles": 12}),) if light else ()
        asset = workshop.show(hall, made)
        asset.derivatives.exclude(recipe__in=[each.recipe for each in kept]).delete()
        if more:
            workshop.add(asset, more)
        return str(live_server.url)

    return show


def viewer_of(page: Page) -> Locator:
    return page.locator("[data-viewer][data-draco-worker]")


def opened(page: Page, address: str, language: str = "vi") -> Locator:
    page.goto(address + PAGE[language])
    viewer = viewer_of(page)
    viewer.locator("[data-open-viewer]").click()
    said = "Đã mở mô hình" if language == "vi" else "Model opened"
    expect(viewer.locator("[data-state]")).to_have_text(said, timeout=60_000)
    return viewer


def orbit(viewer: Locator) -> list[float]:
    found: list[float] = viewer.locator("model-viewer").evaluate(
        "element => { const o = element.getCameraOrbit(); return [o.theta, o.phi, o.radius]; }"
    )
    return found


def test_nothing_is_fetched_before_it_is_asked_for_and_then_only_from_this_site(
    put: Callable[..., str], browser_page: Opener, screens: Path
) -> None:
    page, address = browser_page(*DESK), put()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + PAGE["vi"])
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if ".glb" in url or "/model.js" in url]
    viewer = opened(page, address)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if ".glb" in url]
    assert [url for url in asked if not url.startswith((address, "blob:" + address, "data:"))] == []
    assert viewer.locator("model-viewer").evaluate("element => element.modelIsVisible")
    viewer.scroll_into_view_if_needed()
    page.screenshot(path=screens / "mesh-1440x900.png")


def test_the_policy_of_the_page_allows_no_inline_script_or_style(
    put: Callable[..., str], browser_page: Opener
) -> None:
    page = browser_page(*DESK)
    answer = page.goto(put() + PAGE["vi"])
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "style-src 'self';" in policy
    assert "worker-src 'self';" in policy
    assert not re.search(r"'unsafe-(inline|eval)'|https?:", policy)


def test_geometry_packed_with_draco_is_read_by_our_own_decoder(
    put: Callable[..., str], browser_page: Opener
) -> None:
    page, address = browser_page(*DESK), put("chop.glb", lambda path: path.write_bytes(media.draco_glb()))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    viewer = opened(page, address)
    size = viewer.locator("model-viewer").evaluate(
        "element => { const d = element.getDimensions(); return [d.x, d.y, d.z]; }"
    )
    assert size == pytest.approx([2, 2, 2], abs=0.02)
    assert [url for url in asked if "draco_decoder" in url]
    assert [url for url in asked if not url.startswith((address, "blob:" + address, "data:"))] == []


@pytest.mark.parametrize(("mobile", "recipe"), [(True, "model-light"), (False, "model")])
def test_a_phone_gets_the_light_copy(
    put: Callable[..., str], browser_page: Opener, tmp_path: Path, screens: Path, mobile: bool, recipe: str
) -> None:
    address = put(light=samples.mesh(tmp_path / "light.glb"))
    page = browser_page(*(PHONE if mobile else DESK), mobile=mobile)
    viewer = opened(page, address)
    assert f"/{recipe}.glb" in (viewer.get_attribute("data-opened") or "")
    assert not scrolls_sideways(page)
    viewer.scroll_into_view_if_needed()
    page.screenshot(path=screens / f"mesh-{'phone' if mobile else 'desk'}.png")


def test_the_keyboard_turns_returns_and_closes(put: Callable[..., str], browser_page: Opener) -> None:
    viewer = opened(browser_page(*DESK), put())
    page, before = viewer.page, orbit(viewer)
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => Math.abs(document.querySelector('model-viewer').getCameraOrbit().theta - before) > 0.1",
        arg=before[0],
    )
    page.keyboard.press("0")
    page.wait_for_function(
        "before => Math.abs(document.querySelector('model-viewer').getCameraOrbit().theta - before) < 0.02",
        arg=before[0],
    )
    page.keyboard.press("Escape")
    expect(viewer.locator("model-viewer")).to_have_count(0)
    expect(viewer.locator("[data-open-viewer]")).to_be_focused()
    expect(viewer.locator("[data-poster]")).to_be_visible()


def test_the_way_into_ar_is_there_and_shown_only_where_it_leads_somewhere(
    put: Callable[..., str], browser_page: Opener
) -> None:
    viewer = opened(browser_page(*DESK), put())
    element = viewer.locator("model-viewer")
    assert element.get_attribute("ar-modes") == "webxr scene-viewer quick-look"
    button = viewer.get_by_text("Đặt vào chỗ bạn đứng (AR)")
    assert button.count() == 1
    assert button.is_visible() == element.evaluate("element => element.canActivateAR")


@pytest.mark.parametrize(("status", "body"), [(404, b""), (200, b"glTF cut short")])
def test_a_file_that_does_not_arrive_whole_leaves_poster_and_numbers(
    put: Callable[..., str], browser_page: Opener, status: int, body: bytes
) -> None:
    page = browser_page(*DESK)
    page.route("**/*.glb*", lambda route: route.fulfill(status=status, body=body))
    page.goto(put() + PAGE["vi"])
    viewer = viewer_of(page)
    viewer.locator("[data-open-viewer]").click()
    expect(viewer.locator("[data-state]")).to_contain_text("Chưa mở được mô hình", timeout=60_000)
    expect(viewer.locator("[data-poster]")).to_be_visible()
    expect(viewer.locator(".numbers3")).to_contain_text("Số tam giác")
    assert browser_page.errors
    browser_page.errors.clear()  # told on the console, with its reason


@pytest.mark.parametrize(("language", "dark"), [("vi", True), ("en", False)])
def test_an_open_mesh_has_no_violation_and_room_for_a_finger(
    put: Callable[..., str], browser_page: Opener, language: str, dark: bool
) -> None:
    page = browser_page(*PHONE, dark=dark, language=language)
    viewer = opened(page, put(), language)
    assert violations(page) == []
    for button in viewer.locator("[data-tools] button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44
