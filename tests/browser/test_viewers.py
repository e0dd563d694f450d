"""Point clouds in a real browser: coloured, shaded, measured, bounded, and told without WebGL or scripts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from heritage.models import Item
from tests.browser import media
from tests.browser.conftest import DESK, PAGE, PHONE, Opener, scrolls_sideways, violations
from tests.browser.media import Workshop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

READY = {
    "vi": re.compile(r"Đã hiện [\d.]+ điểm cho góc nhìn này"),
    "en": re.compile(r"Showing [\d,]+ points for this view"),
}
OPEN = {"vi": "Xem 3D", "en": "View in 3D"}


@pytest.fixture
def put(hall: Item, workshop: Workshop, live_server) -> Callable[..., str]:
    """Shows a cloud of these points on the item's page; the answer is the site's address."""

    def show(name: str, xyz: media.Floats, **options: object) -> str:
        workshop.show(hall, workshop.made(name, lambda path: media.write_cloud(path, xyz, **options)))
        return str(live_server.url)

    return show


def court(put: Callable[..., str]) -> str:
    """A court with a wall, in two classes, with intensities."""
    points = 20_000
    return put(
        "san.laz",
        media.court(points),
        classes=np.where(np.arange(points) % 2 == 0, 6, 2),
        intensity=np.arange(points) % 4000,
    )


def opened(page: Page, address: str, language: str = "vi") -> Locator:
    page.goto(address + PAGE[language])
    viewer = page.locator("[data-viewer][data-worker]")
    viewer.get_by_role("button", name=OPEN[language]).click()
    settled(viewer, language)
    return viewer


def settled(viewer: Locator, language: str = "vi") -> None:
    expect(viewer.locator("[data-state]")).to_have_text(READY[language], timeout=60_000)


def drawn(viewer: Locator) -> bytes:
    """The canvas as a PNG once its next frame is on the screen."""
    viewer.page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    return viewer.locator("canvas").screenshot()


def ground_of(picture: bytes) -> tuple[int, ...]:
    return tuple(Image.open(io.BytesIO(picture)).convert("RGB").getpixel((20, 20)))


def pressed(viewer: Locator) -> list[str]:
    return [text.strip() for text in viewer.locator("[data-tools] [aria-pressed=true]").all_inner_texts()]


def test_only_the_ways_to_colour_that_the_file_has_are_offered(
    put: Callable[..., str], browser_page: Opener
) -> None:
    address = put("xam.laz", media.court(5_000), coloured=False)
    viewer = opened(browser_page(*DESK), address)
    expect(viewer.get_by_role("button", name="Độ cao")).to_be_visible()
    for missing in ("Màu thật", "Cường độ", "Phân lớp"):
        expect(viewer.get_by_role("button", name=missing)).to_be_hidden()
    assert pressed(viewer) == ["Độ cao", "Đổ bóng"]


def test_each_way_to_colour_gives_another_picture_and_classes_have_a_legend(
    put: Callable[..., str], browser_page: Opener, screens: Path
) -> None:
    viewer = opened(browser_page(*DESK), court(put))
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
    put: Callable[..., str], browser_page: Opener
) -> None:
    viewer = opened(browser_page(*DESK), court(put))
    shade = viewer.get_by_role("button", name="Đổ bóng")
    shaded = drawn(viewer)
    shade.click()
    plain = drawn(viewer)
    expect(shade).to_have_attribute("aria-pressed", "false")
    assert shaded != plain
    assert ground_of(shaded) == ground_of(plain) == (0x17, 0x11, 0x0E)


@pytest.mark.parametrize(
    ("name", "epsg", "said", "metres"),
    ids=["metres", "feet", "unknown"],
    argvalues=[
        ("met.laz", 9209, r"Khoảng cách: (9,9\d|10,0) m \(ngang .* m, đứng 0,0\d m\)\.", 10.0),
        ("foot.laz", 2263, r"Khoảng cách: 3,0\d m ", 3.048),
        ("khong-ro.laz", None, r"Khoảng cách: (9,9\d|10,0) đơn vị của tệp .* không đổi ra mét được\.", 10.0),
    ],
)
def test_two_clicks_measure_in_metres_or_say_that_the_unit_is_unknown(
    put: Callable[..., str], browser_page: Opener, name: str, epsg: int | None, said: str, metres: float
) -> None:
    viewer = opened(browser_page(*DESK), put(name, media.two_balls(10.0), epsg=epsg))
    balls = media.blobs(drawn(viewer))
    viewer.get_by_role("button", name="Đo", exact=True).click()
    words = viewer.locator("[data-measured]")
    expect(words).to_contain_text("Chạm hoặc bấm vào điểm thứ nhất")
    for (x, y), follows in zip(balls, ("Chọn tiếp điểm thứ hai", "Khoảng cách"), strict=True):
        viewer.locator("canvas").click(position={"x": x, "y": y})
        expect(words).to_contain_text(follows)
    expect(words).to_have_text(re.compile(said))
    assert float(viewer.get_attribute("data-distance") or 0) == pytest.approx(metres, abs=0.15)
    viewer.get_by_role("button", name="Xóa số đo").click()
    expect(words).to_contain_text("Chạm hoặc bấm vào điểm thứ nhất")


def test_the_keyboard_measures_at_the_crosshair_and_closes(
    put: Callable[..., str], browser_page: Opener, screens: Path
) -> None:
    viewer = opened(browser_page(*DESK), court(put))
    page, words = viewer.page, viewer.locator("[data-measured]")
    viewer.get_by_role("button", name="Đo", exact=True).focus()
    page.keyboard.press("Enter")
    expect(viewer.locator("canvas")).to_be_focused()
    page.keyboard.press("Enter")
    expect(words).to_have_text("Chọn tiếp điểm thứ hai.")
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    settled(viewer)
    page.keyboard.press("Enter")
    expect(words).to_contain_text("Khoảng cách: ")
    viewer.scroll_into_view_if_needed()
    page.screenshot(path=screens / "cloud-measured-1440x900.png")
    page.keyboard.press("Escape")
    expect(viewer.get_by_role("button", name="Đo", exact=True)).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")
    expect(viewer.locator("canvas")).to_have_count(0)
    expect(viewer.get_by_role("button", name="Xem 3D")).to_be_focused()
    expect(viewer.locator("[data-poster]")).to_be_visible()


def test_a_place_without_points_is_said(put: Callable[..., str], browser_page: Opener) -> None:
    viewer = opened(browser_page(*DESK), court(put))
    viewer.get_by_role("button", name="Đo", exact=True).click()
    viewer.locator("canvas").click(position={"x": 6, "y": 6})
    expect(viewer.locator("[data-measured]")).to_contain_text("Chỗ này không có điểm nào")


def test_the_budget_bounds_what_is_drawn_and_what_is_kept(
    put: Callable[..., str], browser_page: Opener
) -> None:
    page, budget = browser_page(*DESK), 60_000
    page.goto(put("lon.laz", media.court(300_000)) + PAGE["vi"])
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
    put: Callable[..., str], browser_page: Opener, screens: Path, mobile: bool, limit: str
) -> None:
    page = browser_page(*(PHONE if mobile else DESK), mobile=mobile)
    viewer = opened(page, court(put))
    assert viewer.get_attribute("data-limit") == limit
    assert not scrolls_sideways(page)
    viewer.scroll_into_view_if_needed()
    page.screenshot(path=screens / f"cloud-{'phone' if mobile else 'desk'}.png")


def test_a_lost_graphics_context_comes_back_with_its_ground(
    put: Callable[..., str], browser_page: Opener
) -> None:
    viewer = opened(browser_page(*DESK), court(put))
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
    put: Callable[..., str], browser_page: Opener
) -> None:
    viewer = opened(browser_page(*DESK), court(put))
    viewer.evaluate(
        "host => host.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()"
    )
    expect(viewer.locator("[data-poster]")).to_be_visible(timeout=20_000)
    expect(viewer.locator("[data-state]")).to_contain_text("Chưa mở được mô hình")
    expect(viewer.get_by_role("button", name="Xem 3D")).to_be_visible()


def test_full_screen_is_the_browser_s_own(put: Callable[..., str], browser_page: Opener) -> None:
    viewer = opened(browser_page(*DESK), court(put))
    button = viewer.get_by_role("button", name="Toàn màn hình")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert viewer.page.evaluate("document.fullscreenElement === document.querySelector('[data-screen]')")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_where_the_browser_has_no_full_screen_the_window_is_filled(
    put: Callable[..., str], browser_page: Opener
) -> None:
    page = browser_page(*PHONE, mobile=True)
    page.add_init_script("delete Element.prototype.requestFullscreen")
    viewer = opened(page, court(put))
    viewer.get_by_role("button", name="Toàn màn hình").click()
    box = viewer.locator("[data-screen]").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    viewer.get_by_role("button", name="Đóng").click()
    expect(viewer.locator(".fills")).to_have_count(0)


def test_without_webgl_the_stills_turn_and_the_numbers_stand(
    put: Callable[..., str], browser_page: Opener, screens: Path
) -> None:
    page = browser_page(*PHONE)
    page.add_init_script(
        """const real = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return kind.startsWith('webgl') ? null : real.call(this, kind, ...rest);
        };"""
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(court(put) + PAGE["vi"])
    viewer = page.locator("[data-viewer][data-worker]")
    viewer.get_by_role("button", name="Xem 3D").click()
    expect(viewer.locator("[data-state]")).to_contain_text("không chạy được trên máy này")
    assert not [url for url in asked if "copc.copc" in url]
    assert [error for error in browser_page.errors if "WebGL" not in error] == []
    browser_page.errors.clear()  # three says why it gives up
    slider = viewer.get_by_role("slider", name=re.compile("Góc nhìn"))
    picture = viewer.locator("[data-turn-picture]")
    first = picture.get_attribute("src")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert picture.get_attribute("src") != first
    assert re.match(r"Góc 2 trên \d+: Nhìn từ", slider.get_attribute("aria-valuetext") or "")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert int(slider.input_value()) == int(slider.get_attribute("max") or 0)  # a circle has no end
    numbers = viewer.locator(".numbers3")
    expect(numbers).to_contain_text("20.000")
    expect(numbers).to_contain_text("20,0 × 20,0 × 5,0 m")
    expect(numbers).to_contain_text("điểm trên m² bề mặt")
    slider.scroll_into_view_if_needed()
    page.screenshot(path=screens / "turntable-390x844.png")


def test_a_drag_turns_the_object(put: Callable[..., str], browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(court(put) + PAGE["vi"])
    frame = page.locator("[data-turn-frame]")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 200 - 30, box["y"] + 100, steps=5)
    page.mouse.up()
    expect(page.get_by_role("slider", name=re.compile("Góc nhìn"))).to_have_value("1")


def test_without_scripts_the_stills_are_links(put: Callable[..., str], browser_page: Opener) -> None:
    page = browser_page(*DESK, scripts=False)
    page.goto(court(put) + PAGE["vi"])
    links = page.locator("[data-turn-stills] a")
    assert links.count() >= 4
    assert "turntable-01" in (links.first.get_attribute("href") or "")
    expect(page.get_by_role("button", name="Xem 3D")).to_be_hidden()
    expect(page.locator(".numbers3")).to_contain_text("20.000")


@pytest.mark.parametrize(("language", "dark"), [("vi", False), ("en", True)])
def test_an_open_cloud_has_no_violation_and_room_for_a_finger(
    put: Callable[..., str], browser_page: Opener, screens: Path, language: str, dark: bool
) -> None:
    page = browser_page(*PHONE, dark=dark, language=language)
    viewer = opened(page, court(put), language)
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
