"""What the plan asks for: its quote, its duties with their days; and what national documents ask for."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heritage import categories
from heritage.kpi import Share
from heritage.models import Plan, ReferenceTarget, RegisterEntry
from heritage.projections.charts_dots import Row as Dot
from heritage.projections.charts_dots import dot_plot
from heritage.projections.charts_trend import Line
from heritage.projections.dates import day_text, partial_text
from heritage.rules.calendar import Duty, due_within, read_rules
from heritage.selectors.kpi import UnitKpi, share_of_rows
from heritage.selectors.kpi_area import Standing, is_area
from heritage.selectors.registers import Row, counted, rows_of
from heritage.views.context import language
from heritage.views.kpi_number import decimal, list_url, percent_of

YEAR_DAYS = 366


def plan_of(found: UnitKpi) -> dict[str, Any] | None:
    """The plan as it is quoted; languages are not mixed, so English has the translation only."""
    plan, lang = found.plan, language()
    if plan is None:
        return None
    english = lang == "en"
    return {
        "document": (plan.document_en if english else "") or plan.document_vi,
        "document_lang": "" if plan.document_en or not english else "vi",
        "number": plan.document_number,
        "date": partial_text(plan.document_date, lang) if plan.document_date else "",
        "quote": plan.quote_en if english else plan.quote_vi,
        "place": "" if english else plan.quote_place,
        "office": plan.office_en if english else plan.office_vi,
        "coordinating": [text for each in plan.coordinating if (text := each.get("en" if english else "vi"))],
        "categories": [categories.term(categories.CATEGORIES, each).label(lang) for each in plan.categories],
        "categories_stated": plan.categories_stated,
        "milestones": [
            {"when": partial_text(each["when"], lang), "text": each.get("en" if english else "vi", "")}
            for each in plan.milestones
        ],
        "reports_to": plan.reports_to_en if english else plan.reports_to_vi,
        "reporting": [
            note for each in plan.reporting if (note := each.get("note_en" if english else "note_vi"))
        ],
        "duties": duties_of_plan(plan),
        "calendar_url": calendar_url(found.unit.code),
        "note": plan.note_en if english else plan.note_vi,
    }


def duties_of_plan(plan: Plan) -> list[dict[str, Any]]:
    """The reports owed within a year from today, the nearest first."""
    today = timezone.localdate()
    last = today.replace(year=today.year + 1) if (today.month, today.day) != (2, 29) else today
    return [duty_row(each) for each in due_within(read_rules(plan.reporting), today, last)]


def duty_row(duty: Duty) -> dict[str, Any]:
    """One report: what it covers, when it is due, how many days are left to send it."""
    lang, today = language(), timezone.localdate()
    left = (duty.last_day - today).days
    names = {"month": _("Tháng"), "quarter": _("Quý"), "half_year": _("Sáu tháng"), "year": _("Năm")}
    return {
        "label": duty.label,
        "period": names[duty.period.value],
        "name": period_name(duty.label),
        "first_day": day_text(duty.first_day, lang),
        "cut_off": day_text(duty.cut_off, lang),
        "due_before": day_text(duty.due_before, lang),
        "due": duty.due_before,
        "last_day": day_text(duty.last_day, lang),
        "days": left,
        "left": _("hôm nay là hạn cuối")
        if left == 0
        else ngettext("còn %(days)s ngày", "còn %(days)s ngày", left) % {"days": left}
        if left > 0
        else _("quá hạn"),
    }


def period_name(label: str) -> str:
    """ "Quý IV năm 2026" of "2026-Q4"."""
    year, _dash, part = label.partition("-")
    if part.startswith("Q"):
        return _("Quý %(quarter)s năm %(year)s") % {
            "quarter": ("I", "II", "III", "IV")[int(part[1]) - 1],
            "year": year,
        }
    if part == "H1":
        return _("Sáu tháng đầu năm %(year)s") % {"year": year}
    if part == "H2":
        return _("Sáu tháng cuối năm %(year)s") % {"year": year}
    if part:
        return _("Tháng %(month)s năm %(year)s") % {"month": int(part), "year": year}
    return _("Cả năm %(year)s") % {"year": year}


def calendar_url(code: str) -> str:
    """The duties as iCalendar."""
    try:
        return reverse("kpi-calendar", args=[code])
    except NoReverseMatch:
        return ""


def references_of(found: UnitKpi, stands: Standing) -> dict[str, Any]:
    """National targets beside what stands here: rows, one drawing, and lines for the chart over time.

    A target of some ranks or categories only is compared with the objects of those; it is no line for all.
    """
    targets = list(ReferenceTarget.objects.all())
    lang = language()
    live = stands.snapshot is None or not is_area(found.unit.code)
    counted = _rows(found) if targets and live else None
    rows, drawn, lines = [], [], []
    for each in targets:
        alike = each.measure == ReferenceTarget.Measure.DIGITIZED
        share = _share(each, counted) if alike else None
        percent = decimal(f"{each.percent.normalize():f}")
        name = _what(each, lang)
        rows.append(
            {
                "what": name,
                "alike": alike,
                "measure": _measure(each),
                "note": each.note_en if lang == "en" else each.note_vi,
                "percent": percent,
                "year": each.year,
                "number": each.document_number,
                "document": (each.document_en if lang == "en" else "") or each.document_vi,
                "quote": each.quote_en if lang == "en" else each.quote_vi,
                "share": share,
                "here": percent_of(share),
                "meets": share.meets(each.percent) if share else None,
                "list": _list_of(each, found.unit.code) if alike else "",
            }
        )
        if alike:
            drawn.append(
                Dot(
                    name,
                    share if share and share.total else None,
                    percent_of(share),
                    float(each.percent),
                    _none(share),
                )
            )
        if alike and not each.ranks and not each.categories:
            label = _("Quốc gia: %(percent)s%% đến %(year)s") % {"percent": percent, "year": each.year}
            lines.append(Line(float(each.percent), label, reference=True))
    svg = (
        dot_plot(
            "moc",
            drawn,
            _("Mốc của văn bản quốc gia (vạch đỏ) và kết quả ở đây (chấm)."),
            _("Số liệu ở bảng bên cạnh."),
        )
        if any(each.share for each in drawn)
        else ""
    )
    return {"rows": rows, "svg": svg, "lines": lines}


def _rows(found: UnitKpi) -> list[Row]:
    """Objects by rank and category, as far as their level goes. A ward's are few, so they are not grouped first."""
    day = timezone.localdate()
    if is_area(found.unit.code):
        return rows_of(day, found.unit.code)
    lines = (
        RegisterEntry.objects.filter(version=found.register)
        if found.register
        else counted(day, found.unit.code)
    )
    read = lines.values_list("category", "item__rank", "item__level")
    return [Row("", "", category, rank, level, False, False, (), (), 1) for category, rank, level in read]


def _share(target: ReferenceTarget, rows: Any) -> Share | None:
    if rows is None:
        return None
    return share_of_rows(
        row
        for row in rows
        if (not target.ranks or row.rank in target.ranks)
        and (not target.categories or row.category in target.categories)
    )


def _list_of(target: ReferenceTarget, code: str) -> str:
    """The objects that it speaks of; nothing where one list cannot name them."""
    if len(target.ranks) > 1 or len(target.categories) > 1:
        return ""
    return list_url(code, rank="".join(target.ranks), category="".join(target.categories))


def _what(target: ReferenceTarget, lang: str) -> str:
    ranks = [categories.term(categories.RANKS, each).label(lang) for each in target.ranks]
    kinds = [categories.term(categories.CATEGORIES, each).label(lang) for each in target.categories]
    return ", ".join(ranks or kinds) or _("Mọi di sản")


def _measure(target: ReferenceTarget) -> str:
    """What the percentage is of, where it is not of what is digitized."""
    return {
        "identifier": _("có mã định danh"),
        "standard": _("theo khung tiêu chuẩn"),
    }.get(target.measure, _("đã số hóa"))


def _none(share: Share | None) -> str:
    return _("không có đối tượng") if share is not None else _("xem danh sách")
