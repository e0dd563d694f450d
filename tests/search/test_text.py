"""How a text matches: the contract on both engines, and both side by side on every text of it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator

import pytest
from elasticsearch import Elasticsearch

from search.documents import Query, Sort
from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.fts5 import Fts5Engine
from search.engines.server_options import ServerOptions
from search.lexicon import Lexicon
from tests.search.catalogue_more import OPEN_SET
from tests.search.contract import HOSTILE
from tests.search.contract_text import FIELDS_ASKED, FIRST, PAIRS, SAME_MEANING, TextContract
from tests.search.open_lexicon import open_lexicon

TEXTS = sorted({
    *(pair["query"] for pair in PAIRS),
    *(text for text, _, _ in FIRST),
    *(text for text, _ in FIELDS_ASKED),
    *(text for text, _ in SAME_MEANING),
    *HOSTILE.values(),
})  # fmt: skip
_NUMBERS = itertools.count()
_PREFIX = f"disanso-test-text-{os.getpid()}"
_DEALT = 8  # parts, so that no single test takes long


def server_engine(url: str, lexicon: Callable[[], Lexicon]) -> ElasticsearchEngine:
    """An empty engine under a name of its own."""
    return ElasticsearchEngine(
        url, index=f"{_PREFIX}-{next(_NUMBERS)}", lexicon=lexicon, options=ServerOptions(patience_s=30)
    )


@pytest.fixture(scope="module", autouse=True)
def clean_server() -> Iterator[None]:
    """Leave no index of this run behind."""
    yield
    url = os.environ.get("DISANSO_TEST_ELASTICSEARCH_URL")
    if url:
        client = Elasticsearch(url)
        names = list(client.indices.get(index=f"{_PREFIX}-*").body)
        if names:
            client.indices.delete(index=names)


class TestFts5Text(TextContract):
    @classmethod
    def new_engine(cls, tmp_path_factory: pytest.TempPathFactory, lexicon: Callable[[], Lexicon]) -> Engine:
        return Fts5Engine(tmp_path_factory.mktemp("fts5") / "search.sqlite3", lexicon=lexicon)


@pytest.mark.services
@pytest.mark.usefixtures("elasticsearch_url")
class TestElasticsearchText(TextContract):
    @classmethod
    def new_engine(cls, tmp_path_factory: pytest.TempPathFactory, lexicon: Callable[[], Lexicon]) -> Engine:
        return server_engine(os.environ["DISANSO_TEST_ELASTICSEARCH_URL"], lexicon)


@pytest.fixture(scope="module")
def both(elasticsearch_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, Engine]:
    """The open set in both engines."""
    embedded = Fts5Engine(tmp_path_factory.mktemp("fts5") / "search.sqlite3", lexicon=open_lexicon)
    server = server_engine(elasticsearch_url, open_lexicon)
    for engine in (embedded, server):
        engine.rebuild(OPEN_SET)
    return embedded, server


@pytest.mark.services
@pytest.mark.parametrize("part", range(_DEALT))
def test_both_engines_answer_every_text_alike(both: tuple[Engine, Engine], part: int) -> None:
    embedded, server = both
    for text in TEXTS[part::_DEALT]:
        for query in (Query(text=text, limit=5), Query(text=text, sort=Sort.NAME, limit=5)):
            assert embedded.search(query) == server.search(query), text
        assert embedded.facets(Query(text=text)) == server.facets(Query(text=text)), text
        assert embedded.suggest(text) == server.suggest(text), text
        assert embedded.suggest_values(text) == server.suggest_values(text), text
        assert embedded.spelling(text) == server.spelling(text), text
