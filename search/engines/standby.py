"""A search server with an embedded index beside it, which answers while the server is away."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from search.documents import Cluster, FacetCount, Page, Query, SearchDocument, Suggestion
from search.engines.base import MAX_CELLS, Engine
from search.errors import EngineUnavailable

logger = logging.getLogger(__name__)
T = TypeVar("T")


class Standby:
    """Reads from the first engine, or from the second while the first does not answer; writes to the first only.

    Cursors are the same on every engine, so that a list goes on where the other one left it. What writes to
    the second is whoever writes to the first: see :attr:`spare`.
    """

    def __init__(self, first: Engine, spare: Engine) -> None:
        self.name = first.name
        self.first = first
        self.spare = spare

    def put(self, documents: Iterable[SearchDocument]) -> int:
        """Into the first."""
        return self.first.put(documents)

    def remove(self, ids: Iterable[str]) -> None:
        """From the first."""
        self.first.remove(ids)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Of the first."""
        return self.first.rebuild(documents)

    def ids(self) -> set[str]:
        """Of the first."""
        return self.first.ids()

    def digests(self) -> dict[str, str]:
        """Of the first."""
        return self.first.digests()

    def healthy(self) -> bool:
        """Whether the first answers."""
        return self.first.healthy()

    def search(self, query: Query) -> Page:
        """One page; it says so when the spare gave it."""
        page, by_spare = self._ask(lambda one: one.search(query))
        return replace(page, spare=True) if by_spare else page

    def facets(self, query: Query) -> Mapping[str, tuple[FacetCount, ...]]:
        """Counts per facet."""
        return self._ask(lambda one: one.facets(query))[0]

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Ids of items."""
        return self._ask(lambda one: one.suggest(text, limit))[0]

    def suggest_values(self, text: str, limit: int = 4) -> tuple[Suggestion, ...]:
        """Units, people and decisions."""
        return self._ask(lambda one: one.suggest_values(text, limit))[0]

    def spelling(self, text: str) -> str | None:
        """What a text that finds nothing was meant to say."""
        return self._ask(lambda one: one.spelling(text))[0]

    def among(self, query: Query, ids: Sequence[str]) -> frozenset[str]:
        """Those of these ids that the question finds."""
        return self._ask(lambda one: one.among(query, ids))[0]

    def clusters(self, query: Query, zoom: int, most: int = MAX_CELLS) -> tuple[Cluster, ...]:
        """The result on a grid."""
        return self._ask(lambda one: one.clusters(query, zoom, most))[0]

    def _ask(self, question: Callable[[Engine], T]) -> tuple[T, bool]:
        try:
            return question(self.first), False
        except EngineUnavailable as error:
            try:
                filled = self.spare.search(Query(limit=1)).total > 0
            except EngineUnavailable:
                filled = False
            if not filled:  # an empty index would say that there is nothing
                raise
            logger.warning("%s; %s answers", error, self.spare.name)
            return question(self.spare), True
