"""Download everything once and tell what it took, as JSON: ``python -m tests.bench.export_work HOME ENDING``."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

from tests.bench.catalogue import open_home


def main(home: Path, ending: str) -> None:
    os.environ["DISANSO_ALLOWED_HOSTS"] = "testserver"
    open_home(home)
    from django.test import Client

    client, address = Client(), f"/api/v1/exports/items.{ending}"
    # Modules, the connection and the index's columns are there afterwards.
    b"".join(client.get(f"{address}?q=den+tran").streaming_content)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, worked = time.perf_counter(), time.process_time()
    first_s, lines, size = 0.0, 0, 0
    for piece in client.get(address).streaming_content:
        first_s = first_s or time.perf_counter() - started
        lines += piece.count(b"\n")
        size += len(piece)
    told = {
        "seconds": time.perf_counter() - started,
        "cpu_s": time.process_time() - worked,
        "first_s": first_s,
        "items": lines - (ending == "csv"),
        "bytes": size,
        "more_mb": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb) / 1024,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
