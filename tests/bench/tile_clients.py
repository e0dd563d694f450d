"""Clients that ask for tiles as a viewer does, several at once: over HTTP, and over FastCGI without a web server."""

from __future__ import annotations

import socket
import statistics
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

CONNECTIONS = 6  # what a browser opens to one host
WARM_S, MEASURED_S = 1.0, 5.0
Ask = Callable[[str], bytes]
_BEGIN, _ABORTED, _END, _PARAMS, _STDIN, _STDOUT = 1, 2, 3, 4, 5, 6
_RESPONDER = 1


@dataclass(slots=True)
class Pace:
    """Tiles a second and the 95th percentile of one answer, in milliseconds."""

    per_s: float
    p95_ms: float


@dataclass(slots=True)
class _Run:
    paths: list[str]
    ends_at: float
    times: list[float] = field(default_factory=list)


def pace_of(client: Callable[[], Ask], paths: list[str]) -> Pace:
    """How fast the paths are answered, each a JPEG, by ``CONNECTIONS`` clients at once, once warm.

    Raises:
        ValueError: An answer was no JPEG.
    """
    _run(client, paths, WARM_S)
    times = _run(client, paths, MEASURED_S)
    return Pace(len(times) / MEASURED_S, statistics.quantiles(times, n=20)[-1] * 1000)


def _run(client: Callable[[], Ask], paths: list[str], seconds: float) -> list[float]:
    run = _Run(paths, time.monotonic() + seconds)
    wrong: list[Exception] = []

    def work(first: int) -> None:
        try:
            _ask_on(client(), run, first)
        except (OSError, ValueError) as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(number * 37,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]
    return run.times


def _ask_on(ask: Ask, run: _Run, first: int) -> None:
    at = first
    while time.monotonic() < run.ends_at:
        path = run.paths[at % len(run.paths)]
        started = time.perf_counter()
        body = ask(path)
        run.times.append(time.perf_counter() - started)
        if body[:2] != b"\xff\xd8":
            raise ValueError(f"{path}: {body[:80]!r}")
        at += 1


def http(host: str, port: int) -> Callable[[], Ask]:
    """A client that keeps its connection."""

    def client() -> Ask:
        line = socket.create_connection((host, port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def ask(path: str) -> bytes:
            nonlocal line
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            head, body, closes = _read_http(line)
            if closes:
                line.close()
                line = socket.create_connection((host, port))
            return body if b" 200 " in head.split(b"\r\n")[0] else head

        return ask

    return client


def _read_http(line: socket.socket) -> tuple[bytes, bytes, bool]:
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = line.recv(1 << 16)
        if not piece:
            raise ConnectionError("closed before its answer")
        raw += piece
    head, _, body = raw.partition(b"\r\n\r\n")
    low = head.lower()
    length = int(low.partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += line.recv(1 << 18)
    return head, body, b"connection: close" in low


def fastcgi(host: str, port: int) -> Callable[[], Ask]:
    """A client of a FastCGI responder that takes ``IIIF=path`` as its query."""

    def client() -> Ask:
        line = socket.create_connection((host, port))

        def ask(path: str) -> bytes:
            line.sendall(_request(path))
            out = b""
            while True:
                _, kind, _, length, padding, _ = struct.unpack(">BBHHBB", _exactly(line, 8))
                content = _exactly(line, length + padding)[:length]
                if kind == _STDOUT:
                    out += content
                elif kind == _END:
                    return out.partition(b"\r\n\r\n")[2]

        return ask

    return client


def _request(path: str) -> bytes:
    values = {
        "QUERY_STRING": f"IIIF={path}",
        "REQUEST_METHOD": "GET",
        "REQUEST_URI": f"/{path}",
        "SCRIPT_NAME": "/",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
    }
    pairs = b"".join(
        bytes([len(name)]) + struct.pack(">I", len(value) | 0x80000000) + name.encode() + value.encode()
        for name, value in values.items()
    )
    keeps_connection = struct.pack(">HB5x", _RESPONDER, 1)
    parts = ((_BEGIN, keeps_connection), (_PARAMS, pairs), (_PARAMS, b""), (_STDIN, b""))
    return b"".join(
        struct.pack(">BBHHBB", 1, kind, 1, len(content), 0, 0) + content for kind, content in parts
    )


def _exactly(line: socket.socket, count: int) -> bytes:
    raw = b""
    while len(raw) < count:
        piece = line.recv(count - len(raw))
        if not piece:
            raise ConnectionError("closed before its answer")
        raw += piece
    return raw
