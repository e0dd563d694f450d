"""The leaders' page: what is due, how wards stand side by side, at what pace, what is blocked, what was lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heritage import categories
from heritage.errors import Refusal
from heritage.models import LevelChange
from heritage.projections.card import name_in
from heritage.projections.charts_dots import Row, dot_plot
from heritage.projections.dates import day_text
from heritage.selectors import leaders
from heritage.selectors.kpi import UnitKpi, kpi_of
from heritage.selectors.progress import Goal, goals_of
from heritage.services import blocking
from heritage.views.context import language
from heritage.views.desk.access import desk_page, own_item, person, shell
from heritage.views.desk.pace_words import ICONS, chance_text, outlook_text, pace_text, tone_of
from heritage.views.desk.reports import report_url
from heritage.views.kpi_number import decimal, percent_of
from heritage.views.kpi_plan import duty_row

SOON_DAYS = 14


@desk_page
def page(request: HttpRequest) -> HttpResponse:
    """One screen for whoever signs: read only, but for what is blocked."""
    if request.method == "POST":
        return _act(request)
    own = leaders.own_units(person(request))
    wards = [kpi_of(unit.code) for unit in leaders.wards_beside(own) if unit.valid_to is None]
    mine = {unit.code for unit in own}
    return render(
        request,
        "desk/leaders.html",
        {
            **shell(request, "leaders"),
            "duties": [_duty(each) for each in leaders.duties(own)],
            "many": len(own) > 1,
            "wards": [_ward(each, each.unit.code in mine) for each in wards],
            "dots": _dots(wards),
            "paces": [
                row for each in wards if each.unit.code in mine for row in _paces(each, every=len(own) == 1)
            ],
            "blocked": [_blocked(each) for each in leaders.blocked(own)],
            "choices": [
                {"id": item.public_id, "name": name_in(item, language()), "unit": item.unit.name}
                for item in leaders.may_be_blocked(own)
            ],
            "lost": [_lost(each) for each in leaders.lost(own)],
            "lost_days": leaders.LOST_DAYS,
        },
    )


def _act(request: HttpRequest) -> HttpResponse:
    item = own_item(request, request.POST.get("item", ""))
    try:
        if request.POST.get("action") == "unblock":
            blocking.unblock(item, by=person(request))
            messages.success(request, _("Đã bỏ ghi vướng: %(name)s.") % {"name": item.name_vi})
        else:
            blocking.block(item, request.POST.get("reason", ""), by=person(request))
            messages.success(request, _("Đã ghi vướng: %(name)s.") % {"name": item.name_vi})
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
    return redirect(reverse("desk-leaders") + "#vuong")


def _duty(each: Any) -> dict[str, Any]:
    told = duty_row(each.duty)
    tone = "bad" if told["days"] < 0 else "warn" if told["days"] <= SOON_DAYS else "plain"
    return {
        **told,
        "unit": each.unit.name,
        "url": report_url(each),
        "tone": tone,
        "carried_on": each.carried_on,
    }


def _ward(found: UnitKpi, own: bool) -> dict[str, Any]:
    target = None if found.target is None else decimal(f"{found.target.normalize():f}")
    return {
        "name": found.unit.name,
        "url": reverse("kpi-unit", args=[found.unit.code]),
        "own": own,
        "share": found.whole,
        "percent": percent_of(found.whole),
        "target": target,
        "meets": found.meets_target,
        "more": max(0, found.verdict.share.needed_for(found.target) - found.verdict.share.digitized)
        if found.verdict and found.target is not None
        else None,
    }


def _dots(wards: list[UnitKpi]) -> str:
    if not any(each.whole for each in wards):
        return ""
    rows = [
        Row(
            each.unit.name,
            each.whole,
            percent_of(each.whole),
            float(each.target) if each.target is not None else None,
            _("chưa có danh mục"),
        )
        for each in sorted(wards, key=lambda each: -(each.whole.fraction or 0) if each.whole else 1)
    ]
    return dot_plot(
        "so-sanh",
        rows,
        _("Tỷ lệ đã số hóa của từng đơn vị (chấm) và chỉ tiêu (vạch đỏ)."),
        _("Số liệu ở bảng bên cạnh."),
    )


def _paces(found: UnitKpi, *, every: bool) -> list[dict[str, Any]]:
    """A ward's goals with its pace; ``every``: one without a figure too."""
    return [_pace(found, goal) for goal in goals_of(found) if every or goal.percent is not None]


def _pace(found: UnitKpi, goal: Goal) -> dict[str, Any]:
    lang, now = language(), goal.now
    chance, tone = chance_text(now), tone_of(now)
    label = categories.term(categories.CATEGORIES, goal.category).label(lang) if goal.category else ""
    return {
        "name": found.unit.name,
        "label": label,
        "sentence": outlook_text(now),
        "pace": pace_text(now.pace),
        "needed": pace_text(now.needed_pace),
        "due": day_text(now.due, lang) if now.due else None,
        "remaining": now.remaining,
        "chance": {"kind": tone, "icon": ICONS[tone], "text": chance} if chance else None,
        "weeks": now.weeks,
    }


def _blocked(each: leaders.Blocked) -> dict[str, Any]:
    today, lang = timezone.localdate(), language()
    return {
        "id": each.item.public_id,
        "name": name_in(each.item, lang),
        "unit": each.item.unit.name,
        "reason": each.reason,
        "since": day_text(each.since, lang) if each.since else "",
        "days": (today - each.since).days if each.since else None,
    }


def _lost(change: LevelChange) -> dict[str, Any]:
    lang = language()
    named = {need["code"]: need["en" if lang == "en" else "vi"] for need in change.item.level_reasons}
    return {
        "id": change.item.public_id,
        "name": name_in(change.item, lang),
        "unit": change.item.unit.name,
        "date": day_text(timezone.localtime(change.at).date(), lang),
        "before": change.before,
        "after": change.after,
        "lost": [named.get(code, code) for code in change.lost],
    }
