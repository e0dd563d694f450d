"""The server engine: Elasticsearch 8 through its official client, one alias over numbered indices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gis.bounds import Bounds
from search.cursor import SortValue, check_query, read_cursor, relevance_order, write_cursor
from search.documents import Cluster, FacetCount, Hit, Page, Query, SearchDocument, Sort, Suggestion, Tier
from search.engines.base import FACETS, MAX_CELLS, SUGGESTED_FIELDS
from search.engines.elasticsearch_body import (
    class_and_fit,
    clusters_body,
    exists_body,
    facets_body,
    ids_body,
    names_body,
    page_body,
    suggest_body,
)
from search.engines.elasticsearch_store import Store
from search.engines.elasticsearch_words import Body, sayings_body
from search.engines.server_options import ServerOptions
from search.errors import TooManyCells
from search.grid import distance_m, precision_for
from search.lexicon import Lexicon, default_lexicon
from search.plan import Plan, plan_for
from search.sayings import suggestions, types_asked
from search.spelling import corrected
from search.tokens import FIELDS, compile_document


class ElasticsearchEngine:
    """Binds :class:`search.engines.base.Engine` to an Elasticsearch server. Connects on first use."""

    name = "elasticsearch"

    def __init__(
        self,
        url: str,
        *,
        index: str,
        options: ServerOptions | None = None,
        lexicon: Callable[[], Lexicon] = default_lexicon,
    ) -> None:
        """``lexicon`` is asked at every question, so that an edited table counts at the next one."""
        self._lexicon = lexicon
        self._store = Store(url, alias=index, options=options or ServerOptions())

    def _plan(self, text: str, *, unfinished: bool = False) -> Plan:
        """The table of words is not asked for where there are no words."""
        lexicon = self._lexicon() if text.strip() else None
        return plan_for(text, lexicon=lexicon, unfinished=unfinished)

    def put(self, documents: Iterable[SearchDocument]) -> int:
        """Add or replace, visible when this returns."""
        return self._store.put(map(compile_document, documents))

    def remove(self, ids: Iterable[str]) -> None:
        """Forget these ids, visible when this returns."""
        self._store.remove(ids)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Fill a new index and move the alias to it. Returns how many are in it."""
        return self._store.rebuild(map(compile_document, documents))

    def ids(self) -> set[str]:
        """Every id in the index."""
        return set(self._store.digests())

    def digests(self) -> dict[str, str]:
        """Every id with the digest of its document; empty of an index that was written before there were any."""
        return self._store.digests()

    def healthy(self) -> bool:
        """Whether the server answers."""
        return self._store.healthy()

    def search(self, query: Query) -> Page:
        """One page."""
        check_query(query)
        after = read_cursor(query)
        plan = self._plan(query.text)
        asked = plan.narrowed(query)
        if plan.matches_nothing or asked is None:
            return Page(0, (), None)
        answer = self._store.ask(page_body(plan, asked, after))
        if not answer["hits"]["total"]["value"] and (wider := self._with_slips(plan)):
            plan, answer = wider, self._store.ask(page_body(wider, asked, after))
        rows = answer["hits"]["hits"]
        shown = rows[: query.limit]
        return Page(
            total=int(answer["hits"]["total"]["value"]),
            hits=tuple(_hit(row, plan, query) for row in shown),
            next_cursor=write_cursor(query, _after(shown[-1], plan, query))
            if len(rows) > query.limit
            else None,
        )

    def facets(self, query: Query) -> Mapping[str, tuple[FacetCount, ...]]:
        """Counts per facet, each without its own selection."""
        check_query(query)
        plan = self._plan(query.text)
        asked = plan.narrowed(query)
        if plan.matches_nothing or asked is None:
            return {name: () for name in FACETS}
        found = self._store.ask(facets_body(plan, asked))["aggregations"]
        if not any(found[name]["values"]["buckets"] for name in FACETS) and (wider := self._with_slips(plan)):
            found = self._store.ask(facets_body(wider, asked))["aggregations"]
        return {
            name: tuple(FacetCount(row["key"], row["doc_count"]) for row in found[name]["values"]["buckets"])
            for name in FACETS
        }

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Ids whose names hold the words typed so far, best first."""
        check_query(Query(text=text, limit=limit))
        plan = self._plan(text, unfinished=True)
        if not plan.groups:
            return ()
        answer = self._store.ask(suggest_body(plan, SUGGESTED_FIELDS, limit))
        return tuple(row["_id"] for row in answer["hits"]["hits"])

    def suggest_values(self, text: str, limit: int = 4) -> tuple[Suggestion, ...]:
        """Units, people and decisions that the words typed so far may mean."""
        check_query(Query(text=text, limit=limit))
        plan = self._plan(text, unfinished=True)
        if not types_asked(plan):
            return ()
        found = self._store.ask(sayings_body(plan))["aggregations"]
        said = (
            (type_, row["key"], int(row["doc_count"]))
            for type_ in types_asked(plan)
            for row in found[type_]["values"]["buckets"]
        )
        return suggestions(plan, said, limit)

    def spelling(self, text: str) -> str | None:
        """What a text that finds nothing was meant to say."""
        plan = self._with_slips(self._plan(text))
        if plan is None:
            return None
        best = self._store.ask(names_body(plan, text))["hits"]["hits"]
        return corrected(text, plan, best[0]["fields"].get("spelt", ()) if best else ())

    def among(self, query: Query, ids: Sequence[str]) -> frozenset[str]:
        """Those of these ids that the question finds."""
        named = replace(query, ids=tuple(ids), sort=Sort.RELEVANCE)
        check_query(named)
        plan = self._plan(query.text)
        asked = plan.narrowed(named)
        if plan.matches_nothing or asked is None or not ids:
            return frozenset()
        rows = self._store.ask(ids_body(plan, asked))["hits"]["hits"]
        if not rows and (wider := self._with_slips(plan)):
            rows = self._store.ask(ids_body(wider, asked))["hits"]["hits"]
        return frozenset(row["_id"] for row in rows)

    def clusters(self, query: Query, zoom: int, most: int = MAX_CELLS) -> tuple[Cluster, ...]:
        """The positioned part of the result on a grid of 64-pixel cells, from the north-west."""
        check_query(query)
        precision = precision_for(zoom)
        plan = self._plan(query.text)
        asked = plan.narrowed(query)
        if plan.matches_nothing or asked is None:
            return ()
        cells = self._cells(clusters_body(plan, asked, precision, most))
        if not cells and (wider := self._with_slips(plan)):
            plan, cells = wider, self._cells(clusters_body(wider, asked, precision, most))
        if len(cells) > most:
            raise TooManyCells(f"more than {most} cells: give bounds or a smaller zoom")
        ids = self._ids(plan, asked, [number for cell in cells if (number := _lone(cell)) is not None])
        return tuple(_cluster(cell, ids) for cell in sorted(cells, key=_row_and_column))

    def _cells(self, body: Body) -> list[Mapping[str, Any]]:
        cells: list[Mapping[str, Any]] = self._store.ask(body)["aggregations"]["cells"]["buckets"]
        return cells

    def _with_slips(self, plan: Plan) -> Plan | None:
        """The question with as few slips as find something, where nothing at all has its words."""
        if not plan.groups or self._finds(plan):
            return None
        return next((wider for wider in plan.with_slips() if self._finds(wider)), None)

    def _finds(self, plan: Plan) -> bool:
        return bool(self._store.ask(exists_body(plan))["hits"]["hits"])

    def _ids(self, plan: Plan, query: Query, numbers: list[int]) -> dict[int, str]:
        if not numbers:
            return {}
        rows = self._store.ask(ids_body(plan, query, numbers))["hits"]["hits"]
        return {row["fields"]["number"][0]: row["_id"] for row in rows}


def _hit(row: Mapping[str, Any], plan: Plan, query: Query) -> Hit:
    tier = Tier.NONE
    if plan.groups:
        number, _ = class_and_fit(row["_score"])
        tier = Tier(number // (2 * len(FIELDS)))
    position = row["fields"].get("position")
    distance = None
    if query.near is not None and position:
        lat, lon = map(float, position[0].split(","))
        distance = distance_m(lon, lat, query.near.lon, query.near.lat)
    return Hit(row["_id"], tier, distance)


def _after(row: Mapping[str, Any], plan: Plan, query: Query) -> tuple[SortValue, ...]:
    value, *rest = row["sort"]
    if relevance_order(query, plan):
        return (*class_and_fit(value), *rest)
    return ((0, 0) if query.sort == Sort.RELEVANCE else ()) + (value, *rest)


def _row_and_column(cell: Mapping[str, Any]) -> tuple[int, int]:
    _, x, y = cell["key"].split("/")
    return int(y), int(x)


def _lone(cell: Mapping[str, Any]) -> int | None:
    """The number of the only document of a cell; None of an index that was written before there were numbers."""
    value = cell["one"]["value"]
    return int(value) if cell["doc_count"] == 1 and value is not None else None


def _cluster(cell: Mapping[str, Any], known: Mapping[int, str]) -> Cluster:
    count = int(cell["doc_count"])
    centre = cell["centre"]["location"]
    extent = cell["extent"]["bounds"]
    north_west, south_east = extent["top_left"], extent["bottom_right"]
    number = _lone(cell)
    ids = (known[number],) if number is not None and number in known else ()
    bounds = Bounds(north_west["lon"], south_east["lat"], south_east["lon"], north_west["lat"])
    return Cluster(centre["lon"], centre["lat"], count, ids, bounds)
