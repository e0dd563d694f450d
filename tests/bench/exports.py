"""A whole result as a file: time to the first byte and to the last, and the memory that it takes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

STREAMED = ("ndjson", "csv")


def export_table(home: Path) -> list[str]:
    """Lines of the page: every item of a home that ``tests.bench.catalogue`` has filled."""
    lines = [
        "",
        "Every item of the same catalogue as one download, read in its own process; memory is what the process grows by",
        "beyond a small download before it.",
        "",
        "| format | items | size | first byte | whole | CPU | memory |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for ending in STREAMED:
        command = [sys.executable, "-m", "tests.bench.export_work", str(home), ending]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        told = json.loads(done.stdout)
        lines.append(
            f"| {ending} | {told['items']:,} | {told['bytes'] / 1e6:.0f} MB | {told['first_s'] * 1000:.0f} ms"
            f" | {told['seconds']:.0f} s | {told['cpu_s']:.0f} s | {told['more_mb']:.0f} MB |"
        )
    return lines
