"""Whoosh on documents and questions, run by the peers' interpreter: ``LINES QUESTIONS FOLDER``, JSON on standard output."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from whoosh.analysis import CharsetFilter, StandardAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in
from whoosh.qparser import MultifieldParser
from whoosh.support.charset import accent_map

FIELDS = {"name": 4.0, "alias": 3.0, "unit": 2.0, "text": 1.0}


def main(lines: Path, questions: Path, folder: Path) -> None:
    folder.mkdir()
    folded = StandardAnalyzer(stoplist=None, minsize=1) | CharsetFilter(accent_map)
    schema = Schema(id=ID(stored=True), **{field: TEXT(analyzer=folded, phrase=True) for field in FIELDS})
    index = create_in(folder, schema)
    started = time.perf_counter()
    writer = index.writer(limitmb=512)
    with lines.open(encoding="utf-8") as rows:
        for row in rows:
            writer.add_document(**json.loads(row))
    writer.commit()
    index_s = time.perf_counter() - started
    answers, times = [], []
    with index.searcher() as searcher:
        parser = MultifieldParser(list(FIELDS), schema, fieldboosts=FIELDS)
        for question in json.loads(questions.read_text(encoding="utf-8")):
            started = time.perf_counter()
            answers.append([hit["id"] for hit in searcher.search(parser.parse(question), limit=10)])
            times.append((time.perf_counter() - started) * 1000)
    sys.stdout.write(json.dumps({"answers": answers, "ms": times, "index_s": index_s}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
