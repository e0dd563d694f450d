"""Units by a point and a day, and the way from an old unit to today's."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.test import Client

from gis.models import AdminUnit, UnitChange
from gis.names import fold_name

pytestmark = pytest.mark.django_db

REFORM = dt.date(2025, 7, 1)
CORNER = 106.18000812345678  # fifteen digits behind the point


def get(address: str, status: int = 200) -> Any:
    answer = Client().get(address)
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def former(code: str, name: str, since: str, until: str, province: str = "36") -> AdminUnit:
    return AdminUnit.objects.create(
        code=code, level="commune", valid_from=dt.date.fromisoformat(since), valid_to=dt.date.fromisoformat(until),
        name=name, kind="Xã", folded=fold_name(name), province_code=province, province_name="Tỉnh Nam Định",
        district_name="Huyện Nam Trực",
    )  # fmt: skip


@pytest.fixture
def dien_xa(vi_khe: AdminUnit) -> AdminUnit:
    """Điền Xá, which became Nam Điền, which became Vị Khê."""
    first = former("13972", "Xã Điền Xá", "1997-02-26", "2024-09-01")
    second = former("13972", "Xã Nam Điền", "2024-09-01", "2025-07-01")
    UnitChange.objects.create(old=first, new=second, on=second.valid_from, whole=True)
    UnitChange.objects.create(old=second, new=vi_khe, on=REFORM, whole=True)
    return first


@pytest.mark.usefixtures("vi_khe")
def test_a_point_is_answered_by_circles_with_candidates_in_order(nam_dinh: AdminUnit) -> None:
    AdminUnit.objects.filter(pk=nam_dinh.pk).update(area_km2=60)
    answer = get("/api/v1/units?at=106.195,20.42")
    (unit,) = answer["items"]
    assert (unit["approximate"], unit["level"]) == (True, "commune")
    shares = [each["share_of_radius"] for each in unit["candidates"]]
    assert [each["code"] for each in unit["candidates"]] == ["13669", "13972"]
    assert unit["code"] == "13669"
    assert shares == sorted(shares)
    assert get("/api/v1/units?at=100,10") == {"total": 0, "items": [], "next": None}


@pytest.mark.usefixtures("dien_xa")
def test_the_day_decides_and_a_boundary_is_exact(vi_khe: AdminUnit) -> None:
    shape = MultiPolygon(Polygon.from_bbox((CORNER, 20.37, 106.26, 20.44)), srid=4326)
    vi_khe.boundary = shape
    vi_khe.save()
    AdminUnit.objects.filter(name="Xã Nam Điền").update(boundary=shape)
    (now,) = get("/api/v1/units?at=106.2,20.4")["items"]
    assert (now["name"], now["approximate"], now["candidates"][0]["share_of_radius"]) == (
        "Phường Vị Khê",
        False,
        None,
    )
    (then,) = get("/api/v1/units?at=106.2,20.4&date=2025-06-30")["items"]
    assert (then["name"], then["successors"]) == ("Xã Nam Điền", [{"code": "13972", "name": "Phường Vị Khê"}])
    extent = get("/api/v1/units/13972")["extent"]
    assert extent["coordinates"][0][0][0] == [CORNER, 20.37]


@pytest.mark.parametrize("at", ["106", "a,b", "106,20,1", "20.4,nan", "200,20", "106.2,95"])
def test_a_point_that_cannot_be_read_is_refused(at: str) -> None:
    assert get(f"/api/v1/units?at={at}", 400)["error"]["code"] == "bad_point"


@pytest.mark.usefixtures("dien_xa")
def test_an_old_unit_names_every_step_to_today() -> None:
    answer = get("/api/v1/units/13972?date=2020-01-01")
    (chain,) = answer["chains"]
    assert [(s["name"], s["on"]) for s in chain["steps"]] == [
        ("Xã Nam Điền", "2024-09-01"),
        ("Phường Vị Khê", "2025-07-01"),
    ]
    assert chain["whole"] is True
    assert get("/api/v1/units/13972")["chains"] == []
    (found,) = get("/api/v1/units?q=dien xa")["items"]
    assert found["successors"] == [{"code": "13972", "name": "Phường Vị Khê"}]


@pytest.mark.usefixtures("dien_xa")
def test_a_list_of_old_units_asks_once_for_each_step_of_history(django_assert_num_queries: Any) -> None:
    for number in range(20):
        old = former(f"{90000 + number}", f"Xã Cũ {number}", "2000-01-01", "2024-09-01")
        UnitChange.objects.create(
            old=old, new=AdminUnit.objects.get(name="Xã Nam Điền"), on=dt.date(2024, 9, 1), whole=True
        )
    with django_assert_num_queries(1 + 2 * 3):  # of two steps the changes, and the units at either end
        answer = get("/api/v1/units?q=xa cu&limit=100")
    assert {each["successors"][0]["code"] for each in answer["items"]} == {"13972"}
