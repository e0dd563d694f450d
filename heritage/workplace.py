"""Which process something belongs to, and whether it still runs; temporary names that carry their process."""

from __future__ import annotations

import hashlib
import os
import re
import socket
from pathlib import Path

HOST_LENGTH = 40  # of a host's name in ``place``
_MARK = re.compile(r"([0-9a-f]{8})-(\d+)-(\d+)-")


def mark() -> str:
    """A prefix for temporary files and folders of this process: ``is_left_behind`` reads it."""
    pid = os.getpid()
    return f"{_short_place()}-{pid}-{started(pid) or 0}-"


def is_left_behind(name: str) -> bool:
    """Whether a temporary file's process was one of this machine that is gone; False where that cannot be told."""
    match = _MARK.match(name)
    if match is None or match[1] != _short_place():
        return False
    return int(match[3]) > 0 and started(int(match[2])) != int(match[3])


def place() -> str:
    """This machine and process namespace: containers may share a host name, and see only their own processes."""
    try:
        namespace = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        namespace = 0
    return f"{socket.gethostname()[:HOST_LENGTH]}/{namespace}"


def started(pid: int) -> int | None:
    """Clock ticks from the machine's start to the process's; None where there is no such process."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The command's name stands in brackets and may hold anything; start time is field 22 of proc(5).
    fields = line.rpartition(")")[2].split()
    return None if fields[0] in ("Z", "X") else int(fields[19])


def _short_place() -> str:
    return hashlib.sha256(place().encode()).hexdigest()[:8]
