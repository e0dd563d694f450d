"""Distances in a point cloud: by click, by keyboard, in metres or in the units of a file that names none."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import media
from tests.browser.clouds import court, drawn, opened, settled
from tests.browser.conftest import DESK, Opener

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
    put_cloud: Callable[..., str], browser_page: Opener, name: str, epsg: int | None, said: str, metres: float
) -> None:
    viewer = opened(browser_page(*DESK), put_cloud(name, media.two_balls(10.0), epsg=epsg))
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
    put_cloud: Callable[..., str], browser_page: Opener, screens: Path
) -> None:
    viewer = opened(browser_page(*DESK), court(put_cloud))
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


def test_a_place_without_points_is_said(put_cloud: Callable[..., str], browser_page: Opener) -> None:
    viewer = opened(browser_page(*DESK), court(put_cloud))
    viewer.get_by_role("button", name="Đo", exact=True).click()
    viewer.locator("canvas").click(position={"x": 6, "y": 6})
    expect(viewer.locator("[data-measured]")).to_contain_text("Chỗ này không có điểm nào")
