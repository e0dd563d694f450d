"""The engine seam. An engine proposes ids; whoever asks decides what may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from search.documents import Cluster, FacetCount, Page, Query, SearchDocument, Suggestion

FACETS = ("category", "rank", "kind", "unit", "has", "level", "dynasty", "lunar_month", "licence")
SUGGESTED_FIELDS = 2  # of search.tokens.FIELDS: suggestions look at names only
MAX_CELLS = 10_000  # of one map answer; finer grids need bounds


class Engine(Protocol):
    """What every engine does. The contract suite in ``tests/search/contract.py`` holds them to it."""

    name: str

    def put(self, documents: Iterable[SearchDocument]) -> int:
        """Add or replace by id; visible to the next search. Returns how many were given.

        Raises:
            EngineUnavailable: The server does not answer or the file is locked; nothing may be assumed written.
            NotIndexed: The server refused a document.
        """

    def remove(self, ids: Iterable[str]) -> None:
        """Forget these ids; unknown ids are no error."""

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Replace everything at once: searches see the old index until the new one is whole.

        What is put or removed meanwhile is newer than ``documents`` and stays. Returns the size of the index.
        """

    def ids(self) -> set[str]:
        """Every id in the index, to compare with the database."""

    def digests(self) -> dict[str, str]:
        """Every id with the digest of the document that was put (:func:`search.digest.digest_of`)."""

    def search(self, query: Query) -> Page:
        """One page, best first or in the order asked.

        All words must match somewhere, the last one also as a beginning. Hits come by tier, then by the best
        fields that are enough, whole words before beginnings, a whole name before part of one, weight, id.
        Distance order holds only what has a position. A text without any word finds nothing.

        Raises:
            BadQuery: The cursor or the order cannot be used.
            EngineUnavailable: The server does not answer.
        """

    def facets(self, query: Query) -> Mapping[str, tuple[FacetCount, ...]]:
        """Counts per facet of :data:`FACETS`, most first, each without its own selection."""

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Ids of items whose name begins with or holds the words typed so far, best first.

        One letter is already the beginning of the last word; in :meth:`search` it is a word.
        """

    def suggest_values(self, text: str, limit: int = 4) -> tuple[Suggestion, ...]:
        """Units, people and decisions that the words typed so far may mean, at most ``limit`` of each, best first.

        Each has the question that finds what carries it, and how many items do.
        """

    def spelling(self, text: str) -> str | None:
        """What a text may have been meant to say whose words nothing has; ``None`` if something has them.

        Raises:
            BadQuery: The text is too long to be a question.
        """

    def among(self, query: Query, ids: Sequence[str]) -> frozenset[str]:
        """Those of these ids that the question finds, in whatever order it asks for.

        Raises:
            BadQuery: More than search.cursor.MAX_LIMIT ids.
        """

    def clusters(self, query: Query, zoom: int, most: int = MAX_CELLS) -> tuple[Cluster, ...]:
        """The result on a grid that fits the zoom; the counts add up to the positioned part of it.

        Raises:
            BadQuery: A zoom outside 0 to 22.
            TooManyCells: More than ``most`` cells.
        """

    def healthy(self) -> bool:
        """Whether the engine answers now."""
