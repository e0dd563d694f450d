"""The leaders' page: what is due, how wards stand side by side, at what pace, what is blocked, what was lost."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heritage.errors import Refusal
from heritage.models import LevelChange
from heritage.projections.card import name_in
from heritage.projections.charts_dots import Row, dot_plot
from heritage.projections.dates import day_text
from heritage.rules.forecast import Chance, Forecast, Outlook
from heritage.selectors import leaders
from heritage.selectors.kpi import UnitKpi, kpi_of
from heritage.services import blocking
from heritage.views.context import language
from heritage.views.desk.access import desk_page, own_item, person, shell
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
                _pace(each)
                for each in wards
                if each.unit.code in mine and each.whole and (each.target is not None or len(own) == 1)
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


def _pace(found: UnitKpi) -> dict[str, Any]:
    told = leaders.pace(found)
    return {
        "name": found.unit.name,
        "sentence": _sentence(told),
        "pace": _rate(told.pace) if told and told.pace is not None else None,
        "needed": _rate(told.needed_pace) if told and told.needed_pace is not None else None,
        "due": day_text(told.due, language()) if told and told.due else None,
        "remaining": told.remaining if told else None,
        "chance": _chance(told),
        "weeks": told.weeks if told else 0,
    }


def _sentence(told: Forecast | None) -> str:
    """What can be said about the day on which the target is met, and nothing more."""
    if told is None:
        return _("Chưa có danh mục được duyệt nên chưa có tỷ lệ")
    said = {
        Outlook.NO_TARGET: _("Kế hoạch không nêu tỷ lệ."),
        Outlook.MET: _("Đã đạt chỉ tiêu."),
        Outlook.TOO_EARLY: _("Chưa đủ sáu tuần số liệu đếm cùng một cách, chưa dự báo được."),
        Outlook.NEVER: _("Với nhịp hiện nay không tới được chỉ tiêu."),
    }
    if told.outlook in said:
        return said[told.outlook]
    lang = language()
    first = day_text(told.earliest, lang) if told.earliest else ""
    if told.latest is None:
        return _("Với nhịp hiện nay, sớm nhất là %(first)s; có thể không bao giờ.") % {"first": first}
    return _("Với nhịp hiện nay, đạt chỉ tiêu trong khoảng %(first)s đến %(last)s.") % {
        "first": first,
        "last": day_text(told.latest, lang),
    }


def _chance(told: Forecast | None) -> dict[str, str] | None:
    if told is None or told.chance is None or told.outlook is Outlook.MET:
        return None
    return {
        Chance.LIKELY: {"kind": "ok", "icon": "circle-check", "text": _("Nhiều khả năng kịp hạn")},
        Chance.OPEN: {"kind": "warn", "icon": "circle-alert", "text": _("Chưa chắc kịp hạn")},
        Chance.UNLIKELY: {"kind": "bad", "icon": "triangle-alert", "text": _("Khó kịp hạn")},
    }[told.chance]


def _rate(pace: Fraction) -> str:
    """Objects a week with one decimal: "0,8"."""
    return decimal(f"{float(pace):.1f}") or ""


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
