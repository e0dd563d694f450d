"""A point cloud without WebGL and without scripts: stills that turn, links, numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.clouds import court
from tests.browser.conftest import DESK, PAGE, PHONE, Opener

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_without_webgl_the_stills_turn_and_the_numbers_stand(
    put_cloud: Callable[..., str], browser_page: Opener, screens: Path
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
    page.goto(court(put_cloud) + PAGE["vi"])
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


def test_a_drag_turns_the_object(put_cloud: Callable[..., str], browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(court(put_cloud) + PAGE["vi"])
    frame = page.locator("[data-turn-frame]")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 200 - 30, box["y"] + 100, steps=5)
    page.mouse.up()
    expect(page.get_by_role("slider", name=re.compile("Góc nhìn"))).to_have_value("1")


def test_without_scripts_the_stills_are_links(put_cloud: Callable[..., str], browser_page: Opener) -> None:
    page = browser_page(*DESK, scripts=False)
    page.goto(court(put_cloud) + PAGE["vi"])
    links = page.locator("[data-turn-stills] a")
    assert links.count() >= 4
    assert "turntable-01" in (links.first.get_attribute("href") or "")
    expect(page.get_by_role("button", name="Xem 3D")).to_be_hidden()
    expect(page.locator(".numbers3")).to_contain_text("20.000")
