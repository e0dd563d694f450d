"""The words of each page as rows: from the text layer, else as they were read on the picture."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction

from heritage import storage
from heritage.models import Asset, Derivative, PageText
from media_pipeline import page_reading
from media_pipeline.pages import PAGE_CAP
from media_pipeline.text_layer import is_garbled

LAYER, OCR = "text", page_reading.RECIPE
RECIPES = (LAYER, OCR)
MOST_CHARACTERS = 20_000  # of one page; a full newspaper page has as many
KINDS = ("scan", "document")
NOTES = "ocr_"  # how the codes of notes about the reading begin


@transaction.atomic
def refresh(asset: Asset) -> int:
    """Write the rows anew from the files that were made; how many pages have words.

    What was read on a page's picture comes before its layer: it was read because the layer cannot be used.
    """
    made = {each.recipe: each for each in asset.derivatives.filter(recipe__in=RECIPES)}
    words = {
        number: (text, PageText.Source.LAYER)
        for number, text in enumerate(_layer(made.get(LAYER)), start=1)
        if not is_garbled(text)
    }
    words |= {number: (text, PageText.Source.OCR) for number, text in _read(made.get(OCR)) if text}
    rows = [
        PageText(asset=asset, page=number, text=text, source=source)
        for number, (text, source) in sorted(words.items())
        if text
    ]
    asset.page_texts.all().delete()
    PageText.objects.bulk_create(rows, batch_size=100)
    return len(rows)


def could_read(recipe: str, facts: dict[str, Any]) -> bool:
    """Whether what was made of a recipe may replace what is there: of reading only where there was a reader."""
    reading = facts.get("reading") or {}
    return recipe != OCR or not reading.get("wanted") or reading.get("language") is not None


def renew_notes(asset: Asset, recipe: str, facts: dict[str, Any]) -> None:
    """After a later reading: how it went, and the notes that follow from it, in place of the old ones."""
    if recipe != OCR or "reading" not in facts:
        return
    asset.facts = {**asset.facts, "reading": facts["reading"]}
    kept = [doubt for doubt in asset.doubts if not doubt["code"].startswith(NOTES)]
    asset.doubts = [*kept, *(doubt.as_dict() for doubt in page_reading.doubts_of_reading(asset.facts))]
    asset.save(update_fields=["facts", "doubts"])


def unread() -> set[int]:
    """Keys of settled scans and documents with pages that wait to be read: the program was not there then."""
    settled = (Asset.State.READY, Asset.State.NEEDS_REVIEW)
    rows = Asset.objects.filter(kind__in=KINDS, state__in=settled).values_list("pk", "facts__reading")
    return {
        pk
        for pk, reading in rows
        if reading is None or (reading["wanted"] and (reading["language"] is None or reading["late"]))
    }


def confidences(asset: Asset) -> dict[int, float]:
    """How sure the reading was of each page that it read, 0 to 100."""
    made = asset.derivatives.filter(recipe=OCR).first()
    return {
        int(page["page"]): float(page["confidence"])
        for page in _pages(made)
        if page["confidence"] is not None
    }


def _layer(made: Derivative | None) -> list[str]:
    return [] if made is None else [_clean(text) for text in _content(made).split("\f")[:PAGE_CAP]]


def _read(made: Derivative | None) -> list[tuple[int, str]]:
    return [(int(page["page"]), _clean(page["text"])) for page in _pages(made)]


def _pages(made: Derivative | None) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = [] if made is None else json.loads(_content(made))["pages"]
    return pages[:PAGE_CAP]


def _content(made: Derivative) -> str:
    with storage.derivatives().open(made.file, "rb") as file:
        return bytes(file.read()).decode("utf-8", "replace")


def _clean(text: str) -> str:
    # PostgreSQL keeps no NUL.
    return text.replace("\x00", "").strip()[:MOST_CHARACTERS]
