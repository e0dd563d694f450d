"""Copies of remote files in a local folder, bounded in size, the longest unused forgotten first."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


class FileCache:
    """Files named by their digest, so a copy never goes stale.

    Several threads and processes may share the folder: a copy appears under its name only when whole.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder = folder
        self.limit_bytes = limit_bytes
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    @contextmanager
    def copy_of(self, digest: str, fetch: Callable[[], Iterable[bytes]]) -> Iterator[Path]:
        """A path to the local copy, fetched if it is not here; it can be opened inside the context.

        The path names an open file of this process, so it holds though the copy is forgotten meanwhile.
        A file larger than the limit is kept until another one is asked for.

        Raises:
            OSError: The folder cannot be written to, or what ``fetch`` raises.
        """
        with self._open(digest, fetch) as file:
            yield Path(f"/proc/self/fd/{file.fileno()}")

    def _open(self, digest: str, fetch: Callable[[], Iterable[bytes]]) -> BinaryIO:
        path = self.folder / digest[:2] / digest
        with self._lock_of(digest):
            try:
                file = path.open("rb")
            except FileNotFoundError:
                self._bring(path, fetch)
                file = path.open("rb")
                self._forget_oldest(but=path)
        os.utime(file.fileno())
        return file

    def _lock_of(self, digest: str) -> threading.Lock:
        # Of one picture a viewer asks for many tiles at once: one thread fetches, the others wait.
        with self._guard:
            return self._locks.setdefault(digest, threading.Lock())

    def _bring(self, path: Path, fetch: Callable[[], Iterable[bytes]]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="part-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as target:
                target.writelines(fetch())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _forget_oldest(self, but: Path) -> None:
        kept = []
        for path in self.folder.glob("*/*"):
            with suppress(FileNotFoundError):  # another process forgot it meanwhile
                found = path.stat()
                kept.append((found.st_mtime_ns, found.st_size, path))
        total = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept):
            if total <= self.limit_bytes:
                return
            if path != but:
                path.unlink(missing_ok=True)
                total -= size
