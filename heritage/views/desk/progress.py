"""How the unit gets on: pace and what is needed, when the target will be met, and how it would stand with more done."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from heritage import categories
from heritage.models import Item
from heritage.projections.card import name_in
from heritage.projections.charts_range import time_line
from heritage.projections.dates import day_text
from heritage.rules.forecast import FEWEST_WEEKS, Chance, Forecast, Outlook
from heritage.selectors.kpi import UnitKpi, kpi_of
from heritage.selectors.progress import Goal, goals_of
from heritage.views.context import language
from heritage.views.desk.access import desk_page, shell, working_unit
from heritage.views.kpi_number import decimal

MOST_CHOICES = 200
MISSING_SHOWN = 3
COUNTS_FROM = 2
ICONS = {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-x", "plain": "info"}


@desk_page
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The goals of the working unit; ``chon`` names objects that are thought of as done."""
    unit = working_unit(request)
    found = kpi_of(unit.code) if unit else None
    chosen = set(request.GET.getlist("chon"))
    goals = [_goal(each, found) for each in goals_of(found, chosen)] if found else []
    choices = _choices(found, chosen) if found else []
    return render(
        request,
        "desk/progress.html",
        {
            **shell(request, "kpi"),
            "found": found,
            "goals": goals,
            "choices": choices[:MOST_CHOICES],
            "left_out": max(0, len(choices) - MOST_CHOICES),
            "chosen_count": sum(each["chosen"] for each in choices),
        },
    )


def _goal(goal: Goal, found: UnitKpi | None) -> dict[str, Any]:
    """One goal in words."""
    now = goal.now
    return {
        "label": categories.term(categories.CATEGORIES, goal.category).label(language())
        if goal.category
        else "",
        "share": now.share,
        "percent": decimal(now.share.percent),
        "target": None if goal.percent is None else decimal(f"{goal.percent.normalize():f}"),
        "due": day_text(now.due, language()) if now.due else "",
        "remaining": now.remaining,
        "needed_pace": pace_text(now.needed_pace),
        "pace": pace_text(now.pace),
        "weeks": now.weeks,
        "verdict": outlook_text(now),
        "chance": chance_text(now),
        "tone": (tone := _tone(now)),
        "icon": ICONS[tone],
        "line": time_line(now, found.date, language()) if found else "",
        "then": _then(goal.then) if goal.then else None,
    }


def _then(then: Forecast) -> dict[str, Any]:
    return {
        "share": then.share,
        "percent": decimal(then.share.percent),
        "remaining": then.remaining,
        "needed_pace": pace_text(then.needed_pace),
        "verdict": outlook_text(then),
        "met": then.outlook is Outlook.MET,
    }


def outlook_text(found: Forecast) -> str:
    """When the target will be met, in a sentence; what cannot be said is said to be so."""
    if found.outlook is Outlook.MET:
        return _("Đã đạt chỉ tiêu.")
    if found.outlook is Outlook.NO_TARGET:
        return _("Kế hoạch không nêu chỉ tiêu bằng số.")
    if found.outlook is Outlook.TOO_EARLY:
        return ngettext(
            "Mới có %(weeks)d tuần số liệu cùng cách tính. Đủ %(least)d tuần mới ước được ngày đạt.",
            "Mới có %(weeks)d tuần số liệu cùng cách tính. Đủ %(least)d tuần mới ước được ngày đạt.",
            found.weeks,
        ) % {"weeks": found.weeks, "least": FEWEST_WEEKS}
    if found.outlook is Outlook.NEVER or found.earliest is None:
        return _("Theo nhịp này thì không đạt được chỉ tiêu.")
    earliest = day_text(found.earliest, language())
    if found.latest is None:
        return _("Theo nhịp này sớm nhất là %(earliest)s; muộn nhất thì chưa thể nói.") % {
            "earliest": earliest
        }
    return _("Theo nhịp này, đạt chỉ tiêu trong khoảng %(earliest)s đến %(latest)s.") % {
        "earliest": earliest,
        "latest": day_text(found.latest, language()),
    }


def chance_text(found: Forecast) -> str:
    """Whether in time; empty where nothing can be said or it is met."""
    if found.outlook is Outlook.MET or found.chance is None:
        return ""
    return {
        Chance.LIKELY: _("Nhiều khả năng kịp hạn"),
        Chance.OPEN: _("Chưa chắc kịp hạn"),
        Chance.UNLIKELY: _("Khó kịp hạn"),
    }[found.chance]


def pace_text(pace: Fraction | None) -> str:
    """Objects a week with one decimal, rounded half up; empty where there is none."""
    if pace is None:
        return ""
    exact = Decimal(pace.numerator) / Decimal(pace.denominator)
    return decimal(str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))) or ""


def _tone(found: Forecast) -> str:
    if found.chance is None:
        return "plain"
    return {Chance.LIKELY: "ok", Chance.OPEN: "warn", Chance.UNLIKELY: "bad"}[found.chance]


def _choices(found: UnitKpi, chosen: set[str]) -> list[dict[str, Any]]:
    """Objects of the register that do not count yet, those that lack least first."""
    ids = [each.id for each in found.objects if each.level < COUNTS_FROM]
    rows = Item.objects.in_bulk(ids, field_name="public_id")
    choices = []
    for each in found.objects:
        if each.level >= COUNTS_FROM:
            continue
        item = rows[each.id]
        missing = [need for need in item.level_reasons if not need["met"] and need["level"] <= COUNTS_FROM]
        key = "en" if language() == "en" else "vi"
        choices.append(
            {
                "id": each.id,
                "name": name_in(item, language()),
                "category": each.category,
                "category_label": categories.term(categories.CATEGORIES, each.category).one(language()),
                "steps": len(missing),
                "missing": "; ".join(need[key] for need in missing[:MISSING_SHOWN]),
                "more": max(0, len(missing) - MISSING_SHOWN),
                "blocked": item.blocked_reason,
                "chosen": each.id in chosen,
            }
        )
    choices.sort(key=lambda each: (bool(each["blocked"]), each["steps"], each["name"]))
    return choices
