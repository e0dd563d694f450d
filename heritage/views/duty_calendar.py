"""The calendar of a ward's reports and milestones, for the calendar on a phone or a desk."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis import units
from heritage.interop.icalendar import MEDIA_TYPE, DayEvent, calendar_file
from heritage.models import Plan
from heritage.projections.duty_words import covers_words, due_words, report_words
from heritage.selectors.duties import Milestone, PlanDuty, duties_within, milestones
from heritage.views.context import language

ALARM_DAYS = (14, 7, 1)
UID = "{}@disanso"


@require_safe
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """Reports of last year, this and the next, and the milestones of the plans; no address of a person."""
    today = timezone.localdate()
    unit = units.unit_on(code, today)
    if unit is None or not unit.plans.exists():
        raise Http404
    lang = language()
    page = request.build_absolute_uri(reverse("kpi-unit", args=[unit.code]))
    owed = duties_within(dt.date(today.year - 1, 1, 1), dt.date(today.year + 1, 12, 31), [unit])
    stones = [event for plan in unit.plans.order_by("pk") for event in _milestones(plan, lang, page)]
    events = [*(_duty(each, lang, page) for each in owed), *stones]
    name = _("Lịch báo cáo: %(unit)s") % {"unit": unit.name}
    # The day and not the moment: a program that asks every hour is told that nothing changed.
    stamp = dt.datetime.combine(today, dt.time(), tzinfo=dt.UTC)
    response = HttpResponse(calendar_file(name, events, stamp), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="lich-{unit.code}.ics"'
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _duty(each: PlanDuty, lang: str, page: str) -> DayEvent:
    lines = [
        _sentence(due_words(each.duty, lang)),
        _sentence(covers_words(each.duty, lang)),
        each.plan.reports_to_en if lang == "en" else each.plan.reports_to_vi,
        each.duty.note_en if lang == "en" else each.duty.note_vi,
    ]
    if each.carried_on:
        lines.append(_("Kế hoạch đã hết thời hạn; lịch này theo kế hoạch cũ cho đến khi có kế hoạch mới."))
    summary = f"{report_words(each.duty, lang)}, {each.unit.name}"
    return DayEvent(
        uid=UID.format(f"{each.plan.key}-{each.duty.period}-{each.duty.label}".lower()),
        day=each.duty.last_day,
        summary=_("Đã gửi: %(what)s") % {"what": summary} if each.sent_on else summary,
        description="\n".join(line for line in lines if line),
        category=_("Báo cáo"),
        url=page,
        alarm_days=ALARM_DAYS,
        is_done=each.sent_on is not None,
    )


def _sentence(words: str) -> str:
    """With a capital and a full stop; names of months keep theirs."""
    return f"{words[:1].upper()}{words[1:]}."


def _milestones(plan: Plan, lang: str, page: str) -> Iterator[DayEvent]:
    """Of several by one day each has an identifier of its own: a calendar keeps one event an identifier."""
    seen: Counter[str] = Counter()
    for each in milestones(plan):
        kind = "target" if each.is_target else f"milestone-{each.when}"
        seen[kind] += 1
        yield _milestone(each, kind if seen[kind] == 1 else f"{kind}-{seen[kind]}", lang, page)


def _milestone(each: Milestone, kind: str, lang: str, page: str) -> DayEvent:
    plan = each.plan
    target = "" if plan.target_percent is None else f"{plan.target_percent.normalize():f}"
    if each.is_target:
        what = _("Hạn đạt chỉ tiêu %(target)s%%") % {"target": target} if target else _("Hạn đạt chỉ tiêu")
    else:
        what = (each.en if lang == "en" else "") or each.vi
    document = (plan.document_en if lang == "en" else "") or plan.document_vi
    return DayEvent(
        uid=UID.format(f"{plan.key}-{kind}".lower()),
        day=each.on,
        summary=what,
        description=document,
        category=_("Kế hoạch"),
        url=page,
        alarm_days=(30,),
    )
