"""Make reports, write their texts, mark them as sent, and write any of them again bit for bit."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gis import units
from gis.models import AdminUnit
from heritage.errors import BadRequest, NotAllowed, NotReady
from heritage.models import Event, Report, ReportTemplate, Snapshot, User
from heritage.reports.data_writer import write_csv, write_json
from heritage.reports.docx_writer import write_docx
from heritage.reports.gather import Content, digest, gather
from heritage.reports.letter import MOST_LETTERS, TEXTS, Texts, default_texts
from heritage.reports.own_template import write_own
from heritage.reports.pdf_writer import write_pdf
from heritage.reports.period import read_period
from heritage.reports.story import tell
from heritage.reports.xlsx_writer import write_xlsx
from heritage.services.access import require_unit

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}


def own_address() -> str:
    """Where this server is reached from its own machine: for a report made on the command line."""
    return f"http://{settings.HOST}:{settings.PORT}"


def make_report(code: str, period: str, *, by: User | None, site: str) -> Report:
    """The report of a unit for a period: what was sent stays; a draft is made anew, its texts are kept.

    Args:
        code: Of a ward or province.
        period: ``2026-Q4``, ``2026-H1``, ``2026``, ``2026-11`` or ``2026-10-01..2026-11-25``.
        by: Who makes it; None is the command line.
        site: Scheme and host of the addresses in it.

    Raises:
        NotFound: No such unit.
        NotAllowed: Another unit's person.
        BadRequest: No such period, or nothing was kept of it.
    """
    asked = read_period(period)
    unit = units.unit_on(code, timezone.localdate())
    if unit is not None:
        require_unit(by, unit)
    reports = Report.objects.filter(unit__code=code, label=asked.label)
    sent = reports.filter(sent_on__isnull=False).first()
    if sent is not None:
        return sent
    content = gather(code, asked, site)
    draft = reports.first()
    if draft is not None and draft.content == content:
        return draft
    return _kept(content, draft, by)


@transaction.atomic
def _kept(content: Content, draft: Report | None, by: User | None) -> Report:
    period, of = content["period"], content["unit"]
    # The unit's row is locked: of two people who make the same report at once, the second finds the first one's.
    unit = AdminUnit.objects.select_for_update(no_key=True).get(
        code=of["code"], level=of["level"], valid_to__isnull=True
    )
    draft = draft or Report.objects.filter(unit=unit, label=period["label"]).first()
    if draft is not None:
        _lock(draft)
        if draft.sent_on is not None:  # while its numbers were gathered
            return draft
    texts = {**default_texts(content), **(draft.texts if draft else {})}
    report = draft or Report()
    report.unit, report.period, report.label = unit, period["kind"], period["label"]
    report.first_day = dt.date.fromisoformat(period["first_day"])
    report.cut_off = dt.date.fromisoformat(period["cut_off"])
    due = period["due_before"]
    report.due_before = dt.date.fromisoformat(due) if due else None
    report.snapshot = Snapshot.objects.get(digest=content["snapshot"]["digest"])
    past = content["previous"]
    report.previous_snapshot = Snapshot.objects.get(digest=past["digest"]) if past else None
    report.content, report.texts, report.digest = content, texts, digest(content, texts)
    report.made_by = by
    if draft is None:
        report.template = ReportTemplate.objects.filter(unit=report.unit, active=True).first()
    report.full_clean(exclude=["texts", "content"])
    report.save()
    _noted("report_made", report, by)
    return report


@transaction.atomic
def write_texts(report: Report, texts: Texts, *, by: User | None) -> Report:
    """The officer's texts; what the form does not name stays.

    Raises:
        NotAllowed: Another unit's person.
        NotReady: The report was sent.
        BadRequest: A text is too long.
    """
    require_unit(by, report.unit)
    _lock(report)
    _must_be_draft(report)
    for name, text in texts.items():
        if name not in TEXTS or len(text) > MOST_LETTERS:
            raise BadRequest(
                f"Phần “{name}” quá dài (tối đa {MOST_LETTERS} chữ) hoặc không có trong báo cáo.",
                f"The text {name!r} is too long (at most {MOST_LETTERS} letters) or no part of a report.",
                "bad_text",
            )
    report.texts = {**report.texts, **texts}
    report.digest = digest(report.content, report.texts)
    report.save(update_fields=["texts", "digest"])
    return report


@transaction.atomic
def use_template(report: Report, template: ReportTemplate | None, *, by: User | None) -> Report:
    """Write the DOCX in the ward's own template, or in the layout of the decree.

    Raises:
        NotAllowed: Another unit's person, or its template.
        NotReady: The report was sent.
    """
    require_unit(by, report.unit)
    _lock(report)
    _must_be_draft(report)
    if template is not None and template.unit_id != report.unit_id:
        raise NotAllowed
    report.template = template
    report.save(update_fields=["template"])
    return report


@transaction.atomic
def mark_sent(report: Report, day: dt.date, *, by: User | None) -> Report:
    """From here on it never changes.

    Raises:
        NotAllowed: Another unit's person.
        NotReady: It was sent before.
        BadRequest: A day to come, or before its count.
    """
    require_unit(by, report.unit)
    _lock(report)
    _must_be_draft(report)
    counted = dt.date.fromisoformat(report.content["period"]["counted_on"])
    if not counted <= day <= timezone.localdate():
        raise BadRequest(
            f"Ngày gửi phải từ {counted:%d/%m/%Y} (ngày chốt số liệu) đến hôm nay.",
            f"The day it was sent lies between {counted}, its count, and today.",
            "bad_sent_day",
        )
    report.sent_on = day
    report.save(update_fields=["sent_on"])
    _noted("report_sent", report, by)
    return report


def write_report(report: Report, ending: str) -> bytes:
    """The file of a report, made of what was kept: the same bytes every time.

    Raises:
        BadRequest: No such format.
    """
    content, texts = report.content, report.texts
    if ending == "json":
        return write_json(content, texts, report.digest)
    if ending == "csv":
        return write_csv(content, report.digest)
    if ending == "xlsx":
        return write_xlsx(content, texts, report.digest)
    paper = tell(content, texts, report.digest)
    if ending == "pdf":
        return write_pdf(paper)
    if ending == "docx" and report.template is not None:
        return write_own(bytes(report.template.content), paper, content, texts)
    if ending == "docx":
        return write_docx(paper, dt.date.fromisoformat(content["period"]["counted_on"]))
    raise BadRequest(
        f"Không có định dạng “{ending}”. Chọn {', '.join(FORMATS)}.",
        f"There is no format {ending!r}. Choose {', '.join(FORMATS)}.",
        "bad_format",
    )


def file_name(report: Report, ending: str) -> str:
    """ "bao-cao-13972-2026-Q4.docx"."""
    return f"bao-cao-{report.unit.code}-{report.label.replace('..', '-')}.{ending}"


def _lock(report: Report) -> None:
    """Nobody else changes it until this transaction ends, and what somebody has changed since it was read is seen."""
    Report.objects.select_for_update().only("pk").get(pk=report.pk)
    report.refresh_from_db(fields=["content", "texts", "digest", "template", "sent_on"])


def _must_be_draft(report: Report) -> None:
    if report.sent_on is not None:
        raise NotReady(
            f"Báo cáo đã gửi ngày {report.sent_on:%d/%m/%Y} nên không sửa được nữa.",
            f"The report was sent on {report.sent_on} and cannot be changed any more.",
            "report_sent",
        )


def _noted(verb: str, report: Report, by: User | None) -> None:
    Event.objects.create(
        actor=by,
        verb=verb,
        subject=f"{report.unit.code} {report.label}",
        detail={"digest": report.digest, "snapshot": report.snapshot.digest},
    )
