"""The number, in the order in which a leader asks: how much, of what, by which target, what is missing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heritage import categories
from heritage.errors import NotFound
from heritage.models import Item
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
    ids = [each.id for each in found.objects]
    rows = Item.objects.select_related("unit").in_bulk(ids, field_name="public_id")
    return render(
        request,
        "pages/kpi.html",
        {
            "found": found,
            "number": number(found),
            "wards": [number(ward) for ward in wards],
            "by_category": [
                {
                    "label": categories.term(categories.CATEGORIES, code).label(lang),
                    "code": code,
                    "share": share,
                    "percent": decimal(share.percent),
                    "width": round(float(share.fraction or 0) * 100, 2),
                    "levels": [
                        sum(1 for each in found.objects if each.category == code and each.level == level)
                        for level in range(4)
                    ],
                }
                for code, share in (found.count.by_category if found.count else ())
            ],
            "levels": [sum(1 for each in found.objects if each.level == level) for level in range(4)],
            "objects": [
                {
                    "item": rows[each.id],
                    "url": item_url(rows[each.id], lang) if rows[each.id].is_public else None,
                    "category": categories.term(categories.CATEGORIES, each.category).label(lang),
                    "level": each.level,
                    "level_label": categories.term(categories.LEVELS, str(each.level)).label(lang),
                    "missing": [
                        need["en" if lang == "en" else "vi"]
                        for need in rows[each.id].level_reasons
                        if not need["met"] and need["level"] <= max(2, 3 if each.level >= 2 else 2)
                    ],
                }
                for each in found.objects
            ],
        },
    )


def number(found: UnitKpi) -> dict[str, Any]:
    """One ward's number for any template: text forms ready, percent with the language's decimal mark."""
    share = found.whole
    target = None if found.target is None else f"{found.target.normalize():f}"
    needed = share.needed_for(found.target) if share and found.target is not None else None
    return {
        "code": found.unit.code,
        "name": found.unit.name,
        "province": found.unit.province_name,
        "date": found.date,
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
