"""A search server that is away, hangs, has too much to do, wants a key or speaks TLS: a small one of our own plays it."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.documents import Query
from search.engines import elasticsearch_client, elasticsearch_store
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.loader import engine_for
from search.engines.server_options import ServerOptions
from search.errors import EngineUnavailable, NotIndexed, UnknownEngine
from tests.search.catalogue import CATALOGUE

FOUND = {"hits": {"total": {"value": 7}, "hits": []}}


class Played:
    """A server that answers what the product asks, as it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.bulk: list[tuple[int, Callable[[list[dict[str, Any]]], list[int]]]] = []
        self.search_status = 200
        self.health = "green"

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, object]:
        """Status and JSON of one request."""
        self.asked.append((method, path, headers, body))
        address = path.partition("?")[0]
        if address.endswith("/_bulk"):
            return self._bulk_answer(body)
        if address.endswith("/_search"):
            return self.search_status, FOUND if self.search_status == 200 else {"error": "busy"}
        if address.endswith("/_cluster/health"):
            return 200, {"status": self.health}
        if address.endswith("/_count"):
            return 200, {"count": 3}
        if method == "GET" and "/_alias" in address:
            return 404, {"error": "no such alias", "status": 404}
        return 200, {"acknowledged": True}

    def _bulk_answer(self, body: bytes) -> tuple[int, object]:
        actions = [json.loads(line) for line in body.splitlines()]
        actions = [each for each in actions if set(each) <= {"index", "delete"} and len(each) == 1]
        status, outcome = self.bulk.pop(0) if self.bulk else (200, lambda rows: [201] * len(rows))
        if status != 200:
            return status, {"error": {"type": "es_rejected_execution_exception"}, "status": status}
        rows = [(name, each[name]) for each in actions for name in each]
        items = [
            {name: {"_id": row["_id"], "status": code, **({} if code < 300 else {"error": {"type": "busy"}})}}
            for (name, row), code in zip(rows, outcome(actions), strict=True)
        ]
        return 200, {"errors": any(code >= 300 for code in outcome(actions)), "items": items}

    def sent(self, ending: str) -> list[tuple[str, str, dict[str, str], bytes]]:
        """The requests to addresses that end so."""
        return [each for each in self.asked if each[1].partition("?")[0].endswith(ending)]


@contextmanager
def playing(played: Played, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve on a free port; the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, answer = played.answer(self.command, self.path, headers, body)
            told = json.dumps(answer).encode() if self.command != "HEAD" else b""
            self.send_response(status)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _serve

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def played() -> Iterator[tuple[Played, str]]:
    """A server that plays along, and its address."""
    one = Played()
    with playing(one) as url:
        yield one, url


def engine_at(url: str, **options: Any) -> ElasticsearchEngine:
    return ElasticsearchEngine(url, index="disanso", options=ServerOptions(**options))


@contextmanager
def silent_server() -> Iterator[tuple[str, list[socket.socket]]]:
    """It takes connections and never says a word; its address, and the connections that it took."""
    taken: list[socket.socket] = []
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(50)

        def take() -> None:
            try:
                while True:
                    taken.append(listening.accept()[0])
            except OSError:
                return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", taken
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)
    for each in taken:
        each.close()


def test_a_page_waits_once_for_a_server_that_hangs_and_not_at_every_question() -> None:
    with silent_server() as (url, taken):
        engine = engine_at(url, patience_s=0.4)
        for ask in (engine.search, engine.facets, engine.search):
            with pytest.raises(EngineUnavailable):
                ask(Query(text="đền"))
        with pytest.raises(EngineUnavailable):
            engine.put(CATALOGUE[:1])
        assert not engine.healthy()
        assert len(taken) == 1  # of five questions one waited


def test_a_question_has_the_patience_of_the_options_and_is_asked_once() -> None:
    client = engine_at("http://127.0.0.1:9", patience_s=0.7)._store._connection._client()
    assert client._request_timeout == 0.7
    assert client._max_retries == 0


def test_a_server_that_comes_back_is_asked_again_after_a_pause(played: tuple[Played, str]) -> None:
    server, url = played
    engine = engine_at(url)
    server.search_status = 503
    with pytest.raises(EngineUnavailable):
        engine.search(Query())
    server.search_status = 200
    with pytest.raises(EngineUnavailable, match="a moment ago"):
        engine.search(Query())
    assert len(server.sent("/_search")) == 1
    engine._store._connection._away_until -= elasticsearch_client.PAUSE_S
    assert engine.search(Query()).total == 7
    assert engine.search(Query()).total == 7


