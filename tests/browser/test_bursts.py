"""A delivery's groups of photos in a real browser: one press attaches a group, one takes it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.test import Client
from playwright.sync_api import Page, expect

from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Item, User
from heritage.services import intake
from tests.browser.conftest import Opener, scrolls_sideways, violations
from tests.heritage.views.desk.test_bursts import LAT, LON, shot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]


def sign_in(page: Page, person: User, address: str) -> None:
    """Give the page the person's session."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def test_a_group_is_attached_and_taken_back_on_the_smallest_phone(
    live_server, browser_page: Opener, vi_khe, officer, make_item, tmp_path: Path, screens: Path
) -> None:
    item: Item = make_item(
        name_vi="Đền Vị Khê",
        position=Point(LON, LAT + 3e-4, srid=4326),
        position_method="gnss",
        position_accuracy_m=1,
    )
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    for minute in range(3):
        path = shot(tmp_path / f"{minute}.jpg", minute, 7 + minute)
        intake.receive_into(batch, path, name=f"den-{minute}.jpg", queue=False)
    for asset in Asset.objects.all():
        process_asset(asset.pk)
    page = browser_page(320, 700)
    sign_in(page, officer, live_server.url)
    page.goto(f"{live_server.url}/can-bo/tai-len/{batch.pk}/")
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.screenshot(path=screens / "bursts.png", full_page=True)
    page.get_by_role("button", name="Gắn 3 ảnh vào Đền Vị Khê (cách 32 m)").click()
    expect(page.get_by_text("Đã gắn 3 ảnh vào Đền Vị Khê.")).to_be_visible()
    assert item.assets.count() == 3
    assert violations(page) == []
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_role("button", name="Gắn 3 ảnh vào")).to_be_visible()
    assert item.assets.count() == 0
