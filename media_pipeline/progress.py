"""How far long work on one file has come: said by whoever works, heard by whoever waits.

The words travel as a step from the child process to its parent, like ``derive:copc``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_STEP = re.compile(r"points:(\d{1,15})/(\d{1,15})")
_listener: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


@contextmanager
def told_to(tell: Callable[[str], None]) -> Iterator[None]:
    """Pass what is said inside on to ``tell``."""
    token = _listener.set(tell)
    try:
        yield
    finally:
        _listener.reset(token)


def listener() -> Callable[[str], None]:
    """Whoever listens here, or nobody."""
    return _listener.get() or (lambda step: None)


def say_points(done: int, total: int) -> None:
    """Say how many points are done with; nobody need be listening."""
    listener()(f"points:{done}/{total}")


def points_of(step: str) -> tuple[int, int] | None:
    """Points done and points there are, where the step says so."""
    found = _STEP.fullmatch(step)
    return (int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the points of one file are worked on.

    Attributes:
        done: Points done with.
        total: Points of the file.
        megabytes: Size of the file (10^6 bytes).
        seconds: Since the work began.
    """

    done: int
    total: int
    megabytes: float
    seconds: float

    @property
    def points_per_s(self) -> float:
        return self.done / max(self.seconds, 1e-3)

    @property
    def megabytes_per_s(self) -> float:
        return self.megabytes * self.done / max(self.total, 1) / max(self.seconds, 1e-3)

    @property
    def left_s(self) -> float | None:
        """Seconds left at this pace, or None before anything is done."""
        return self.seconds * (self.total - self.done) / self.done if self.done else None
