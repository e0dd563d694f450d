"""Our engines on one catalogue: every kind of question, suggestions, rebuilding, one edit, and how it grows."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from search.documents import Query, SearchDocument
from search.engines.base import Engine
from search.engines.loader import engine_for
from tests.bench.search_documents import SEED, documents
from tests.bench.search_questions import EACH, PLAIN, beyond, questions, typed_so_far
from tests.search.catalogue_more import OPEN_SET
from tests.search.open_lexicon import open_lexicon

DOCUMENTS = 120_000
CURVE = (1_000, 10_000, 120_000, 1_000_000)
INDEX = "disanso-bench"
SAMPLED = 2_000  # documents whose names are asked for
DEEP = 10  # pages down

# What is promised: p95 in milliseconds, seconds for rebuilding and until an edit is found.
EMBEDDED_MS, PLAIN_MS, OVERHEAD_MS, SUGGESTED_MS, REBUILD_S, EDIT_S = 25.0, 10.0, 10.0, 15.0, 30.0, 1.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds at the caller; ``cpu95`` of the calling thread, which others on the machine do not lengthen."""

    p50: float
    p95: float
    cpu95: float = float("nan")


@dataclass(frozen=True, slots=True)
class Measured:
    """One engine.

    Attributes:
        kinds: By kind of question.
        overhead: The same without what the server says that it took; empty of the embedded engine.
        rebuild_s: Of all documents.
        edit_ms: From the edit until a search has found it.
    """

    name: str
    kinds: Mapping[str, Timing]
    overhead: Mapping[str, Timing]
    rebuild_s: float
    edit_ms: float


def measure_engines(folder: Path, count: int) -> list[Measured]:
    """The embedded engine, and Elasticsearch when the environment names a server."""
    urls = ("fts5:", os.environ.get("DISANSO_TEST_ELASTICSEARCH_URL", ""))
    return [measure(url, folder, count) for url in urls if url]


def measure(url: str, folder: Path, count: int) -> Measured:
    """One engine on ``count`` documents, which are gone afterwards."""
    with filled(url, folder, count) as (engine, rebuild_s):
        took = _Took(engine)
        kinds, overhead = {}, {}
        for kind, calls in _calls(engine).items():
            kinds[kind], overhead[kind] = _timed(calls, took)
        return Measured(engine.name, kinds, overhead if took.known else {}, rebuild_s, _edit_ms(engine))


@contextmanager
def filled(url: str, folder: Path, count: int) -> Iterator[tuple[Engine, float]]:
    """An engine that holds ``count`` documents, and the seconds that it took to hold them."""
    engine = engine_for(url, index=INDEX, folder=folder, lexicon=open_lexicon)
    # A million in memory would be most of it: then making them is part of the time.
    made = list(documents(count)) if count <= DOCUMENTS else documents(count)
    started = time.perf_counter()
    engine.rebuild(made)
    taken = time.perf_counter() - started
    try:
        yield engine, taken
    finally:
        engine.rebuild([])


