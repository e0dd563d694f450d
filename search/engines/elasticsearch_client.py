"""The connection to a search server: one client per process, and a pause once it does not answer."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from search.engines.server_options import ServerOptions
from search.errors import EngineUnavailable

PAUSE_S = 5.0  # for which a server that did not answer is not asked again: a page asks several questions
_WORK_S = 30.0  # for one request of a rebuild
_WORK_TRIES = 3
_OVERLOADED = (429, 502, 503, 504)
_OUR_MISTAKE = (400, 404)


class Connection:
    """Connects on first use; safe to share between threads and after a fork."""

    def __init__(self, url: str, options: ServerOptions) -> None:
        self._url = url
        self._options = options
        self._lock = threading.Lock()
        self._held: tuple[int, Elasticsearch] | None = None
        self._away_until = 0.0

    @contextmanager
    def quick(self) -> Iterator[Elasticsearch]:
        """For what somebody waits for: an answer within the patience of the options, or none.

        Raises:
            EngineUnavailable: The server does not answer, or did not a moment ago.
        """
        if time.monotonic() < self._away_until:
            raise EngineUnavailable("search server: did not answer a moment ago")
        with self._speaking() as client:
            yield client

    @contextmanager
    def patient(self) -> Iterator[Elasticsearch]:
        """For rebuilds and comparisons, which nobody waits for.

        Raises:
            EngineUnavailable: The server does not answer, however often it is asked.
        """
        with self._speaking() as client:
            yield client.options(
                request_timeout=_WORK_S,
                max_retries=_WORK_TRIES,
                retry_on_timeout=True,
                # Not 429: it would be asked again at once. Whoever sends in bulk pauses instead.
                retry_on_status=(502, 503, 504),
            )

    @contextmanager
    def _speaking(self) -> Iterator[Elasticsearch]:
        try:
            yield self._client()
        except TransportError as error:
            self._away_until = time.monotonic() + PAUSE_S
            raise EngineUnavailable(f"search server: {error.message}") from error
        except ApiError as error:
            if error.status_code in _OUR_MISTAKE:
                raise
            if error.status_code in _OVERLOADED:
                self._away_until = time.monotonic() + PAUSE_S
            raise EngineUnavailable(f"search server: {error.status_code} {error.message}") from error
        else:
            self._away_until = 0.0

    def _client(self) -> Elasticsearch:
        with self._lock:
            if self._held is None or self._held[0] != os.getpid():  # sockets do not survive a fork
                self._held = (os.getpid(), Elasticsearch(self._url, **self._arguments()))
            return self._held[1]

    def _arguments(self) -> dict[str, Any]:
        options = self._options
        found: dict[str, Any] = {
            "api_key": options.api_key,
            "request_timeout": options.patience_s,
            "max_retries": 0,
            "retry_on_timeout": False,
        }
        if self._url.startswith("https:"):
            found |= {"verify_certs": options.verify, "ssl_show_warn": False}
            if options.ca_file is not None:
                found["ca_certs"] = options.ca_file
        return found
