"""The pages of units: old names, what became of them, and what lies in them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.test import Client

from gis.models import AdminUnit, UnitChange
from gis.names import fold_name
from heritage.models import Item, ReassignedItem, Reassignment
from tests.heritage.views.pages import words_of

pytestmark = pytest.mark.django_db


def page(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def former(code: str, name: str, since: str, until: str, district: str = "Huyện Nam Trực") -> AdminUnit:
    return AdminUnit.objects.create(
        code=code, level="commune", valid_from=dt.date.fromisoformat(since), valid_to=dt.date.fromisoformat(until),
        name=name, kind="Xã", folded=fold_name(name), province_code="36", province_name="Tỉnh Nam Định",
        district_name=district,
    )  # fmt: skip


@pytest.fixture
def dien_xa(vi_khe: AdminUnit) -> AdminUnit:
    """Điền Xá, then Nam Điền, then Vị Khê, all under one code; and a namesake far away."""
    first = former("13972", "Xã Điền Xá", "1997-02-26", "2024-09-01")
    second = former("13972", "Xã Nam Điền", "2024-09-01", "2025-07-01")
    UnitChange.objects.create(
        old=first, new=second, on=second.valid_from, whole=True, source="Nghị quyết 1104"
    )
    UnitChange.objects.create(old=second, new=vi_khe, on=vi_khe.valid_from, whole=True)
    former("07000", "Xã Điền Xá", "2025-01-01", "2025-07-01", "Huyện Tiên Yên")
    return first


@pytest.mark.usefixtures("dien_xa")
@pytest.mark.parametrize(
    "typed", ["Điền Xá, Nam Trực", "dien xa nam truc", "X. Điền Xá, nam truc", "xa dien xa, nam truc"]
)
def test_an_old_name_is_answered_with_the_unit_of_today_and_every_step(typed: str) -> None:
    text = words_of(page(f"/don-vi/?q={typed}"))
    assert "Xã Điền Xá nay thuộc Phường Vị Khê" in text
    assert text.index("Xã Nam Điền") > text.index("nay thuộc")
    assert ["01/09/2024" in text, "01/07/2025" in text] == [True, True]
    assert "Tiên Yên" not in text
    assert "từ 26/02/1997 đến hết 31/08/2024" in text


@pytest.mark.usefixtures("dien_xa")
def test_namesakes_are_told_apart_and_the_unknown_is_said() -> None:
    text = words_of(page("/don-vi/?q=dien xa"))
    assert ["Huyện Nam Trực" in text, "Huyện Tiên Yên" in text] == [True, True]
    assert "Chưa rõ nay thuộc đơn vị nào" in text
    # The list's own first day is not the day on which the namesake was founded.
    assert "01/01/2025" not in text
    assert "Không có đơn vị nào tên" in page("/don-vi/?q=khong co")
    assert "Không có đơn vị nào tên" not in page("/don-vi/")


@pytest.mark.usefixtures("dien_xa")
def test_a_code_shows_each_territory_with_its_interval() -> None:
    today = words_of(page("/don-vi/13972/"))
    assert "Phường Vị Khê, Tỉnh Ninh Bình" in today
    for each in ("từ 01/09/2024 đến hết 30/06/2025", "từ 26/02/1997 đến hết 31/08/2024", "từ 01/07/2025"):
        assert each in today
    assert "Nghị quyết 1104" in page("/don-vi/13972/?ngay=2024-10-01")
    old = words_of(page("/don-vi/13972/?ngay=2020-05-01"))
    assert "Xã Điền Xá nay thuộc Phường Vị Khê" in old
    assert "Không có di sản nào được ghi là từng thuộc đơn vị này." in old
    assert "không có đơn vị nào mang mã này" in page("/don-vi/13972/?ngay=1950-01-01")
    assert "Ngày cần dạng 2026-11-24." in page("/don-vi/13972/?ngay=hom-qua")
    page("/don-vi/99999/", 404)


@pytest.mark.usefixtures("dien_xa")
def test_the_page_has_the_map_with_the_extent_of_that_day(vi_khe: AdminUnit) -> None:
    html = page("/don-vi/13972/")
    assert "/ban-do/don-vi/13972.geojson?ngay=" in html
    assert "chỉ gần đúng" in html
    (circle,) = json.loads(page("/ban-do/don-vi/13972.geojson"))["features"]
    assert circle["properties"] == {"code": "13972", "name": "Phường Vị Khê", "approximate": True}
    corner = 106.18000812345678
    shape = MultiPolygon(Polygon.from_bbox((corner, 20.37, 106.26, 20.44)), srid=4326)
    AdminUnit.objects.filter(pk=vi_khe.pk).update(boundary=shape, boundary_source="Tệp của Sở")
    assert "Tệp của Sở" in page("/don-vi/13972/")
    (area,) = json.loads(page("/ban-do/don-vi/13972.geojson"))["features"]
    assert area["geometry"]["coordinates"][0][0][0] == [corner, 20.37]
    assert json.loads(page("/ban-do/don-vi/13972.geojson?ngay=2020-01-01"))["features"] == []
    page("/ban-do/don-vi/13972.geojson?ngay=1900-01-01", 404)


def test_items_stand_on_the_page_of_their_unit_and_of_those_that_they_came_through(
    dien_xa: AdminUnit, vi_khe: AdminUnit, make_item: Callable[..., Item], index: Any
) -> None:
    moved = make_item(state="published", name_vi="Đình Chuyển")
    make_item(
        state="published",
        name_vi="Chùa Địa Chỉ",
        former_address="thôn Trừng Uyên, xã Điền Xá, huyện Nam Trực",
    )
    make_item(state="published", name_vi="Miếu Mới")
    make_item(name_vi="Nhà Nháp", former_address="xã Điền Xá")
    move = Reassignment.objects.create(on=dt.date(2026, 1, 1), state="approved")
    steps = [{"code": "13972", "name": name} for name in ("Xã Điền Xá", "Xã Nam Điền", "Phường Vị Khê")]
    ReassignedItem.objects.create(
        reassignment=move, item=moved, old=dien_xa, new=vi_khe, why="whole", steps=steps
    )

    def shown(address: str) -> list[bool]:
        text = words_of(page(address))
        return [name in text for name in ("Đình Chuyển", "Chùa Địa Chỉ", "Miếu Mới", "Nhà Nháp")]

    assert shown("/don-vi/13972/") == [True, True, True, False]
    assert shown("/don-vi/13972/?ngay=2020-01-01") == [True, True, False, False]
    assert shown("/don-vi/13972/?ngay=2025-01-01") == [True, False, False, False]
    assert "/kpi/13972/" in page("/don-vi/13972/")


@pytest.mark.usefixtures("vi_khe", "index")
def test_a_province_has_the_items_of_its_communes(make_item: Callable[..., Item]) -> None:
    AdminUnit.objects.create(
        code="37", level="province", valid_from=dt.date(2025, 7, 1), name="Tỉnh Ninh Bình", kind="Tỉnh",
        folded="tinh ninh binh", province_code="37", province_name="Tỉnh Ninh Bình",
    )  # fmt: skip
    make_item(state="published", name_vi="Đình Trong Tỉnh")
    html = page("/don-vi/37/")
    assert ["Đình Trong Tỉnh" in words_of(html), "/kpi/37/" in html] == [True, False]


@pytest.mark.usefixtures("dien_xa", "index")
def test_explore_says_what_became_of_an_old_name_and_filters_by_the_unit(
    make_item: Callable[..., Item],
) -> None:
    make_item(state="published", name_vi="Đình Trong Phường")
    html = page("/kham-pha/?q=Điền Xá")
    assert "Xã Điền Xá nay thuộc Phường Vị Khê" in words_of(html)
    assert 'href="/kham-pha/?unit=13972"' in html
    assert "nay thuộc" not in page("/kham-pha/?q=Vị Khê")
    assert "nay thuộc" not in page("/kham-pha/")
    assert "is now in Phường Vị Khê" in words_of(page("/en/explore/?q=dien xa"))


@pytest.mark.usefixtures("dien_xa")
def test_the_english_pages_are_english() -> None:
    text = words_of(page("/en/units/?q=dien xa, nam truc"))
    assert "Xã Điền Xá is now in Phường Vị Khê" in text
    text = words_of(page("/en/units/13972/?ngay=2020-01-01"))
    assert "from 26 February 1997 until 31 August 2024" in text
    for vietnamese in ("nay thuộc", "từ ngày", "Nhập từ", "Phạm vi", "Di sản của"):
        assert vietnamese not in text
