"""tantivy's time for one question, run by the peers' interpreter: ``LINES QUESTION RUNS``, JSON on standard output."""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

import tantivy


def main(lines: Path, question: str, runs: int) -> None:
    schema = (
        tantivy.SchemaBuilder()
        .add_text_field("id", stored=True, tokenizer_name="raw")
        .add_text_field("text", tokenizer_name="whitespace")
        .build()
    )
    index = tantivy.Index(schema)
    writer = index.writer()
    with lines.open(encoding="utf-8") as rows:
        for row in rows:
            writer.add_document(tantivy.Document(**json.loads(row)))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    times, found = [], 0
    for _ in range(runs):
        started = time.perf_counter()
        query = index.parse_query(question, ["text"], conjunction_by_default=True)
        answer = searcher.search(query, 20)
        found = answer.count
        for _, address in answer.hits:
            searcher.doc(address)["id"]
        times.append((time.perf_counter() - started) * 1000)
    sys.stdout.write(json.dumps({"ms": statistics.median(times), "found": found}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
