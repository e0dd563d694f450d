"""How much memory a process and all it started hold, from Linux's ``/proc``."""

from __future__ import annotations

import os
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
PROC = Path("/proc")


def resident_mb_of_tree(pid: int) -> float:
    """Resident megabytes (10^6) of a process and its descendants; what has ended counts zero."""
    total, waiting = 0, [pid]
    while waiting:
        current = waiting.pop()
        try:
            total += int((PROC / str(current) / "statm").read_text().split()[1])
            for task in (PROC / str(current) / "task").iterdir():
                waiting.extend(int(child) for child in (task / "children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended between two looks
    return total * PAGE / 1e6
