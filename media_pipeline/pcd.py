"""PCD: the point cloud files of the Point Cloud Library, text, binary and LZF-compressed."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from media_pipeline.cloud_blocks import BLOCK_POINTS, PointBlock, PointStream
from media_pipeline.errors import Damaged, EmptyCloud, Truncated, UnsupportedCloud
from media_pipeline.lzf import unpack_lzf
from media_pipeline.point_fields import Fields, block_of_fields

_HEADER_LIMIT = 65_536
_MOST_UNPACKED = 1 << 30


@dataclass(frozen=True, slots=True)
class PcdHeader:
    """``names`` and ``kinds`` per field; ``repeats`` is COUNT, more than 1 for descriptors."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    repeats: tuple[int, ...]
    points: int
    encoding: str
    size: int

    @property
    def record(self) -> np.dtype[np.void]:
        parts = zip(self.names, self.kinds, self.repeats, strict=True)
        return np.dtype([(f"{i}:{name}", "<" + kind, (n,)) for i, (name, kind, n) in enumerate(parts)])


def read_pcd_header(head: bytes) -> PcdHeader:
    """Parse the header at the start of ``head``.

    Raises:
        Truncated: There is no DATA line.
        Damaged: Its lines do not fit together.
    """
    words: dict[str, list[str]] = {}
    position = 0
    while "DATA" not in words:
        end = head.find(b"\n", position)
        if end < 0 or end > _HEADER_LIMIT:
            raise Truncated("the PCD header does not end")
        parts = head[position:end].decode("ascii", "replace").split()
        if parts and not parts[0].startswith("#"):
            words[parts[0].upper()] = parts[1:]
        position = end + 1
    try:
        names = tuple(words["FIELDS"])
        kinds = tuple(t.lower() + s for t, s in zip(words["TYPE"], words["SIZE"], strict=True))
        repeats = tuple(int(n) for n in words.get("COUNT", ["1"] * len(names)))
        points = int(words["POINTS"][0]) if "POINTS" in words else _area(words)
        encoding = words["DATA"][0].lower()
        header = PcdHeader(names, kinds, repeats, points, encoding, position)
        if not len(names) == len(kinds) == len(repeats) or header.record.itemsize == 0 or points < 0:
            raise ValueError("fields, sizes, types and counts differ in number")
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise Damaged(f"PCD header: {error}") from error
    return header


def _area(words: dict[str, list[str]]) -> int:
    return int(words["WIDTH"][0]) * int(words["HEIGHT"][0])


def open_pcd(path: Path) -> PointStream:
    """The points of a PCD file.

    Raises:
        EmptyCloud, Truncated, Damaged: By the header, or while the blocks are read.
        UnsupportedCloud: An encoding that is not defined.
    """
    with path.open("rb") as file:
        header = read_pcd_header(file.read(_HEADER_LIMIT + 1))
    if header.points == 0:
        raise EmptyCloud("a PCD of 0 points")
    room = path.stat().st_size - header.size
    kinds = dict(zip((name.lower() for name in header.names), header.kinds, strict=True))
    facts = {"format": "PCD", "float32": kinds.get("x") == "f4"}
    if header.encoding == "ascii":
        if header.points * 2 * sum(header.repeats) > room + 1:
            raise Truncated(f"{header.points} points in {room} bytes of text")
        return PointStream(_ascii(path, header), facts)
    if header.encoding == "binary":
        if header.points * header.record.itemsize > room:
            raise Truncated(f"{room // header.record.itemsize} of {header.points} points are there")
        return PointStream(_binary(path, header), facts)
    if header.encoding == "binary_compressed":
        return PointStream(_compressed(path, header), facts)
    raise UnsupportedCloud(f"PCD encoding {header.encoding[:20]}")


def _fields(table: np.ndarray[tuple[int], np.dtype[np.void]]) -> Fields:
    return {
        str(name).split(":", 1)[1]: table[name][:, 0]
        for name in table.dtype.names or ()
        if table[name].shape[1] == 1
    }


def _binary(path: Path, header: PcdHeader) -> Iterator[PointBlock]:
    with path.open("rb") as file:
        file.seek(header.size)
        for start in range(0, header.points, BLOCK_POINTS):
            wanted = min(BLOCK_POINTS, header.points - start)
            yield block_of_fields(_fields(np.fromfile(file, header.record, wanted)))


def _ascii(path: Path, header: PcdHeader) -> Iterator[PointBlock]:
    starts = np.cumsum([0, *header.repeats])
    with path.open("rb") as file:
        file.seek(header.size)
        for start in range(0, header.points, BLOCK_POINTS):
            wanted = min(BLOCK_POINTS, header.points - start)
            lines = list(islice(file, wanted))
            if len(lines) < wanted:
                raise Truncated(f"{start + len(lines)} of {header.points} points")
            try:
                table = np.loadtxt(lines, ndmin=2)
            except ValueError as error:
                raise Damaged(f"PCD text: {error}") from error
            if table.shape[1] != starts[-1]:
                raise Damaged(f"{table.shape[1]} numbers in a line of {starts[-1]} fields")
            fields: Fields = {}
            for n, name in enumerate(header.names):
                column = table[:, starts[n]]
                packed = name.lower() in ("rgb", "rgba")
                kind = header.kinds[n] if packed or header.kinds[n][0] != "f" else "f8"
                fields[name] = column.astype(kind)
            yield block_of_fields(fields)


def _compressed(path: Path, header: PcdHeader) -> Iterator[PointBlock]:
    """One LZF block that holds the fields one after another, not the points."""
    with path.open("rb") as file:
        file.seek(header.size)
        sizes = file.read(8)
        if len(sizes) < 8:
            raise Truncated("the compressed part is missing")
        packed, unpacked = struct.unpack("<II", sizes)
        if unpacked != header.points * header.record.itemsize or unpacked > _MOST_UNPACKED:
            raise Damaged(f"{unpacked} bytes for {header.points} points")
        data = file.read(packed)
    if len(data) < packed:
        raise Truncated(f"{len(data)} of {packed} compressed bytes")
    content = unpack_lzf(data, unpacked)
    fields: Fields = {}
    position = 0
    for name, kind, repeat in zip(header.names, header.kinds, header.repeats, strict=True):
        length = np.dtype(kind).itemsize * repeat * header.points
        if repeat == 1:
            fields[name] = np.frombuffer(content, "<" + kind, header.points, position)
        position += length
    for start in range(0, header.points, BLOCK_POINTS):
        yield block_of_fields({n: v[start : start + BLOCK_POINTS] for n, v in fields.items()})
