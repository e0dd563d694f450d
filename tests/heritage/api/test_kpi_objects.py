"""The objects behind a number: one row each, enough to count it again without asking anything else."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from heritage.jobs.evidence import refresh_level
from heritage.models import Item, RegisterEntry, RegisterVersion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def registers(make_item: Any, vi_khe: Any, nam_dinh: Any) -> list[Item]:
    items = [
        make_item(state="published", name_vi="Đình Cả"),
        make_item(category="festival", blocked_reason="Chờ tu bổ"),
        make_item(unit=nam_dinh, name_vi="Tên chưa công bố"),
    ]
    for unit, listed in ((vi_khe, items[:2]), (nam_dinh, items[1:])):
        old = RegisterVersion.objects.create(unit=unit, number=1, valid_from=dt.date(2025, 7, 1))
        RegisterEntry.objects.create(version=old, item=items[0], category="relic")
        version = RegisterVersion.objects.create(unit=unit, number=2, valid_from=dt.date(2025, 8, 1))
        for item in listed:
            RegisterEntry.objects.create(version=version, item=item, category=item.category)
    for item in items:
        refresh_level(item)
    Item.objects.filter(pk=items[0].pk).update(level=3)
    return items


def get(query: str, status: int = 200) -> dict[str, Any]:
    response = Client().get(f"/api/v1/exports/kpi.json?{query}")
    assert response.status_code == status, response.content
    return json.loads(response.content)


def test_each_object_of_the_latest_register_is_a_row_with_its_reasons(registers) -> None:
    answer = get("unit=13972")
    assert (answer["unit"], answer["register_version"]) == (
        {"code": "13972", "name": "Phường Vị Khê"},
        "13972-2",
    )
    assert (answer["date"], answer["counts_from"]) == (timezone.localdate().isoformat(), 2)
    first, second = answer["objects"]
    assert {name: first[name] for name in ("id", "unit", "category", "level", "begun", "blocked")} == {
        "id": registers[0].public_id,
        "unit": "13972",
        "category": "relic",
        "level": 3,
        "begun": True,
        "blocked": False,
    }
    assert (second["category"], second["level"], second["blocked"]) == ("festival", 0, True)
    assert {"code", "level", "met", "vi", "en"} == set(second["reasons"][0])
    assert any(not each["met"] for each in second["reasons"])


def test_the_versions_are_those_of_the_number(registers) -> None:
    said = json.loads(Client().get("/api/v1/kpi?unit=13972").content)
    answer = get("unit=13972")
    for name in ("date", "register_version", "criteria_version", "unit"):
        assert answer[name] == said[name]
    counted = sum(each["level"] >= answer["counts_from"] for each in answer["objects"])
    assert (counted, len(answer["objects"])) == (said["digitized"], said["total"]) == (1, 2)


def test_without_a_unit_the_objects_of_every_register_come(registers) -> None:
    answer = get("")
    assert (answer["unit"], answer["register_version"]) == (None, None)
    assert [(each["unit"], each["id"]) for each in answer["objects"]] == [
        ("13669", registers[1].public_id),
        ("13669", registers[2].public_id),
        ("13972", registers[0].public_id),
        ("13972", registers[1].public_id),
    ]


def test_an_unpublished_object_keeps_its_name(registers) -> None:
    assert "Tên chưa công bố" not in json.dumps(get("unit=13669"), ensure_ascii=False)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("unit=99999", 404, "no_unit"),
        ("unit=13972&date=24/11/2026", 400, "bad_date"),
        ("unit=13972&date=2026-01-01", 400, "no_snapshot"),
        ("date=2026-01-01", 400, "no_snapshot"),
    ],
)
def test_what_the_number_refuses_its_objects_refuse(registers, query, status, code) -> None:
    assert get(query, status)["error"]["code"] == code


def test_any_site_may_read_it_and_none_keeps_it(registers) -> None:
    response = Client().get("/api/v1/exports/kpi.json?unit=13972")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"
