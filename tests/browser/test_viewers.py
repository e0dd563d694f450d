"""Point clouds in a real browser: coloured, shaded, bounded, in full screen, after a lost context."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import media
from tests.browser.clouds import court, drawn, ground_of, opened, pressed, settled
from tests.browser.conftest import DESK, PAGE, PHONE, Opener, scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_only_the_ways_to_colour_that_the_file_has_are_offered(
    put_cloud: Callable[..., str], browser_page: Opener
) -> None:
    address = put_cloud("xam.laz", media.court(5_000), coloured=False)
    viewer = opened(browser_page(*DESK), address)
    expect(viewer.get_by_role("button", name="Độ cao")).to_be_visible()
    for missing in ("Màu thật", "Cường độ", "Phân lớp"):
        expect(viewer.get_by_role("button", name=missing)).to_be_hidden()
    assert pressed(viewer) == ["Độ cao", "Đổ bóng"]


def test_each_way_to_colour_gives_another_picture_and_classes_have_a_legend(
    put_cloud: Callable[..., str], browser_page: Opener, screens: Path
) -> None:
    viewer = opened(browser_page(*DESK), court(put_cloud))
    assert pressed(viewer) == ["Màu thật", "Đổ bóng"]
    pictures = {drawn(viewer)}
    for name in ("Độ cao", "Cường độ", "Phân lớp"):
        viewer.get_by_role("button", name=name).click()
        pictures.add(drawn(viewer))
    assert len(pictures) == 4
    assert viewer.locator("[data-legend] li").all_inner_texts() == ["Mặt đất", "Công trình"]
    viewer.page.screenshot(path=screens / "cloud-classes-1440x900.png")
    viewer.get_by_role("button", name="Độ cao").click()
    expect(viewer.locator("[data-legend]")).to_be_hidden()


def test_shading_can_be_switched_off_and_leaves_the_ground_as_it_was(
    put_cloud: Callable[..., str], browser_page: Opener
) -> None:
    viewer = opened(browser_page(*DESK), court(put_cloud))
    shade = viewer.get_by_role("button", name="Đổ bóng")
    shaded = drawn(viewer)
    shade.click()
    plain = drawn(viewer)
    expect(shade).to_have_attribute("aria-pressed", "false")
    assert shaded != plain
    assert ground_of(shaded) == ground_of(plain) == (0x17, 0x11, 0x0E)


def test_the_budget_bounds_what_is_drawn_and_what_is_kept(
    put_cloud: Callable[..., str], browser_page: Opener
) -> None:
    page, budget = browser_page(*DESK), 60_000
    page.goto(put_cloud("lon.laz", media.court(300_000)) + PAGE["vi"])
    viewer = page.locator("[data-viewer][data-worker]")
    viewer.evaluate(f"host => {{ host.dataset.budget = {budget}; }}")
    viewer.get_by_role("button", name="Xem 3D").click()
    settled(viewer)
    largest = 66_000  # a node's points: what one download may add before the oldest is forgotten
    for key in ("+", "+", "ArrowLeft", "+", "ArrowLeft", "+", "ArrowLeft", "ArrowLeft", "-", "-"):
        for _ in range(4):
            page.keyboard.press(key)
        settled(viewer)
        ready, resident = (int(viewer.get_attribute(f"data-{name}") or 0) for name in ("points", "resident"))
        assert 0 < ready <= max(budget, largest)
        assert resident <= budget * 1.3 + largest


@pytest.mark.parametrize(("mobile", "limit"), [(True, "500000"), (False, "2000000")])
def test_a_phone_holds_half_a_million_points_and_a_desk_two(
    put_cloud: Callable[..., str], browser_page: Opener, screens: Path, mobile: bool, limit: str
) -> None:
    page = browser_page(*(PHONE if mobile else DESK), mobile=mobile)
    viewer = opened(page, court(put_cloud))
    assert viewer.get_attribute("data-limit") == limit
    assert not scrolls_sideways(page)
    viewer.scroll_into_view_if_needed()
    page.screenshot(path=screens / f"cloud-{'phone' if mobile else 'desk'}.png")


def test_a_lost_graphics_context_comes_back_with_its_ground(
    put_cloud: Callable[..., str], browser_page: Opener
) -> None:
    viewer = opened(browser_page(*DESK), court(put_cloud))
    before = drawn(viewer)
    viewer.evaluate(
        """host => {
          const gl = host.querySelector('canvas').getContext('webgl2');
          host.lost = gl.getExtension('WEBGL_lose_context');
          host.lost.loseContext();
        }"""
    )
    expect(viewer.locator("[data-state]")).to_have_text("Máy tạm ngừng phần 3D, đang mở lại")
    viewer.evaluate("host => host.lost.restoreContext()")
    settled(viewer)
    after = drawn(viewer)
    assert ground_of(after) == ground_of(before) == (0x17, 0x11, 0x0E)
    assert after == before


def test_a_graphics_context_that_stays_away_gives_the_poster_back(
    put_cloud: Callable[..., str], browser_page: Opener
) -> None:
    viewer = opened(browser_page(*DESK), court(put_cloud))
    viewer.evaluate(
        "host => host.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()"
    )
    expect(viewer.locator("[data-poster]")).to_be_visible(timeout=20_000)
    expect(viewer.locator("[data-state]")).to_contain_text("Chưa mở được mô hình")
    expect(viewer.get_by_role("button", name="Xem 3D")).to_be_visible()


def test_full_screen_is_the_browser_s_own(put_cloud: Callable[..., str], browser_page: Opener) -> None:
    viewer = opened(browser_page(*DESK), court(put_cloud))
    button = viewer.get_by_role("button", name="Toàn màn hình")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert viewer.page.evaluate("document.fullscreenElement === document.querySelector('[data-screen]')")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_where_the_browser_has_no_full_screen_the_window_is_filled(
    put_cloud: Callable[..., str], browser_page: Opener
) -> None:
    page = browser_page(*PHONE, mobile=True)
    page.add_init_script("delete Element.prototype.requestFullscreen")
    viewer = opened(page, court(put_cloud))
    viewer.get_by_role("button", name="Toàn màn hình").click()
    box = viewer.locator("[data-screen]").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    viewer.get_by_role("button", name="Đóng").click()
    expect(viewer.locator(".fills")).to_have_count(0)


@pytest.mark.parametrize(("language", "dark"), [("vi", False), ("en", True)])
def test_an_open_cloud_has_no_violation_and_room_for_a_finger(
    put_cloud: Callable[..., str], browser_page: Opener, screens: Path, language: str, dark: bool
) -> None:
    page = browser_page(*PHONE, dark=dark, language=language)
    viewer = opened(page, court(put_cloud), language)
    viewer.locator("[data-do=measure]").click()
    viewer.locator("[data-mode=class]").click()
    viewer.scroll_into_view_if_needed()
    page.screenshot(path=screens / f"cloud-tools-{language}-390x844{'-dark' if dark else ''}.png")
    assert violations(page) == []
    for button in viewer.locator("[data-tools] button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44
    assert not scrolls_sideways(page)
