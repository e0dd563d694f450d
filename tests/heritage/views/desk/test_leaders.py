"""The leaders' page: duties with days left, wards side by side, what is blocked since when, what lost its level."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from heritage.errors import BadRequest, NotAllowed
from heritage.models import Event, Item, LevelChange, Plan, RegisterEntry, RegisterVersion, User
from heritage.selectors import leaders
from heritage.selectors.kpi import kpi_of
from heritage.services import blocking
from tests import published

PAGE = "/can-bo/lanh-dao/"


@pytest.fixture
def catalogue(make_item, vi_khe, nam_dinh, stores, index):
    return published.publish_catalogue(make_item, vi_khe, nam_dinh)


@pytest.fixture
def signed_in(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def html(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_to_the_desk_signs_in_first(catalogue):
    assert Client().get(PAGE).headers["Location"].startswith("/can-bo/dang-nhap/")


def test_duties_stand_with_the_days_that_are_left_and_late_ones_say_so(catalogue, signed_in):
    today = timezone.localdate()
    soon, late = today + dt.timedelta(days=4), today - dt.timedelta(days=3)
    rules = [
        {"period": "month", "before": [f"{day:%m-%d}" for day in sorted({soon, late})] + [], "note_vi": "x"}
    ]
    Plan.objects.filter(unit__code="13972").update(
        reporting=rules, year_from=today.year - 1, year_to=today.year + 1
    )
    page = html(signed_in)
    assert "còn 3 ngày" in page  # before the fourth day: the third is the last
    assert "quá hạn" in page
    led = re.findall(r'<a href="(/can-bo/bao-cao/\?unit=13972)#([^"]+)">', page)
    listed = html(signed_in, led[0][0])
    assert len(led) >= 2 and all(f'id="{place}"' in listed for _, place in led)


def test_the_table_of_wards_has_the_numbers_of_their_pages(catalogue, signed_in):
    page = html(signed_in)
    share = kpi_of("13972").whole
    assert f"{share.digitized}/{share.total}" in page and "25,0" in page
    assert "Phường Nam Định" in page and "chưa có danh mục" in page
    assert 'role="img"' in page and page.count("<table") >= 1


def test_what_is_blocked_is_written_with_its_reason_and_counted(catalogue, signed_in, officer):
    before = kpi_of("13972").whole
    answer = signed_in.post(PAGE, {"item": "VKCHUA", "reason": "Đang tu bổ   đến tháng 3", "action": "block"})
    assert answer.status_code == 302
    after = kpi_of("13972").whole
    assert (after.blocked, after.total) == (before.blocked + 1, before.total)
    page = html(signed_in)
    assert "Đang tu bổ đến tháng 3" in page and "0 ngày" in page
    assert Event.objects.filter(verb="blocked", item__public_id="VKCHUA", actor=officer).count() == 1
    signed_in.post(PAGE, {"item": "VKCHUA", "action": "unblock"})
    assert kpi_of("13972").whole == before
    assert "Không có di sản nào trong danh mục đang vướng" in html(signed_in)


def test_since_when_is_the_first_day_of_the_last_time(catalogue, officer, vi_khe):
    item = Item.objects.get(public_id="VKCHUA")
    blocking.block(item, "Đang tu bổ", by=officer)
    long_ago = timezone.now() - dt.timedelta(days=40)
    Event.objects.filter(verb="blocked").update(at=long_ago)
    blocking.block(item, "Vẫn đang tu bổ", by=officer)
    (found,) = leaders.blocked([vi_khe])
    assert (found.reason, found.since) == ("Vẫn đang tu bổ", timezone.localtime(long_ago).date())
    Event.objects.all().delete()
    assert leaders.blocked([vi_khe])[0].since is None


def test_no_reason_and_another_wards_object_are_refused(catalogue, officer, stranger):
    item = Item.objects.get(public_id="VKCHUA")
    with pytest.raises(BadRequest):
        blocking.block(item, " x ", by=officer)
    with pytest.raises(NotAllowed):
        blocking.block(item, "Đang tu bổ", by=stranger)
    with pytest.raises(NotAllowed):
        blocking.unblock(item, by=stranger)
    client = Client()
    client.force_login(stranger)
    assert client.post(PAGE, {"item": "VKCHUA", "reason": "Đang tu bổ"}).status_code == 403
    assert Item.objects.get(public_id="VKCHUA").blocked_reason == ""


def test_what_lost_its_level_says_what_went(catalogue, signed_in):
    item = Item.objects.get(public_id="VKDV6A")
    LevelChange.objects.create(item=item, before=2, after=1, criteria_version="1", lost=["photos"])
    LevelChange.objects.create(item=item, before=1, after=2, criteria_version="1", gained=["photos"])
    page = html(signed_in)
    assert page.count("từ mức 2 xuống mức 1") == 1 and "Mất: Tám ảnh có chú thích" in re.sub(
        r"\s+", " ", page
    )


def test_with_too_little_history_nothing_is_foretold(catalogue, signed_in):
    assert "Mới có 0 tuần số liệu cùng cách tính. Đủ 6 tuần mới ước được ngày đạt." in html(signed_in)


def test_a_plan_with_a_figure_for_each_category_has_a_forecast_for_each(catalogue, signed_in):
    Plan.objects.filter(unit__code="13972").update(
        pooled=False, target_percent=None, category_targets={"relic": "50"}
    )
    page = html(signed_in)
    assert "<h3>Di tích</h3>" in page
    assert "<dt>Hạn của chỉ tiêu</dt>" in page and "<dt>Còn phải số hóa</dt>" in page


def test_an_administrator_sees_every_ward_and_a_reviewer_their_own(catalogue, nam_dinh, make_item):
    boss = User.objects.create_user("quantri", password="mat-khau-12", role=User.Role.ADMINISTRATOR)
    version = RegisterVersion.objects.create(unit=nam_dinh, number=1, valid_from=dt.date(2026, 1, 1))
    item = make_item(unit=nam_dinh, name_vi="Chùa Vọng", blocked_reason="Chờ hồ sơ")
    RegisterEntry.objects.create(version=version, item=item, category="relic")
    client = Client()
    client.force_login(boss)
    assert "Chờ hồ sơ" in html(client)
    client.force_login(User.objects.get(username="canbo"))
    assert "Chờ hồ sơ" not in html(client)
