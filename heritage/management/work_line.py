"""The line on standard error while files are taken in: how many, how fast, how long still."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from tqdm import tqdm

from heritage.projections.pace_text import pace_words
from media_pipeline.progress import Pace, points_of, told_to

T = TypeVar("T")


def counted(
    things: Iterable[T],
    what: str,
    stream: Any,
    total: int | None = None,
    size: Callable[[T], int] | None = None,
) -> Iterator[T]:
    """Pass things on with a line of files, files/s and time left, and MB/s where their size is known."""
    started, received = time.monotonic(), 0
    with tqdm(
        things, desc=what, total=total, unit=" tệp", file=_plain(stream), disable=None, leave=False
    ) as line:
        for thing in line:
            yield thing
            if size is not None:
                received += size(thing)
                line.set_postfix_str(
                    f"{received / 1e6 / max(time.monotonic() - started, 1e-3):.1f} MB/s", False
                )


class WorkLine:
    """A line of the bytes that are worked on, by several threads: MB/s and time left, files, files/s.

    While a cloud is packed its points move the line, and its own pace is shown.
    """

    def __init__(self, stream: Any) -> None:
        self._lock = threading.Lock()
        self._stream = _plain(stream)
        self._started = time.monotonic()
        self._files = self._done = self._total = self._moved = 0
        self._bar: Any = None

    def expect(self, size: int) -> None:
        """One more file of so many bytes."""
        with self._lock:
            self._files += 1
            self._total += size

    def show(self) -> None:
        """Show the line from here on; files may have been at work before."""
        with self._lock:
            self._bar = tqdm(
                desc="xử lý",
                total=self._total,
                unit="B",
                unit_scale=True,
                file=self._stream,
                disable=None,
                leave=False,
            )
            if not self._bar.disable:
                self._bar.start_t -= time.monotonic() - self._started
                self._bar.update(self._moved)

    @contextmanager
    def working(self, name: str, size: int) -> Iterator[None]:
        """Work on an expected file, in this thread."""
        counted, started = 0, time.monotonic()

        def hear(step: str) -> None:
            nonlocal counted
            points = points_of(step)
            if points is not None:
                pace = Pace(*points, megabytes=size / 1e6, seconds=time.monotonic() - started)
                here = size * pace.done // max(pace.total, 1)
                self._move(here - counted, f"; {name}: {pace_words(pace, 'vi')}")
                counted = max(counted, here)

        try:
            with told_to(hear):
                yield
        finally:
            with self._lock:
                self._done += 1
            self._move(size - counted, "")

    def close(self) -> None:
        """Take the line away."""
        if self._bar is not None:
            self._bar.close()

    def _move(self, size: int, about: str) -> None:
        with self._lock:
            self._moved += max(0, size)
            if self._bar is not None:
                rate = self._done / max(time.monotonic() - self._started, 1e-3)
                files = f"{self._done}/{self._files} tệp, {rate:.1f} tệp/s"
                self._bar.set_postfix_str(files + about, refresh=False)
                self._bar.update(max(0, size))


def _plain(stream: Any) -> Any:
    """The stream within Django's, which would end each state of the line with a new line."""
    return getattr(stream, "_out", stream)
