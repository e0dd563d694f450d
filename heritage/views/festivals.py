"""The festival calendar: rules kept, dates computed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from heritage.projections.card import card
from heritage.projections.dates import day_text
from heritage.selectors.calendar import upcoming
from heritage.selectors.catalogue import public_items
from heritage.views.context import language


@require_safe
def festivals(request: HttpRequest) -> HttpResponse:
    """Festivals in the order of their next days, then those whose days are not known yet."""
    lang = language()
    undated = public_items().filter(category="festival", lunar__isnull=True).order_by("name_vi")
    return render(
        request,
        "pages/festivals.html",
        {
            "festivals": upcoming(timezone.localdate(), None, lang),
            "undated": [card(item, lang) for item in undated],
            "today_text": day_text(timezone.localdate(), lang),
        },
    )
