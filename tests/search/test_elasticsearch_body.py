"""What the server is sent needs the core of Elasticsearch only: no analyzer of its own, no plugin, no script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from search.documents import Query
from search.engines.elasticsearch_body import (
    MAPPINGS,
    SETTINGS,
    clusters_body,
    exists_body,
    facets_body,
    ids_body,
    page_body,
    stored,
    suggest_body,
)
from search.plan import plan_for
from search.tokens import compile_document
from tests.search.catalogue import CATALOGUE

CORE_TYPES = {"text", "keyword", "long", "short", "date", "geo_point", "nested"}


def walk(body: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, at any depth."""
    if isinstance(body, dict):
        for key, value in body.items():
            yield key, value
            yield from walk(value)
    elif isinstance(body, list | tuple):
        for value in body:
            yield from walk(value)


def test_every_text_is_split_at_blanks_and_by_nothing_else() -> None:
    fields = MAPPINGS["properties"]
    texts = [field for field in fields.values() if field["type"] == "text"]
    assert len(texts) > 6
    assert {field["analyzer"] for field in texts} == {"whitespace"}
    assert not {key for key, _ in walk(MAPPINGS)} & {"search_analyzer", "normalizer", "script", "runtime"}
    assert "analysis" not in {key for key, _ in walk(SETTINGS)}


def test_the_mapping_takes_only_what_it_names_and_types_of_the_core() -> None:
    assert MAPPINGS["dynamic"] == "strict"
    types = {value for key, value in walk(MAPPINGS["properties"]) if key == "type" and isinstance(value, str)}
    assert types <= CORE_TYPES
    for document in CATALOGUE:
        assert set(stored(compile_document(document))) <= set(MAPPINGS["properties"])


def test_no_question_carries_a_script_or_a_text_of_the_reader() -> None:
    text = 'đền trần" OR script:{} "phổ minh" -chùa ten:keo'
    plan, query = plan_for(text), Query(text=text, categories=("relic",))
    for body in (
        exists_body(plan),
        page_body(plan, query, None),
        facets_body(plan, query),
        clusters_body(plan, query, 7, 100),
        ids_body(plan, query),
        suggest_body(plan, 2, 6),
    ):
        keys = {key for key, _ in walk(body)}
        assert not keys & {
            "script",
            "script_score",
            "query_string",
            "simple_query_string",
            "regexp",
            "wildcard",
        }
        assert text not in str(body)
