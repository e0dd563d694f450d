"""tantivy on documents and questions, run by the peers' interpreter: ``LINES QUESTIONS``, JSON on standard output."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import tantivy

FIELDS = {"name": 4.0, "alias": 3.0, "unit": 2.0, "text": 1.0}


def main(lines: Path, questions: Path) -> None:
    builder = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
    for field in FIELDS:
        builder = builder.add_text_field(field, tokenizer_name="folded")
    index = tantivy.Index(builder.build())
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    index.register_tokenizer(
        "folded", analyzer.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold()).build()
    )
    started = time.perf_counter()
    writer = index.writer()
    with lines.open(encoding="utf-8") as rows:
        for row in rows:
            writer.add_document(tantivy.Document(**json.loads(row)))
    writer.commit()
    index.reload()
    index_s = time.perf_counter() - started
    searcher = index.searcher()
    answers, times = [], []
    for question in json.loads(questions.read_text(encoding="utf-8")):
        started = time.perf_counter()
        query, _ = index.parse_query_lenient(
            question, list(FIELDS), field_boosts=FIELDS, conjunction_by_default=True
        )
        hits = searcher.search(query, 10).hits
        answers.append([searcher.doc(address)["id"][0] for _, address in hits])
        times.append((time.perf_counter() - started) * 1000)
    sys.stdout.write(json.dumps({"answers": answers, "ms": times, "index_s": index_s}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
