"""Opening a point cloud on an item's page and looking at what it shows."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser import media
from tests.browser.conftest import PAGE

READY = {
    "vi": re.compile(r"Đã hiện [\d.]+ điểm cho góc nhìn này"),
    "en": re.compile(r"Showing [\d,]+ points for this view"),
}
OPEN = {"vi": "Xem 3D", "en": "View in 3D"}


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
