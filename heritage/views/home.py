"""The front page: search, the four categories, next festivals, newest items, the number, the country."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heritage import categories
from heritage.models import Item
from heritage.projections.card import card
from heritage.projections.inset import inset, xy
from heritage.projections.lead import lead_picture
from heritage.selectors import catalogue, kpi_area
from heritage.selectors.calendar import upcoming
from heritage.selectors.desk import units_with_plans
from heritage.selectors.kpi import UnitKpi, kpi_of
from heritage.selectors.registers import COUNTRY
from heritage.views.context import language
from heritage.views.kpi_number import number
from search.documents import Query, Sort

NEWEST = 4
MOST_WARDS = 24
FESTIVALS = 3
LOOKED_AT = 60  # newest items among which those with a picture are found


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What a visitor, an officer and a leader look for first."""
    lang = language()
    wards = _wards()
    newest = catalogue.find(Query(sort=Sort.NEWEST, limit=LOOKED_AT)).items
    pictured = [item for item in newest if any(asset.kind == "photo" for asset in item.assets.all())]
    hero = max(pictured, key=_fit_for_the_front, default=None)
    shown = [item for item in (pictured or newest) if item is not hero]
    chosen = _chosen(wards)
    return render(
        request,
        "pages/home.html",
        {
            "hero": {**card(hero, lang), "lead": lead_picture(hero, lang)} if hero else None,
            "categories": _categories(lang),
            "total": Item.objects.filter(state=Item.State.PUBLISHED).count(),
            "festivals": upcoming(timezone.localdate(), FESTIVALS, lang),
            "newest": [card(item, lang) for item in shown[:NEWEST]],
            "number": number(chosen) if chosen and chosen.whole else None,
            "wards": [number(ward) for ward in wards],
            "inset": inset(),
            "places": _places(wards),
        },
    )


def _fit_for_the_front(item: Item) -> tuple[bool, int, int]:
    """A place before an event or a person, then the higher rank, then the fuller record."""
    return item.category == "relic", categories.term(categories.RANKS, item.rank).weight, item.level


def _categories(lang: str) -> list[dict[str, Any]]:
    counts = catalogue.counts_by("category", Query())
    hints = {
        "relic": _("Đình, đền, chùa, nhà thờ"),
        "festival": _("Theo lịch âm và lịch dương"),
        "craft_village": _("Nghề và sản phẩm của làng"),
        "figure": _("Người gắn với đất và nghề"),
    }
    return [
        {
            "code": each.code,
            "label": each.label(lang),
            "symbol": each.symbol,
            "hint": hints[each.code],
            "count": counts.get(each.code, 0),
        }
        for each in categories.CATEGORIES
    ]


def _wards() -> list[UnitKpi]:
    """The wards that take part, while they are few enough for a list; none where there are more."""
    own = list(units_with_plans().values_list("code", flat=True)[: MOST_WARDS + 1])
    return [kpi_of(code) for code in own] if len(own) <= MOST_WARDS else []


def _chosen(wards: list[UnitKpi]) -> UnitKpi | None:
    """What stands on the front page: the ward with a target if one has it, then the largest; of many the country."""
    if not wards and units_with_plans().exists():
        return kpi_area.number_of(COUNTRY, kpi_area.standing())
    return max(
        (ward for ward in wards if ward.whole),
        key=lambda ward: (ward.target is not None, ward.whole.total if ward.whole else 0),
        default=None,
    )


def _places(wards: list[UnitKpi]) -> list[dict[str, Any]]:
    places = []
    for ward in wards:
        if ward.unit.centroid:
            x, y = xy(ward.unit.centroid.x, ward.unit.centroid.y)
            places.append({"x": x, "y": y, "name": ward.unit.name})
    return places
