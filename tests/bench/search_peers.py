"""Other engines on the same documents and questions: how often they find what was meant, and how fast."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.documents import Query
from search.engines.base import Engine
from tests.bench.map_section import _own_database
from tests.bench.search_documents import Pair, documents, pairs
from tests.bench.searches import Timing, filled, timing

FIRST = 10  # answers that count
STANDARD = "disanso-bench-standard"
Ask = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Quality:
    """One engine on the pairs of the open test set.

    Attributes:
        recall: Share of the questions whose answer is among the first ten.
        mrr: Mean of one divided by the place of the first right answer, 0 where it is not among them.
    """

    engine: str
    recall: float
    mrr: float
    times: Timing
    index_s: float


def measure_peers(folder: Path, peer_python: Path, count: int) -> list[Quality]:
    """Ours first; each peer set up as its manual shows, with what it has to leave out marks."""
    wanted = pairs()
    names = {document.id: document.names[0] for document in documents(count)}
    rows = [_ours("fts5:", folder, count, wanted, names)]
    if server := os.environ.get("DISANSO_TEST_ELASTICSEARCH_URL", ""):
        rows.append(_ours(server, folder, count, wanted, names))
        rows.append(
            _of_program(_standard(server), "Elasticsearch, `standard` analyzer", count, wanted, names)
        )
        _forget(server)
    if database := os.environ.get("DISANSO_TEST_POSTGIS_URL", ""):
        with _own_database(database) as own:
            rows.append(
                _of_program(_postgresql(own), "PostgreSQL full text, `unaccent`", count, wanted, names)
            )
    lines = folder / "documents.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in _rows(count))
    for engine, script in (
        ("tantivy 0.27.0, `ascii_fold`", "peer_tantivy"),
        ("Whoosh-Reloaded 2.7.5, accent map", "peer_whoosh"),
    ):
        rows.append(_of_script(engine, script, folder, peer_python, wanted, names))
    return rows


def _rows(count: int) -> Iterator[dict[str, str]]:
    """A document as the fields that any engine has."""
    for each in documents(count):
        more = (*each.persons, *each.decisions, *each.keywords, *each.texts, *each.pages)
        yield {
            "id": each.id,
            "name": each.names[0],
            "alias": " ; ".join((*each.names[1:], *each.names_en)),
            "unit": " ; ".join(each.unit_names),
            "text": " ; ".join(more),
        }


def _ours(url: str, folder: Path, count: int, wanted: list[Pair], names: dict[str, str]) -> Quality:
    with filled(url, folder, count) as (engine, index_s):
        return _quality(f"ours, {engine.name}", _asking(engine), index_s, wanted, names)


def _asking(engine: Engine) -> Ask:
    return lambda text: [hit.id for hit in engine.search(Query(text=text, limit=FIRST)).hits]


def _of_program(
    prepared: tuple[Callable[[Iterable[dict[str, str]]], None], Ask],
    name: str,
    count: int,
    wanted: list[Pair],
    names: dict[str, str],
) -> Quality:
    fill, ask = prepared
    started = time.perf_counter()
    fill(_rows(count))
    return _quality(name, ask, time.perf_counter() - started, wanted, names)


def _quality(name: str, ask: Ask, index_s: float, wanted: list[Pair], names: dict[str, str]) -> Quality:
    answers, times = [], []
    for pair in wanted:
        started = time.perf_counter()
        answers.append(ask(pair.question))
        times.append((time.perf_counter() - started) * 1000)
    return _judged(name, answers, times, index_s, wanted, names)


def _judged(
    name: str,
    answers: list[list[str]],
    times: list[float],
    index_s: float,
    wanted: list[Pair],
    names: dict[str, str],
) -> Quality:
    places = [
        next((at for at, id_ in enumerate(found[:FIRST], 1) if names[id_] == pair.wanted), 0)
        for pair, found in zip(wanted, answers, strict=True)
    ]
    found = [place for place in places if place]
    mrr = sum(1 / place for place in found) / len(places)
    return Quality(name, len(found) / len(places), mrr, timing(times), index_s)


def _of_script(
    name: str, script: str, folder: Path, python: Path, wanted: list[Pair], names: dict[str, str]
) -> Quality:
    asked = folder / "questions.json"
    asked.write_text(json.dumps([pair.question for pair in wanted]), encoding="utf-8")
    path = Path(__file__).with_name(f"{script}.py")
    command = [python, path, folder / "documents.jsonl", asked, folder / script]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return _judged(name, told["answers"], told["ms"], told["index_s"], wanted, names)


def _standard(server: str) -> tuple[Callable[[Iterable[dict[str, str]]], None], Ask]:
    """Fields of type text as they come, the four asked together, the name counting most."""
    from elasticsearch import Elasticsearch, helpers

    client = Elasticsearch(server)
    fields = {name: {"type": "text"} for name in ("name", "alias", "unit", "text")}

    def fill(rows: Iterable[dict[str, str]]) -> None:
        client.indices.delete(index=STANDARD, ignore_unavailable=True)
        client.indices.create(
            index=STANDARD, mappings={"properties": fields}, settings={"number_of_replicas": 0}
        )
        helpers.bulk(client, ({"_index": STANDARD, "_id": row.pop("id"), **row} for row in rows))
        client.indices.refresh(index=STANDARD)

    def ask(text: str) -> list[str]:
        match = {"multi_match": {"query": text, "fields": ["name^4", "alias^3", "unit^2", "text"]}}
        answer = client.search(index=STANDARD, query=match, size=FIRST, source=False, track_total_hits=True)
        return [hit["_id"] for hit in answer["hits"]["hits"]]

    return fill, ask


def _forget(server: str) -> None:
    """Take the peer's index off the server again."""
    from elasticsearch import Elasticsearch

    Elasticsearch(server).indices.delete(index=STANDARD, ignore_unavailable=True)


