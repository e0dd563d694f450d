"""Plans of the units as their documents state them: a list, and a form for administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from gis import units
from gis.models import AdminUnit
from heritage import categories
from heritage.errors import Refusal
from heritage.forms.plan import PERIODS, PlanForm, initial_of
from heritage.models import Plan, User
from heritage.projections.dates import day_text, partial_text
from heritage.projections.duty_words import report_words
from heritage.selectors.duties import duties_within, target_day
from heritage.services.plans import save_plan
from heritage.views.context import language
from heritage.views.desk.access import administrator, desk_page, shell

NEW = {"categories_stated": True, "pooled": True}


@desk_page
def listing(request: HttpRequest) -> HttpResponse:
    """Every plan, and a box for the unit of a new one."""
    administrator(request)
    code = request.GET.get("unit", "").strip()
    if code:
        if _unit(code) is not None:
            return redirect("desk-plan-new", code=code)
        messages.error(request, _("Không có phường, xã nào mang mã %(code)s hôm nay.") % {"code": code})
    lang = language()
    plans = Plan.objects.select_related("unit").defer("unit__boundary").order_by("unit__folded", "-year_from")
    context = {**shell(request, "kpi"), "plans": [_row(plan, lang) for plan in plans]}
    return render(request, "desk/plans.html", context)


@desk_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a plan."""
    user = administrator(request)
    plan = get_object_or_404(Plan.objects.select_related("unit"), pk=pk)
    return _form(request, user, plan.unit, plan)


@desk_page
def create(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a new plan of a unit."""
    user, unit = administrator(request), _unit(code)
    if unit is None:
        raise Http404
    return _form(request, user, unit, None)


def _form(request: HttpRequest, user: User, unit: AdminUnit, plan: Plan | None) -> HttpResponse:
    form = PlanForm(request.POST or None, initial=initial_of(plan) if plan else NEW)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_plan(plan, unit, form.columns(), by=user)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence(language()))
        else:
            messages.success(request, _("Đã lưu kế hoạch."))
            return redirect("desk-plan", pk=saved.pk)
    lang = language()
    context = {
        **shell(request, "kpi"),
        "form": form,
        "unit": unit,
        "plan": plan,
        "targets": [form[f"target_{term.code}"] for term in categories.CATEGORIES],
        "rules": [
            {
                "label": label,
                "before": form[f"before_{period}"],
                "cut_off": form[f"cut_off_{period}"],
                "note_vi": form[f"note_{period}_vi"],
                "note_en": form[f"note_{period}_en"],
            }
            for period, label in PERIODS.items()
        ],
        "duties": _duties(plan, lang) if plan else [],
    }
    return render(request, "desk/plan.html", context, status=400 if form.errors else 200)


def _duties(plan: Plan, lang: str) -> list[dict[str, Any]]:
    """What the calendar comes to this year."""
    today = timezone.localdate()
    year = min(max(today.year, plan.year_from), plan.year_to)
    first, last = today.replace(year=year, month=1, day=1), today.replace(year=year, month=12, day=31)
    return [
        {
            "what": report_words(each.duty, lang),
            "covers": f"{day_text(each.duty.first_day, lang)} – {day_text(each.duty.cut_off, lang)}",
            "last": day_text(each.duty.last_day, lang),
            "before": day_text(each.duty.due_before, lang),
        }
        for each in duties_within(first, last, [plan.unit])
        if each.plan.pk == plan.pk
    ]


def _row(plan: Plan, lang: str) -> dict[str, Any]:
    english = lang == "en"
    target = "" if plan.target_percent is None else f"{plan.target_percent.normalize():f}"
    former = plan.carried_from or {}
    return {
        "pk": plan.pk,
        "unit": plan.unit.name,
        "province": plan.unit.province_name,
        "document": (plan.document_en if english else "") or plan.document_vi,
        "number": plan.document_number,
        "date": partial_text(plan.document_date, lang) if plan.document_date else "",
        "years": f"{plan.year_from}"
        if plan.year_from == plan.year_to
        else f"{plan.year_from}–{plan.year_to}",
        "target": target if english else target.replace(".", ","),
        "due": day_text(target_day(plan), lang),
        "former": former.get("name", ""),
    }


def _unit(code: str) -> AdminUnit | None:
    return units.unit_on(code, timezone.localdate(), AdminUnit.Level.COMMUNE)
