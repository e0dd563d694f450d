"""The table of search words in a real browser: a line is added, tried, and counts for a visitor at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from heritage.jobs.index import rebuild
from heritage.models import Item
from tests.browser.conftest import Opener
from tests.browser.test_desk import looked_at, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)], ids=["phone", "desk"])
def test_a_word_that_a_reviewer_adds_finds_for_everybody(
    live_server, browser_page: Opener, make_item, reviewer, screens: Path, size: tuple[int, int]
) -> None:
    make_item(name_vi="Đình Cả", summary_vi="Do ban khánh tiết trông coi.", state=Item.State.PUBLISHED)
    rebuild()
    page = sign_in(browser_page(*size), live_server.url, reviewer)
    page.get_by_role("link", name="Xem và sửa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Từ điển tìm kiếm")
    form = page.locator("#them-dong")
    form.get_by_label("Từ hoặc chữ viết tắt").fill("BKT")
    form.get_by_label("Thay cho").fill("ban khánh tiết")
    form.get_by_role("button", name="Thêm vào bảng").click()
    expect(page.get_by_text("Đã thêm “BKT”")).to_be_visible()
    page.get_by_role("searchbox", name="Câu hỏi").fill("BKT")
    page.keyboard.press("Enter")
    answer = page.locator("#ket-qua")
    expect(answer).to_contain_text("bkt = ban khánh tiết")
    expect(answer.get_by_role("link", name="Đình Cả")).to_be_visible()
    looked_at(page, screens, "tu-dien")

    visitor = browser_page(*size)
    visitor.goto(f"{live_server.url}/kham-pha/?q=BKT")
    expect(visitor.get_by_role("main")).to_contain_text("Đình Cả")
    page.get_by_role("button", name=re.compile("Tắt.*BKT = ban khánh tiết")).click()
    expect(page.get_by_role("button", name=re.compile("Bật.*BKT = ban khánh tiết"))).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_role("main")).not_to_contain_text("Đình Cả")
