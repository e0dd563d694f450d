"""The boxes of ISO base media files (HEIC, AVIF, MP4, MOV, M4A): where they lie and that they are whole."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from media_pipeline.errors import Damaged, Truncated

MAX_BOXES = 10_000  # of one parent; real files have fewer than fifty


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its four-letter type, and where its content starts and ends in the file, in bytes."""

    type: str
    start: int
    end: int

    @property
    def size(self) -> int:
        """Bytes of content."""
        return self.end - self.start


def brands(head: bytes) -> frozenset[str]:
    """Major and compatible brands when the file starts with an ``ftyp`` box, else nothing."""
    if len(head) < 16 or head[4:8] != b"ftyp":
        return frozenset()
    size = min(struct.unpack(">I", head[:4])[0], len(head))
    names = [head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))]
    return frozenset(name.decode("latin-1") for name in names)


def boxes(stream: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes between two offsets, in order.

    Raises:
        Truncated: A box ends after ``end``.
        Damaged: A box is smaller than its own header.
    """
    at = start
    for _ in range(MAX_BOXES):
        if end - at < 8:
            return
        stream.seek(at)
        size, name = struct.unpack(">I4s", stream.read(8))
        header = 8
        if size == 1:
            wide = stream.read(8)
            if len(wide) < 8:
                raise Truncated("the size of a box is missing")
            size, header = struct.unpack(">Q", wide)[0], 16
        elif size == 0:
            size = end - at
        kind = name.decode("latin-1")
        if size < header:
            raise Damaged(f"the box {kind!r} is smaller than its header")
        if at + size > end:
            raise Truncated(f"the box {kind!r} ends {at + size - end} bytes after the file")
        yield Box(kind, at + header, at + size)
        at += size
    raise Damaged(f"more than {MAX_BOXES} boxes")


def find(stream: BinaryIO, within: Box, *path: str) -> Iterator[Box]:
    """Every box reached by following ``path`` down from a box."""
    if not path:
        yield within
        return
    for box in boxes(stream, within.start, within.end):
        if box.type == path[0]:
            yield from find(stream, box, *path[1:])


def whole_file(stream: BinaryIO) -> Box:
    """The file itself as a box."""
    return Box("file", 0, stream.seek(0, 2))


def content(stream: BinaryIO, box: Box, most: int = 65_536) -> bytes:
    """The first bytes of a box's content."""
    stream.seek(box.start)
    return stream.read(min(box.size, most))
