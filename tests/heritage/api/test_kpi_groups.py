"""The number told apart, of larger areas, with its definition and the targets of its categories."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gis.models import AdminUnit
from heritage.models import CriteriaVersion, Item, Plan, RegisterEntry, RegisterVersion
from heritage.rules.criteria_reading import read_criteria
from tests.heritage.rules.criteria_values import ROW, document

pytestmark = pytest.mark.django_db


@pytest.fixture
def registers(make_item: Callable[..., Item], vi_khe: AdminUnit, nam_dinh: AdminUnit) -> None:
    AdminUnit.objects.create(
        code="37", valid_from=dt.date(2025, 7, 1), level="province", name="Tỉnh Ninh Bình",
        folded="tinh ninh binh", province_code="37",
    )  # fmt: skip
    items = [
        make_item(level=2, rank="national", kinds=["history", "architecture"], dynasties=["tran"]),
        make_item(level=0, rank="unknown", kinds=["history"]),
        make_item(level=1, category="festival", blocked_reason="Chờ tu bổ"),
    ]
    for unit, listed in ((vi_khe, items), (nam_dinh, items[:1])):
        version = RegisterVersion.objects.create(unit=unit, number=1, valid_from=dt.date(2025, 8, 1))
        for item in listed:
            RegisterEntry.objects.create(version=version, item=item, category=item.category)


def get(query: str, status: int = 200) -> dict[str, Any]:
    response = Client().get(f"/api/v1/kpi{query}")
    assert response.status_code == status, response.content
    return json.loads(response.content)


@pytest.mark.parametrize("code", ["37", "vn"])
def test_an_object_of_two_wards_counts_once_in_a_larger_area(registers: None, code: str) -> None:
    answer = get(f"?unit={code}")
    assert (answer["digitized"], answer["total"]) == (1, 3)
    assert answer["digitized"] + answer["in_work"] + answer["not_begun"] + answer["blocked"] == 3
    assert [get(f"?unit={ward}")["total"] for ward in ("13972", "13669")] == [3, 1]
    assert answer["register_version"] is None


def test_ranks_sum_to_the_whole(registers: None) -> None:
    answer = get("?unit=37&group=rank")
    assert [(each["value"], each["digitized"], each["total"]) for each in answer["by_group"]] == [
        ("national", 1, 1),
        ("unknown", 0, 2),
    ]
    assert answer["counted_again"] == 0
    assert answer["by_group"][0]["label"] == {"vi": "Di tích quốc gia", "en": "National relic"}


def test_an_object_of_two_kinds_is_in_both_and_it_is_said(registers: None) -> None:
    answer = get("?unit=13972&group=kind")
    assert {each["value"]: each["total"] for each in answer["by_group"]} == {
        "history": 2,
        "architecture": 1,
        "": 1,
    }
    assert answer["counted_again"] == 1


def test_periods_have_a_row_for_what_tells_none(registers: None) -> None:
    answer = get("?unit=13972&group=period")
    assert [(each["value"], each["percent"]) for each in answer["by_group"]] == [
        ("tran", "100.0"),
        ("", "0.0"),
    ]


def test_an_unknown_grouping_is_refused(registers: None) -> None:
    assert get("?unit=13972&group=colour", 400)["error"]["code"] == "bad_group"
    assert get("?unit=13972&group=rank&date=2026-01-01", 400)["error"]["code"] == "no_snapshot"


def test_without_a_group_none_is_told(registers: None) -> None:
    answer = get("?unit=13972")
    assert (answer["group"], answer["by_group"], answer["counted_again"]) == (None, None, None)


def test_each_category_stands_beside_its_own_target(registers: None, vi_khe: AdminUnit) -> None:
    Plan.objects.create(
        key="p", unit=vi_khe, document_vi="Kế hoạch", year_from=2000, year_to=2100, target_percent=50,
        categories=["relic", "festival"], pooled=False, category_targets={"festival": "10"},
    )  # fmt: skip
    answer = get("?unit=13972")
    rows = {
        row["category"]: (row["percent"], row["target"], row["meets_target"]) for row in answer["by_category"]
    }
    assert rows == {
        "relic": ("50.0", 50.0, True),
        "festival": ("0.0", 10.0, False),
        "craft_village": (None, None, None),
        "figure": (None, None, None),
    }
    assert answer["meets_target"] is False  # every category must reach its own
    Plan.objects.update(pooled=True, target_percent="33.33")
    assert get("?unit=13972")["meets_target"] is True  # 1 of 3, together


def test_the_definition_can_be_read_and_used() -> None:
    answer = get("/criteria")
    assert (answer["version"], answer["valid_from"]) == ("1", ROW["valid_from"])
    assert read_criteria(answer["criteria"], "1").requirements
    assert answer["versions"] == [{"version": "1", "valid_from": "2025-07-01"}]


def test_the_definition_of_a_day_is_that_of_its_version() -> None:
    CriteriaVersion.objects.create(
        version="2", valid_from=dt.date(2026, 3, 1), label_vi="Hai", criteria=document()
    )
    CriteriaVersion.objects.create(version="draft", valid_from=None, label_vi="Nháp", criteria={})
    assert get("/criteria?date=2026-02-28")["version"] == "1"
    assert get("/criteria?date=2026-03-01")["version"] == "2"
    assert get("/criteria?date=2020-01-01")["version"] == "1"
    assert [each["version"] for each in get("/criteria")["versions"]] == ["1", "2"]
