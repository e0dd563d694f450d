"""One Chromium for the session; a fresh, isolated context for every page that a test opens."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

from heritage.jobs.index import rebuild
from heritage.models import Item
from tests.browser.media import Floats, Workshop, write_cloud

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
LOCALES = {"vi": "vi-VN", "en": "en-GB"}
PHONE, DESK = (390, 844), (1440, 900)
PAGE = {"vi": "/di-san/VKDV6A/dinh-vi-khe/", "en": "/en/heritage/VKDV6A/dinh-vi-khe/"}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser named by DISANSO_TEST_CHROMIUM. Absent: skipped, or failed where services are required."""
    executable = os.environ.get("DISANSO_TEST_CHROMIUM", "")
    if not executable:
        reason = "DISANSO_TEST_CHROMIUM does not name a Chromium"
        if os.environ.get("DISANSO_REQUIRE_SERVICES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright keeps an event loop in this thread, in which Django would refuse the tests' own queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS, headless=True)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Opener:
    """Opens pages of any size and scheme, and keeps every error that their consoles show.

    Call it with a size; the answer is a Playwright page. ``errors`` holds console errors (a breach of the
    content security policy is one), uncaught exceptions and answers of 500. The fixture asserts that
    none is left; a test that provokes one looks at it and clears the list.
    """

    def __init__(self, browser: Browser) -> None:
        self.errors: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def __call__(
        self,
        width: int = 1440,
        height: int = 900,
        *,
        dark: bool = False,
        language: str = "vi",
        scripts: bool = True,
        mobile: bool = False,
        offline: bool = False,
    ) -> Page:
        """A page in a context of its own: no cookies, no cache, no permission; ``mobile``: driven by a finger.

        ``offline``: with the service worker, past which no test can answer a request itself.
        """
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale=LOCALES[language],
            java_script_enabled=scripts,
            reduced_motion="reduce",
            has_touch=mobile or width < 700,
            is_mobile=mobile,
            service_workers="allow" if offline else "block",
        )
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(f"exception: {error}"))
        page.on("response", self._response)
        return page

    def close(self) -> None:
        """End every context."""
        for context in self._contexts:
            context.close()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.location.get('url', '')}: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.errors.append(f"{response.status}: {response.url}")


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Opener]:
    """``browser_page(390, 844, dark=True, language="en")`` opens a page; no console error may remain."""
    opener = Opener(chromium)
    yield opener
    opener.close()
    assert opener.errors == []


@pytest.fixture
def screens() -> Path:
    """Where screenshots go."""
    folder = Path(os.environ.get("DISANSO_TEST_OUTPUT", "out")) / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands: WCAG 2.0 to 2.2, A and AA, and best practice.

    The library is run through the debugger, which the content security policy does not bind.
    """
    found = Axe().run(page)
    return [
        f"{each['id']}: {each['help']} ({'; '.join(node['html'][:160] for node in each['nodes'][:4])})"
        for each in found.response["violations"]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Files with what the line makes of them, each made once a session."""
    return Workshop(tmp_path_factory.mktemp("workshop"))


@pytest.fixture
def hall(make_item: Callable[..., Item], stores: Path, index: object) -> Item:
    """A published communal house without files; its page is at ``PAGE``."""
    item = make_item(
        public_id="VKDV6A",
        name_vi="Đình Vị Khê",
        name_en="Vị Khê Communal House",
        summary_vi="Đình thờ thành hoàng của làng.",
        summary_en="The house honours the village guardian.",
        state=Item.State.PUBLISHED,
        published_at=timezone.now(),
    )
    rebuild()
    return item


@pytest.fixture
def put_cloud(hall: Item, workshop: Workshop, live_server: LiveServer) -> Callable[..., str]:
    """Shows a cloud of these points on the item's page; the answer is the site's address."""

    def show(name: str, xyz: Floats, **options: object) -> str:
        workshop.show(hall, workshop.made(name, lambda path: write_cloud(path, xyz, **options)))
        return str(live_server.url)

    return show
