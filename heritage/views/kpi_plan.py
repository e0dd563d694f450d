"""What the plan asks for: its quote, its duties with their days; and what national documents ask for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heritage import categories
from heritage.models import Plan
from heritage.projections.dates import day_text, partial_text
from heritage.rules.calendar import Duty, due_within, read_rules
from heritage.selectors.kpi import UnitKpi
from heritage.views.context import language

YEAR_DAYS = 365


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
    within = due_within(read_rules(plan.reporting), today, today + dt.timedelta(days=YEAR_DAYS))
    return [duty_row(each) for each in within]


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
    return reverse("kpi-calendar", args=[code])
