"""The front page: search, the four categories, next festivals, newest items, the number, the country."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from heritage import categories
from heritage.models import Item
from heritage.projections.card import card
from heritage.projections.inset import inset, xy
from heritage.selectors import catalogue
from heritage.selectors.calendar import upcoming
from heritage.selectors.kpi import kpi_of_demo_and_real
from heritage.views.context import language
from heritage.views.kpi import number
from search.documents import Query, Sort

NEWEST = 4
FESTIVALS = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What a visitor, an officer and a leader look for first."""
    lang = language()
    counts = catalogue.counts_by("category", Query())
    wards = kpi_of_demo_and_real()
    newest = catalogue.find(Query(sort=Sort.NEWEST, limit=60)).items
    with_picture = [item for item in newest if any(asset.kind == "photo" for asset in item.assets.all())]
    chosen = max(
        (ward for ward in wards if ward.whole),
        key=lambda w: (w.target is not None, w.whole.total),
        default=None,
    )
    return render(
        request,
        "pages/home.html",
        {
            "hero": card(with_picture[0], lang) if with_picture else None,
            "categories": [
                {
                    "code": each.code,
                    "label": each.label(lang),
                    "symbol": each.symbol,
                    "count": counts.get(each.code, 0),
                }
                for each in categories.CATEGORIES
            ],
            "total": Item.objects.filter(state=Item.State.PUBLISHED).count(),
            "festivals": upcoming(timezone.localdate(), FESTIVALS, lang),
            "newest": [card(item, lang) for item in (with_picture or newest)[:NEWEST]],
            "number": number(chosen) if chosen else None,
            "wards": [number(ward) for ward in wards],
            "inset": inset(),
            "places": [
                {
                    "x": xy(ward.unit.centroid.x, ward.unit.centroid.y)[0],
                    "y": xy(ward.unit.centroid.x, ward.unit.centroid.y)[1],
                    "name": ward.unit.name,
                }
                for ward in wards
                if ward.unit.centroid
            ],
        },
    )
