"""The desk's page of progress in a real browser: ticking answers at once, and without scripts by its button."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from heritage.jobs import snapshots
from heritage.jobs.evidence import refresh_level
from heritage.models import Item, Plan, RegisterEntry, RegisterVersion
from tests.browser.conftest import Opener, scrolls_sideways, violations
from tests.browser.test_desk import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]
WEEKS = 9
NAMES = ("Đình làng Vị Khê", "Chùa Quế Phương", "Đền Tô Trung Tự", "Lễ hội hoa cây cảnh", "Miếu Đông")


@pytest.fixture
def ward(vi_khe: Any, make_item: Any, monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    """Twenty objects; in each of nine weeks one more began to count."""
    now = timezone.now()
    version = RegisterVersion.objects.create(unit=vi_khe, number=1, valid_from=dt.date(2025, 7, 1))
    items = [make_item(name_vi=f"{NAMES[number % 5]} {number}") for number in range(30)]
    for item in items:
        refresh_level(item)
        RegisterEntry.objects.create(version=version, item=item, category=item.category)
    Item.objects.filter(pk=items[29].pk).update(blocked_reason="Đang tu bổ, chưa chụp được ảnh nội thất")
    due = timezone.localdate() + dt.timedelta(days=75)
    Plan.objects.create(
        unit=vi_khe, key="vk", document_vi="KH", year_from=2020, year_to=2099, target_percent=50, due_on=due
    )
    for week in range(WEEKS, -1, -1):
        monkeypatch.setattr(timezone, "now", lambda week=week: now - dt.timedelta(weeks=week))
        Item.objects.filter(pk=items[WEEKS - week].pk).update(level=2)
        snapshots.take()
    monkeypatch.setattr(timezone, "now", lambda: now)
    return items


@pytest.mark.parametrize(
    ("width", "height", "dark"), [(1440, 900, False), (390, 844, False), (390, 844, True)]
)
def test_ticking_answers_at_once(
    ward, officer, live_server, browser_page: Opener, screens: Path, width: int, height: int, dark: bool
) -> None:
    page = sign_in(browser_page(width, height, dark=dark), live_server.url, officer)
    page.get_by_role("link", name="Tiến độ").click()
    expect(page.get_by_text("10/30 = 33,3%")).to_be_visible()
    expect(page.get_by_text("Theo nhịp này, đạt chỉ tiêu trong khoảng")).to_be_visible()
    for name in ("Chùa Quế Phương 11", "Miếu Đông 14"):
        page.get_by_label(name).check()
    told = page.locator("#ket-qua")
    expect(told.get_by_text("Nếu xong 2 di sản đã chọn")).to_be_visible()
    expect(told.get_by_text("12/30 = 40,0%")).to_be_visible()
    expect(page.locator("#ket-qua-gon")).to_have_text("12/30 = 40,0%, còn 3 di sản")
    assert "chon=" in page.url
    page.wait_for_load_state("networkidle")
    page.screenshot(path=screens / f"tien-do-{width}{'-toi' if dark else ''}.png", full_page=width > 700)
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.get_by_label("Miếu Đông 14").uncheck()
    expect(told.get_by_text("Nếu xong 1 di sản đã chọn")).to_be_visible()
    assert Item.objects.filter(level=2).count() == 10


def test_without_scripts_the_button_answers(ward, officer, live_server, browser_page: Opener) -> None:
    page = sign_in(browser_page(390, 844, scripts=False), live_server.url, officer)
    page.goto(f"{live_server.url}/can-bo/tien-do/")
    page.get_by_label("Chùa Quế Phương 11").check()
    page.get_by_role("button", name="Tính thử").click()
    expect(page.locator("#ket-qua").get_by_text("11/30 = 36,7%")).to_be_visible()
    expect(page.get_by_label("Chùa Quế Phương 11")).to_be_checked()
    page.get_by_role("link", name="Bỏ chọn hết").click()
    expect(page.get_by_label("Chùa Quế Phương 11")).not_to_be_checked()
