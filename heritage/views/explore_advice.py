"""What Explore says where it has found nothing: what was too narrow, and whom to ask."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from heritage.selectors import labels
from heritage.selectors.advice import Wider, wider
from heritage.views.explore_address import address
from heritage.views.explore_filters import category_filter, chosen_filters
from search.documents import Query

WARD_DIGITS = 5


def advice(request: HttpRequest, query: Query, lang: str) -> dict[str, Any]:
    """Lines that each lead to something, and the page of whoever may know more."""
    ways = wider(query)
    return {
        "filters": [_without(request, each, lang) for each in ways if each.without],
        "words": [
            {"text": each.text, "count": each.count, "url": address(request, q=each.text, cursor=None)}
            for each in ways
            if not each.without
        ],
        "ask": _whom_to_ask(query),
    }


def _without(request: HttpRequest, way: Wider, lang: str) -> dict[str, Any]:
    """The labels of the filters that are left out, and the address without them."""
    names = {name: None for name in way.without}
    if "near" in names:
        names |= {"radius_m": None, "sort": None}
    url = address(request, **names, cursor=None)
    labelled = [
        each["label"]
        for each in (*category_filter(request, lang), *chosen_filters(request, lang))
        if each["name"] in way.without
    ]
    return {"labels": labelled, "count": way.count, "url": url}


def _whom_to_ask(query: Query) -> dict[str, str]:
    """The page of the ward that was chosen, else the search for a ward."""
    wards = [code for code in query.units if len(code) == WARD_DIGITS]
    if len(wards) == 1:
        return {"name": labels.unit_names(wards)[wards[0]], "url": reverse("unit", args=[wards[0]])}
    units = reverse("units")
    return {"name": "", "url": f"{units}?{urlencode({'q': query.text})}" if query.text else units}
