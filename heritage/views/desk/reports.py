"""Reports at the desk: what is owed, making one, its texts, how it will look, its files, that it was sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heritage.errors import Refusal
from heritage.forms.report import ReportForm
from heritage.models import Report, ReportTemplate
from heritage.projections.dates import day_text
from heritage.reports.story import tell
from heritage.selectors import leaders
from heritage.selectors.duties import PlanDuty, duties_within
from heritage.services import reports
from heritage.services.access import require_unit
from heritage.views.context import language
from heritage.views.desk.access import desk_page, key_in, person, shell
from heritage.views.desk.report_paper import paper_rows
from heritage.views.kpi_plan import duty_row, period_name

PAST_DAYS, COMING_DAYS = leaders.LATE_DAYS, leaders.AHEAD_DAYS
SHOWN = 60


@desk_page
def listing(request: HttpRequest) -> HttpResponse:
    """The duties of the person's units with their reports, a form for any other period, and all reports made."""
    own = leaders.own_units(person(request))
    if request.method == "POST":
        return _make(request)
    today, asked = timezone.localdate(), request.GET.get("unit")
    owed = duties_within(today - dt.timedelta(days=PAST_DAYS), today + dt.timedelta(days=COMING_DAYS), own)
    reports_of = Report.objects.filter(unit__in=own).defer("content")
    # Asked apart: what is owed may have its report beyond the newest ones.
    answering = reports_of.filter(label__in={each.duty.label for each in owed}).reverse()
    by_duty = {(report.unit_id, report.period, report.label): report for report in answering}
    context = {
        **shell(request, "kpi"),
        **({"unit_code": asked} if asked in {unit.code for unit in own} else {}),
        "units": [unit for unit in own if unit.valid_to is None],
        "many": len(own) > 1,
        "duties": [_duty(each, by_duty) for each in owed],
        "periods": [(label, period_name(label)) for label in _labels(today)],
        "reports": [_row(report) for report in reports_of.select_related("unit", "made_by")[:SHOWN]],
        "today": today,
    }
    return render(request, "desk/reports.html", context)


@desk_page
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it will be printed, and the texts that an officer may write."""
    report = _own(request, pk)
    form = ReportForm(request.POST or None, initial=report.texts)
    if request.method == "POST" and form.is_valid():
        try:
            reports.write_texts(report, form.texts(), by=person(request))
            messages.success(request, _("Đã lưu. Các tệp tải về có nội dung mới."))
        except Refusal as refusal:
            messages.error(request, refusal.sentence(language()))
        return redirect("desk-report", pk=report.pk)
    paper = tell(report.content, report.texts, report.digest)
    context = {
        **shell(request, "kpi"),
        "report": _row(report),
        "label": report.label,
        "unit": report.unit,
        "form": form,
        "paper": paper_rows(paper),
        "formats": list(reports.FORMATS),
        "templates": ReportTemplate.objects.filter(unit=report.unit).defer("content"),
        "template": report.template_id,
        "counted_on": day_text(dt.date.fromisoformat(report.content["period"]["counted_on"]), language()),
        "early": report.content["period"]["counted_on"] < report.content["period"]["cut_off"],
        "today": timezone.localdate(),
    }
    return render(request, "desk/report.html", context)


@desk_page
@require_safe
def file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """One of its files."""
    report = _own(request, pk)
    if ending not in reports.FORMATS:
        raise Http404
    response = HttpResponse(reports.write_report(report, ending), content_type=reports.FORMATS[ending])
    response["Content-Disposition"] = f'attachment; filename="{reports.file_name(report, ending)}"'
    response["Cache-Control"] = "private, no-store"
    return response


@desk_page
@require_POST
def layout(request: HttpRequest, pk: int) -> HttpResponse:
    """In whose layout the DOCX is written."""
    report = _own(request, pk)
    template = ReportTemplate.objects.filter(pk=key_in(request, "template")).first()
    try:
        reports.use_template(report, template, by=person(request))
        messages.success(request, _("Đã đổi mẫu của bản DOCX."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
    return redirect("desk-report", pk=report.pk)


@desk_page
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """It was sent; from here on it stays as it is."""
    report = _own(request, pk)
    try:
        day = dt.date.fromisoformat(request.POST.get("day", ""))
        reports.mark_sent(report, day, by=person(request))
        messages.success(request, _("Đã ghi ngày gửi. Báo cáo này từ nay không sửa được nữa."))
    except ValueError:
        messages.error(request, _("Ghi ngày gửi, ví dụ 19/12/2026."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
    return redirect("desk-report", pk=report.pk)


def _make(request: HttpRequest) -> HttpResponse:
    first, last = request.POST.get("first", ""), request.POST.get("last", "")
    period = f"{first}..{last}" if first or last else request.POST.get("period", "")
    try:
        report = reports.make_report(
            request.POST.get("unit", ""), period, by=person(request), site=request.build_absolute_uri("/")
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
        return redirect("desk-reports")
    return redirect("desk-report", pk=report.pk)


def report_url(each: PlanDuty) -> str:
    """Where a report that is owed is made or opened: its line on the page of reports."""
    code = each.unit.code
    return f"{reverse('desk-reports')}?unit={code}#{code}-{each.duty.label}"


def _own(request: HttpRequest, pk: int) -> Report:
    report = Report.objects.select_related("unit", "snapshot", "made_by").filter(pk=pk).first()
    if report is None:
        raise Http404
    require_unit(person(request), report.unit)
    return report


def _duty(each: PlanDuty, made: dict[tuple[int, str, str], Report]) -> dict[str, Any]:
    report = made.get((each.unit.pk, each.duty.period.value, each.duty.label))
    sent = each.sent_on
    return {
        **duty_row(each.duty),
        "unit": each.unit,
        "report": report,
        "sent": day_text(sent, language()) if sent else "",
        "begun": each.duty.first_day <= timezone.localdate(),
        "note": each.duty.note_en if language() == "en" else each.duty.note_vi,
    }


def _row(report: Report) -> dict[str, Any]:
    lang = language()
    name = period_name(report.label)
    if report.period == Report.Period.AD_HOC:
        name = f"{day_text(report.first_day, lang)} – {day_text(report.cut_off, lang)}"
    return {
        "pk": report.pk,
        "name": name,
        "unit": report.unit.name,
        "by": report.made_by.display_name if report.made_by else "",
        "made": day_text(timezone.localdate(report.made_at), lang),
        "cut_off": day_text(report.cut_off, lang),
        "sent": day_text(report.sent_on, lang) if report.sent_on else "",
        "digest": report.digest,
    }


def _labels(today: dt.date) -> list[str]:
    """The periods of this year that may be asked for by name."""
    year = today.year
    return [
        f"{year}-{today.month:02d}",
        *(f"{year}-Q{quarter}" for quarter in range(1, 5)),
        f"{year}-H1",
        f"{year}-H2",
        f"{year}",
    ]
