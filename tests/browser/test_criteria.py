"""Criteria and plans at the desk in a real browser: changed, previewed, dated; on phone and desk."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from heritage.models import CriteriaVersion, Plan, User
from heritage.services.criteria import draft
from tests.browser.conftest import Opener, scrolls_sideways, violations
from tests.browser.test_desk import sign_in
from tests.heritage.conftest import fill_ward

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]


@pytest.fixture
def address(live_server) -> str:
    return str(live_server.url)


@pytest.fixture
def ward(vi_khe, make_item):
    return fill_ward(vi_khe, make_item)


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user("quantri", password="mat-khau-12", role=User.Role.ADMINISTRATOR)


def test_an_administrator_changes_previews_and_dates_criteria(
    browser_page: Opener, address: str, ward, administrator: User
) -> None:
    page = sign_in(browser_page(), address, administrator)
    page.goto(f"{address}/can-bo/tieu-chi/")
    page.get_by_role("button", name="Lập bộ mới từ bộ đang dùng").click()
    page.get_by_role("textbox", name=re.compile("ảnh có chú thích")).first.fill("6")
    page.get_by_role("combobox", name=re.compile("ảnh có chú thích")).first.select_option("2")
    page.get_by_role("button", name="Lưu và xem trước").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem trước")
    expect(page.locator(".verdict")).to_contain_text("Đã số hóa")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    page.get_by_label("Có hiệu lực từ ngày").fill(tomorrow.isoformat())
    page.get_by_role("button", name="Ban hành").click()
    expect(page.get_by_text("Sắp có hiệu lực")).to_be_visible()
    assert CriteriaVersion.objects.get(version="2").valid_from == tomorrow


@pytest.mark.parametrize("size", [(390, 844), (320, 700), (1440, 900)])
@pytest.mark.parametrize("dark", [False, True])
def test_the_pages_are_readable_everywhere(
    browser_page: Opener, address: str, ward, administrator: User, size: tuple[int, int], dark: bool
) -> None:
    row, plan = draft(by=administrator), Plan.objects.first()
    page = sign_in(browser_page(*size, dark=dark), address, administrator)
    paths = ["tieu-chi/", f"tieu-chi/{row.pk}/", f"tieu-chi/{row.pk}/xem-truoc/", "ke-hoach/"]
    for path in [*paths, f"ke-hoach/{plan.pk}/" if plan else f"ke-hoach/moi/{ward.code}/"]:
        page.goto(f"{address}/can-bo/{path}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert not scrolls_sideways(page), path
        assert violations(page) == [], path
