"""Recordings in a real browser: the plain player, and the drawn sound over it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from heritage.models import Item
from media_pipeline.report import Derived
from tests.browser.conftest import DESK, PAGE, PHONE, Opener, scrolls_sideways, violations
from tests.browser.media import Workshop
from tests.media_pipeline import sounds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECONDS = 20.0


@pytest.fixture
def site(hall: Item, workshop: Workshop, live_server, tmp_path: Path) -> str:
    """A page with a recording of twenty seconds whose loudness swells and falls."""
    path = tmp_path / "waveform.json"
    peaks = [round(abs((i % 40) - 20) / 20, 2) for i in range(400)]
    path.write_text(json.dumps({"seconds": SECONDS, "peaks": peaks}), encoding="utf-8")
    made = workshop.made("loi-ke.wav", lambda target: sounds.wav(target, SECONDS))
    asset = workshop.show(hall, made)
    asset.derivatives.filter(recipe="waveform").delete()
    workshop.add(asset, (Derived("waveform", path, "application/json", {}),))
    return str(live_server.url)


def test_the_sound_is_drawn_and_its_slider_goes_through_the_recording(
    site: str, browser_page: Opener, screens: Path
) -> None:
    page = browser_page(*DESK)
    page.goto(site + PAGE["vi"])
    slider = page.get_by_role("slider", name="Vị trí trong bản ghi")
    expect(slider).to_have_attribute("aria-valuetext", "0:00 trên 0:20")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "0:10 trên 0:20")
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "0:05 trên 0:20")
    played = page.locator(".wave-played [data-clip]")
    assert float(played.get_attribute("width") or 0) == pytest.approx(720 * 0.25, abs=8)
    page.keyboard.press(" ")
    page.wait_for_function("() => !document.querySelector('audio').paused")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 5.2")
    page.keyboard.press(" ")
    page.wait_for_function("() => document.querySelector('audio').paused")
    page.locator("#am-thanh").scroll_into_view_if_needed()
    page.screenshot(path=screens / "sound-1440x900.png")


def test_a_press_in_the_drawing_goes_there(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.goto(site + PAGE["vi"])
    page.get_by_role("slider").click()  # in its middle
    page.wait_for_function("() => Math.abs(document.querySelector('audio').currentTime - 10) < 0.5")


def test_a_drawing_that_does_not_arrive_leaves_the_player(site: str, browser_page: Opener) -> None:
    page = browser_page(*DESK)
    page.route("**/waveform.json*", lambda route: route.fulfill(status=200, json={"seconds": 0, "peaks": []}))
    page.goto(site + PAGE["vi"])
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-wave]")).to_be_hidden()
    expect(page.locator("#am-thanh audio")).to_be_visible()


def test_without_scripts_the_plain_player_plays(site: str, browser_page: Opener) -> None:
    page = browser_page(*PHONE, scripts=False)
    page.goto(site + PAGE["vi"])
    player = page.locator("#am-thanh audio[controls]")
    expect(player).to_be_visible()
    address = site + (player.get_attribute("src") or "")
    answer = page.request.get(address, headers={"Range": "bytes=0-3"})
    assert (answer.status, len(answer.body())) == (206, 4)
    assert re.fullmatch(
        r"audio/(wav|mp4)", answer.headers["content-type"]
    )  # as it came, or made for browsers


@pytest.mark.parametrize(("language", "dark"), [("vi", True), ("en", False)])
def test_the_drawn_sound_has_no_violation(
    site: str, browser_page: Opener, screens: Path, language: str, dark: bool
) -> None:
    page = browser_page(*PHONE, dark=dark, language=language)
    page.goto(site + PAGE[language])
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.locator("#am-thanh").scroll_into_view_if_needed()
    page.screenshot(path=screens / f"sound-{language}-390x844{'-dark' if dark else ''}.png")
    assert violations(page) == []
    assert not scrolls_sideways(page)
    box = slider.bounding_box()
    assert box is not None
    assert box["height"] >= 44
