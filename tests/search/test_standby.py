"""An embedded index beside a search server: it answers while the server is away, and says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from search.documents import Query, SearchDocument
from search.engines import elasticsearch_client
from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.fts5 import Fts5Engine
from search.engines.server_options import ServerOptions
from search.engines.standby import Standby
from search.errors import BadQuery, EngineUnavailable
from tests.search.catalogue import CATALOGUE
from tests.search.test_elasticsearch import closed_port
from tests.search.test_elasticsearch_away import silent_server


def beside(first: Engine, folder: Path, documents: tuple[SearchDocument, ...] = CATALOGUE) -> Standby:
    spare = Fts5Engine(folder / "spare.sqlite3")
    spare.rebuild(documents)
    return Standby(first, spare)


READS: dict[str, Callable[[Engine], object]] = {
    "search": lambda one: one.search(Query(text="den tran")).hits,
    "facets": lambda one: one.facets(Query(text="đền")),
    "suggest": lambda one: one.suggest("den tr"),
    "suggest_values": lambda one: one.suggest_values("nam dinh"),
    "spelling": lambda one: one.spelling("den trna"),
    "among": lambda one: one.among(Query(text="đền"), ["den-tran", "trang-an"]),
    "clusters": lambda one: one.clusters(Query(), 9),
}


@pytest.mark.parametrize("ask", READS.values(), ids=READS.keys())
def test_every_question_is_answered_as_the_spare_does(
    ask: Callable[[Engine], object], tmp_path: Path
) -> None:
    away = ElasticsearchEngine(f"http://127.0.0.1:{closed_port()}", index="disanso")
    standby = beside(away, tmp_path)
    assert ask(standby) == ask(standby.spare)
    assert ask(standby)


def test_a_page_of_the_spare_says_so_and_its_cursor_goes_on(tmp_path: Path) -> None:
    away = ElasticsearchEngine(f"http://127.0.0.1:{closed_port()}", index="disanso")
    standby = beside(away, tmp_path)
    page = standby.search(Query(text="chùa", limit=2))
    assert page.spare
    following = standby.search(Query(text="chùa", limit=2, cursor=page.next_cursor))
    assert following.hits
    assert not set(following.hits) & set(page.hits)
    direct = Standby(standby.spare, away)
    assert not direct.search(Query(text="chùa")).spare


def test_a_spare_that_was_never_filled_answers_nothing(tmp_path: Path) -> None:
    away = ElasticsearchEngine(f"http://127.0.0.1:{closed_port()}", index="disanso")
    with pytest.raises(EngineUnavailable):
        beside(away, tmp_path, ()).search(Query(text="đền"))


def test_a_bad_question_is_one_for_both(tmp_path: Path) -> None:
    away = ElasticsearchEngine(f"http://127.0.0.1:{closed_port()}", index="disanso")
    with pytest.raises(BadQuery):
        beside(away, tmp_path).search(Query(text="a" * 10_000))


def test_writes_and_comparisons_never_go_to_the_spare_instead(tmp_path: Path) -> None:
    standby = beside(ElasticsearchEngine(f"http://127.0.0.1:{closed_port()}", index="disanso"), tmp_path)
    for work in (
        lambda: standby.put(CATALOGUE[:1]),
        lambda: standby.remove(["den-tran"]),
        lambda: standby.rebuild(CATALOGUE),
        standby.ids,
        standby.digests,
    ):
        with pytest.raises(EngineUnavailable):
            work()
    assert not standby.healthy()
    assert len(standby.spare.ids()) == len(CATALOGUE)


def test_a_server_that_hangs_costs_a_page_its_patience_once(tmp_path: Path) -> None:
    with silent_server() as (url, taken):
        hanging = ElasticsearchEngine(url, index="disanso", options=ServerOptions(patience_s=0.4))
        standby = beside(hanging, tmp_path)
        for ask in READS.values():
            ask(standby)
        assert len(taken) == 1  # of seven questions


@pytest.mark.services
def test_the_server_is_asked_again_once_it_is_back(elasticsearch_url: str, tmp_path: Path) -> None:
    options = ServerOptions(patience_s=30)
    server = ElasticsearchEngine(
        elasticsearch_url, index=f"disanso-standby-{tmp_path.name}".lower(), options=options
    )
    try:
        server.rebuild(CATALOGUE)
        standby = beside(server, tmp_path)
        assert not standby.search(Query(text="den tran")).spare
        connection = server._store._connection
        address, connection._url, connection._held = (
            connection._url,
            f"http://127.0.0.1:{closed_port()}",
            None,
        )
        assert standby.search(Query(text="den tran")).spare
        connection._url, connection._held = address, None
        assert standby.search(Query(text="den tran")).spare  # for a moment it is not asked
        connection._away_until -= elasticsearch_client.PAUSE_S
        page = standby.search(Query(text="den tran"))
        assert not page.spare
        assert page.hits == standby.spare.search(Query(text="den tran")).hits
    finally:
        client = server._store._connection._client()
        client.indices.delete(index=list(client.indices.get_alias(name=server._store._alias).body))
