"""How many requests somebody made in this minute, shared by every process: a small file, or Redis."""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
import threading
from functools import cache
from pathlib import Path
from typing import Protocol, cast

import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

logger = logging.getLogger(__name__)
FILE = "requests.sqlite3"
WAIT_S = 0.5  # for a lock or an answer; a request is not kept waiting longer for being counted
KEPT_S = 120  # how long Redis keeps a count of one minute


class Counts(Protocol):
    """Adds up requests by whom and when."""

    def add(self, who: str, minute: int, cost: int) -> int | None:
        """The sum of this minute after adding ``cost``; None while nothing can be counted, which is logged."""


class FileCounts:
    """Counts in an SQLite file that every process of one machine opens. Losing it loses a minute."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._owner = 0

    def add(self, who: str, minute: int, cost: int) -> int | None:
        """One statement is one transaction: two processes cannot read the same sum."""
        with self._lock:
            try:
                connection = self._opened()
                (total,) = connection.execute(
                    "insert into counts values (?, ?, ?) on conflict (who, minute)"
                    " do update set n = n + excluded.n returning n",
                    (who, minute, cost),
                ).fetchone()
                if total == cost:  # the first of this minute sweeps up behind the others
                    connection.execute("delete from counts where minute < ?", (minute - 1,))
            except sqlite3.Error:
                logger.warning("requests cannot be counted", exc_info=True)
                return None
        return int(total)

    def _opened(self) -> sqlite3.Connection:
        """The connection of this process; one that was opened before a fork is left alone."""
        if self._connection is None or self._owner != os.getpid():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self._path, timeout=WAIT_S, isolation_level=None, check_same_thread=False
            )
            # Two processes changing to WAL at once do not wait for each other, whatever the timeout.
            with self._path.with_suffix(".lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                connection.execute("pragma journal_mode = wal")
                connection.execute(
                    "create table if not exists counts"
                    " (who text, minute integer, n integer, primary key (who, minute)) without rowid"
                )
            connection.execute("pragma synchronous = off")
            self._connection, self._owner = connection, os.getpid()
        return self._connection


class RedisCounts:
    """Counts that several machines share."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=WAIT_S, socket_connect_timeout=WAIT_S)

    def add(self, who: str, minute: int, cost: int) -> int | None:
        """Both commands go together; the count ends by itself."""
        name = f"disanso:requests:{who}:{minute}"
        try:
            both = self._redis.pipeline()
            both.incrby(name, cost)
            both.expire(name, KEPT_S)
            total, _ = both.execute()
        except redis.RedisError:
            logger.warning("requests cannot be counted", exc_info=True)
            return None
        return cast(int, total)


def counts_for(url: str, folder: Path) -> Counts:
    """What an address names: ``file:`` or ``redis://…``.

    Raises:
        ImproperlyConfigured: Another scheme.
    """
    if url == "file:":
        return FileCounts(folder / FILE)
    if url.startswith(("redis://", "rediss://", "unix://")):
        return RedisCounts(url)
    raise ImproperlyConfigured(
        f"DISANSO_COUNTS_URL: unknown scheme {url.partition(':')[0]!r}; use file: or redis://…"
    )


@cache
def current() -> Counts:
    """The counts that the settings name; one per process."""
    return counts_for(settings.COUNTS_URL, settings.SEARCH_FOLDER)
