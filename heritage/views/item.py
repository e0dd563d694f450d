"""The page of one item: what a visitor at the gate needs first, what a researcher can cite last."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gis.bounds import Bounds
from heritage import categories
from heritage.models import Item
from heritage.projections.card import card, name_in, text_in
from heritage.projections.inset import inset
from heritage.projections.item_document import item_url, relations
from heritage.projections.item_page import facts, gallery, papers, sounds, sources, story_paragraphs, viewers
from heritage.projections.map_feature import item_feature
from heritage.projections.position import public_position
from heritage.rules.lunar import DateRule
from heritage.selectors import calendar
from heritage.selectors.catalogue import public_items
from heritage.views.context import language
from heritage.views.explore import map_config

AROUND = 0.012  # degrees shown on each side of an item on its map


@require_safe
def item(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """The page under its full address; any other slug leads there."""
    row = public_items().filter(public_id=public_id.upper()).first()
    if row is None:
        raise Http404
    lang = language()
    address = item_url(row, lang)
    if request.path != address:
        return redirect(address, permanent=False)
    return render(request, "pages/item.html", page_of(request, row, lang))


def page_of(request: HttpRequest, row: Item, lang: str) -> dict[str, Any]:
    """The context of the item page."""
    position = public_position(row)
    around = _around(row)
    feature = item_feature(row, lang)
    needs = [
        {"text": need["en" if lang == "en" else "vi"], "met": need["met"], "level": need["level"]}
        for need in row.level_reasons
    ]
    return {
        "row": row,
        "item": card(row, lang),
        "name": name_in(row, lang),
        "name_vi": row.name_vi,
        "name_en": row.name_en,
        "alt_names": row.alt_names,
        "summary": text_in(row, "summary", lang),
        "story": story_paragraphs(row, lang),
        "kinds": [categories.term(categories.KINDS, kind).label(lang) for kind in row.kinds],
        "rank_label": categories.term(categories.RANKS, row.rank).label(lang),
        "facts": facts(row, lang),
        "sources": sources(row),
        "gallery": gallery(row, lang),
        "papers": papers(row, lang),
        "viewers": viewers(row, lang),
        "sounds": sounds(row, lang),
        "relations": [
            {
                **relation,
                "label": relation["label"][lang],
                "name": (relation["name"]["en"] if lang == "en" else "") or relation["name"]["vi"],
                "category_label": categories.term(categories.CATEGORIES, relation["category"]).label(lang),
                "url": relation["url"].replace("/di-san/", "/en/heritage/", 1)
                if lang == "en"
                else relation["url"],
            }
            for relation in relations(row)
        ],
        "position": position,
        "method_label": categories.term(categories.METHODS, position.method).label(lang) if position else "",
        "position_source": row.sources.get(row.position_source),
        "needs": needs,
        "missing": [need for need in needs if not need["met"] and need["level"] <= 2],
        "counts": row.level >= 2,
        "rule": calendar.rule_in_words(DateRule.from_dict(row.lunar), lang) if row.lunar else "",
        "occurrences": calendar.occurrences(row.lunar, timezone.localdate()) if row.lunar else (),
        "map_config": map_config(
            around, items=[_map_item(feature)] if feature else [], current=row.public_id
        ),
        "inset": inset(around),
        "short_url": request.build_absolute_uri(f"/q/{row.public_id}"),
        "api_url": f"/api/v1/items/{row.public_id}",
        "today": timezone.localdate(),
    }


def _around(row: Item) -> Bounds:
    position = public_position(row)
    if position is not None:
        reach = AROUND * (4 if position.approximate else 1)
        lon, lat = position.lon, position.lat
    else:
        reach = AROUND * 5
        centre = row.unit.centroid
        lon, lat = (centre.x, centre.y) if centre else (106.2, 20.42)
    return Bounds(lon - reach, lat - reach, lon + reach, lat + reach)


def _map_item(feature: dict[str, Any]) -> dict[str, Any]:
    lon, lat = feature["geometry"]["coordinates"]
    return {**feature["properties"], "lon": lon, "lat": lat}
