"""Letters of reports that are coming due: to the unit's people, once, and only where e-mail is set up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from gis.models import AdminUnit
from heritage.jobs.reminders import remind
from heritage.mail import Mail
from heritage.models import Plan, ReminderSent, User

pytestmark = pytest.mark.django_db
FIRST_OF_14 = dt.date(2026, 12, 5)  # two weeks before the last day, 19 December


@pytest.fixture
def on(settings: Any) -> None:
    settings.MAIL = Mail(is_on=True, sender="a@b", site="https://disan.vn")


@pytest.fixture
def plan(vi_khe: AdminUnit, officer: User, reviewer: User, stranger: User) -> Plan:
    User.objects.filter(pk=officer.pk).update(email="canbo@vikhe.vn")
    User.objects.filter(pk=reviewer.pk).update(email="duyet@vikhe.vn")
    User.objects.filter(pk=stranger.pk).update(email="nguoila@namdinh.vn")
    User.objects.create_user(
        "nghi", password="mat-khau-12", unit=vi_khe, email="nghi@vikhe.vn", is_active=False
    )
    User.objects.create_user("khong-thu", password="mat-khau-12", unit=vi_khe)
    return Plan.objects.create(
        key="p",
        unit=vi_khe,
        document_vi="Kế hoạch",
        year_from=2026,
        year_to=2026,
        reports_to_vi="Phòng Văn hóa - Xã hội",
        reporting=[{"period": "quarter", "before": ["03-20", "06-20", "09-20", "12-20"]}],
    )


def test_officers_and_reviewers_of_the_unit_get_one_letter_each(on: None, plan: Plan) -> None:
    assert remind(FIRST_OF_14) == 2
    assert [letter.to for letter in mail.outbox] == [["canbo@vikhe.vn"], ["duyet@vikhe.vn"]]
    letter = mail.outbox[0]
    assert letter.subject == "[Di Sản Số] Báo cáo quý IV năm 2026: gửi chậm nhất ngày 19/12/2026"
    assert "hạn trước ngày 20/12/2026" in letter.body
    assert "số liệu từ 20/09/2026 đến hết ngày chốt 19/12/2026" in letter.body
    assert "Phòng Văn hóa - Xã hội" in letter.body
    assert "Report for the fourth quarter of 2026, due before 20 December 2026" in letter.body
    assert "https://disan.vn/kpi/13972/" in letter.body


def test_a_letter_goes_out_once(on: None, plan: Plan) -> None:
    assert (remind(FIRST_OF_14), remind(FIRST_OF_14), remind(dt.date(2026, 12, 11))) == (2, 0, 0)


def test_two_weeks_a_week_and_a_day_before_it_is_told_again(on: None, plan: Plan) -> None:
    days = [FIRST_OF_14 + dt.timedelta(days=n) for n in range(-3, 18)]
    told = [(str(day), n) for day in days if (n := remind(day))]
    assert told == [("2026-12-05", 2), ("2026-12-12", 2), ("2026-12-18", 2)]


def test_a_worker_that_was_down_sends_the_letter_that_is_late(on: None, plan: Plan) -> None:
    assert remind(dt.date(2026, 12, 15)) == 2
    assert set(ReminderSent.objects.values_list("days_ahead", flat=True)) == {7}


def test_reports_that_are_due_on_one_day_share_a_letter(on: None, plan: Plan) -> None:
    Plan.objects.update(reporting=[*plan.reporting, {"period": "year", "before": ["12-20"]}])
    assert remind(FIRST_OF_14) == 2
    assert "Báo cáo năm 2026" in mail.outbox[0].body
    assert "Báo cáo quý IV năm 2026" in mail.outbox[0].body


def test_a_letter_that_could_not_leave_is_tried_again(on: None, plan: Plan, monkeypatch: Any) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(OSError("no route")))
        assert remind(FIRST_OF_14) == 0
    assert ReminderSent.objects.count() == 0
    assert remind(FIRST_OF_14) == 2


def test_without_e_mail_nothing_is_sent_or_noted(plan: Plan) -> None:
    assert remind(FIRST_OF_14) == 0
    assert (mail.outbox, ReminderSent.objects.count()) == ([], 0)
