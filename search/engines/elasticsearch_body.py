"""Mapping, documents and questions in the words of Elasticsearch. Plain dictionaries, no client.

Only core parts of the server are used (``whitespace`` analysis, no script), so that the same index works on
every Elasticsearch 8 and 9, managed ones included.
"""

from __future__ import annotations

import hashlib
from itertools import accumulate

from search.cursor import SortValue, relevance_order
from search.digest import digest_of
from search.documents import Query
from search.engines.base import FACETS
from search.engines.elasticsearch_filters import FILTERED, filters, order, order_behind
from search.engines.elasticsearch_words import Body, class_query, exclusions
from search.engines.selections import selections
from search.fields import CODES
from search.plan import Plan
from search.sayings import SAID_TYPES
from search.tokens import COLUMNS, FIELDS, IndexedDocument

_TOP_SCORE = 100  # above the number of any match class
_FITS = 3  # how well a whole name fits: 0, 1 or 2
_MAX_VALUES = 10_000  # of one facet; more than there are units

_PLAIN_TEXT = {"type": "text", "analyzer": "whitespace", "norms": False}
_TEXT = {**_PLAIN_TEXT, "index_prefixes": {"min_chars": 2, "max_chars": 5}}
_KEYWORD = {"type": "keyword"}
_OWN = ("unit", "person", "decision", "text", "page", CODES)  # columns that are asked for by themselves

MAPPINGS: Body = {
    "dynamic": "strict",
    "_source": {"enabled": False},  # the database is the truth, the index holds ids
    "properties": {
        "id": _KEYWORD,
        # Field n holds the tokens of FIELDS[: n + 1], so that one clause asks "within these fields".
        **{f"within_{level}": _TEXT for level in range(len(FIELDS))},
        **{f"only_{column}": _PLAIN_TEXT for column in _OWN},
        "number": {"type": "long"},  # of the id, for what can be asked of numbers only
        "name_keys": _KEYWORD,
        "spelt": _KEYWORD,
        **{f"said_{type_}": _KEYWORD for type_ in SAID_TYPES},
        "name_order": _KEYWORD,
        "weight": {"type": "long"},
        "digest": _KEYWORD,
        **{name: _KEYWORD for name in FACETS},
        **FILTERED,
    },
}
SETTINGS: Body = {
    "number_of_shards": 1,  # facet counts are exact on one shard only
    "auto_expand_replicas": "0-1",
    "max_result_window": 10_000,
}


def stored(document: IndexedDocument) -> Body:
    """The document as it is sent."""
    within = accumulate(document.streams[: len(FIELDS)], lambda left, right: f"{left} {right}".strip())
    body: Body = {
        "id": document.id,
        "number": number_of(document.id),
        "name_keys": list(document.name_keys),
        "spelt": list(document.spelt),
        "name_order": document.name_order,
        "weight": document.weight,
        "updated": document.updated,
        "digest": digest_of(document),
        "festivals": [{"first": first, "last": last} for first, last in document.festival_days],
    }
    body |= {f"within_{level}": tokens for level, tokens in enumerate(within)}
    own = dict(zip(COLUMNS, document.streams, strict=True))
    body |= {f"only_{column}": own[column] for column in _OWN}
    body |= {f"said_{type_}": [t for said, t in document.said if said == type_] for type_ in SAID_TYPES}
    body |= {name: list(values) for name, values in zip(FACETS, document.facets, strict=True)}
    if document.lon is not None and document.lat is not None:
        body["position"] = {"lon": document.lon, "lat": document.lat}
    if document.years is not None:
        body["first_year"], body["last_year"] = document.years
    if document.decided is not None:
        body["decided_first"], body["decided_last"] = document.decided
    return body


def exists_body(plan: Plan) -> Body:
    """Whether anything at all has the words of a question, whatever else it asks or leaves out."""
    filters = [class_query(plan, plan.widest())]
    return {
        "query": {"bool": {"filter": filters}},
        "size": 1,
        "track_total_hits": False,
        "terminate_after": 1,
    }


def page_body(plan: Plan, query: Query, after: tuple[SortValue, ...] | None) -> Body:
    """A search for one page and one more."""
    body: Body = {
        "query": _scored(plan, _filters(plan, query, facets=True)),
        "sort": _order(plan, query),
        "size": query.limit + 1,
        "track_total_hits": True,
        "track_scores": True,
        "docvalue_fields": ["id", "weight", "position"],
    }
    if after is not None:
        body["search_after"] = _search_after(plan, query, after)
    return body


