"""The virus scanner: clamd's INSTREAM on a socket. Knows nothing of files that belong to anyone."""

from __future__ import annotations

import logging
import socket
import struct
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

logger = logging.getLogger(__name__)

CHUNK = 1 << 20
OVERLAP = 1 << 20  # of two parts of a large file: what lies across the border is seen whole in one of them
CONNECT_S, ANSWER_S = 5.0, 120.0


class ScannerAway(Exception):
    """The scanner did not answer, or did not answer with a verdict."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where clamd listens.

    Attributes:
        address: Path of a Unix socket, or host and port.
        part_bytes: How much of a file one INSTREAM may carry: clamd's own ``StreamMaxLength`` or less.
    """

    address: str | tuple[str, int]
    part_bytes: int

    def signature_in(self, path: Path) -> str | None:
        """The name of what was found in a file, None when it is clean. A large file is sent in parts.

        Raises:
            ScannerAway: There was no verdict on some part.
        """
        size = path.stat().st_size
        step = max(1, self.part_bytes - OVERLAP)
        with path.open("rb") as stream:
            for start in range(0, max(1, size - OVERLAP), step) if size > self.part_bytes else (0,):
                stream.seek(start)
                found = self._part(stream)
                if found is not None:
                    return found
        return None

    def version(self) -> str:
        """What the scanner says of itself: program, signature database and its day.

        Raises:
            ScannerAway: It does not answer.
        """
        return self._ask(b"zVERSION\0", None)

    def _part(self, stream: BinaryIO) -> str | None:
        answer = self._ask(b"zINSTREAM\0", stream)
        said = answer.removeprefix("stream: ")
        if said == "OK":
            return None
        if said.endswith(" FOUND"):
            return said.removesuffix(" FOUND")
        raise ScannerAway(answer[:200])

    def _ask(self, command: bytes, stream: BinaryIO | None) -> str:
        try:
            with closing(self._connected()) as line:
                line.settimeout(ANSWER_S)
                line.sendall(command)
                if stream is not None:
                    self._send(line, stream)
                return _answer(line)
        except OSError as error:
            raise ScannerAway(str(error)) from error

    def _send(self, line: socket.socket, stream: BinaryIO) -> None:
        left = self.part_bytes
        try:
            while left and (chunk := stream.read(min(CHUNK, left))):
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
                left -= len(chunk)
            line.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            # It closes its ear as soon as it knows, and what it says then is still to be read.
            logger.info("the scanner answered before the whole part was sent")

    def _connected(self) -> socket.socket:
        if isinstance(self.address, tuple):
            return socket.create_connection(self.address, timeout=CONNECT_S)
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_S)
        try:
            line.connect(self.address)
        except OSError:
            line.close()
            raise
        return line


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < CHUNK and (chunk := line.recv(4096)):
        said += chunk
    if not said.endswith(b"\0"):
        raise ScannerAway(f"cut off: {said[:200]!r}")
    return said[:-1].decode("utf-8", "replace").strip()
