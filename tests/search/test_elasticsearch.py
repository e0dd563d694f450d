"""The server engine: the contract on a real server, its absence, and that both engines agree."""

from __future__ import annotations

import itertools
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from elasticsearch import BadRequestError, Elasticsearch

from gis.bounds import Bounds
from search.documents import Near, Query, Sort
from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_body import MAPPINGS
from search.engines.fts5 import Fts5Engine
from search.engines.server_options import ServerOptions
from search.errors import BadQuery, EngineUnavailable
from tests.search.catalogue import CATALOGUE, NAM_DINH, NINH_BINH, item
from tests.search.contract import HOSTILE, PAIRS, EngineContract
from tests.search.synthetic import synthetic

_NUMBERS = itertools.count()
PATIENT = ServerOptions(patience_s=30)  # the machine of a test has much else to do
_PREFIX = f"disanso-test-{os.getpid()}"


def server_engine(url: str) -> ElasticsearchEngine:
    """An empty engine under a name of its own."""
    return ElasticsearchEngine(url, index=f"{_PREFIX}-{next(_NUMBERS)}", options=PATIENT)


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


@pytest.mark.services
@pytest.mark.usefixtures("elasticsearch_url")
class TestElasticsearch(EngineContract):
    @classmethod
    def new_engine(cls, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        return server_engine(os.environ["DISANSO_TEST_ELASTICSEARCH_URL"])


@pytest.fixture(scope="module")
def both(elasticsearch_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, Engine]:
    """The catalogue in both engines."""
    embedded = Fts5Engine(tmp_path_factory.mktemp("both") / "search.sqlite3")
    server = server_engine(elasticsearch_url)
    embedded.rebuild(CATALOGUE)
    server.rebuild(CATALOGUE)
    return embedded, server


TEXTS = sorted({"", *HOSTILE.values(), *(pair["query"] for pair in PAIRS), "the", "tr", "nam dinh -chùa"})
FILTERS = {
    "none": Query(),
    "ward": Query(units=(NAM_DINH,)),
    "province and media": Query(units=(NINH_BINH,), has=("photo", "cloud")),
    "radius": Query(near=Near(106.1683, 20.4497, 9_000)),
}


def answer(engine: Engine, query: Query) -> object:
    """Everything an engine says about a question, with rounded positions."""
    try:
        page = engine.search(query)
        hits = [(hit.id, hit.tier, hit.distance_m and round(hit.distance_m, 3)) for hit in page.hits]
        cells = [
            (c.count, c.ids, round(c.lon, 5), round(c.lat, 5), c.bounds) for c in engine.clusters(query, 9)
        ]
        return page.total, hits, page.next_cursor is None, engine.facets(query), cells
    except BadQuery as error:
        return type(error), str(error)


@pytest.mark.services
@pytest.mark.parametrize("filtered", FILTERS.values(), ids=FILTERS.keys())
@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NAME, Sort.NEWEST, Sort.DISTANCE])
def test_both_engines_give_the_same_answers(both: tuple[Engine, Engine], filtered: Query, sort: str) -> None:
    embedded, server = both
    plain = filtered == Query() and sort == Sort.RELEVANCE
    for text in TEXTS if plain else TEXTS[::6]:
        query = Query(
            text=text,
            units=filtered.units,
            has=filtered.has,
            near=filtered.near or (Near(106.0, 20.0) if sort == Sort.DISTANCE else None),
            sort=sort,
            limit=7,
        )
        assert answer(server, query) == answer(embedded, query), text


@pytest.mark.services
def test_both_engines_agree_on_a_larger_catalogue(elasticsearch_url: str, tmp_path: Path) -> None:
    engines = (Fts5Engine(tmp_path / "search.sqlite3"), server_engine(elasticsearch_url))
    documents = tuple(synthetic(3_000))
    for engine in engines:
        assert engine.rebuild(documents) == len(documents)
    texts = (
        "",
        "den",
        "chùa",
        "đình phổ minh",
        "tr",
        "hoa thuy",
        "thế kỷ 17",
        '"cây cảnh" -chùa',
        "phường lý quý",
    )
    near = Near(106.2, 20.4, 20_000)
    for text, sort in itertools.product(texts, (Sort.RELEVANCE, Sort.NAME, Sort.DISTANCE)):
        for query in (
            Query(text=text, sort=sort, near=replace(near, radius_m=None), limit=60),
            Query(text=text, sort=sort, near=near, ranks=("national", "special"), has=("cloud",), limit=60),
            Query(
                text=text, sort=sort, near=near, bounds=Bounds(106, 20, 106.5, 20.8), levels=(1, 2), limit=60
            ),
        ):
            answers = [answer(engine, query) for engine in engines]
            assert answers[0] == answers[1], query


