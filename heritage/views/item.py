"""The page of one item: what a visitor at the gate needs first, what a researcher can cite last."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gis.distance import spoken_distance
from heritage import categories
from heritage.kpi import COUNTS_FROM
from heritage.models import Item
from heritage.projections.card import RANK_TONES, card, name_in, text_in
from heritage.projections.coordinates import stated_on, written_coordinates
from heritage.projections.dates import day_text, partial_text
from heritage.projections.former_units import former_units
from heritage.projections.item_document import item_url, relations
from heritage.projections.item_facts import facts, sources, story_sources, visit
from heritage.projections.item_page import gallery, story_paragraphs
from heritage.projections.item_papers import papers
from heritage.projections.item_sounds import sounds
from heritage.projections.item_viewers import viewers
from heritage.projections.lead import lead_picture
from heritage.projections.position import public_position
from heritage.projections.step_words import steps_of
from heritage.projections.words import words_of_papers
from heritage.selectors import calendar
from heritage.selectors.catalogue import public_items
from heritage.selectors.words import public_words
from heritage.views.context import language
from heritage.views.item_map import item_map


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
    return {
        "row": row,
        "item": card(row, lang),
        "name": name_in(row, lang),
        "other_names": _other_names(row, lang),
        "summary": text_in(row, "summary", lang),
        "story": story_paragraphs(row, lang),
        "story_sources": story_sources(row),
        "rank_label": categories.term(categories.RANKS, row.rank).label(lang),
        "rank_tone": RANK_TONES.get(row.rank, "none"),
        "decision_date": partial_text(row.decision_date, lang) if row.decision_date else "",
        "former_units": former_units(row),
        "lead": lead_picture(row, lang),
        "visit": visit(row, lang),
        "facts": facts(row, lang),
        "sources": sources(row),
        "gallery": gallery(row, lang),
        "papers": papers(row, lang),
        "paper_words": words_of_papers(public_words(row), lang),
        "viewers": viewers(row, lang),
        "sounds": sounds(row, lang),
        "relations": _relations(row, lang),
        "festival": calendar.of_item(row.lunar, timezone.localdate(), lang),
        "short_url": request.build_absolute_uri(f"/q/{row.public_id}"),
        "api_url": f"/api/v1/items/{row.public_id}",
        "updated_text": day_text(timezone.localdate(row.updated_at), lang),
        "today_text": day_text(timezone.localdate(), lang),
        **_place(row, lang),
        **_needs(row, lang),
    }


def _other_names(row: Item, lang: str) -> list[str]:
    first = [row.name_vi] if lang == "en" and row.name_en else []
    return [*first, *row.alt_names]


def _place(row: Item, lang: str) -> dict[str, Any]:
    position = public_position(row)
    return {
        "position": position,
        "accuracy_text": spoken_distance(position.accuracy_m, "." if lang == "en" else ",")
        if position and position.accuracy_m
        else "",
        "coordinates": written_coordinates(row, lang),
        "stated_on": stated_on(row, lang),
        "method_label": categories.term(categories.METHODS, position.method).label(lang) if position else "",
        "position_source": row.sources.get(row.position_source),
        **item_map(row, lang),
    }


def _needs(row: Item, lang: str) -> dict[str, Any]:
    """What the record has and lacks, what keeps it from counting first."""
    needs = [
        {"text": need["en" if lang == "en" else "vi"], "level": need["level"], "met": need["met"]}
        for need in row.level_reasons
    ]
    return {
        "counts": row.level >= COUNTS_FROM,
        "steps": steps_of(row, lang),
        "met": [need for need in needs if need["met"]],
        "missing": [need for need in needs if not need["met"] and need["level"] <= COUNTS_FROM],
        "wishes": [need for need in needs if not need["met"] and need["level"] > COUNTS_FROM],
    }


def _relations(row: Item, lang: str) -> list[dict[str, Any]]:
    # Both ends may have recorded the same tie; it is shown once, as this end tells it.
    linked = list({each["id"]: each for each in reversed(relations(row))}.values())[::-1]
    rows = public_items().in_bulk([each["id"] for each in linked], field_name="public_id")
    return [
        {"label": each["label"][lang], "source": each["source"], "item": card(rows[each["id"]], lang)}
        for each in linked
        if each["id"] in rows
    ]