def suggest_body(plan: Plan, levels: int, limit: int) -> Body:
    """A search of the names alone."""
    return {
        "query": _scored(plan, [class_query(plan, plan.widest(levels)), *exclusions(plan)], levels),
        "sort": [{"_score": "desc"}, {"weight": "desc"}, {"id": "asc"}],
        "size": limit,
        "track_total_hits": False,
        "docvalue_fields": ["id"],
    }


def names_body(plan: Plan, text: str) -> Body:
    """The best answer to a question, and its names."""
    body = page_body(plan, Query(text=text, limit=1), None)
    return {**body, "size": 1, "docvalue_fields": ["spelt"], "track_total_hits": False}


def facets_body(plan: Plan, query: Query) -> Body:
    """Counts of every facet, each filtered by the selections of the others."""
    chosen = selections(query)
    counts: Body = {}
    for name in FACETS:
        others = [{"terms": {other: sorted(values)}} for other, values in chosen.items() if other != name]
        counts[name] = {
            "filter": {"bool": {"filter": others}},
            "aggs": {"values": {"terms": {"field": name, "size": _MAX_VALUES}}},
        }
    filters = _filters(plan, query, facets=False)
    return {"query": {"bool": {"filter": filters}}, "size": 0, "track_total_hits": False, "aggs": counts}


def clusters_body(plan: Plan, query: Query, precision: int, most: int) -> Body:
    """Cells of the map grid, one more than may be shown."""
    cell: Body = {
        "centre": {"geo_centroid": {"field": "position"}},
        "extent": {"geo_bounds": {"field": "position"}},
        # The id itself is a terms aggregation in every cell: 280 ms to 25 at 120,000 items (2026-11-25).
        "one": {"min": {"field": "number"}},
    }
    grid: Body = {"field": "position", "precision": precision, "size": most + 1}
    filters = [*_filters(plan, query, facets=True), {"exists": {"field": "position"}}]
    return {
        "query": {"bool": {"filter": filters}},
        "size": 0,
        "track_total_hits": False,
        "aggs": {"cells": {"geotile_grid": grid, "aggs": cell}},
    }


def ids_body(plan: Plan, query: Query, numbers: list[int] | None = None) -> Body:
    """The ids of a question that names those it is about, or of those of its result with these numbers."""
    filters = _filters(plan, query, facets=True)
    if numbers is not None:
        filters.append({"terms": {"number": numbers}})
    return {
        "query": {"bool": {"filter": filters}},
        "size": len(query.ids or () if numbers is None else numbers),
        "track_total_hits": False,
        "docvalue_fields": ["id", "number"],
    }


def number_of(id_: str) -> int:
    """52 bits of an id's digest: exact in the 64-bit floats in which an aggregation answers."""
    return int.from_bytes(hashlib.sha256(id_.encode()).digest()[:7]) >> 4


def score_of(number: int, fit: int) -> int:
    """The score of a match class and a fit: a whole number, exact in the server's 32-bit floats."""
    return (_TOP_SCORE - number) * _FITS + fit


def class_and_fit(score: float) -> tuple[int, int]:
    """The number of the match class and the fit of a score."""
    top, fit = divmod(round(score), _FITS)
    return _TOP_SCORE - top, fit


def _scored(plan: Plan, filters: list[Body], levels: int = len(FIELDS)) -> Body:
    if not plan.groups:
        return {"bool": {"filter": filters}}
    classes = [
        {"constant_score": {"filter": class_query(plan, one), "boost": score_of(one.number, 0)}}
        for one in plan.classes(levels)
    ]
    fits: list[Body] = []
    if plan.key:
        ways: list[Body] = [{way: {"name_keys": {"value": plan.key}}} for way in ("term", "prefix")]
        fits = [{"constant_score": {"filter": one, "boost": 1}} for one in ways]
    return {"bool": {"filter": filters, "must": [{"dis_max": {"queries": classes}}], "should": fits}}


def _filters(plan: Plan, query: Query, *, facets: bool) -> list[Body]:
    words = [class_query(plan, plan.widest())] if plan.groups else []
    return [*exclusions(plan), *words, *filters(query, facets=facets)]


def _order(plan: Plan, query: Query) -> list[Body]:
    if relevance_order(query, plan):
        return [{"_score": "desc"}, {"weight": "desc"}, {"id": "asc"}]
    return order(query)


def _search_after(plan: Plan, query: Query, after: tuple[SortValue, ...]) -> list[SortValue]:
    if relevance_order(query, plan):
        number, fit, weight, id_ = after
        return [score_of(int(number), int(fit)), weight, id_]
    return order_behind(after)
