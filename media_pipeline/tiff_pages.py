"""The directories of a TIFF or BigTIFF, read without a library: enough to tell a photo from a scan."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from media_pipeline.errors import Damaged

MAX_DIRECTORIES = 5_000
MAX_TAGS = 4_096
SUBFILE, BITS, COMPRESSION, PHOTOMETRIC, SAMPLES = 254, 258, 259, 262, 277
GEO_TAGS = {33550, 33922, 34264, 34735}  # pixel scale, tie points, transformation, GeoKeys (GeoTIFF 1.1, 7)
DNG_VERSION = 50706
FAX = {2, 3, 4, 32771}
OLD_JPEG = 6
REDUCED_OR_MASK = 0b101
_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
_CODES = {1: "B", 3: "H", 4: "I", 16: "Q"}


@dataclass(frozen=True, slots=True)
class Directory:
    """One image directory: the numbers of its tags, and the first value of those asked for here."""

    tags: frozenset[int]
    first: dict[int, int]

    @property
    def is_page(self) -> bool:
        """Whether it is a page, not an overview or a mask of one."""
        return not self.first.get(SUBFILE, 0) & REDUCED_OR_MASK

    @property
    def is_bilevel(self) -> bool:
        """Whether it holds one bit per pixel or fax data."""
        one_bit = self.first.get(BITS, 1) == 1 and self.first.get(SAMPLES, 1) == 1
        return one_bit or self.first.get(COMPRESSION) in FAX

    @property
    def is_georeferenced(self) -> bool:
        """Whether any GeoTIFF tag is there."""
        return bool(self.tags & GEO_TAGS)


def is_tiff(head: bytes) -> bool:
    """Whether the first bytes are those of a TIFF or BigTIFF."""
    return head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def directories(path: Path) -> tuple[Directory, ...]:
    """All directories of the main chain, in order.

    Raises:
        Damaged: An offset points outside the file, the chain turns back, or there is none.
    """
    with path.open("rb") as stream:
        end = stream.seek(0, 2)
        stream.seek(0)
        head = stream.read(16)
        order = "<" if head[:2] == b"II" else ">"
        try:
            big = struct.unpack(order + "H", head[2:4])[0] == 43
            (at,) = struct.unpack(order + ("Q" if big else "I"), head[8:16] if big else head[4:8])
            found: list[Directory] = []
            seen: set[int] = set()
            while at:
                if at in seen or at >= end or len(found) >= MAX_DIRECTORIES:
                    raise Damaged(f"bad directory offset {at}")
                seen.add(at)
                directory, at = _directory(stream, at, order, big)
                found.append(directory)
        except struct.error as error:
            raise Damaged("a directory is cut short") from error
    if not found:
        raise Damaged("no directory")
    return tuple(found)


def _directory(stream: BinaryIO, at: int, order: str, big: bool) -> tuple[Directory, int]:
    counter, entry, offset = ("Q", 20, "Q") if big else ("H", 12, "I")
    stream.seek(at)
    (count,) = struct.unpack(order + counter, stream.read(struct.calcsize(order + counter)))
    if count > MAX_TAGS:
        raise Damaged(f"{count} tags in one directory")
    raw = stream.read(count * entry)
    tags, first = set(), {}
    for index in range(count):
        one = raw[index * entry : (index + 1) * entry]
        tag, kind, values = struct.unpack(order + "HH" + offset, one[: 4 + struct.calcsize(offset)])
        tags.add(tag)
        if tag in (SUBFILE, BITS, COMPRESSION, PHOTOMETRIC, SAMPLES) and kind in _CODES:
            first[tag] = _first_value(stream, one, order, kind, values, big)
    stream.seek(at + struct.calcsize(order + counter) + count * entry)
    (following,) = struct.unpack(order + offset, stream.read(struct.calcsize(order + offset)))
    return Directory(frozenset(tags), first), following


def _first_value(stream: BinaryIO, one: bytes, order: str, kind: int, values: int, big: bool) -> int:
    field = one[12:20] if big else one[8:12]
    if values * _SIZES[kind] > len(field):
        stream.seek(struct.unpack(order + ("Q" if big else "I"), field)[0])
        field = stream.read(8)
    code = _CODES[kind]
    return int(struct.unpack(order + code, field[: struct.calcsize(code)])[0])
