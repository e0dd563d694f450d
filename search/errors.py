"""What a search can fail with."""

from __future__ import annotations


class SearchError(Exception):
    """Base. Do not raise directly."""


class BadQuery(SearchError):
    """The question cannot be understood: a damaged cursor, an unknown order, distance without a place."""


class TooManyCells(BadQuery):
    """A map would have more cells than wanted: it needs bounds, or a smaller zoom."""


class EngineUnavailable(SearchError):
    """The search server does not answer."""


class UnknownEngine(SearchError):
    """No engine goes by that address."""


class NotIndexed(SearchError):
    """The search server refused a document."""