def sampled(count: int) -> list[SearchDocument]:
    """Synthetic documents from all over the catalogue."""
    step = max(1, count // SAMPLED)
    return list(islice(documents(count), len(OPEN_SET), None, step))


def _calls(engine: Engine) -> dict[str, list[Callable[[], object]]]:
    sample = sampled(DOCUMENTS // 10)
    asked = questions(sample, SEED)
    calls: dict[str, list[Callable[[], object]]] = {
        kind: [_search(engine, query) for query in queries] for kind, queries in asked.items()
    }
    mixed = random.Random(SEED).sample([query for queries in asked.values() for query in queries], EACH)
    calls["facets of any of these"] = [_facets(engine, replace(query)) for query in mixed]
    calls[f"page {DEEP} of words"] = [
        _search(engine, query) for query in map(lambda each: _deep(engine, each), asked["one word"]) if query
    ]
    typed = typed_so_far(sample, SEED)
    calls["suggestions"] = [_suggested(engine, text) for text in typed]
    return calls


def _search(engine: Engine, query: Query) -> Callable[[], object]:
    return lambda: engine.search(query)


def _facets(engine: Engine, query: Query) -> Callable[[], object]:
    return lambda: engine.facets(query)


def _suggested(engine: Engine, text: str) -> Callable[[], object]:
    return lambda: (engine.suggest(text), engine.suggest_values(text))


def _deep(engine: Engine, query: Query) -> Query | None:
    for _ in range(DEEP - 1):
        cursor = engine.search(query).next_cursor
        if cursor is None:
            return None
        query = beyond(query, cursor)
    return query


class _Took:
    """Adds up what the server says that it took; an engine without a server says nothing."""

    def __init__(self, engine: Engine) -> None:
        self.ms = 0.0
        store: Any = getattr(engine, "_store", None)
        self.known = hasattr(store, "ask")
        if self.known:
            ask = store.ask

            def counted(*arguments: Any, **named: Any) -> Any:
                answer = ask(*arguments, **named)
                self.ms += answer["took"]
                return answer

            store.ask = counted


def _timed(calls: Iterable[Callable[[], object]], took: _Took) -> tuple[Timing, Timing]:
    whole, ours, cpu = [], [], []
    for call in calls:
        took.ms = 0.0
        started, worked = time.perf_counter(), time.thread_time()
        call()
        cpu.append((time.thread_time() - worked) * 1000)
        whole.append((time.perf_counter() - started) * 1000)
        ours.append(whole[-1] - took.ms)
    return replace(timing(whole), cpu95=timing(cpu).p95), timing(ours)


def timing(times: list[float]) -> Timing:
    """Median and the nineteenth of twenty; of none, nothing."""
    if not times:
        return Timing(float("nan"), float("nan"))
    return Timing(statistics.median(times), sorted(times)[min(len(times) - 1, int(len(times) * 0.95))])


def _edit_ms(engine: Engine) -> float:
    """Until the new name of an item is found, the slowest of five."""
    times = []
    for number in range(5):
        name = f"Đình vừa sửa tên lần {number}"
        started = time.perf_counter()
        engine.put([SearchDocument(id=f"edited{number}", names=(name,), category="relic")])
        while not any(hit.id == f"edited{number}" for hit in engine.search(Query(text=f'"{name}"')).hits):
            time.sleep(0.01)
        times.append((time.perf_counter() - started) * 1000)
    return max(times)


def engine_table(measured: list[Measured], count: int) -> list[str]:
    """Lines of the page."""
    both = [each.name for each in measured]
    head = "".join(f" {name}: p50 | p95 | our CPU, p95 |" for name in both)
    head += " over `took`: p95 |" * (len(both) - 1)
    lines = [
        f"{count:,} documents of real name parts, the same for the same seed; {EACH} different questions of each kind,",
        "each asked once, first page of 20 with the number of all that match. Milliseconds at the caller. Wanted of the",
        f"embedded engine: p95 within {EMBEDDED_MS:.0f} ms, {PLAIN_MS:.0f} for words without marks, {SUGGESTED_MS:.0f}"
        f" for suggestions; on Elasticsearch our part, the",
        f"time beside the server's own `took`, within {OVERHEAD_MS:.0f} ms. CPU is that of the asking thread.",
        "",
        f"| question |{head}",
        f"|---|{'--:|--:|--:|' * len(both)}{'--:|' * (len(both) - 1)}",
    ]
    for kind in measured[0].kinds:
        cells = "".join(
            f" {each.p50:.1f} | {each.p95:.1f} | {each.cpu95:.1f} |"
            for each in (one.kinds[kind] for one in measured)
        )
        cells += "".join(f" {one.overhead[kind].p95:.1f} |" for one in measured if one.overhead)
        lines.append(f"| {kind} |{cells}")
    for title, value in (
        (f"full rebuild, s (wanted: {REBUILD_S:.0f} embedded)", lambda one: f"{one.rebuild_s:.1f}"),
        (f"one edit until it is found, ms (wanted: {EDIT_S * 1000:.0f})", lambda one: f"{one.edit_ms:.0f}"),
    ):
        cells = "".join(f" {value(one)} | | |" for one in measured) + " |" * (len(both) - 1)
        lines.append(f"| {title} |{cells}")
    return lines


def curve_table(folder: Path, counts: Iterable[int]) -> list[str]:
    """The embedded engine on more and more documents."""
    lines = [
        "",
        "The embedded engine as the catalogue grows, p95 in ms:",
        "",
        "| documents | rebuild | words without marks | words and facets | facets | suggestions |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    for count in counts:
        one = measure("fts5:", folder, count)
        kinds = (PLAIN, "words and facets", "facets of any of these", "suggestions")
        cells = " | ".join(f"{one.kinds[kind].p95:.1f}" for kind in kinds)
        lines.append(f"| {count:,} | {one.rebuild_s:.1f} s | {cells} |")
    return lines
