"""The number, in the order in which a leader asks: how much, of what, by which target, what is missing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heritage import categories
from heritage.errors import NotFound
from heritage.kpi import COUNTS_FROM
from heritage.models import Item
from heritage.projections.bars import bars
from heritage.projections.card import name_in
from heritage.projections.dates import day_text, partial_text
from heritage.projections.item_document import item_url
from heritage.projections.slats import slats
from heritage.selectors.kpi import UnitKpi, kpi_of, kpi_of_demo_and_real
from heritage.views.context import language


@require_safe
def kpi(request: HttpRequest) -> HttpResponse:
    """The ward asked for, or the first that has both a target and a register."""
    code = request.GET.get("unit")
    wards = kpi_of_demo_and_real()
    if code:
        return unit(request, code)
    ranked = sorted(wards, key=lambda ward: (ward.whole is None, ward.target is None, ward.unit.folded))
    if not ranked:
        return render(request, "pages/kpi_empty.html", {})
    return _page(request, ranked[0], wards)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """The number of one ward."""
    try:
        found = kpi_of(code)
    except NotFound as error:
        raise Http404(error.vi) from error
    return _page(request, found, kpi_of_demo_and_real())


def _page(request: HttpRequest, found: UnitKpi, wards: list[UnitKpi]) -> HttpResponse:
    lang = language()
    chart = bars(found.count, found.target) if found.count else None
    return render(
        request,
        "pages/kpi.html",
        {
            "found": found,
            "number": number(found),
            "wards": [number(ward) for ward in wards],
            "date_text": day_text(found.date, lang),
            "categories": _by_category(found, chart, lang),
            "bars": chart,
            "levels": _levels(found, None),
            "objects": _objects(found, lang),
            "plan": _plan(found, lang),
            "api_url": f"/api/v1/kpi?unit={found.unit.code}",
            "objects_url": f"/api/v1/exports/kpi.json?unit={found.unit.code}",
        },
    )


def _by_category(found: UnitKpi, chart: dict[str, Any] | None, lang: str) -> list[dict[str, Any]]:
    if found.count is None or chart is None:
        return []
    return [
        {
            "code": code,
            "label": categories.term(categories.CATEGORIES, code).label(lang),
            "share": share,
            "percent": decimal(share.percent),
            "levels": _levels(found, code),
            "bar": bar,
        }
        for (code, share), bar in zip(found.count.by_category, chart["rows"], strict=True)
    ]


def _levels(found: UnitKpi, category: str | None) -> list[int]:
    """How many objects stand at each level, 0 to 3."""
    return [
        sum(1 for each in found.objects if each.level == level and category in (None, each.category))
        for level in range(4)
    ]


def _objects(found: UnitKpi, lang: str) -> list[dict[str, Any]]:
    """Every object of the register with what it lacks; one that is not published keeps its name."""
    ids = [each.id for each in found.objects]
    rows = Item.objects.select_related("unit").in_bulk(ids, field_name="public_id")
    return [
        {
            "id": each.id,
            "name": name_in(rows[each.id], lang) if rows[each.id].is_public else None,
            "url": item_url(rows[each.id], lang) if rows[each.id].is_public else None,
            "category": each.category,
            "category_label": categories.term(categories.CATEGORIES, each.category).one(lang),
            "level": each.level,
            "level_label": categories.term(categories.LEVELS, str(each.level)).label(lang),
            "missing": [
                need["en" if lang == "en" else "vi"]
                for need in rows[each.id].level_reasons
                if not need["met"] and need["level"] <= COUNTS_FROM
            ],
            "blocked": (rows[each.id].blocked_reason if lang == "vi" else _("Đang vướng"))
            if each.blocked
            else "",
        }
        for each in found.objects
    ]


def _plan(found: UnitKpi, lang: str) -> dict[str, Any] | None:
    """The plan as it is quoted; languages are not mixed, so English has the translation only."""
    plan = found.plan
    if plan is None:
        return None
    english = lang == "en"
    return {
        "document": (plan.document_en if english else "") or plan.document_vi,
        "document_lang": "" if plan.document_en or not english else "vi",
        "date": partial_text(plan.document_date, lang) if plan.document_date else "",
        "quote": plan.quote_en if english else plan.quote_vi,
        "place": "" if english else plan.quote_place,
        "office": plan.office_en if english else plan.office_vi,
        "reporting": [each.get("note_en" if english else "note_vi", "") for each in plan.reporting],
        "note": plan.note_en if english else plan.note_vi,
    }


def number(found: UnitKpi) -> dict[str, Any]:
    """One ward's number for any template: text forms ready, percent with the language's decimal mark."""
    share = found.whole
    target = None if found.target is None else f"{found.target.normalize():f}"
    needed = share.needed_for(found.target) if share and found.target is not None else None
    return {
        "code": found.unit.code,
        "name": found.unit.name,
        "province": found.unit.province_name,
        "date_text": day_text(found.date, language()),
        "share": share,
        "percent": decimal(share.percent) if share else None,
        "target": decimal(target) if target else None,
        "needed": needed,
        "more": max(0, needed - share.digitized) if share and needed is not None else None,
        "meets": found.meets_target,
        "register": found.register,
        "register_label": _register_label(found),
        "plan": found.plan,
        "slats": slats(
            found.objects,
            found.target,
            _("%(n)s trên %(total)s di sản đã số hóa") % {"n": share.digitized, "total": share.total},
            _("Chỉ tiêu %(target)s%%: %(needed)s di sản") % {"target": decimal(target), "needed": needed}
            if target
            else "",
        )
        if share
        else None,
    }


def decimal(text: str | None) -> str | None:
    """A figure with the decimal mark of the language."""
    return text if text is None or language() == "en" else text.replace(".", ",")


def _register_label(found: UnitKpi) -> str:
    if found.register is None:
        return ""
    return found.register.label_en if language() == "en" else found.register.label_vi
