"""The number, in the order in which a leader asks: how much, of what, by which target, what is missing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis import units
from gis.models import AdminUnit
from heritage.categories import CATEGORIES
from heritage.errors import NotFound
from heritage.kpi import Share
from heritage.selectors import kpi_area
from heritage.selectors.desk import units_with_plans
from heritage.selectors.kpi import UnitKpi
from heritage.selectors.kpi_area import Standing
from heritage.selectors.plans import plans_on
from heritage.selectors.registers import COUNTRY
from heritage.views import kpi_embed, kpi_sections, kpi_time
from heritage.views.context import language
from heritage.views.kpi_definition import definition
from heritage.views.kpi_number import decimal, number, percent_of
from heritage.views.kpi_objects import objects
from heritage.views.kpi_plan import plan_of
from heritage.views.kpi_references import references_of

MOST_NAMED = 40  # units in the list at the top; more are searched
MOST_CARDS = 24
MOST_OBJECTS = 12  # of a ward on its page; its list has all
MOST_FOUND = 30


@require_safe
def kpi(request: HttpRequest) -> HttpResponse:
    """The unit asked for by code or name; without one the country, or the only ward that takes part."""
    if code := request.GET.get("unit", ""):
        return unit(request, code)
    if text := request.GET.get("q", "").strip()[:200]:
        return _find(request, text)
    own = list(units_with_plans().values_list("code", flat=True)[:2])
    if not own:
        return render(request, "pages/kpi_empty.html", {})
    return unit(request, own[0] if len(own) == 1 else COUNTRY)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """The number of one ward, a province (two digits) or the country (``vn``)."""
    stands = kpi_area.standing()
    try:
        found = kpi_area.number_of(code, stands)
    except NotFound as error:
        raise Http404(error.vi) from error
    more = {"embed_code": kpi_embed.code_of(request, found.unit.code, found.unit.name)}
    return render(request, "pages/kpi.html", _page(found, stands) | more)


def _find(request: HttpRequest, text: str) -> HttpResponse:
    matching = units.units_matching(text, day=timezone.localdate(), limit=MOST_FOUND)
    found = [each for each in matching if each.level != AdminUnit.Level.DISTRICT]
    if len(found) == 1:
        return redirect("kpi-unit", found[0].code)
    return render(request, "pages/kpi_find.html", {"text": text, "found": found, "most": MOST_FOUND})


def _page(found: UnitKpi, stands: Standing) -> dict[str, Any]:
    code, area = found.unit.code, kpi_area.is_area(found.unit.code)
    province = "" if code == COUNTRY else found.unit.province_code
    wards = kpi_area.ward_shares(stands, province)
    shares = wards if province else _shares_of_country(wards, stands)
    kept = stands.day.isoformat() if stands.digest else ""
    date = kept if area else ""
    rows = kpi_area.objects_alike(found, stands)
    references = references_of(found, rows, date)
    table = kpi_sections.table_of(shares, date=kept, most=None if area else MOST_CARDS, own=code)
    return {
        "found": found,
        "number": number(found, date),
        "crumbs": kpi_sections.crumbs(found),
        "picker": _picker(code),
        "coverage": _coverage(code, wards) if area else None,
        "snapshot": stands.digest if area else "",
        "categories": kpi_sections.by_category(found, date),
        "told_apart": kpi_sections.told_apart(found, rows, date),
        "time": kpi_time.over_time(found, references["lines"]),
        "all_units_url": reverse("kpi-unit", args=[province]) if len(table) < len(shares) else "",
        "map": kpi_sections.area_map("" if area else code, province, wards, table),
        "cards": _cards(code, wards, stands),
        "references": references,
        "objects": [] if area else objects(found, language(), MOST_OBJECTS),
        "plan": plan_of(found),
        "definition": definition(found.date),
        "api_url": f"/api/v1/kpi?unit={code}",
        "objects_url": f"/api/v1/exports/kpi.json?unit={code}",
        "embed_url": reverse("kpi-embed", args=[code]),
        "embed_svg_url": reverse("kpi-badge", args=[code]),
    }


def _shares_of_country(wards: dict[str, Share], stands: Standing) -> dict[str, Share]:
    """What the country's table tells apart: its wards while they are few, else its provinces."""
    return wards if len(wards) <= MOST_CARDS else kpi_area.province_shares(stands)


def _coverage(code: str, wards: dict[str, Share]) -> dict[str, str]:
    """How many wards the number speaks of, and of how many it cannot."""
    every = kpi_area.units_below(code)
    thousands = kpi_sections.thousands
    return {"wards": thousands(len(wards)), "all": thousands(every), "rest": thousands(every - len(wards))}


def _picker(code: str) -> dict[str, Any]:
    """Units to choose from: those that take part while they are few, else a box to search in."""
    own = list(units_with_plans().values_list("code", "name")[: MOST_NAMED + 1])
    named = own if len(own) <= MOST_NAMED else []
    others = [(COUNTRY, _("Cả nước")), *named]
    return {
        "named": [{"code": each, "name": name, "chosen": each == code} for each, name in others]
        if named
        else [],
        "unlisted": code not in {each for each, _name in others},
    }


def _cards(code: str, wards: dict[str, Share], stands: Standing) -> list[dict[str, Any]]:
    """Numbers of wards side by side, those with a plan and no register too; of provinces where wards are many."""
    day = timezone.localdate()
    by_ward = code != COUNTRY or len(wards) <= MOST_CARDS
    shares = wards if by_ward else kpi_area.province_shares(stands)
    planned: dict[str, AdminUnit] = {}
    if by_ward and len(wards) <= MOST_CARDS:
        rows = units_with_plans().defer("boundary")[: MOST_CARDS + 1]
        province = "" if code == COUNTRY else _province_of(code)
        planned = {each.code: each for each in rows if province in ("", each.province_code)}
    if len(shares) > MOST_CARDS and by_ward:
        return []  # the table beside the map has them all
    units_named = planned | kpi_area.names_of(list(shares))
    chosen = plans_on(day, [row.pk for row in planned.values()])
    plans = {each: chosen.get(row.pk) for each, row in planned.items()}
    targets = {
        each: float(plan.target_percent)
        for each, plan in plans.items()
        if plan and plan.target_percent and len(plan.categories) in (0, len(CATEGORIES))
    }
    lines = kpi_time.sparks(list(shares), {each: targets.get(each) for each in shares})
    ordered = sorted(units_named.values(), key=lambda each: each.folded)
    return [
        {
            "name": each.name,
            "url": reverse("kpi-unit", args=[each.code]),
            "current": each.code == code,
            "share": shares.get(each.code),
            "percent": percent_of(shares.get(each.code)),
            "target": decimal(f"{plan.target_percent.normalize():f}")
            if (plan := plans.get(each.code)) and plan.target_percent is not None
            else None,
            "planned": bool(plans.get(each.code)),
            "spark": lines.get(each.code, ""),
        }
        for each in ordered
    ]


def _province_of(code: str) -> str:
    return code[:2] if len(code) == 2 else (kpi_area.names_of([code])[code].province_code)