def test_a_rebuild_slows_down_for_a_server_that_has_too_much_to_do(
    played: tuple[Played, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, url = played
    pauses: list[float] = []
    monkeypatch.setattr("elasticsearch.helpers.actions.time.sleep", pauses.append)
    server.bulk = [
        (429, lambda rows: []),  # the whole request
        (200, lambda rows: [201, *[429] * (len(rows) - 1)]),  # then all documents but one
        (200, lambda rows: [201] * len(rows)),
    ]
    assert engine_at(url).rebuild(CATALOGUE[:3]) == 3
    assert pauses == [0.5, 1.0]
    assert [body.count(b'"_id"') for _, _, _, body in server.sent("/_bulk")] == [3, 3, 2]


def test_a_change_that_somebody_waits_for_is_not_tried_again_at_once(played: tuple[Played, str]) -> None:
    server, url = played
    server.bulk = [(429, lambda rows: [])]
    with pytest.raises(EngineUnavailable, match="429"):
        engine_at(url).put(CATALOGUE[:1])
    assert len(server.sent("/_bulk")) == 1


def test_a_document_that_is_refused_is_told(played: tuple[Played, str]) -> None:
    server, url = played
    server.bulk = [(200, lambda rows: [400] * len(rows))]
    with pytest.raises(NotIndexed, match="den-tran"):
        engine_at(url).put(CATALOGUE[:1])


@pytest.mark.parametrize(("policy", "sent"), [("now", "true"), ("wait", "wait_for"), ("later", "false")])
def test_writes_refresh_as_the_options_say(played: tuple[Played, str], policy: str, sent: str) -> None:
    server, url = played
    engine_at(url, refresh=policy).put(CATALOGUE[:1])
    (_, path, _, _), *_ = server.sent("/_bulk")
    assert f"refresh={sent}" in path
    assert "require_alias=true" in path


def test_settings_of_new_indices_are_those_of_the_options(played: tuple[Played, str]) -> None:
    server, url = played
    engine_at(url, index_settings={"number_of_replicas": 2, "auto_expand_replicas": False}).rebuild([])
    made = next(
        json.loads(body) for method, path, _, body in server.asked if method == "PUT" and b"mappings" in body
    )
    assert made["settings"]["number_of_replicas"] == 2
    assert made["settings"]["auto_expand_replicas"] is False
    assert made["settings"]["number_of_shards"] == 1
    assert made["mappings"]["dynamic"] == "strict"


@pytest.mark.parametrize(
    ("wanted", "state", "healthy"),
    [
        ("yellow", "green", True), ("yellow", "yellow", True), ("yellow", "red", False),
        ("green", "yellow", False), ("green", "green", True),
    ],
)  # fmt: skip
def test_health_is_judged_as_the_options_say(
    played: tuple[Played, str], wanted: str, state: str, healthy: bool
) -> None:
    server, url = played
    server.health = state
    assert engine_at(url, healthy_from=wanted).healthy() is healthy


def test_the_key_goes_in_the_header_and_nowhere_else(
    played: tuple[Played, str], caplog: pytest.LogCaptureFixture
) -> None:
    server, url = played
    engine = engine_at(url, api_key="c2VjcmV0OmtleQ==")
    with caplog.at_level("DEBUG"):
        engine.search(Query())
        server.search_status = 403
        with pytest.raises(EngineUnavailable) as refused:
            engine.search(Query())
    assert {headers["authorization"] for _, _, headers, _ in server.asked} == {"ApiKey c2VjcmV0OmtleQ=="}
    told = caplog.text + str(refused.value) + repr(ServerOptions(api_key="c2VjcmV0OmtleQ=="))
    assert "c2VjcmV0" not in told + "".join(path for _, path, _, _ in server.asked)


def test_a_password_in_the_address_is_refused_without_telling_it(tmp_path: Path) -> None:
    with pytest.raises(UnknownEngine) as refused:
        engine_for("https://elastic:hunter2@search.example:9200", index="disanso", folder=tmp_path)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"refresh": "sometimes"},
        {"healthy_from": "red"},
        {"patience_s": 0.0},
        {"patience_s": 3600.0},
        {"index_settings": {"number_of_shards": 3}},
    ],
)
def test_options_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(
        ValueError, match=next(iter(wrong)).split("_")[0].replace("index", "number_of_shards")
    ):
        ServerOptions(**wrong)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody knows, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "server.pem", folder / "server.key"
    subject = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-keyout",
            key,
            "-out",
            made,
            *subject,
        ],
        check=True,
        capture_output=True,
    )
    return made, key


def test_a_server_is_known_by_its_certificate(certificate: tuple[Path, Path]) -> None:
    made, key = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    with playing(Played(), context) as url:
        with pytest.raises(EngineUnavailable):
            engine_at(url).search(Query())
        assert engine_at(url, ca_file=str(made)).search(Query()).total == 7
        assert engine_at(url, verify=False).search(Query()).total == 7


@pytest.mark.services
def test_an_alias_that_is_gone_is_made_anew_and_never_an_index_of_its_name(elasticsearch_url: str) -> None:
    name = f"disanso-away-{os.getpid()}"
    with Elasticsearch(elasticsearch_url) as client:
        engine = ElasticsearchEngine(elasticsearch_url, index=name, options=ServerOptions(patience_s=30))
        try:
            engine.put(CATALOGUE[:1])
            store = engine._store
            client.indices.delete(index=f"{name}-0")
            rows = [elasticsearch_store._action(name, {"id": "den-tran"})]
            with pytest.raises(NotIndexed, match="require_alias"):
                store._send(store._connection._client(), rows, alias=True)
            engine.put(CATALOGUE[:1])
            assert engine.ids() == {"den-tran"}
            assert list(client.indices.get(index=f"{name}*").body) == [f"{name}-0"]
        finally:
            client.options(ignore_status=404).indices.delete(index=f"{name}-0")
