"""The search engine that the settings name; one per process, made on first use."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from heritage.search_words import current_lexicon
from search.engines.base import Engine
from search.engines.loader import EMBEDDED, engine_for
from search.engines.standby import Standby


@cache
def current() -> Engine:
    """The engine behind ``DISANSO_SEARCH_URL``; with a spare where one is kept."""
    first = _engine(settings.SEARCH_URL)
    if settings.SEARCH_URL == EMBEDDED or not settings.SEARCH_FALLBACK:
        return first
    return Standby(first, _engine(EMBEDDED))


def every() -> tuple[Engine, ...]:
    """All that are written to; the spare first, so that it lags least when the server is away."""
    one = current()
    return (one.spare, one.first) if isinstance(one, Standby) else (one,)


def forget() -> None:
    """Make it anew at its next use."""
    current.cache_clear()


def _engine(url: str) -> Engine:
    settings.SEARCH_FOLDER.mkdir(parents=True, exist_ok=True)
    return engine_for(
        url,
        index=settings.SEARCH_INDEX,
        folder=settings.SEARCH_FOLDER,
        lexicon=current_lexicon,
        server=settings.SEARCH_SERVER,
    )
