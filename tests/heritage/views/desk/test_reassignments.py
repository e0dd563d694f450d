"""The desk's page of moves after a merger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gis.models import AdminUnit, UnitChange
from heritage.models import Item, Reassignment, User

pytestmark = pytest.mark.django_db

REFORM = dt.date(2025, 7, 1)
QUEUE = "/can-bo/chuyen-don-vi/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def second(vi_khe: AdminUnit) -> User:
    return User.objects.create_user("duyet2", password="mat-khau-12", role="reviewer", unit=vi_khe)


@pytest.fixture
def split(vi_khe: AdminUnit, nam_dinh: AdminUnit, make_item: Callable[..., Item]) -> Item:
    """An item of a commune that went to two wards."""
    old = AdminUnit.objects.create(
        code="13700", level="commune", valid_from=dt.date(2024, 9, 1), valid_to=REFORM, name="Xã Chia Đôi", kind="Xã",
        folded="xa chia doi", province_code="36",
    )  # fmt: skip
    for new in (vi_khe, nam_dinh):
        UnitChange.objects.create(old=old, new=new, on=REFORM, whole=False)
    return make_item(unit=old, name_vi="Đền Ở Giữa")


def test_one_proposes_and_chooses_and_another_approves(
    split: Item, reviewer: User, second: User, vi_khe: AdminUnit, index: Any
) -> None:
    first = signed_in(reviewer)
    page = first.get(QUEUE).content.decode()
    assert "Đền Ở Giữa" in page
    assert "1 di sản thuộc đơn vị đã thôi tồn tại." in page
    answer = first.post(QUEUE, {"note": "NQ 1666"})
    proposal = Reassignment.objects.get()
    address = f"{QUEUE}{proposal.pk}/"
    assert answer["Location"] == address
    page = first.get(address).content.decode()
    assert ["Phường Nam Định" in page, "Duyệt và chuyển" in page, "Còn 1 di sản" in page] == [
        True,
        False,
        True,
    ]
    row = proposal.items.get()
    first.post(address, {"action": "choose", f"unit-{row.pk}": "13972", "unit-0": "13669"})
    page = first.get(address).content.decode()
    assert ["Duyệt và chuyển" in page, "Nhờ một người duyệt khác" in page] == [False, True]
    first.post(address, {"action": "approve"})  # without the button
    split.refresh_from_db()
    assert split.unit.code == "13700"
    other = signed_in(second)
    assert "Duyệt và chuyển" in other.get(address).content.decode()
    page = other.post(address, {"action": "approve"}, follow=True).content.decode()
    assert "Di sản đã chuyển sang đơn vị mới" in page
    split.refresh_from_db()
    assert split.unit == vi_khe
    assert "Không có di sản nào thuộc đơn vị đã thôi tồn tại." in other.get(QUEUE).content.decode()
    assert "NQ 1666" in other.get(QUEUE).content.decode()


def test_who_may_not_decide_sees_nothing(
    split: Item, reviewer: User, officer: User, nam_dinh: AdminUnit
) -> None:
    signed_in(reviewer).post(QUEUE)
    proposal = Reassignment.objects.get()
    assert signed_in(officer).get(QUEUE).status_code == 403
    assert signed_in(officer).get(f"{QUEUE}{proposal.pk}/").status_code == 403
    third = AdminUnit.objects.create(
        code="14122", level="commune", valid_from=REFORM, name="Xã Xuân Hưng", kind="Xã", folded="xa xuan hung",
        province_code="37",
    )  # fmt: skip
    elsewhere = User.objects.create_user("xa", password="mat-khau-12", role="reviewer", unit=third)
    assert signed_in(elsewhere).get(f"{QUEUE}{proposal.pk}/").status_code == 403
    assert "Đền Ở Giữa" not in signed_in(elsewhere).get(QUEUE).content.decode()
    # The row is open and may come to the other ward.
    neighbour = User.objects.create_user("nd", password="mat-khau-12", role="reviewer", unit=nam_dinh)
    assert signed_in(neighbour).get(f"{QUEUE}{proposal.pk}/").status_code == 200
    assert Client().get(QUEUE).status_code == 302


def test_a_rejected_proposal_is_closed(split: Item, reviewer: User, db: None) -> None:
    administrator = User.objects.create_user("quantri", password="mat-khau-12", role="administrator")
    signed_in(reviewer).post(QUEUE)
    address = f"{QUEUE}{Reassignment.objects.get().pk}/"
    client = signed_in(administrator)
    assert client.post(address, {"action": "burn"}).status_code == 404
    client.post(address, {"action": "reject"})
    page = client.get(address).content.decode()
    assert ["Không duyệt" in page, 'value="reject"' in page] == [True, False]


def test_the_staff_of_an_ended_unit_and_the_administrator_are_told(split: Item, vi_khe: AdminUnit) -> None:
    left = User.objects.create_user("cu", password="mat-khau-12", role="officer", unit=split.unit)
    page = signed_in(left).get("/can-bo/").content.decode()
    assert "Xã Chia Đôi nay thuộc Phường Vị Khê và Phường Nam Định. Nhờ quản trị chuyển tài khoản" in page
    administrator = User.objects.create_user("quantri", password="mat-khau-12", role="administrator")
    assert "Tài khoản của đơn vị đã thôi tồn tại" in signed_in(administrator).get(QUEUE).content.decode()
    assert "Nhờ quản trị chuyển tài khoản" not in signed_in(administrator).get("/can-bo/").content.decode()
