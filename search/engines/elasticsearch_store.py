"""The indices behind the alias: client, writes and rebuilds. Questions are in ``elasticsearch``."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, TransportError, helpers

from search.engines.elasticsearch_body import MAPPINGS, SETTINGS, stored
from search.engines.elasticsearch_words import Body
from search.errors import EngineUnavailable, NotIndexed
from search.tokens import IndexedDocument

_TIMEOUT_S = 30.0
_CHUNK = 500  # documents per bulk request
_CHUNK_BYTES = 20_000_000  # a dossier's words may have megabytes; the server takes 100 MB at once
_BUILDING = "-building"  # second alias: an index that is being filled
_ABANDONED_S = 6 * 3600  # no rebuild takes that long


class Store:
    """One alias on one server. Connects on first use; safe to share between threads and after a fork."""

    def __init__(self, url: str, *, alias: str, api_key: str | None = None) -> None:
        self._url = url
        self._alias = alias
        self._api_key = api_key
        self._lock = threading.Lock()
        self._held: tuple[int, Elasticsearch] | None = None
        self._fields_told = False

    def put(self, documents: Iterable[IndexedDocument]) -> int:
        """Add or replace, visible when this returns; also in an index that is being built."""
        with self._speaking() as client:
            self._ensure(client)
            version = time.time_ns() // 1000
            compiled = [stored(document) for document in documents]
            if not compiled:
                return 0
            targets = self._indices(client, self._alias + _BUILDING)
            for target in targets:
                self._bulk(client, (_versioned(target, body, version) for body in compiled))
            latest = {body["id"]: body for body in compiled}
            self._bulk(client, (_action(self._alias, body) for body in latest.values()))
            client.indices.refresh(index=[self._alias, *targets])
        return len(compiled)

    def remove(self, ids: Iterable[str]) -> None:
        """Forget these ids, visible when this returns."""
        with self._speaking() as client:
            self._ensure(client)
            gone = list(ids)
            if not gone:
                return
            version = time.time_ns() // 1000
            targets = self._indices(client, self._alias + _BUILDING)
            for target in targets:
                self._bulk(client, (_versioned_removal(target, id_, version) for id_ in gone))
            self._bulk(client, ({"_op_type": "delete", "_index": self._alias, "_id": id_} for id_ in gone))
            client.indices.refresh(index=[self._alias, *targets])

    def rebuild(self, documents: Iterable[IndexedDocument]) -> int:
        """Fill a new index and move the alias to it. Returns how many are in it."""
        with self._speaking() as client:
            self._ensure(client)
            # Everything read from the database from here on is at most as old as this version; what others
            # write meanwhile carries a later one and wins.
            version = time.time_ns() // 1000
            self._drop_abandoned(client)
            fresh = self._create(client, f"{self._alias}-{time.time_ns()}", self._alias + _BUILDING)
            try:
                self._bulk(client, (_versioned(fresh, stored(d), version) for d in documents))
                client.indices.refresh(index=fresh)
            except BaseException:
                client.options(ignore_status=404).indices.delete(index=fresh)
                raise
            self._make_live(client, fresh)
            return int(client.count(index=self._alias)["count"])

    def digests(self) -> dict[str, str]:
        """Every id with the digest of its document, empty where it has none."""
        with self._speaking() as client:
            self._ensure(client)
            asked = {"query": {"match_all": {}}, "docvalue_fields": ["digest"]}
            rows = helpers.scan(client, index=self._alias, query=asked, size=5000, _source=False)
            return {row["_id"]: row.get("fields", {}).get("digest", [""])[0] for row in rows}

    def healthy(self) -> bool:
        """Whether the server answers. ``info()`` is not asked: reduced servers lack it."""
        try:
            with self._speaking() as client:
                return bool(client.cluster.health(timeout="2s")["status"] != "red")
        except EngineUnavailable:
            return False

    def ask(self, body: Body) -> Mapping[str, Any]:
        """The answer to a search body. Where nothing was ever indexed, an empty index answers."""
        with self._speaking() as client:
            try:
                answer: Mapping[str, Any] = client.search(index=self._alias, body=body).body
            except NotFoundError:
                self._ensure(client)
                answer = client.search(index=self._alias, body=body).body
        return answer

    @contextmanager
    def _speaking(self) -> Iterator[Elasticsearch]:
        try:
            yield self._client()
        except TransportError as error:
            raise EngineUnavailable(f"search server: {error.message}") from error
        except ApiError as error:
            if error.status_code in (400, 404):
                raise  # our own mistake, not the server's absence
            raise EngineUnavailable(f"search server: {error.status_code} {error.message}") from error

    def _client(self) -> Elasticsearch:
        with self._lock:
            if self._held is None or self._held[0] != os.getpid():  # sockets do not survive a fork
                client = Elasticsearch(self._url, api_key=self._api_key, request_timeout=_TIMEOUT_S)
                self._held = (os.getpid(), client)
            return self._held[1]

    def _ensure(self, client: Elasticsearch) -> None:
        """Make the first index, empty. Of several that try, the server lets one.

        An index of an earlier version is told the fields it lacks; they stay empty until it is rebuilt.
        """
        if client.indices.exists_alias(name=self._alias):
            if not self._fields_told:
                client.indices.put_mapping(index=self._alias, properties=MAPPINGS["properties"])
                self._fields_told = True
            return
        try:
            self._create(client, f"{self._alias}-0", self._alias)
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise

    def _create(self, client: Elasticsearch, name: str, alias: str) -> str:
        # Deletions must be remembered as long as a rebuild lasts, or it would bring the deleted back.
        settings = {**SETTINGS, "gc_deletes": "1h"}
        client.indices.create(index=name, mappings=MAPPINGS, settings=settings, aliases={alias: {}})
        return name

    def _make_live(self, client: Elasticsearch, fresh: str) -> None:
        """Move the alias in one step: a search sees the old index or the new one, never none."""
        old = self._indices(client, self._alias)
        client.indices.update_aliases(
            actions=[
                {"add": {"index": fresh, "alias": self._alias}},
                {"remove": {"index": fresh, "alias": self._alias + _BUILDING}},
                *({"remove_index": {"index": name}} for name in old),
            ]
        )

    def _drop_abandoned(self, client: Elasticsearch) -> None:
        """Remove what rebuilds that were killed have left, never one that may still be running."""
        for name in self._indices(client, self._alias + _BUILDING):
            started_s = int(name.rpartition("-")[2]) / 1e9
            if time.time() - started_s > _ABANDONED_S:
                client.indices.delete(index=name, ignore_unavailable=True)

    def _indices(self, client: Elasticsearch, alias: str) -> list[str]:
        try:
            return list(client.indices.get_alias(name=alias).body)
        except NotFoundError:
            return []

    def _bulk(self, client: Elasticsearch, actions: Iterable[Body]) -> None:
        done = helpers.streaming_bulk(
            client,
            actions,
            chunk_size=_CHUNK,
            max_chunk_bytes=_CHUNK_BYTES,
            max_retries=4,
            initial_backoff=0.5,
            raise_on_error=False,
        )
        for worked, result in done:
            (outcome,) = result.values()
            # 404: deleting the unknown. 409: a newer version is there already.
            if not worked and outcome["status"] not in (404, 409):
                raise NotIndexed(f"{outcome['_id']}: {outcome.get('error')}")


def _action(index: str, body: Body) -> Body:
    return {"_op_type": "index", "_index": index, "_id": body["id"], "_source": body}


def _versioned(index: str, body: Body, version: int) -> Body:
    return {**_action(index, body), "version": version, "version_type": "external_gte"}


def _versioned_removal(index: str, id_: str, version: int) -> Body:
    removal = {"_op_type": "delete", "_index": index, "_id": id_}
    return {**removal, "version": version, "version_type": "external_gte"}