def _postgresql(address: str) -> tuple[Callable[[Iterable[dict[str, str]]], None], Ask]:
    """A configuration of ``simple`` behind ``unaccent``, weights A to D, a GIN index, ranked by ``ts_rank_cd``."""
    import psycopg

    connection = psycopg.connect(address.replace("postgis://", "postgresql://", 1), autocommit=True)

    def fill(rows: Iterable[dict[str, str]]) -> None:
        for statement in _LAYOUT.split(";"):
            connection.execute(statement)
        with connection.cursor().copy("copy items (id, name, alias, unit, text) from stdin") as copy:
            for row in rows:
                copy.write_row((row["id"], row["name"], row["alias"], row["unit"], row["text"]))
        connection.execute(
            "update items set words = setweight(to_tsvector('folded', name), 'A') ||"
            " setweight(to_tsvector('folded', alias), 'B') || setweight(to_tsvector('folded', unit), 'C') ||"
            " setweight(to_tsvector('folded', text), 'D')"
        )
        connection.execute("create index on items using gin (words)")
        connection.execute("vacuum analyze items")

    def ask(text: str) -> list[str]:
        rows = connection.execute(
            "select id from items, websearch_to_tsquery('folded', %s) asked where words @@ asked"
            " order by ts_rank_cd(words, asked) desc, id limit %s",
            (text, FIRST),
        )
        return [id_ for (id_,) in rows]

    return fill, ask


_LAYOUT = """
create extension if not exists unaccent;
create text search configuration folded (copy = simple);
alter text search configuration folded alter mapping for hword, hword_part, word with unaccent, simple;
create table items (id text primary key, name text, alias text, unit text, text text, words tsvector)
"""


def peer_table(rows: list[Quality], count: int) -> list[str]:
    """Lines of the page."""
    return [
        "",
        f"The {len(pairs())} questions of the open test set ([pairs.csv](../tests/search/pairs.csv)) on the same {count:,} documents,",
        f"one after another: how many have what was meant among the first {FIRST}, the mean reciprocal rank, and the time.",
        "The synthetic names make many questions ambiguous: no engine can have all. Ours reads them with its own table of",
        "words and counts all that match; the peers are set up as their manuals show, to leave out case and marks.",
        "",
        f"| engine | recall@{FIRST} | MRR | p50 | p95 | indexing |",
        "|---|--:|--:|--:|--:|--:|",
        *(
            f"| {row.engine} | **{row.recall:.3f}** | **{row.mrr:.3f}** | {row.times.p50:.1f} ms"
            f" | {row.times.p95:.1f} ms | {row.index_s:.0f} s |"
            for row in rows
        ),
    ]
