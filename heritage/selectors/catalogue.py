"""The public catalogue: the engine proposes ids, the rows here decide what is shown."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Prefetch, QuerySet

from gis.bounds import Bounds
from heritage import engine
from heritage.errors import BadRequest
from heritage.models import Asset, Item, MapFeature
from heritage.selectors.found_pages import FoundPage, found_pages
from heritage.selectors.plain_list import plain_ids
from search.documents import Cluster, FacetCount, Query, Sort, Tier
from search.errors import BadQuery, EngineUnavailable, TooManyCells
from search.grid import fitting_zoom

logger = logging.getLogger(__name__)
COARSE_ZOOM = 4  # a few cells hold the whole country
MOST_CELLS = 600  # of one map answer: a large screen has 510, and 60 kB compressed hold them


@dataclass(frozen=True, slots=True)
class Found:
    """One page: rows in order, with the distance where one was asked for."""

    total: int
    items: tuple[Item, ...]
    distances: dict[str, float]
    next_cursor: str | None
    degraded: bool = False  # the search server is away; this is the plain list
    pages: Mapping[str, FoundPage] = field(default_factory=dict)  # by public_id: found by a page's words
    spare: bool = False  # the search server is away; an index kept beside it answers
    slips: bool = False  # nothing has the words as they were typed; these have words that are nearly them


def public_items() -> QuerySet[Item]:
    """Published items with what their cards and projections need."""
    return _with_cards(Item.objects.filter(state=Item.State.PUBLISHED))


def public_by_id(ids: Iterable[str]) -> dict[str, Item]:
    """Those of these ids that are published now, with what their cards need; with :func:`public_items` the only doors.

    The state is looked at here: among the conditions it would lead SQLite to begin with all published items,
    50 ms of every search where there are 120,000 (2026-11-25).
    """
    rows = _with_cards(Item.objects.all()).in_bulk(list(ids), field_name="public_id")
    return {id_: row for id_, row in rows.items() if row.is_public}


def _with_cards(rows: QuerySet[Item]) -> QuerySet[Item]:
    shown = Asset.objects.filter(published_at__isnull=False).prefetch_related("derivatives")
    return rows.select_related("unit").prefetch_related(Prefetch("assets", queryset=shown))


def find(query: Query) -> Found:
    """One page of the catalogue.

    Raises:
        BadRequest: A cursor or an order that cannot be used.
    """
    try:
        page = engine.current().search(query)
    except BadQuery as error:
        raise _unusable(error) from error
    except EngineUnavailable as error:
        logger.warning("%s, answering from the plain list", error)
        return _plain(query)
    rows = public_by_id(hit.id for hit in page.hits)
    items = tuple(rows[hit.id] for hit in page.hits if hit.id in rows)
    return Found(
        total=page.total,
        items=items,
        distances={hit.id: hit.distance_m for hit in page.hits if hit.distance_m is not None},
        next_cursor=page.next_cursor,
        pages=found_pages(items, query.text),
        spare=page.spare,
        slips=any(hit.tier is Tier.TYPO for hit in page.hits),
    )


def spelling(query: Query, found: Found) -> str | None:
    """What a question was meant to say whose words nothing has; None where its words are fine, or nothing answers."""
    if not query.text or found.degraded:
        return None
    if found.total and not found.slips and query.sort == Sort.RELEVANCE:
        return None
    try:
        return engine.current().spelling(query.text)
    except (BadQuery, EngineUnavailable):
        return None


def facets(query: Query) -> dict[str, tuple[FacetCount, ...]]:
    """Counts per facet for the same query; empty while the search server is away.

    Raises:
        BadRequest: Words that cannot be used.
    """
    try:
        return dict(engine.current().facets(query))
    except BadQuery as error:
        raise _unusable(error) from error
    except EngineUnavailable as error:
        logger.warning("%s, no facets", error)
        return {}


def public_features(rows: QuerySet[MapFeature]) -> list[MapFeature]:
    """Those of these flat rows whose item is published now, in one question.

    The state is looked at here: among the conditions it would lead SQLite to begin with all published items,
    50 ms where there are 120,000 (2026-11-25).
    """
    unread = [
        f"item__{field.name}" for field in Item._meta.concrete_fields if field.name not in ("id", "state")
    ]
    return [row for row in rows.select_related("item").defer(*unread) if row.item.is_public]


def clusters(query: Query, zoom: int) -> tuple[list[Cluster], dict[str, MapFeature]]:
    """The map of the same result, and the rows of the cells that hold one item.

    At most MOST_CELLS cells: where the result has more, the grid is that of a smaller zoom, one at which the
    frame cannot hold more. One or two questions to the engine (three without a frame) and one to the database.

    Raises:
        BadRequest: Words that cannot be used.
    """
    query = replace(query, cursor=None)
    try:
        cells = _few_cells(query, zoom)
    except BadQuery as error:
        raise _unusable(error) from error
    rows = placed_rows(cell.ids[0] for cell in cells if len(cell.ids) == 1)
    return [cell for cell in cells if len(cell.ids) != 1 or cell.ids[0] in rows], rows


def placed_rows(ids: Iterable[str]) -> dict[str, MapFeature]:
    """The flat rows of these items by id; of those that are published and have a place."""
    wanted = list(ids)
    if not wanted:
        return {}
    found = MapFeature.objects.filter(public_id__in=wanted, lon__isnull=False)
    return {row.public_id: row for row in public_features(found)}


def _few_cells(query: Query, zoom: int) -> tuple[Cluster, ...]:
    try:
        return engine.current().clusters(query, zoom, MOST_CELLS)
    except TooManyCells:
        frame = query.bounds or _around(engine.current().clusters(query, COARSE_ZOOM))
        if frame is None:  # the last of them has gone meanwhile
            return ()
        return engine.current().clusters(query, min(zoom, fitting_zoom(frame, MOST_CELLS)), MOST_CELLS)


def counts_by(facet: str, query: Query) -> dict[str, int]:
    """One facet as a mapping."""
    return {each.value: each.count for each in facets(query).get(facet, ())}


def on_map(query: Query) -> tuple[int, Bounds | None]:
    """How many of the result have a place, and the box around them; None where none has."""
    try:
        cells = engine.current().clusters(replace(query, cursor=None), COARSE_ZOOM)
    except EngineUnavailable as error:
        logger.warning("%s, no map", error)
        return 0, None
    return sum(cell.count for cell in cells), _around(cells)


def _around(cells: tuple[Cluster, ...]) -> Bounds | None:
    """The box around everything that the cells hold."""
    if not cells:
        return None
    boxes = [cell.bounds or Bounds(cell.lon, cell.lat, cell.lon, cell.lat) for cell in cells]
    return Bounds(
        min(box.west for box in boxes),
        min(box.south for box in boxes),
        max(box.east for box in boxes),
        max(box.north for box in boxes),
    )


def engine_state() -> dict[str, Any]:
    """Which engine answers, and whether it does."""
    current = engine.current()
    return {"engine": current.name, "healthy": current.healthy()}


def _unusable(error: BadQuery) -> BadRequest:
    return BadRequest(
        "Câu tìm hoặc con trỏ trang không dùng được.", f"The query cannot be used: {error}", "bad_query"
    )


def _plain(query: Query) -> Found:
    """Its first page; it has no others, as it ends when the engine answers again."""
    ids = plain_ids(query)
    rows = public_by_id(ids[: query.limit])
    items = tuple(rows[id_] for id_ in ids[: query.limit] if id_ in rows)
    return Found(len(ids), items, {}, None, degraded=True)
