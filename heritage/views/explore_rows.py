"""The rows of Explore: each item as a card, with the words that the question met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gis.distance import spoken_distance
from heritage.models import Item
from heritage.projections.card import card, name_in, text_in
from heritage.projections.item_document import page_url
from heritage.projections.item_page import caption
from heritage.search_words import current_lexicon
from heritage.selectors import catalogue
from search.highlight import Piece, highlight, passage
from search.lexicon import Lexicon

SNIPPET = 180  # characters


@dataclass(frozen=True, slots=True)
class _Marker:
    """Marks what one question met, in any text."""

    question: str
    lexicon: Lexicon
    slips: bool

    def whole(self, text: str) -> tuple[Piece, ...]:
        return highlight(text, self.question, lexicon=self.lexicon, slips=self.slips)

    def part(self, text: str) -> tuple[Piece, ...]:
        return passage(text, self.question, SNIPPET, lexicon=self.lexicon, slips=self.slips)


def rows(found: catalogue.Found, question: str, lang: str) -> list[dict[str, Any]]:
    """One dictionary an item, for ``parts/item_result.html``."""
    marker = None
    if question and not found.degraded and found.items:
        marker = _Marker(question, current_lexicon(), found.slips)
    return [_row(item, found, marker, lang) for item in found.items]


def _row(item: Item, found: catalogue.Found, marker: _Marker | None, lang: str) -> dict[str, Any]:
    distance_m = found.distances.get(item.public_id)
    far = "" if distance_m is None else spoken_distance(distance_m, "." if lang == "en" else ",")
    met = {} if marker is None else _met(item, marker, lang)
    return {**card(item, lang, distance_m), "distance_text": far, "page": _page(item, lang, found), **met}


def _met(item: Item, marker: _Marker, lang: str) -> dict[str, Any]:
    name = marker.whole(name_in(item, lang))
    other: tuple[Piece, ...] = ()
    if not _marked(name):
        other = next(filter(_marked, map(marker.whole, _other_names(item, lang))), ())
    texts = (text_in(item, field, lang) for field in ("summary", "story"))
    snippets = (marker.part(text) for text in texts if text)
    return {
        "name_pieces": _joined(name),
        "other_name": _joined(other),
        "snippet": next(filter(_marked, snippets), ()),
    }


def _other_names(item: Item, lang: str) -> Iterator[str]:
    shown = name_in(item, lang)
    for name in (item.name_vi, item.name_en, *item.alt_names, item.han_nom):
        if name and name != shown:
            yield name


def _joined(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Marked words with only a blank between them as one: a name that was met whole is read whole."""
    joined: list[Piece] = []
    for piece in pieces:
        if piece.marked and len(joined) > 1 and joined[-2].marked and joined[-1].text.isspace():
            blank, before = joined.pop(), joined.pop()
            joined.append(Piece(before.text + blank.text + piece.text, marked=True))
        else:
            joined.append(piece)
    return tuple(joined)


def _marked(pieces: tuple[Piece, ...]) -> bool:
    return any(piece.marked for piece in pieces)


def _page(item: Item, lang: str, found: catalogue.Found) -> dict[str, Any] | None:
    page = found.pages.get(item.public_id)
    if page is None:
        return None
    return {
        "number": page.page,
        "paper": caption(page.asset, lang) or page.asset.original_name.rsplit("/", 1)[-1],
        "url": page_url(item, page.asset, page.page, lang),
        "pieces": page.pieces,
    }
