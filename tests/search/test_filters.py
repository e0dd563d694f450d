"""Dates, areas, festivals and facets: the contract on both engines, and that they answer alike."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from gis.bounds import Bounds
from search.documents import Days, Moments, Near, Polygon, Query, SearchDocument, Sort, Years
from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.fts5 import Fts5Engine
from search.engines.server_options import ServerOptions
from tests.search.contract_filters import FilterContract, walk
from tests.search.synthetic import synthetic

_NUMBERS = itertools.count()
_PREFIX = f"disanso-filters-{os.getpid()}"


def server_engine(url: str) -> ElasticsearchEngine:
    """An empty engine under a name of its own; the machine of a test has much else to do."""
    options = ServerOptions(patience_s=30)
    return ElasticsearchEngine(url, index=f"{_PREFIX}-{next(_NUMBERS)}", options=options)


@pytest.fixture(scope="module", autouse=True)
def clean_server() -> Iterator[None]:
    """Leave no index of this run behind."""
    yield
    url = os.environ.get("DISANSO_TEST_ELASTICSEARCH_URL")
    if url:
        with Elasticsearch(url) as client:
            names = list(client.indices.get(index=f"{_PREFIX}-*").body)
            if names:
                client.indices.delete(index=names)


class TestFts5Filters(FilterContract):
    @classmethod
    def new_engine(cls, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        return Fts5Engine(tmp_path_factory.mktemp("filters") / "search.sqlite3")


@pytest.mark.services
@pytest.mark.usefixtures("elasticsearch_url")
class TestElasticsearchFilters(FilterContract):
    @classmethod
    def new_engine(cls, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        return server_engine(os.environ["DISANSO_TEST_ELASTICSEARCH_URL"])


def documents(count: int) -> Iterator[SearchDocument]:
    """The synthetic catalogue with every kind of date, month and licence."""
    dice = random.Random(11)
    for document in synthetic(count):
        month = dice.randrange(1, 13)
        day = f"{month:02}-{dice.randrange(1, 29):02}"
        first = dice.randrange(900, 1900)
        yield replace(
            document,
            festival_days=tuple(Days(f"{year}-{day}", f"{year}-{day}") for year in range(2025, 2030))
            if document.category == "festival"
            else (),
            lunar_months=(month,) if document.category == "festival" else (),
            licences=tuple(dice.sample(("CC-BY-4.0", "CC0-1.0", "InC", ""), dice.randrange(3))),
            decided=Days(f"{dice.randrange(1962, 2026)}-{day}", f"2025-{day}")
            if dice.random() < 0.3
            else None,
            years=Years(first, first + dice.randrange(300)) if dice.random() < 0.5 else None,
            dynasties=tuple(dice.sample(("ly", "tran", "nguyen"), dice.randrange(3))),
        )


def questions(count: int) -> Iterator[Query]:
    """Questions in which anything goes together with anything."""
    dice = random.Random(5)

    def maybe(value: object, otherwise: object = None, share: float = 0.25) -> object:
        return value if dice.random() < share else otherwise

    for _ in range(count):
        west, south = dice.uniform(105.5, 106.8), dice.uniform(19.9, 20.8)
        corners = ((0, 0), (dice.uniform(0.1, 0.6), dice.uniform(-0.1, 0.1)), (dice.uniform(0.1, 0.3), 0.5))
        yield Query(
            text=dice.choice(("", "", "chùa", "dinh", "phủ m", "thế kỷ 17", '"cây cảnh" -chùa', "ten:hoa")),
            categories=maybe(dice.sample(("relic", "festival", "figure"), 2), ()),
            ranks=maybe(("national", "special"), ()),
            units=maybe(dice.sample(("31", "33", "37", "11010"), 2), ()),
            has=maybe(("cloud", "audio"), ()),
            levels=maybe((1, 2), ()),
            dynasties=maybe(("tran",), ()),
            lunar_months=maybe((1, 8), (), 0.1),
            licences=maybe(dice.sample(("CC-BY-4.0", "CC0-1.0", ""), 1), ()),
            years=maybe(Years(1225, 1400)),
            bounds=maybe(Bounds(west, south, west + 0.4, south + 0.3)),
            near=Near(west, south, maybe(dice.uniform(2_000, 40_000))),
            polygon=maybe(Polygon(*zip(*((west + x, south + y) for x, y in corners), strict=True))),
            decided=maybe(Days("1990-01-01", "2015-06-30")),
            updated=maybe(Moments("2026-03-01", dice.choice(("", "2026-09-15T12")))),
            sort=dice.choice((Sort.RELEVANCE, Sort.NAME, Sort.NEWEST, Sort.DISTANCE, Sort.NEXT_FESTIVAL)),
            day="2026-07-15",
            limit=dice.choice((3, 20)),
        )


@pytest.mark.services
def test_both_engines_answer_anything_alike(elasticsearch_url: str, tmp_path: Path) -> None:
    engines = (
        Fts5Engine(tmp_path / "search.sqlite3"),
        server_engine(elasticsearch_url),
    )
    written = tuple(documents(2_000))
    for engine in engines:
        assert engine.rebuild(written) == len(written)
    found = 0
    for query in questions(120):
        pages = [engine.search(query) for engine in engines]
        assert pages[0].total == pages[1].total, query
        hits = [[(hit.id, hit.tier, round(hit.distance_m or 0, 3)) for hit in page.hits] for page in pages]
        assert hits[0] == hits[1], query
        assert engines[0].facets(query) == engines[1].facets(query), query
        cells = [[(cell.count, cell.ids) for cell in engine.clusters(query, 8)] for engine in engines]
        assert cells[0] == cells[1], query
        found += pages[0].total
        if pages[0].total <= 60:
            whole = [list(walk(engine, query)) for engine in engines]
            assert whole[0] == whole[1], query
            assert sum(map(len, whole[0])) == pages[0].total
    assert found > 1_000
    assert engines[0].digests() == engines[1].digests()
