"""The indices behind the alias: writes and rebuilds. Questions are in ``elasticsearch``."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError, helpers

from search.engines.elasticsearch_body import MAPPINGS, SETTINGS, stored
from search.engines.elasticsearch_client import Connection
from search.engines.elasticsearch_words import Body
from search.engines.server_options import HEALTHY, REFRESH, ServerOptions
from search.errors import EngineUnavailable, NotIndexed
from search.tokens import IndexedDocument

_FEW = 20  # documents: more are no change that somebody waits for
_BACK_OFFS = 6  # pauses of 0.5, 1, 2 … seconds while the server says that it has too much to do
_CHUNK = 500  # documents per bulk request
_CHUNK_BYTES = 20_000_000  # a dossier's words may have megabytes; the server takes 100 MB at once
_BUILDING = "-building"  # second alias: an index that is being filled
_ABANDONED_S = 6 * 3600  # no rebuild takes that long


class Store:
    """One alias on one server. Connects on first use; safe to share between threads and after a fork."""

    def __init__(self, url: str, *, alias: str, options: ServerOptions) -> None:
        self._connection = Connection(url, options)
        self._options = options
        self._alias = alias
        self._fields_told = False

    def put(self, documents: Iterable[IndexedDocument]) -> int:
        """Add or replace; also in an index that is being built. Found when the options say so."""
        latest = {document.id: stored(document) for document in documents}
        if latest:
            with self._writing(len(latest)) as client:
                self._ensure(client)
                version = time.time_ns() // 1000
                for target in self._indices(client, self._alias + _BUILDING):
                    rows = [_versioned(target, body, version) for body in latest.values()]
                    self._send(client, rows, alias=False)
                rows = [_action(self._alias, body) for body in latest.values()]
                self._send(client, rows, alias=True)
        return len(latest)

    def remove(self, ids: Iterable[str]) -> None:
        """Forget these ids, also in an index that is being built."""
        gone = list(ids)
        if gone:
            with self._writing(len(gone)) as client:
                self._ensure(client)
                version = time.time_ns() // 1000
                for target in self._indices(client, self._alias + _BUILDING):
                    rows = [_versioned_removal(target, id_, version) for id_ in gone]
                    self._send(client, rows, alias=False)
                rows = [{"_op_type": "delete", "_index": self._alias, "_id": id_} for id_ in gone]
                self._send(client, rows, alias=True)

    def rebuild(self, documents: Iterable[IndexedDocument]) -> int:
        """Fill a new index and move the alias to it. Returns how many are in it."""
        with self._connection.patient() as client:
            self._ensure(client)
            # Everything read from the database from here on is at most as old as this version; what others
            # write meanwhile carries a later one and wins.
            version = time.time_ns() // 1000
            self._drop_abandoned(client)
            fresh = self._create(client, f"{self._alias}-{time.time_ns()}", self._alias + _BUILDING)
            try:
                bodies = (_versioned(fresh, stored(document), version) for document in documents)
                self._bulk(client, bodies, _BACK_OFFS)
                client.indices.refresh(index=fresh)
            except BaseException:
                client.options(ignore_status=404).indices.delete(index=fresh)
                raise
            self._make_live(client, fresh)
            return int(client.count(index=self._alias)["count"])

    def digests(self) -> dict[str, str]:
        """Every id with the digest of its document, empty where it has none."""
        with self._connection.patient() as client:
            self._ensure(client)
            asked = {"query": {"match_all": {}}, "docvalue_fields": ["digest"]}
            rows = helpers.scan(client, index=self._alias, query=asked, size=5000, _source=False)
            return {row["_id"]: row.get("fields", {}).get("digest", [""])[0] for row in rows}

    def healthy(self) -> bool:
        """Whether the server answers and its cluster is well enough. ``info()`` is not asked: some lack it."""
        good = HEALTHY[HEALTHY.index(self._options.healthy_from) :]
        try:
            with self._connection.quick() as client:
                return client.cluster.health(timeout="1s")["status"] in good
        except EngineUnavailable:
            return False

    def ask(self, body: Body) -> Mapping[str, Any]:
        """The answer to a search body. Where nothing was ever indexed, an empty index answers."""
        with self._connection.quick() as client:
            try:
                answer: Mapping[str, Any] = client.search(index=self._alias, body=body).body
            except NotFoundError:
                self._ensure(client)
                answer = client.search(index=self._alias, body=body).body
        return answer

    def _writing(self, count: int) -> AbstractContextManager[Elasticsearch]:
        return self._connection.quick() if count <= _FEW else self._connection.patient()

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
        settings = {**SETTINGS, "gc_deletes": "1h", **self._options.index_settings}
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

    def _send(self, client: Elasticsearch, actions: list[Body], *, alias: bool) -> None:
        """Write a change; into an alias only while there is one, else the server would make an index of its name."""
        extra: Body = {"require_alias": True} if alias else {}
        tries = 0 if len(actions) <= _FEW else _BACK_OFFS
        self._bulk(client, actions, tries, refresh=REFRESH[self._options.refresh], **extra)

    def _bulk(self, client: Elasticsearch, actions: Iterable[Body], tries: int, **extra: Any) -> None:
        done = helpers.streaming_bulk(
            client,
            actions,
            chunk_size=_CHUNK,
            max_chunk_bytes=_CHUNK_BYTES,
            max_retries=tries,
            initial_backoff=0.5,
            raise_on_error=False,
            **extra,
        )
        for worked, result in done:
            (outcome,) = result.values()
            unknown = outcome["status"] == 404 and "error" not in outcome  # deleting what is not there
            newer = outcome["status"] == 409  # is there already
            if not (worked or unknown or newer):
                raise NotIndexed(f"{outcome['_id']}: {outcome.get('error')}")


def _action(index: str, body: Body) -> Body:
    return {"_op_type": "index", "_index": index, "_id": body["id"], "_source": body}


def _versioned(index: str, body: Body, version: int) -> Body:
    return {**_action(index, body), "version": version, "version_type": "external_gte"}


def _versioned_removal(index: str, id_: str, version: int) -> Body:
    removal = {"_op_type": "delete", "_index": index, "_id": id_}
    return {**removal, "version": version, "version_type": "external_gte"}
