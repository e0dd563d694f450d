"""The JPEG tiles as they lie inside a pyramid of ours: found once, then sent without being decoded.

A tile of a TIFF is an abbreviated JPEG stream (TIFF Technical Note 2, 1995): its quantisation and Huffman
tables stand once a level, in the tag JPEGTables. Put together they are the JPEG that a browser shows.
"""

from __future__ import annotations

import os
import struct
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

WIDTH, HEIGHT, COMPRESSION, PHOTOMETRIC, SAMPLES, PLANAR = 256, 257, 259, 262, 277, 284
TILE_WIDTH, TILE_HEIGHT, TILE_OFFSETS, TILE_LENGTHS, JPEG_TABLES = 322, 323, 324, 325, 347
NEW_JPEG = 7
BLACK_IS_ZERO, YCBCR = 1, 6
READABLE = {(1, BLACK_IS_ZERO), (3, YCBCR)}  # what a JPEG says by itself; RGB would need an Adobe marker
JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_CODES = {1: "B", 3: "H", 4: "I", 7: "B", 16: "Q"}
_MAX_LEVELS = 32


@dataclass(frozen=True, slots=True)
class Level:
    """One size of the picture and where its tiles lie, in bytes of the file, row by row.

    ``tile`` is the edge of a tile in pixels, 0 where the tiles cannot be sent as they are.
    """

    width: int
    height: int
    bands: int
    tile: int
    head: bytes
    offsets: tuple[int, ...]
    lengths: tuple[int, ...]


class Pyramid:
    """An open pyramid. Closed when nobody holds it any more; any number of threads may read.

    Attributes:
        path: The file.
        levels: From the full size down.
    """

    def __init__(self, path: Path) -> None:
        """Read the directories.

        Raises:
            OSError: The file cannot be read.
            ValueError: It is no TIFF.
        """
        self.path = path
        with path.open("rb") as stream:
            self.levels = tuple(_levels(stream))
        self._descriptor = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)

    @property
    def width(self) -> int:
        """Of the full picture, in pixels."""
        return self.levels[0].width

    @property
    def height(self) -> int:
        """Of the full picture, in pixels."""
        return self.levels[0].height

    @property
    def is_grey(self) -> bool:
        """Whether the picture has one channel."""
        return self.levels[0].bands == 1

    def stored_tile(
        self, left: int, top: int, width: int, height: int, size: tuple[int, int]
    ) -> bytes | None:
        """The JPEG that shows exactly this region of the full picture at this size, if one is stored.

        Tiles at the right and lower edge are stored with padding, so they never are.
        """
        for number, level in enumerate(self.levels):
            edge = level.tile << number
            if not level.tile or (width, height, *size) != (edge, edge, level.tile, level.tile):
                continue
            if left % edge or top % edge:
                return None
            column, row = left // edge, top // edge
            if (column + 1) * level.tile > level.width or (row + 1) * level.tile > level.height:
                return None
            at = row * -(-level.width // level.tile) + column
            body = os.pread(self._descriptor, level.lengths[at], level.offsets[at])
            return level.head + body[2:]  # without its own start-of-image marker
        return None


def _levels(stream: BinaryIO) -> list[Level]:
    """Every directory of the main chain: libvips writes the levels of a pyramid as pages."""
    head = stream.read(16)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None:
        raise ValueError("no TIFF")
    big = struct.unpack(order + "H", head[2:4])[0] == 43
    (at,) = struct.unpack(order + ("Q" if big else "I"), head[8:16] if big else head[4:8])
    found: list[Level] = []
    while at and len(found) < _MAX_LEVELS:
        tags, at = _tags(stream, at, order, big)
        found.append(_level(tags))
    if not found:
        raise ValueError("no directory")
    return found


def _level(tags: dict[int, tuple[int, ...]]) -> Level:
    bands = tags.get(SAMPLES, (1,))[0]
    tile = tags.get(TILE_WIDTH, (0,))[0]
    plain = (
        tags.get(COMPRESSION, (1,))[0] == NEW_JPEG
        and tags.get(PLANAR, (1,))[0] == 1
        and tags.get(TILE_HEIGHT, (0,))[0] == tile
        and (bands, tags.get(PHOTOMETRIC, (0,))[0]) in READABLE
    )
    tables = bytes(tags.get(JPEG_TABLES, ()))
    return Level(
        tags[WIDTH][0],
        tags[HEIGHT][0],
        bands,
        tile if plain else 0,
        b"\xff\xd8" + JFIF + tables[2:-2],
        tags.get(TILE_OFFSETS, ()),
        tags.get(TILE_LENGTHS, ()),
    )


def _tags(stream: BinaryIO, at: int, order: str, big: bool) -> tuple[dict[int, tuple[int, ...]], int]:
    """The numbers of a directory's tags, and where the next directory is (0: none)."""
    counter, offset, entry = ("Q", "Q", 20) if big else ("H", "I", 12)
    stream.seek(at)
    (count,) = struct.unpack(order + counter, stream.read(struct.calcsize(counter)))
    raw = stream.read(count * entry)
    (following,) = struct.unpack(order + offset, stream.read(struct.calcsize(offset)))
    tags: dict[int, tuple[int, ...]] = {}
    for start in range(0, len(raw), entry):
        tag, kind, values = struct.unpack_from(order + "HH" + offset, raw, start)
        if kind not in _CODES:
            continue
        form = f"{order}{values}{_CODES[kind]}"
        field = raw[start + entry - struct.calcsize(offset) : start + entry]
        if struct.calcsize(form) > len(field):
            stream.seek(struct.unpack(order + offset, field)[0])
            field = stream.read(struct.calcsize(form))
        tags[tag] = struct.unpack_from(form, field)
    return tags, following
