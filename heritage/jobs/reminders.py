"""Letters that remind a unit's people of reports that are coming due, each sent once."""

from __future__ import annotations

import datetime as dt
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from heritage.models import ReminderSent, User
from heritage.projections.duty_words import covers_words, due_words, report_words
from heritage.selectors.duties import PlanDuty, coming

logger = logging.getLogger(__name__)
STAGES = (1, 7, 14)  # days left; a worker that was down sends the nearest stage that is not over


def remind(day: dt.date | None = None) -> int:
    """Send the letters of the day; how many went out, of which there are none while no e-mail is set up."""
    if not settings.MAIL.is_on:
        return 0
    today = day or timezone.localdate()
    sent = 0
    for owed in _together(coming(today, days=STAGES[-1])):
        stage = next(stage for stage in STAGES if (owed[0].duty.last_day - today).days <= stage)
        for address in _addresses(owed[0]):
            sent += _send_once(owed, stage, address)
    return sent


def _together(owed: tuple[PlanDuty, ...]) -> list[list[PlanDuty]]:
    """Reports of one plan that are due on one day go into one letter."""
    found: dict[tuple[int, dt.date], list[PlanDuty]] = {}
    for each in owed:
        found.setdefault((each.plan.pk, each.duty.due_before), []).append(each)
    return list(found.values())


def _addresses(owed: PlanDuty) -> list[str]:
    people = User.objects.filter(
        unit=owed.unit, is_active=True, role__in=(User.Role.OFFICER, User.Role.REVIEWER)
    )
    return sorted(set(people.exclude(email="").values_list("email", flat=True)))


def _send_once(owed: list[PlanDuty], stage: int, address: str) -> bool:
    """Note the letter, then send it: of two workers one sends, and a letter may be missed but never doubled."""
    mark, is_new = ReminderSent.objects.get_or_create(
        plan=owed[0].plan, due_before=owed[0].duty.due_before, days_ahead=stage, address=address
    )
    if not is_new:
        return False
    try:
        letter(owed, address).send()
    except (OSError, SMTPException):
        logger.exception("reminder of plan %s was not sent, trying again later", owed[0].plan.pk)
        mark.delete()
        return False
    return True


def letter(owed: list[PlanDuty], address: str) -> EmailMessage:
    """The reminder, in Vietnamese and then in English."""
    first = owed[0]
    name, code = first.unit.name, first.unit.code
    last = first.duty.last_day
    lines = [f"{name}:", ""]
    lines += [
        f"- {report_words(e.duty, 'vi')}, {due_words(e.duty, 'vi')}; {covers_words(e.duty, 'vi')}."
        for e in owed
    ]
    if first.plan.reports_to_vi:
        lines.append(f"Nơi nhận: {first.plan.reports_to_vi}.")
    if first.carried_on:
        lines.append("Kế hoạch đã hết thời hạn; lịch này theo kế hoạch cũ cho đến khi có kế hoạch mới.")
    lines += ["", "In English:"]
    lines += [
        f"- {report_words(e.duty, 'en')}, {due_words(e.duty, 'en')}; {covers_words(e.duty, 'en')}."
        for e in owed
    ]
    if settings.MAIL.site:
        lines += ["", f"{settings.MAIL.site}/can-bo/", f"{settings.MAIL.site}/kpi/{code}/"]
    subject = f"[Di Sản Số] {report_words(first.duty, 'vi')}: gửi chậm nhất ngày {last:%d/%m/%Y}"
    return EmailMessage(subject, "\n".join(lines), to=[address])
