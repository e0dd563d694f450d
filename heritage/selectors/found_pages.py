"""On which page of which paper the words of a question stand, for the items of one page of results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from heritage.models import Asset, Item, PageText
from heritage.projections.search_document import MOST_PAGE_CHARACTERS, own_texts
from heritage.search_words import current_lexicon
from search.highlight import Piece, passage
from search.pages import best_page, missing_groups
from search.plan import plan_for

SNIPPET = 200  # characters


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that a question met.

    Attributes:
        asset: The published scan or document.
        page: Its page, from 1.
        pieces: A passage around the words, those that were met marked.
    """

    asset: Asset
    page: int
    pieces: tuple[Piece, ...]

    @property
    def snippet(self) -> str:
        """The passage as plain text."""
        return "".join(piece.text for piece in self.pieces)


def found_pages(items: Iterable[Item], question: str) -> dict[str, FoundPage]:
    """The page of each item, by public id, that brings words which its record does not have.

    Only items that lack a word of the question have their pages read. Protected items' papers give no
    answer, as they are not in the index either.

    Raises:
        BadQuery: The question is too long to be one.
    """
    lexicon = current_lexicon()
    plan = plan_for(question, lexicon=lexicon)
    if not plan.groups:
        return {}
    found: dict[str, FoundPage] = {}
    for item in items:
        texts = own_texts(item)
        if item.is_protected or not missing_groups(plan, texts):
            continue
        pages = ((row, row.text) for row in _within_budget(_pages_of(item)))
        row = best_page(pages, question, texts, lexicon=lexicon)
        if row is not None:
            pieces = passage(row.text, question, SNIPPET, lexicon=lexicon)
            found[item.public_id] = FoundPage(row.asset, row.page, pieces)
    return found


def _pages_of(item: Item) -> Iterator[PageText]:
    rows = PageText.objects.filter(asset__item=item, asset__published_at__isnull=False)
    order = ("asset__order", "asset__pk", "page")
    return rows.select_related("asset").order_by(*order).iterator(chunk_size=20)


def _within_budget(rows: Iterator[PageText]) -> Iterator[PageText]:
    left = MOST_PAGE_CHARACTERS
    for row in rows:
        if left <= 0:
            return
        left -= len(row.text)
        yield row
