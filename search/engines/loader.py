"""From an address to an engine. Only the engine that is named is imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from search.engines.base import Engine
from search.engines.server_options import ServerOptions
from search.errors import UnknownEngine
from search.lexicon import Lexicon, default_lexicon

EMBEDDED = "fts5:"
INDEX_FILE = "search.sqlite3"


def engine_for(
    url: str,
    *,
    index: str,
    folder: Path,
    lexicon: Callable[[], Lexicon] = default_lexicon,
    server: ServerOptions | None = None,
) -> Engine:
    """The engine behind an address. Nothing is opened before its first use.

    Args:
        url: ``fts5:``, or ``http://`` or ``https://`` of an Elasticsearch server.
        index: Alias on a server.
        folder: Where an embedded engine keeps its file.
        lexicon: The editable table, asked at every question.
        server: How a server is spoken to.

    Raises:
        UnknownEngine: No engine goes by that address.
    """
    scheme = url.partition(":")[0]
    if url == EMBEDDED:
        from search.engines.fts5 import Fts5Engine

        return Fts5Engine(folder / INDEX_FILE, lexicon=lexicon)
    if scheme in ("http", "https"):
        from search.engines.elasticsearch import ElasticsearchEngine

        if "@" in url:
            raise UnknownEngine("the address of a search server holds no password: use an API key")
        return ElasticsearchEngine(url, index=index, lexicon=lexicon, options=server)
    raise UnknownEngine(f"no search engine for {scheme!r}: use 'fts5:' or the http address of Elasticsearch")