@pytest.mark.services
def test_both_engines_suggest_the_same(both: tuple[Engine, Engine]) -> None:
    embedded, server = both
    for text in (*TEXTS, *"vtđcn1", "vi k", "chùa p", "den t", "thế kỷ 1", "d -c"):
        assert server.suggest(text) == embedded.suggest(text), text


@pytest.mark.services
@pytest.mark.parametrize("zoom", range(0, 23, 2))
def test_both_engines_draw_the_same_grid(both: tuple[Engine, Engine], zoom: int) -> None:
    grids = [[(cell.count, cell.ids, cell.bounds) for cell in one.clusters(Query(), zoom)] for one in both]
    assert grids[0] == grids[1]


@pytest.mark.services
@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NAME, Sort.NEWEST])
def test_a_cursor_of_one_engine_goes_on_in_the_other(both: tuple[Engine, Engine], sort: str) -> None:
    embedded, server = both
    for text in ("", "den"):
        pages = [engine.search(Query(text=text, sort=sort, limit=3)) for engine in both]
        assert pages[0].next_cursor == pages[1].next_cursor
        going_on = Query(text=text, sort=sort, limit=5, cursor=pages[0].next_cursor)
        assert server.search(going_on).hits == embedded.search(going_on).hits


@pytest.mark.services
def test_writers_on_a_new_server_share_one_index(elasticsearch_url: str) -> None:
    name = f"{_PREFIX}-{next(_NUMBERS)}"
    engines = [ElasticsearchEngine(elasticsearch_url, index=name, options=PATIENT) for _ in range(4)]
    threads = [
        threading.Thread(target=engine.put, args=([item(f"d{n}", "Đình", unit=NAM_DINH)],))
        for n, engine in enumerate(engines)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert engines[0].ids() == {"d0", "d1", "d2", "d3"}


@pytest.mark.services
def test_an_unknown_field_is_refused_by_the_mapping(elasticsearch_url: str) -> None:
    name = f"{_PREFIX}-{next(_NUMBERS)}"
    ElasticsearchEngine(elasticsearch_url, index=name, options=PATIENT).put([CATALOGUE[0]])
    with pytest.raises(BadRequestError, match="strict_dynamic_mapping_exception"):
        Elasticsearch(elasticsearch_url).index(index=name, document={"surprise": 1})


@pytest.mark.services
def test_a_rebuild_leaves_one_index_behind(elasticsearch_url: str) -> None:
    name = f"{_PREFIX}-{next(_NUMBERS)}"
    engine = ElasticsearchEngine(elasticsearch_url, index=name, options=PATIENT)
    for _ in range(3):
        engine.rebuild(CATALOGUE[:5])
    assert len(Elasticsearch(elasticsearch_url).indices.get(index=f"{name}-*").body) == 1


def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_absent_server_is_unavailable() -> None:
    engine = ElasticsearchEngine(f"http://127.0.0.1:{closed_port()}", index="disanso")
    assert not engine.healthy()
    for ask in (
        lambda: engine.search(Query(text="đền")),
        lambda: engine.facets(Query()),
        lambda: engine.suggest("đền"),
        lambda: engine.clusters(Query(), 5),
        lambda: engine.put([CATALOGUE[0]]),
        lambda: engine.remove(["a"]),
        lambda: engine.rebuild(CATALOGUE),
        engine.ids,
    ):
        with pytest.raises(EngineUnavailable):
            ask()


def test_a_bad_question_is_refused_without_a_server() -> None:
    engine = ElasticsearchEngine(f"http://127.0.0.1:{closed_port()}", index="disanso")
    with pytest.raises(BadQuery):
        engine.search(Query(text="a" * 10_000))


def test_making_an_engine_connects_to_nothing(tmp_path: Path) -> None:
    assert ElasticsearchEngine("http://192.0.2.1:9200", index="disanso").name == "elasticsearch"


def test_an_index_of_an_earlier_version_takes_new_documents_before_it_is_rebuilt(
    elasticsearch_url: str,
) -> None:
    name = f"{_PREFIX}-{next(_NUMBERS)}"
    fields = {key: value for key, value in MAPPINGS["properties"].items() if key != "within_5"}
    with Elasticsearch(elasticsearch_url) as client:
        client.indices.create(
            index=f"{name}-0", mappings={**MAPPINGS, "properties": fields}, aliases={name: {}}
        )
    engine = ElasticsearchEngine(elasticsearch_url, index=name, options=PATIENT)
    engine.put([item("a", "Đình", unit=NAM_DINH, pages=("khoán ước",))])
    assert [hit.id for hit in engine.search(Query(text="khoán ước")).hits] == ["a"]
