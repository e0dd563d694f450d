"""How the unit gets on: pace and what is needed, when the target will be met, and how it would stand with more done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heritage import categories
from heritage.models import Item
from heritage.projections.card import name_in
from heritage.projections.charts_range import time_line
from heritage.projections.dates import day_text
from heritage.rules.forecast import Forecast, Outlook
from heritage.selectors.kpi import UnitKpi, kpi_of
from heritage.selectors.progress import Goal, goals_of
from heritage.views.context import language
from heritage.views.desk.access import desk_page, shell, working_unit
from heritage.views.desk.pace_words import ICONS, chance_text, outlook_text, pace_text, tone_of
from heritage.views.kpi_number import decimal

MOST_CHOICES = 200
MISSING_SHOWN = 3
COUNTS_FROM = 2


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
        "tone": (tone := tone_of(now)),
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
