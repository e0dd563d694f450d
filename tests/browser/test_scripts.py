"""Pieces of the viewers that need no page: distances, addresses of pages, the watch on slow devices."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, Opener

pytestmark = pytest.mark.browser

SOURCES = Path(__file__).resolve().parents[2] / "deploy" / "frontend" / "src"


@pytest.fixture
def page(browser_page: Opener) -> Page:
    return browser_page(*DESK)


def run(page: Page, module: str, body: str, arg: Any = None) -> Any:
    """The value of a function body in which ``m`` is the module's exports and ``arg`` the argument."""
    code = base64.b64encode((SOURCES / module).read_bytes()).decode()
    return page.evaluate(
        f"async arg => {{ const m = await import('data:text/javascript;base64,{code}'); {body} }}", arg
    )


@pytest.mark.parametrize(
    ("factors", "total", "flat", "up"),
    [("1 1 1", 13.0, 5.0, 12.0), ("0.5 0.5 2", 24.13, 2.5, 24.0), ("", 13.0, 5.0, 12.0)],
)
def test_a_distance_counts_each_axis_in_its_own_unit(
    page: Page, factors: str, total: float, flat: float, up: float
) -> None:
    found = run(
        page,
        "cloud/distance.js",
        "return m.distance({x: 1, y: 1, z: 20}, {x: 4, y: 5, z: 8}, m.factorsOf(arg))",
        factors,
    )
    assert found == {
        "total": pytest.approx(total, abs=0.01),
        "flat": pytest.approx(flat),
        "up": pytest.approx(up),
    }


@pytest.mark.parametrize("text", ["", "1 1", "1 0 1", "a b c", "1 1 -1", "1 1 Infinity"])
def test_a_unit_that_is_no_three_positive_numbers_is_unknown(page: Page, text: str) -> None:
    assert run(page, "cloud/distance.js", "return m.factorsOf(arg)", text) is None


@pytest.mark.parametrize(
    ("length", "vi", "en"),
    [(0.05, "0,05", "0.05"), (9.876, "9,88", "9.88"), (12.34, "12,3", "12.3"), (1234.5, "1.235", "1,235")],
)
def test_a_length_has_as_many_decimals_as_make_sense(page: Page, length: float, vi: str, en: str) -> None:
    assert run(page, "cloud/distance.js", "return [m.written(arg, 'vi'), m.written(arg, 'en')]", length) == [
        vi,
        en,
    ]


@pytest.mark.parametrize(
    ("fragment", "found"),
    [
        ("#trang=3", {"asset": None, "page": 3}),
        ("#page=12", {"asset": None, "page": 12}),
        ("#trang=n2cmagdcfg-0002", {"asset": "N2CMAGDCFG", "page": 2}),
        ("#trang=", None),
        ("#trang=-1", None),
        ("#trang=3x", None),
        ("#vi-tri", None),
        ("", None),
    ],
)
def test_the_address_of_a_page_is_read_exactly(page: Page, fragment: str, found: object) -> None:
    assert run(page, "deepzoom/address.js", "return m.readAddress(arg)", fragment) == found


@pytest.mark.parametrize(
    ("frames_ms", "calls"),
    [
        ([16] * 60, 0),  # a fast device
        ([120] * 13, 1),  # a slow one
        ([120] * 60, 1),  # told once
        ([120, 120, 16] * 20, 0),  # hiccups
        ([3000] * 60, 0),  # a picture that stands still
    ],
)
def test_only_a_device_that_stays_slow_loses_the_shading(
    page: Page, frames_ms: list[int], calls: int
) -> None:
    body = """
      let calls = 0, now = 0;
      const frame = m.watchPace(() => { calls++; });
      frame(now);
      for (const took of arg) { now += took; frame(now); }
      return calls;
    """
    assert run(page, "cloud/pace.js", body, frames_ms) == calls
