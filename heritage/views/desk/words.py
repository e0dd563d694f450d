"""The words of a scan or document beside the pictures of its pages, for an officer to compare. Read only."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from heritage.jobs import page_texts
from heritage.models import Asset
from heritage.projections.desk_file import desk_file
from heritage.projections.media import derivative_url
from heritage.projections.words import page_words
from heritage.services.access import require_unit
from heritage.views.context import language
from heritage.views.desk.access import desk_page, person, shell
from heritage.views.desk.paging import page_of, pager

PER_PAGE = 10


@desk_page
def words(request: HttpRequest, asset_id: str) -> HttpResponse:
    """Ten pages at a time: the picture, the words, where they are from and how sure the machine was."""
    asset = (
        Asset.objects.select_related("item", "unit")
        .prefetch_related("derivatives")
        .filter(public_id=asset_id.upper(), kind__in=page_texts.KINDS)
        .first()
    )
    if asset is None:
        raise Http404
    require_unit(person(request), asset.unit)
    pictures = asset.derivatives.filter(recipe__startswith="page-").order_by("recipe")
    page = page_of(request, pictures, PER_PAGE)
    lang = language()
    numbers = {int(each.recipe.split("-")[1]): each for each in page}
    rows = {row.page: row for row in asset.page_texts.filter(page__in=list(numbers))}
    sure = page_texts.confidences(asset)
    leaves: list[dict[str, Any]] = [
        {
            "number": number,
            "url": derivative_url(asset, picture),
            "width": picture.facts.get("width"),
            "height": picture.facts.get("height"),
            "words": page_words(rows[number], lang) if number in rows else None,
            "confidence": sure.get(number),
        }
        for number, picture in numbers.items()
    ]
    reading = asset.facts.get("reading") or {}
    context = {
        **shell(request, "items"),
        **pager(page, request),
        "item": asset.item,
        "file": desk_file(asset, lang),
        "leaves": leaves,
        "language": reading.get("language"),
    }
    return render(request, "desk/words.html", context)
