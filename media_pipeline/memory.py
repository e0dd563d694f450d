"""How much memory a process and all it started hold, from Linux's ``/proc``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
PROC = Path("/proc")
GONE = (FileNotFoundError, ProcessLookupError)  # it ended between two looks


def resident_mb_of_tree(pid: int) -> float:
    """Resident megabytes (10^6) of a process and its descendants; what has ended counts zero."""
    total = 0
    for one in tree_of(pid):
        try:
            total += int((PROC / str(one) / "statm").read_text().split()[1])
        except GONE:
            continue
    return total * PAGE / 1e6


def tree_of(pid: int) -> Iterator[int]:
    """A process and its descendants, as far as they still run."""
    waiting = [pid]
    while waiting:
        current = waiting.pop()
        yield current
        try:
            for task in (PROC / str(current) / "task").iterdir():
                waiting.extend(int(child) for child in (task / "children").read_text().split())
        except GONE:
            continue
