"""A person's saved searches with how much each finds, and how much of that is new."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, replace

from django.http import QueryDict

from heritage import engine
from heritage.errors import BadRequest
from heritage.models import SavedSearch, User
from heritage.selectors.params import query_from
from search.documents import Moments, Query, Sort
from search.errors import BadQuery, EngineUnavailable

logger = logging.getLogger(__name__)
MOST_COUNTED = 20  # on one page: two questions to the engine each


@dataclass(frozen=True, slots=True)
class Saved:
    """One search. The counts are None where they are not known: too many searches, or the engine is away.

    Attributes:
        params: The search as an address says it.
        total: How much it finds now.
        fresh: How much of that was published since it was last opened.
        readable: Whether it can still be asked; a code may have gone from its vocabulary.
    """

    row: SavedSearch
    params: QueryDict
    total: int | None = None
    fresh: int | None = None
    readable: bool = True


def saved_of(user: User) -> list[Saved]:
    """The searches of a person by name; the first ones with counts."""
    rows = SavedSearch.objects.filter(user=user)
    found, answering = [], True
    for number, row in enumerate(rows):
        params = QueryDict(row.query)
        try:
            query = query_from(params)
        except BadRequest:
            found.append(Saved(row, params, readable=False))
            continue
        if not answering or number >= MOST_COUNTED:
            found.append(Saved(row, params))
            continue
        try:
            found.append(Saved(row, params, *_counts(query, row)))
        except BadQuery:
            found.append(Saved(row, params, readable=False))
        except EngineUnavailable:
            logger.exception("search engine unavailable, saved searches without counts")
            answering = False
            found.append(Saved(row, params))
    return found


def _counts(query: Query, row: SavedSearch) -> tuple[int, int]:
    bare = replace(query, limit=1, cursor=None, sort=Sort.NEWEST)
    total = engine.current().search(bare).total
    if not total or query.updated is not None:
        return total, 0
    # The engines know moments to the second; the second in which it was opened is taken as seen.
    since = (row.seen_at or row.created_at).astimezone(dt.UTC) + dt.timedelta(seconds=1)
    moments = Moments(since=f"{since:%Y-%m-%dT%H:%M:%S}")
    return total, engine.current().search(replace(bare, updated=moments)).total
