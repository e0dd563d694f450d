"""Administrators make new criteria: drafted, changed, previewed in every unit, dated from tomorrow on."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from gis.models import AdminUnit
from heritage.jobs import criteria as jobs
from heritage.jobs.evidence import refresh_level
from heritage.models import (
    Asset,
    CriteriaVersion,
    Event,
    Item,
    LevelChange,
    RegisterEntry,
    RegisterVersion,
    Revision,
    User,
)
from heritage.projections.criteria import breaks, criteria_on
from heritage.rules.levels import assess
from tests.heritage.rules.criteria_values import VERSION_1, document, need
from tests.heritage.rules.test_levels import RELIC

pytestmark = pytest.mark.django_db

TOMORROW = timezone.localdate() + dt.timedelta(days=1)


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user("quantri", password="mat-khau-12", role=User.Role.ADMINISTRATOR)


@pytest.fixture
def desk(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture
def relic(make_item: Callable[..., Item], vi_khe: AdminUnit, officer: User) -> Item:
    """Level 2 with just eight photos, in the register of Vị Khê."""
    item = make_item(
        state="published", published_at=timezone.now(), rank="inventory", summary_vi="x", story_vi="x",
        sources={"s1": {"title": "x"}}, position=Point(106.2128, 20.4035, srid=4326), position_accuracy_m=4.0,
    )  # fmt: skip
    for number in range(9):
        Asset.objects.create(
            item=item, unit=vi_khe, kind="photo" if number else "scan", role="" if number else "decision",
            media_type="x/y", sha256=f"{number:064x}", bytes=1, original=str(number), original_name="x",
            state="ready", caption_vi="x", licence="CC-BY-4.0", published_at=timezone.now(),
        )  # fmt: skip
    Revision.objects.create(item=item, author=officer, state="approved")
    version = RegisterVersion.objects.create(unit=vi_khe, number=1, valid_from=dt.date(2025, 8, 1))
    RegisterEntry.objects.create(version=version, item=item, category="relic")
    assert refresh_level(item).level == 2
    return item


def drafted(desk: Client) -> CriteriaVersion:
    response = desk.post("/can-bo/tieu-chi/")
    row = CriteriaVersion.objects.get(valid_from=None)
    assert response["Location"] == f"/can-bo/tieu-chi/{row.pk}/"
    return row


def form(row: CriteriaVersion, **changes: str) -> dict[str, str]:
    """The form as the page offers it, with some inputs changed; None takes one away."""
    found = {"action": "form", "label_vi": "Bộ tiêu chí 2", "note_vi": "Theo văn bản mới"}
    for number, each in enumerate(row.criteria["needs"]):
        found[f"keep-{number}"] = "on"
        leaf = each["when"] if "fact" in each["when"] else each["when"].get("any", [{}])[0]
        for ask in ("at_least", "at_most"):
            if ask in leaf:
                found[f"figure-{number}"] = str(leaf[ask])
    return {name: value for name, value in (found | changes).items() if value}


def photos_line(row: CriteriaVersion) -> int:
    return row.criteria["needs"].index(need(row.criteria, "captioned_photos", "relic"))


def test_a_draft_is_a_copy_that_changes_nothing(desk: Client, relic: Item) -> None:
    row = drafted(desk)
    assert (row.version, row.criteria) == ("2", document())
    assert criteria_on(TOMORROW + dt.timedelta(days=900)).version == "1"
    page = desk.get(f"/can-bo/tieu-chi/{row.pk}/").content.decode()
    assert 'name="figure-' in page and "Lưu và xem trước" in page


def test_stricter_photos_show_whom_they_cost_before_they_are_in_force(desk: Client, relic: Item) -> None:
    row = drafted(desk)
    response = desk.post(f"/can-bo/tieu-chi/{row.pk}/", form(row, **{f"figure-{photos_line(row)}": "9"}))
    assert response["Location"] == f"/can-bo/tieu-chi/{row.pk}/xem-truoc/"
    page = desk.get(response["Location"]).content.decode()
    assert "1 trong 1 di sản đổi mức: 0 lên, 1 xuống." in page
    assert "Đã số hóa: 1 thành 0." in page
    assert "Phường Vị Khê" in page and "1 × 2 → 1" in page
    assert Item.objects.get().level == 2
    row.refresh_from_db()
    assert row.preview["units"] == [
        {"unit": "13972", "total": 1, "before": 1, "after": 0, "up": 0, "down": 1, "moves": [[2, 1, 1]]}
    ]


def test_a_dated_version_comes_into_force_by_itself_and_breaks_the_series(
    desk: Client, relic: Item, index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = drafted(desk)
    desk.post(f"/can-bo/tieu-chi/{row.pk}/", form(row, **{f"figure-{photos_line(row)}": "9"}))
    desk.post(f"/can-bo/tieu-chi/{row.pk}/xem-truoc/", {"action": "date", "valid_from": TOMORROW.isoformat()})
    row.refresh_from_db()
    assert row.valid_from == TOMORROW
    assert jobs.apply_criteria() == 0  # not yet
    assert [(each.day, each.version) for each in breaks(timezone.localdate(), TOMORROW)] == [(TOMORROW, "2")]
    monkeypatch.setattr(timezone, "localdate", lambda *_: TOMORROW)
    assert jobs.apply_criteria() == 1
    assert jobs.apply_criteria() == 0  # once
    assert Item.objects.get().level == 1
    (change,) = LevelChange.objects.filter(criteria_version="2")
    assert (change.before, change.after, change.lost) == (2, 1, ["captioned_photos"])
    assert [event.verb for event in Event.objects.filter(subject="2").order_by("pk")] == [
        "criteria_drafted",
        "criteria_changed",
        "criteria_dated",
    ]


def test_the_first_version_is_no_break(db: None) -> None:
    assert breaks(dt.date(2020, 1, 1), TOMORROW) == ()


@pytest.mark.parametrize("days", [0, -1])
def test_today_is_too_early(desk: Client, relic: Item, days: int) -> None:
    row = drafted(desk)
    desk.post(f"/can-bo/tieu-chi/{row.pk}/", form(row, **{f"figure-{photos_line(row)}": "9"}))
    day = timezone.localdate() + dt.timedelta(days=days)
    page = desk.post(
        f"/can-bo/tieu-chi/{row.pk}/xem-truoc/",
        {"action": "date", "valid_from": day.isoformat()},
        follow=True,
    )
    assert "sớm nhất từ ngày mai" in page.content.decode()
    row.refresh_from_db()
    assert row.valid_from is None


def test_the_same_criteria_again_are_not_dated(desk: Client, relic: Item) -> None:
    row = drafted(desk)
    desk.get(f"/can-bo/tieu-chi/{row.pk}/xem-truoc/")
    page = desk.post(
        f"/can-bo/tieu-chi/{row.pk}/xem-truoc/",
        {"action": "date", "valid_from": TOMORROW.isoformat()},
        follow=True,
    )
    assert "hỏi đúng như bộ đang dùng" in page.content.decode()


def test_two_versions_do_not_begin_on_one_day(desk: Client, relic: Item) -> None:
    for figure in ("9", "10"):
        row = drafted(desk)
        desk.post(f"/can-bo/tieu-chi/{row.pk}/", form(row, **{f"figure-{photos_line(row)}": figure}))
        page = desk.post(
            f"/can-bo/tieu-chi/{row.pk}/xem-truoc/",
            {"action": "date", "valid_from": TOMORROW.isoformat()},
            follow=True,
        )
    assert "chọn ngày sau đó" in page.content.decode()


def test_a_version_to_come_can_be_taken_back_and_a_draft_thrown_away(desk: Client, relic: Item) -> None:
    row = drafted(desk)
    desk.post(f"/can-bo/tieu-chi/{row.pk}/", form(row, **{f"figure-{photos_line(row)}": "9"}))
    address = f"/can-bo/tieu-chi/{row.pk}/xem-truoc/"
    desk.post(address, {"action": "date", "valid_from": TOMORROW.isoformat()})
    desk.post(address, {"action": "take_back"})
    row.refresh_from_db()
    assert row.valid_from is None
    desk.post(f"/can-bo/tieu-chi/{row.pk}/", {"action": "discard"})
    assert CriteriaVersion.objects.count() == 1
    assert drafted(desk).version == "3"  # a number is not given twice


def test_what_is_in_force_is_never_changed(desk: Client, relic: Item) -> None:
    row = CriteriaVersion.objects.get(version="1")
    page = desk.post(f"/can-bo/tieu-chi/{row.pk}/", form(row, **{f"figure-{photos_line(row)}": "1"}))
    assert page.status_code == 400
    assert "không còn là bản nháp" in page.content.decode()
    desk.post(f"/can-bo/tieu-chi/{row.pk}/xem-truoc/", {"action": "take_back"})
    row.refresh_from_db()
    assert (row.criteria, row.valid_from) == (document(), dt.date(2025, 7, 1))


def test_a_figure_that_is_none_is_told_and_the_page_keeps_what_was_written(desk: Client, relic: Item) -> None:
    row = drafted(desk)
    page = desk.post(f"/can-bo/tieu-chi/{row.pk}/", form(row, **{f"figure-{photos_line(row)}": "tám"}))
    text = page.content.decode()
    assert (page.status_code, "“tám” không phải số" in text, 'value="tám"' in text) == (400, True, True)


def test_a_decimal_comma_and_a_grade_are_read(desk: Client, relic: Item) -> None:
    row = drafted(desk)
    point = row.criteria["needs"].index(need(row.criteria, "exact_point"))
    photos = photos_line(row)
    desk.post(f"/can-bo/tieu-chi/{row.pk}/", form(row, **{f"figure-{point}": "2,5", f"grade-{photos}": "2"}))
    row.refresh_from_db()
    assert need(row.criteria, "exact_point")["when"]["at_most"] == 2.5
    assert need(row.criteria, "captioned_photos", "relic")["when"]["grade"] == 2


def test_json_is_checked_and_what_is_wrong_is_told(desk: Client, relic: Item) -> None:
    row = drafted(desk)
    address, texts = f"/can-bo/tieu-chi/{row.pk}/", {"action": "json", "label_vi": "Hai"}
    broken = desk.post(address, {**texts, "criteria": "{"})
    assert "Không đọc được JSON, xem dòng 1" in broken.content.decode()
    wrong = document()
    wrong["needs"][3]["when"] = {"fact": "os.system"}
    told = desk.post(address, {**texts, "criteria": json.dumps(wrong)})
    assert "needs[3].when.fact" in told.content.decode()
    right = document()
    right["needs"].append(
        {"code": "hearing", "level": 2, "vi": "Nghe", "en": "Hear", "when": {"fact": "has_audio_guide"}}
    )
    assert desk.post(address, {**texts, "criteria": json.dumps(right)}).status_code == 302
    row.refresh_from_db()
    assert row.criteria["needs"][-1]["code"] == "hearing"


def test_many_objects_are_counted_by_the_worker_while_the_page_waits(
    desk: Client, relic: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    from heritage.services import criteria as service

    sent: list[tuple[Any, ...]] = []
    monkeypatch.setattr(service, "AT_ONCE", 0)
    monkeypatch.setattr(service, "enqueue", lambda *job: sent.append(job))
    row = drafted(desk)
    desk.post(f"/can-bo/tieu-chi/{row.pk}/", form(row, **{f"figure-{photos_line(row)}": "9"}))
    page = desk.get(f"/can-bo/tieu-chi/{row.pk}/xem-truoc/").content.decode()
    assert ("preview_criteria", row.pk) in sent
    assert "Đang tính lại mức" in page and 'http-equiv="refresh"' in page
    jobs.preview_criteria(row.pk)
    assert "1 xuống" in desk.get(f"/can-bo/tieu-chi/{row.pk}/xem-truoc/").content.decode()


@pytest.mark.parametrize("who", ["officer", "reviewer"])
def test_nobody_else_may_change_criteria(who: str, request: pytest.FixtureRequest) -> None:
    client = Client()
    client.force_login(request.getfixturevalue(who))
    assert client.get("/can-bo/tieu-chi/").status_code == 403
    assert client.post("/can-bo/tieu-chi/").status_code == 403
    assert CriteriaVersion.objects.filter(valid_from=None).count() == 0


def test_the_pages_are_whole_in_english(desk: Client, relic: Item) -> None:
    row = drafted(desk)
    desk.post(f"/can-bo/tieu-chi/{row.pk}/", form(row, **{f"figure-{photos_line(row)}": "9"}))
    for address in ("", f"{row.pk}/", f"{row.pk}/xem-truoc/"):
        page = desk.get(f"/en/can-bo/tieu-chi/{address}")
        assert page.status_code == 200
        assert "Xem trước" not in page.content.decode()
        assert "Bản nháp" not in page.content.decode()


def test_assessing_in_rounds_finds_what_nobody_touched(relic: Item, index: Any) -> None:
    Asset.objects.filter(kind="photo").update(licence="")
    assert jobs.reassess_some(0, 0.0) == relic.pk
    assert Item.objects.get().level == 0
    assert jobs.reassess_some(relic.pk, 0.0) == 0  # the round is over
    assert assess(replace(RELIC, captioned_photos=8), VERSION_1).level == 2
