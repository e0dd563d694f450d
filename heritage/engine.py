"""The search engine that the settings name; one per process, made on first use."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from heritage.search_words import current_lexicon
from search.engines.base import Engine
from search.engines.loader import engine_for


@cache
def current() -> Engine:
    """The engine behind ``DISANSO_SEARCH_URL``."""
    settings.SEARCH_FOLDER.mkdir(parents=True, exist_ok=True)
    return engine_for(
        settings.SEARCH_URL,
        index=settings.SEARCH_INDEX,
        folder=settings.SEARCH_FOLDER,
        lexicon=current_lexicon,
    )
