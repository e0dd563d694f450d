"""Who holds an asset, so that the work of a killed process goes on at once and not when its lease ends."""

from __future__ import annotations

import os
import socket
from pathlib import Path

HOST_LENGTH = 40  # the column holds 80 characters


def holder() -> str:
    """This process: host, process namespace, number and start, which no later process shares."""
    pid = os.getpid()
    return f"{_place()}:{pid}:{_started(pid) or 0}"


def is_dead(name: str) -> bool:
    """Whether a holder was a process of this machine that is gone; False wherever that cannot be told."""
    place, _, process = name.partition("/")
    namespace, *numbers = process.split(":")
    if (
        f"{place}/{namespace}" != _place()
        or len(numbers) != 2
        or not all(each.isdecimal() for each in numbers)
    ):
        return False
    pid, started = (int(each) for each in numbers)
    return started > 0 and _started(pid) != started


def _place() -> str:
    # Containers may share a host name; processes of another namespace cannot be seen from here.
    try:
        namespace = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        namespace = 0
    return f"{socket.gethostname()[:HOST_LENGTH]}/{namespace}"


def _started(pid: int) -> int | None:
    """Clock ticks from the machine's start to the process's; None where there is no such process."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The command's name stands in brackets and may hold anything; start time is field 22 of proc(5).
    fields = line.rpartition(")")[2].split()
    return None if fields[0] in ("Z", "X") else int(fields[19])
