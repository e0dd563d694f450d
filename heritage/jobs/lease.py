"""Who holds an asset, so that the work of a killed process goes on at once and not when its lease ends."""

from __future__ import annotations

import os

from heritage.workplace import place, started


def holder() -> str:
    """This process: host, process namespace, number and start, which no later process shares.

    At most 80 characters, which is what the column holds.
    """
    pid = os.getpid()
    return f"{place()}:{pid}:{started(pid) or 0}"


def is_dead(name: str) -> bool:
    """Whether a holder was a process of this machine that is gone; False wherever that cannot be told."""
    where, _, process = name.partition("/")
    namespace, *numbers = process.split(":")
    if (
        f"{where}/{namespace}" != place()
        or len(numbers) != 2
        or not all(each.isdecimal() for each in numbers)
    ):
        return False
    pid, start = (int(each) for each in numbers)
    return start > 0 and started(pid) != start
