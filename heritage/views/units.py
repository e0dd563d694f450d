"""Pages of administrative units: find one by any name it ever had, and see where it lies and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis import unit_history
from gis.bounds import Bounds
from gis.models import AdminUnit
from gis.units import extent
from heritage.projections.card import card
from heritage.projections.dates import day_text
from heritage.projections.inset import inset
from heritage.projections.unit_words import chain_rows, interval_text, now_in, place_text, step_row, unit_url
from heritage.selectors import unit_pages
from heritage.selectors.unit_pages import FoundUnit
from heritage.views.context import language
from heritage.views.map_setup import map_config

SHOWN = 12  # items on the page of a unit; Explore has them all
SHARE = 0.08  # of land around a unit on its map


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The search box, and what it found: units of today and of before, with what became of each."""
    text = request.GET.get("q", "")[:200].strip()
    lang = language()
    found = unit_pages.found_by(text) if text else []
    context = {"text": text, "found": [_result(each, lang) for each in found], "most": unit_pages.MOST_FOUND}
    return render(request, "pages/units.html", context)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """The unit that carried a code on ``ngay``, today unless told; the last one where none does."""
    every = unit_pages.territories(code)
    day, problem = _day(request.GET.get("ngay", ""))
    chosen = next((each for each in every if each.stands_on(day)), None)
    if not every:
        raise Http404
    lang = language()
    if chosen is None and request.GET.get("ngay"):
        problem = problem or _("Ngày %(day)s không có đơn vị nào mang mã này.") % {"day": day_text(day, lang)}
    shown = chosen or every[0]
    return render(request, "pages/unit.html", {**_page(shown, every, lang), "day": day, "problem": problem})


@require_safe
def outline(request: HttpRequest, code: str) -> JsonResponse:
    """The extent of a unit on a day as GeoJSON, for the map of its page."""
    day, problem = _day(request.GET.get("ngay", ""))
    found = unit_pages.territory_on(code, day)
    if found is None or problem:
        raise Http404
    shape = extent(found)
    features = (
        []
        if shape is None
        else [
            {
                "type": "Feature",
                "geometry": {"type": "MultiPolygon", "coordinates": shape.geometry.coords},
                "properties": {"code": found.code, "name": found.name, "approximate": shape.approximate},
            }
        ]
    )
    return JsonResponse({"type": "FeatureCollection", "features": features})


def _result(found: FoundUnit, lang: str) -> dict[str, Any]:
    return {
        "name": found.unit.name,
        "code": found.unit.code,
        "place": place_text(found.unit),
        "when": interval_text(found.unit, lang),
        "url": unit_url(found.unit, dated=not found.stands),
        "now": now_in(found.unit, found.chains),
        "chains": [chain_rows(chain, lang) for chain in found.chains if chain.steps],
        "ended": not found.stands,
    }


def _page(shown: AdminUnit, every: list[AdminUnit], lang: str) -> dict[str, Any]:
    stands = shown.stands_on(timezone.localdate())
    chains = unit_pages.chains_of(shown)
    items = unit_pages.items_of(shown, chains)
    made_from = [step_row(step, lang) for step in unit_history.predecessors(shown) if step.steps == 1]
    return {
        "unit": shown,
        "stands": stands,
        "place": place_text(shown),
        "when": interval_text(shown, lang),
        "now": now_in(shown, chains),
        "chains": [chain_rows(chain, lang) for chain in chains],
        "heirs": [{"name": chain.end.name, "url": unit_url(chain.end, dated=False)} for chain in chains],
        "made_from": made_from,
        "territories": [
            {
                "name": each.name,
                "when": interval_text(each, lang),
                "place": place_text(each),
                "url": unit_url(each, dated=True),
                "current": each.pk == shown.pk,
            }
            for each in every
        ],
        "items": [card(item, lang) for item in items[:SHOWN]],
        "total": items.count(),
        "explore_url": f"{reverse('explore')}?unit={shown.code}" if stands else "",
        "kpi_url": reverse("kpi-unit", args=[shown.code]) if stands and shown.level == "commune" else "",
        "api_url": f"/api/v1/units/{shown.code}?date={_a_day_of(shown).isoformat()}",
        **_map(shown, stands),
    }


def _map(shown: AdminUnit, stands: bool) -> dict[str, Any]:
    shape = extent(shown)
    if shape is None:
        return {}
    west, south, east, north = shape.geometry.extent
    wide, high = (east - west) * SHARE, (north - south) * SHARE
    frame = Bounds(west - wide, south - high, east + wide, north + high)
    address = f"{reverse('unit-outline', args=[shown.code])}?ngay={_a_day_of(shown).isoformat()}"
    more: dict[str, Any] = (
        {"clusters_url": "/api/v1/map", "query": f"unit={shown.code}&lang={language()}"}
        if stands
        else {"items": []}
    )
    return {
        "map_config": map_config(frame, extents_url=address, **more),
        "inset": inset(frame),
        "approximate": shape.approximate,
    }


def _a_day_of(shown: AdminUnit) -> dt.date:
    return timezone.localdate() if shown.stands_on(timezone.localdate()) else shown.valid_from


def _day(text: str) -> tuple[dt.date, str]:
    """The day asked for, and what is wrong with it."""
    if not text:
        return timezone.localdate(), ""
    try:
        return dt.date.fromisoformat(text), ""
    except ValueError:
        return timezone.localdate(), _("Ngày cần dạng 2026-11-24.")
