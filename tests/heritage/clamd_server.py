"""A small clamd for tests: speaks INSTREAM and VERSION on a real socket and knows one virus, EICAR's test file."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Of two halves, so that no scanner takes this file for the test file (https://www.eicar.org).
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
NAME = "Win.Test.EICAR_HDB-1"
STREAM_MAX = 30 << 20


class _Clamd(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        command = self._until_zero()
        self.server.asked.append(command)  # type: ignore[attr-defined]
        if command == b"zVERSION":
            self.request.sendall(b"ClamAV 1.0.7/27000/Wed Nov 25 08:00:00 2026\0")
        elif command == b"zINSTREAM":
            self.request.sendall(self._verdict() + b"\0")

    def _verdict(self) -> bytes:
        content = b""
        while length := struct.unpack(">I", self._exactly(4))[0]:
            content += self._exactly(length)
            if len(content) > STREAM_MAX:
                return b"INSTREAM size limit exceeded. ERROR"
        self.server.sizes.append(len(content))  # type: ignore[attr-defined]
        return f"stream: {NAME} FOUND".encode() if EICAR in content else b"stream: OK"

    def _exactly(self, length: int) -> bytes:
        read = b""
        while len(read) < length:
            more = self.request.recv(length - len(read))
            if not more:
                raise ConnectionError("cut off")
            read += more
        return read

    def _until_zero(self) -> bytes:
        read = b""
        while not read.endswith(b"\0"):
            read += self.request.recv(1)
        return read[:-1]


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(at: Path | None = None) -> Iterator[_Tcp | _Unix]:
    """A running server: on a free port of this machine, or on a Unix socket. ``asked`` lists its commands."""
    server = _Unix(str(at), _Clamd) if at else _Tcp(("127.0.0.1", 0), _Clamd)
    server.asked, server.sizes = [], []  # type: ignore[union-attr]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
