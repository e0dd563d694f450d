"""A worker whose only kind makes a page every half second for ever. Run by test_page_time."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from media_pipeline import worker
from media_pipeline.kind import Kind
from media_pipeline.report import Derived, Facts
from media_pipeline.told import Order, Told


def inspect(path: Path, media_type: str, told: Told) -> Facts:
    return {}


def derive(path: Path, facts: Facts, out: Path, order: Order) -> Iterator[Derived]:
    for number in range(1, 10_000):
        time.sleep(0.5)
        made = out / f"{number}.jpg"
        made.write_bytes(b"x")
        yield Derived(f"page-{number:04}-1280", made, "image/jpeg")


KIND = Kind("slow", lambda head, path: None, inspect, lambda facts: None, lambda facts: (), derive)

if __name__ == "__main__":
    sys.exit(worker.main(sys.argv[1:], (KIND,)))
