"""A plain search over a large catalogue, typed without marks: our engines beside tantivy."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from search.documents import Query, SearchDocument
from search.engines.base import Engine
from search.engines.loader import engine_for
from search.folding import folded_key

DOCUMENTS = 20_000
RUNS = 60
QUESTION = "den tran"
KINDS = ("Đền", "Chùa", "Đình", "Phủ", "Lăng", "Miếu", "Nhà thờ", "Lễ hội", "Làng nghề")
NAMES = (
    "Trần",
    "Phổ Minh",
    "Bảo Lộc",
    "Cố Trạch",
    "Thiên Trường",
    "Vị Khê",
    "Xuân Hưng",
    "Hồng Bàng",
    "Thượng Hồng",
)
WORDS = (
    "thờ",
    "xây",
    "dựng",
    "năm",
    "vua",
    "lễ",
    "rước",
    "nước",
    "gỗ",
    "lim",
    "đá",
    "cột",
    "sân",
    "đường",
    "xếp",
    "hạng",
)


@dataclass(frozen=True, slots=True)
class SearchRow:
    """Milliseconds at the caller; the peer answers the same words over the same folded texts."""

    engine: str
    ours_ms: float
    peer_ms: float
    found: int
    peer_found: int


def measure_searches(folder: Path, peer_python: Path) -> list[SearchRow]:
    """One row for the embedded engine, one for Elasticsearch when the environment names a server."""
    documents = list(catalogue())
    peer_ms, peer_found = ask_tantivy(folder, peer_python, documents)
    rows = []
    for url in ("fts5:", os.environ.get("DISANSO_TEST_ELASTICSEARCH_URL", "")):
        if url:
            engine = engine_for(url, index="disanso-bench", folder=folder)
            engine.rebuild(documents)
            ours_ms, found = ask(engine)
            rows.append(SearchRow(engine.name, ours_ms, peer_ms, found, peer_found))
    return rows


def catalogue() -> Iterator[SearchDocument]:
    """Synthetic items with Vietnamese names and thirty words of text each, the same at every run."""
    dice = random.Random(7)
    for number in range(DOCUMENTS):
        name = f"{dice.choice(KINDS)} {dice.choice(NAMES)} {number}"
        yield SearchDocument(
            id=f"b{number}", names=(name,), texts=(" ".join(dice.choices(WORDS, k=30)),), category="relic"
        )


def ask(engine: Engine) -> tuple[float, int]:
    """Median milliseconds and the number of hits of the question."""
    return timed(lambda: engine.search(Query(text=QUESTION, limit=20)).total)


def timed(question: Callable[[], int]) -> tuple[float, int]:
    found = question()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        question()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times), found


def ask_tantivy(folder: Path, peer_python: Path, documents: list[SearchDocument]) -> tuple[float, int]:
    """tantivy runs in the peers' environment; texts are folded here, as its own folding is not ours."""
    lines = folder / "documents.jsonl"
    with lines.open("w", encoding="utf-8") as out:
        for document in documents:
            texts = (*document.names, *document.texts)
            out.write(json.dumps({"id": document.id, "text": folded_key(" ".join(texts))}) + "\n")
    script = Path(__file__).with_name("peer_tantivy.py")
    answer = subprocess.run(
        [peer_python, script, lines, QUESTION, str(RUNS)], check=True, capture_output=True, text=True
    )
    result = json.loads(answer.stdout)
    return result["ms"], result["found"]
