"""The words on pages as they are read: by those who cannot see the picture, and by who checks them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from heritage.models import Asset, PageText
from heritage.projections.item_page import caption

MOST_PAGES = 60  # of one paper on its item's page; its text file has them all
MOST_CHARACTERS = 120_000
SOURCES = {
    PageText.Source.LAYER: ("Chữ có sẵn trong tệp", "Text contained in the file"),
    PageText.Source.OCR: ("Máy nhận dạng, có thể sai", "Recognised by machine, may hold errors"),
}


def words_of_papers(rows: Iterable[PageText], language: str) -> list[dict[str, Any]]:
    """One entry a paper: its title, its pages in order and how many are left out."""
    papers: dict[int, dict[str, Any]] = {}
    for row in rows:
        paper = papers.setdefault(
            row.asset_id,
            {"id": row.asset.public_id, "title": title(row.asset, language), "pages": [], "left": 0},
        )
        shown = sum(page["characters"] for page in paper["pages"])
        if len(paper["pages"]) >= MOST_PAGES or shown >= MOST_CHARACTERS:
            paper["left"] += 1
        else:
            paper["pages"].append(page_words(row, language))
    return list(papers.values())


def page_words(row: PageText, language: str) -> dict[str, Any]:
    """Number, paragraphs and where the words are from."""
    parts = [" ".join(part.split()) for part in row.text.split("\n\n")]
    return {
        "number": row.page,
        "paragraphs": [part for part in parts if part],
        "characters": len(row.text),
        "source": SOURCES[PageText.Source(row.source)][1 if language == "en" else 0],
        "is_read": row.source == PageText.Source.OCR,
    }


def title(asset: Asset, language: str) -> str:
    """What a paper is called: its caption, else the name of its file."""
    return caption(asset, language) or asset.original_name.rsplit("/", 1)[-1]
