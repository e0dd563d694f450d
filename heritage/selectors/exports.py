"""The whole result of a search, batch by batch in the order of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from django.db.models import Prefetch

from heritage import engine
from heritage.errors import BadRequest
from heritage.models import Asset, Item
from search.documents import Page, Query
from search.errors import BadQuery

MOST_ROWS = 120_000
BATCH = 500  # items in memory at a time
# Of an item and its unit only what a row needs; stories and outlines are most of their bytes.
UNREAD = (
    *("story_vi", "story_en", "summary_vi", "summary_en", "facts", "sources", "sources_of", "lunar"),
    *("zone_one", "zone_two", "level_reasons", "unit__boundary"),
)


@dataclass(frozen=True, slots=True)
class Whole:
    """``total`` items as the search counted them, and the items, at most BATCH at a time."""

    total: int
    batches: Iterator[list[Item]]


def whole_result(query: Query, after: str = "") -> Whole:
    """Every item of a search, from its beginning, whatever page the query names. The first page is asked at once.

    Args:
        query: The search.
        after: Public id of the last item that somebody has already; what comes before it is not read again.

    Raises:
        BadRequest: Words or an order that cannot be used, more than MOST_ROWS items, or ``after`` is not in the
            result.
        EngineUnavailable: The search server is away; unlike a page, half a result is no answer here.
    """
    try:
        first = _page(query, None)
    except BadQuery as error:
        raise BadRequest(
            "Câu tìm không dùng được.", f"The query cannot be used: {error}", "bad_query"
        ) from error
    if first.total > MOST_ROWS:
        raise BadRequest(
            f"Kết quả có {first.total} di sản, nhiều hơn {MOST_ROWS} là mức cho một tệp. "
            "Thêm bộ lọc, chẳng hạn từng tỉnh (unit), rồi tải từng phần.",
            f"The result has {first.total} items, more than the {MOST_ROWS} that one file may have. "
            "Add a filter, such as one province (unit) at a time, and download the parts.",
            "too_many_rows",
        )
    pages = _each_once(_pages(query, first))
    return Whole(first.total, _batches(_beyond(pages, after) if after else pages))


def _batches(pages: Iterator[list[str]]) -> Iterator[list[Item]]:
    for ids in pages:
        rows = _rows(ids)
        if rows:
            yield rows


def _beyond(pages: Iterator[list[str]], after: str) -> Iterator[list[str]]:
    """What comes after an id. The engine alone is asked for what comes before: 120,000 ids are 240 questions."""
    for ids in pages:
        if after in ids:
            return chain([ids[ids.index(after) + 1 :]], pages)
    raise BadRequest(
        f"Kết quả này không có di sản {after}. Tải lại từ đầu.",
        f"This result has no item {after}. Download it from its beginning.",
        "bad_after",
    )


def _each_once(pages: Iterator[list[str]]) -> Iterator[list[str]]:
    """An item that is edited meanwhile may move down the order; it is not given again."""
    seen: set[str] = set()
    for ids in pages:
        yield [each for each in ids if each not in seen]
        seen.update(ids)


def _pages(query: Query, page: Page) -> Iterator[list[str]]:
    while True:
        yield [hit.id for hit in page.hits]
        if page.next_cursor is None:
            return
        page = _page(query, page.next_cursor)


def _page(query: Query, cursor: str | None) -> Page:
    return engine.current().search(replace(query, limit=BATCH, cursor=cursor))


def _rows(ids: list[str]) -> list[Item]:
    """The published ones, in the order of the ids; their published files bring nothing but their kind."""
    shown = Asset.objects.filter(published_at__isnull=False).only("item_id", "kind", "published_at")
    asked = Item.objects.select_related("unit").prefetch_related(Prefetch("assets", queryset=shown))
    # The state is looked at here, for the same reason as in catalogue.public_by_id.
    rows = asked.defer(*UNREAD).in_bulk(ids, field_name="public_id")
    return [rows[each] for each in ids if each in rows and rows[each].is_public]
