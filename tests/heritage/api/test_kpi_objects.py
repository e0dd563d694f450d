"""The objects behind a number: one row each, enough to count it again without asking anything else."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from heritage.jobs.evidence import refresh_level
from heritage.jobs.snapshots import take
from heritage.models import Item, Plan, RegisterEntry, RegisterVersion, Snapshot
from heritage.projections.kept_snapshot import text_of
from heritage.selectors import kpi_area

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
    body = response.getvalue()
    assert response.status_code == status, body
    return json.loads(body)


def test_each_object_of_the_latest_register_is_a_row_with_its_reasons(registers) -> None:
    answer = get("unit=13972")
    assert (answer["unit"], answer["register_version"]) == (
        {"code": "13972", "name": "Phường Vị Khê"},
        "13972-2",
    )
    assert answer["snapshot"] is None
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
        ("date=2999-01-01", 400, "future_day"),
    ],
)
def test_what_the_number_refuses_its_objects_refuse(registers, query, status, code) -> None:
    assert get(query, status)["error"]["code"] == code


def test_any_site_may_read_it_and_none_keeps_it(registers) -> None:
    response = Client().get("/api/v1/exports/kpi.json?unit=13972")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"


def kept(registers: list[Item], monkeypatch: pytest.MonkeyPatch) -> str:
    """Keep the count of three days ago, then change everything; the day."""
    now = timezone.now()
    past = now - dt.timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: past)
    day = take().snapshot.day.isoformat()
    monkeypatch.setattr(timezone, "now", lambda: now)
    Item.objects.update(level=0, blocked_reason="")
    newer = RegisterVersion.objects.create(unit=registers[0].unit, number=3, valid_from=dt.date(2025, 9, 1))
    RegisterEntry.objects.create(version=newer, item=registers[0], category="relic")
    Plan.objects.update(target_percent=90)
    return day


@pytest.fixture
def plan(vi_khe: Any) -> Plan:
    return Plan.objects.create(
        unit=vi_khe, key="vk", document_vi="KH", year_from=2020, year_to=2099, target_percent=50
    )


def test_a_past_day_is_answered_as_it_was_kept(registers, plan, monkeypatch) -> None:
    before = json.loads(Client().get("/api/v1/kpi?unit=13972").content)
    rows = get("unit=13972")["objects"]
    day = kept(registers, monkeypatch)
    said = json.loads(Client().get(f"/api/v1/kpi?unit=13972&date={day}").content)
    assert said["snapshot"]["day"] == said["date"] == day
    assert {**said, "snapshot": None, "date": before["date"]} == before
    assert (said["target"], said["meets_target"], said["register_version"]) == (50.0, True, "13972-2")
    answer = get(f"unit=13972&date={day}")
    assert answer["objects"] == rows
    assert (answer["register_version"], answer["snapshot"]) == ("13972-2", said["snapshot"])
    now = json.loads(Client().get("/api/v1/kpi?unit=13972").content)
    assert (now["register_version"], now["digitized"], now["snapshot"]) == ("13972-3", 0, None)


def test_a_day_without_a_snapshot_is_answered_by_the_one_before_and_says_so(
    registers, plan, monkeypatch
) -> None:
    day = kept(registers, monkeypatch)
    after = (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
    before = (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
    said = json.loads(Client().get(f"/api/v1/kpi?unit=13972&date={after}").content)
    assert (said["date"], said["snapshot"]["day"]) == (after, day)
    get(f"unit=13972&date={before}", 400)


def test_today_is_what_was_kept_once_it_was(registers) -> None:
    today = timezone.localdate().isoformat()
    assert json.loads(Client().get(f"/api/v1/kpi?unit=13972&date={today}").content)["snapshot"] is None
    digest = take().snapshot.digest
    Item.objects.update(level=0)
    said = json.loads(Client().get(f"/api/v1/kpi?unit=13972&date={today}").content)
    assert (said["snapshot"]["digest"], said["digitized"]) == (digest, 1)
    assert json.loads(Client().get("/api/v1/kpi?unit=13972").content)["digitized"] == 0


def test_the_table_says_the_same_as_the_document(registers, monkeypatch) -> None:
    Item.objects.filter(pk=registers[1].pk).update(blocked_reason="=1+1")
    day = kept(registers, monkeypatch)
    response = Client().get(f"/api/v1/exports/kpi.csv?date={day}")
    assert response["Content-Disposition"] == f'attachment; filename="kpi-vn-{day}.csv"'
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode(), newline=""), strict=True))
    answer = get(f"date={day}")
    assert [(row["unit"], row["id"], int(row["level"])) for row in rows] == [
        (each["unit"], each["id"], each["level"]) for each in answer["objects"]
    ]
    assert {row["snapshot_digest"] for row in rows} == {answer["snapshot"]["digest"]}
    assert {row["date"] for row in rows} == {day}
    blocked = next(row for row in rows if row["blocked"] == "true")
    assert blocked["blocked_reason"] == "'=1+1"
    shown = next(each for each in answer["objects"] if each["blocked"])
    assert blocked["missing"].split() == [each["code"] for each in shown["reasons"] if not each["met"]]


def test_a_past_day_may_be_kept_by_caches_and_today_may_not(registers, monkeypatch) -> None:
    day = kept(registers, monkeypatch)
    assert Client().get(f"/api/v1/exports/kpi.json?date={day}")["Cache-Control"] == "public, max-age=3600"
    assert Client().get("/api/v1/exports/kpi.csv")["Cache-Control"] == "no-store"


def test_a_country_of_many_registers_is_answered_from_the_last_snapshot(registers, monkeypatch) -> None:
    monkeypatch.setattr(kpi_area, "LIVE_MOST", 1)
    day = kept(registers, monkeypatch)
    said = json.loads(Client().get("/api/v1/kpi?unit=vn").content)
    assert (said["date"], said["snapshot"]["day"], said["digitized"], said["total"]) == (day, day, 1, 3)
    assert json.loads(Client().get("/api/v1/kpi?unit=13972").content)["snapshot"] is None


@pytest.mark.parametrize("unit", ["13972", "13669", "vn"])
@pytest.mark.parametrize("group", ["rank", "kind", "period", "category"])
def test_a_past_day_is_told_apart_as_it_was(registers, monkeypatch, unit: str, group: str) -> None:
    Item.objects.filter(pk=registers[0].pk).update(rank="national", kinds=["history", "scenic"])
    Item.objects.filter(pk=registers[1].pk).update(dynasties=["tran"])
    before = json.loads(Client().get(f"/api/v1/kpi?unit={unit}&group={group}").content)
    day = kept(registers, monkeypatch)
    Item.objects.update(rank="unknown", kinds=[], dynasties=[])
    said = json.loads(Client().get(f"/api/v1/kpi?unit={unit}&group={group}&date={day}").content)
    assert said["by_group"] == before["by_group"]
    assert said["counted_again"] == before["counted_again"]
    assert (said["group"], said["snapshot"]["day"]) == (group, day)


def test_a_kept_day_comes_out_as_it_was_hashed(registers, monkeypatch) -> None:
    day = kept(registers, monkeypatch)
    response = Client().get(f"/api/v1/exports/kpi.jsonl?date={day}")
    text = response.getvalue()
    assert text == b"".join(text_of(Snapshot.objects.get()))
    digest = hashlib.sha256(text.splitlines()[0]).hexdigest()
    assert digest == response["X-Snapshot-Digest"] == Snapshot.objects.get().digest
    assert Client().get("/api/v1/exports/kpi.jsonl").getvalue() == text
    assert Client().get("/api/v1/exports/kpi.jsonl?date=2026-01-01").status_code == 400
