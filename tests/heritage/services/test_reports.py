"""Reports are made from a snapshot, kept, written anew as drafts and never changed once they were sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from gis.models import AdminUnit
from heritage.errors import BadRequest, NotAllowed, NotFound, NotReady
from heritage.jobs.snapshots import take
from heritage.models import Event, Item, LevelChange, Report, Snapshot, User
from heritage.reports.gather import gather
from heritage.services.blocking import block
from heritage.services.reports import (
    file_name,
    make_report,
    mark_sent,
    use_template,
    write_report,
    write_texts,
)
from tests.heritage.conftest import SITE, TODAY

pytestmark = pytest.mark.django_db
Clock = Callable[[dt.date], None]


def test_making_a_report_takes_the_snapshot_that_it_stands_on(report: Report) -> None:
    assert Snapshot.objects.get() == report.snapshot
    assert report.content["snapshot"]["digest"] == report.snapshot.digest
    assert (report.period, report.label) == ("quarter", "2026-Q4")
    assert (report.first_day, report.cut_off) == (dt.date(2026, 9, 20), dt.date(2026, 12, 19))
    assert report.due_before == dt.date(2026, 12, 20)
    assert Event.objects.filter(verb="report_made", detail__snapshot=report.snapshot.digest).count() == 1


def test_work_done_after_the_snapshot_of_the_day_is_not_in_the_report(ward: AdminUnit) -> None:
    take()
    Item.objects.filter(public_id="VKBIA1").update(level=2)
    report = make_report(ward.code, "2026-Q4", by=None, site=SITE)
    assert report.content["rows"][-1]["digitized"] == 2


def test_a_draft_is_made_anew_and_keeps_what_was_written(
    report: Report,
    clock: Clock,
    officer: User,
) -> None:
    write_texts(report, {"difficulties": "Thiếu máy quét."}, by=officer)
    before = report.digest
    clock(TODAY + dt.timedelta(days=1))
    Item.objects.filter(public_id="VKBIA1").update(level=2)
    again = make_report("13972", "2026-Q4", by=officer, site=SITE)
    assert again.pk == report.pk
    assert again.texts["difficulties"] == "Thiếu máy quét."
    assert again.content["rows"][-1]["digitized"] == 3
    assert again.digest != before
    assert Report.objects.count() == 1


def test_what_became_digitized_since_the_last_period_is_listed_and_what_was_lost_too(
    ward: AdminUnit,
    clock: Clock,
) -> None:
    clock(dt.date(2026, 9, 19))
    take()
    clock(TODAY)
    Item.objects.filter(public_id="VKBIA1").update(level=2)
    Item.objects.filter(public_id="VKCHUA").update(level=1)
    LevelChange.objects.create(
        item=Item.objects.get(public_id="VKBIA1"), before=0, after=2, criteria_version="1"
    )
    content = make_report(ward.code, "2026-Q4", by=None, site=SITE).content
    assert [(row["id"], row["on"]) for row in content["completed"]] == [("VKBIA1", TODAY.isoformat())]
    assert [row["id"] for row in content["lost"]] == ["VKCHUA"]
    assert content["previous"]["day"] == "2026-09-19"
    assert content["rows"][-1]["previous"] == {"digitized": 2, "total": 6}


def test_without_a_snapshot_before_the_period_nothing_is_compared(report: Report) -> None:
    assert report.content["previous"] is None
    assert {row["previous"] for row in report.content["rows"]} == {None}
    assert report.content["completed"] == []


def test_a_past_period_is_counted_from_its_own_snapshot(ward: AdminUnit, clock: Clock) -> None:
    clock(dt.date(2026, 9, 15))
    take()
    clock(TODAY)
    Item.objects.update(level=2)
    report = make_report(ward.code, "2026-Q3", by=None, site=SITE)
    assert report.content["period"]["counted_on"] == "2026-09-15"
    assert report.content["rows"][-1]["digitized"] == 2


def test_a_past_period_of_which_nothing_was_kept_is_refused(ward: AdminUnit) -> None:
    take()
    with pytest.raises(BadRequest) as refused:
        make_report(ward.code, "2026-Q2", by=None, site=SITE)
    assert refused.value.code == "no_snapshot"


def test_a_period_to_come_is_refused(ward: AdminUnit) -> None:
    with pytest.raises(BadRequest) as refused:
        make_report(ward.code, "2027-Q1", by=None, site=SITE)
    assert refused.value.code == "period_to_come"


def test_a_snapshot_that_was_tampered_with_makes_no_report(
    ward: AdminUnit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("heritage.reports.counted.root_of", lambda content: "0" * 64)
    with pytest.raises(BadRequest) as refused:
        make_report(ward.code, "2026-Q4", by=None, site=SITE)
    assert refused.value.code == "broken_snapshot"


def test_a_sent_report_stays_as_it_was(report: Report, clock: Clock, officer: User) -> None:
    mark_sent(report, TODAY, by=officer)
    written = write_report(report, "pdf")
    clock(TODAY + dt.timedelta(days=3))
    Item.objects.update(level=2)
    again = make_report("13972", "2026-Q4", by=officer, site="https://elsewhere.example")
    assert write_report(again, "pdf") == written
    with pytest.raises(NotReady):
        write_texts(again, {"proposals": "Khác"}, by=officer)
    with pytest.raises(NotReady):
        mark_sent(again, TODAY, by=officer)


def test_whoever_read_it_as_a_draft_does_not_change_it_after_it_was_sent(
    report: Report, officer: User
) -> None:
    stale = Report.objects.get(pk=report.pk)
    mark_sent(report, TODAY, by=officer)
    with pytest.raises(NotReady):
        write_texts(stale, {"difficulties": "Thiếu máy quét."}, by=officer)
    with pytest.raises(NotReady):
        use_template(Report.objects.defer("content").get(pk=stale.pk), None, by=officer)
    assert Report.objects.get().texts == report.texts


def test_two_people_who_write_different_parts_at_once_lose_nothing(report: Report, officer: User) -> None:
    stale = Report.objects.get(pk=report.pk)
    write_texts(report, {"difficulties": "Thiếu máy quét."}, by=officer)
    write_texts(stale, {"proposals": "Mua máy quét."}, by=officer)
    kept = Report.objects.get()
    assert (kept.texts["difficulties"], kept.texts["proposals"]) == ("Thiếu máy quét.", "Mua máy quét.")


def test_a_report_that_is_sent_while_it_is_made_again_stays_as_it_was(
    report: Report, clock: Clock, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock(TODAY + dt.timedelta(days=1))
    Item.objects.filter(public_id="VKBIA1").update(level=2)
    before = report.digest

    def gathered(*asked: Any) -> Any:
        content = gather(*asked)
        mark_sent(Report.objects.get(), TODAY + dt.timedelta(days=1), by=officer)
        return content

    monkeypatch.setattr("heritage.services.reports.gather", gathered)
    again = make_report("13972", "2026-Q4", by=officer, site=SITE)
    assert again.sent_on == TODAY + dt.timedelta(days=1)
    assert Report.objects.get().digest == before


def test_a_report_that_somebody_else_makes_meanwhile_is_made_once(
    ward: AdminUnit, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gathered(*asked: Any) -> Any:
        monkeypatch.setattr("heritage.services.reports.gather", gather)
        make_report(ward.code, "2026-Q4", by=officer, site=SITE)
        return gather(*asked)

    monkeypatch.setattr("heritage.services.reports.gather", gathered)
    make_report(ward.code, "2026-Q4", by=officer, site=SITE)
    assert Report.objects.count() == 1


def test_the_day_it_was_sent_lies_between_its_count_and_today(report: Report, officer: User) -> None:
    for day in (TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)):
        with pytest.raises(BadRequest):
            mark_sent(report, day, by=officer)


def test_only_people_of_the_unit_touch_its_reports(report: Report, stranger: User) -> None:
    with pytest.raises(NotAllowed):
        make_report("13972", "2026-Q4", by=stranger, site=SITE)
    with pytest.raises(NotAllowed):
        write_texts(report, {"proposals": "x"}, by=stranger)
    with pytest.raises(NotAllowed):
        mark_sent(report, TODAY, by=stranger)


def test_texts_that_no_report_has_are_refused(report: Report, officer: User) -> None:
    for texts in ({"digitized": "74"}, {"proposals": "x" * 20_001}):
        with pytest.raises(BadRequest):
            write_texts(report, texts, by=officer)


def test_a_unit_that_does_not_exist_has_no_report(ward: AdminUnit) -> None:
    with pytest.raises(NotFound):
        make_report("99999", "2026-Q4", by=None, site=SITE)


def test_a_file_is_named_by_unit_and_period(report: Report) -> None:
    assert file_name(report, "docx") == "bao-cao-13972-2026-Q4.docx"


def test_a_blocked_object_is_listed_with_its_reason_and_since_when(
    ward: AdminUnit, clock: Clock, officer: User
) -> None:
    clock(TODAY - dt.timedelta(days=20))
    block(Item.objects.get(public_id="VKBIA1"), "Đang tu bổ", by=officer)
    clock(TODAY)
    rows = {
        row["id"]: row for row in make_report(ward.code, "2026-Q4", by=None, site=SITE).content["objects"]
    }
    assert (rows["VKBIA1"]["part"], rows["VKBIA1"]["blocked"]) == ("x", "Đang tu bổ")
    assert rows["VKBIA1"]["blocked_since"] == "2026-11-05"
    assert rows["VKVUON"]["blocked_since"] is None  # nobody recorded the day
