"""The search engine that the settings name, and the embedded one that is kept beside a server; one each per process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.conf import settings

from heritage.search_words import current_lexicon
from search.documents import Query
from search.engines.base import Engine
from search.engines.loader import EMBEDDED, engine_for
from search.errors import EngineUnavailable

logger = logging.getLogger(__name__)
T = TypeVar("T")


@cache
def current() -> Engine:
    """The engine behind ``DISANSO_SEARCH_URL``."""
    return _engine(settings.SEARCH_URL)


@cache
def beside() -> Engine | None:
    """The embedded engine that answers while the server is away; None where none is kept."""
    if settings.SEARCH_URL == EMBEDDED or not settings.SEARCH_FALLBACK:
        return None
    return _engine(EMBEDDED)


def every() -> tuple[Engine, ...]:
    """All that are written to; the embedded one first, so that it lags least when the server is away."""
    spare = beside()
    return (current(),) if spare is None else (spare, current())


def answer(ask: Callable[[Engine], T]) -> tuple[T, bool]:
    """What an engine answers, and whether it is the one beside that did.

    Raises:
        EngineUnavailable: The engine does not answer, and none is beside it or that one was never filled.
        BadQuery: The question cannot be understood.
    """
    try:
        return ask(current()), False
    except EngineUnavailable as error:
        spare = beside()
        if spare is None or not spare.search(Query(limit=1)).total:
            raise
        logger.warning("%s, answering from %s", error, spare.name)
        return ask(spare), True


def forget() -> None:
    """Make both anew at their next use."""
    current.cache_clear()
    beside.cache_clear()


def _engine(url: str) -> Engine:
    settings.SEARCH_FOLDER.mkdir(parents=True, exist_ok=True)
    return engine_for(
        url, index=settings.SEARCH_INDEX, folder=settings.SEARCH_FOLDER, lexicon=current_lexicon
    )
