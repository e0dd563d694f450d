"""The arithmetic of a LAS header, checked before any library is trusted with it.

A LAS reader believes the header: one that announces 10^9 variable-length records makes it loop for
minutes, one that announces 4·10^9 points makes it allocate them.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from media_pipeline.errors import Damaged, EmptyCloud, Truncated, UnsupportedCloud

SIGNATURE = b"LASF"
# Bytes of a record by point data record format 0..10, LAS 1.4 R15 tables 7 to 17.
_RECORD_BYTES = (20, 28, 26, 34, 57, 63, 30, 36, 38, 59, 67)
_HEADER_BYTES = {0: 227, 1: 227, 2: 227, 3: 235, 4: 375}
_MOST_RECORDS = 20_000  # variable-length records; real files have tens


@dataclass(frozen=True, slots=True)
class LasHeaderFacts:
    """What the fixed part of the header states; bounds and scales in x, y, z order."""

    version: str
    point_format: int
    record_bytes: int
    compressed: bool
    point_count: int
    points_offset: int
    scales: tuple[float, float, float]
    offsets: tuple[float, float, float]
    lowest: tuple[float, float, float]
    highest: tuple[float, float, float]


def check_las_header(path: Path) -> LasHeaderFacts:
    """Read the header and check every count and offset against the size of the file.

    Raises:
        Truncated: Fewer bytes than the stated number of points needs.
        Damaged: Counts, sizes, scales or offsets that cannot be true.
        UnsupportedCloud: A LAS version or point format that is not defined.
        EmptyCloud: A sound header that promises no point.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(375)
        if len(head) < 227:
            raise Truncated(f"{len(head)} bytes, a LAS header has 227")
        facts = _read_fixed_part(head)
        header_bytes, record_count = (
            struct.unpack_from("<H", head, 94)[0],
            struct.unpack_from("<I", head, 100)[0],
        )
        if facts.points_offset > size:
            raise Truncated(f"points start at byte {facts.points_offset} of {size}")
        _walk_records(file, header_bytes, record_count, facts.points_offset)
    if facts.point_count == 0:
        raise EmptyCloud("the header promises 0 points")
    room = size - facts.points_offset
    if not facts.compressed and facts.point_count * facts.record_bytes > room:
        raise Truncated(f"{room // facts.record_bytes} of {facts.point_count} points are there")
    return facts


def _read_fixed_part(head: bytes) -> LasHeaderFacts:
    major, minor = head[24], head[25]
    if major != 1 or minor not in _HEADER_BYTES:
        raise UnsupportedCloud(f"LAS {major}.{minor}")
    header_bytes, offset = struct.unpack_from("<HI", head, 94)
    needed = _HEADER_BYTES[minor]
    if not needed <= header_bytes <= offset or len(head) < needed:
        raise Damaged(f"a header of {header_bytes} bytes, points at {offset}")
    form = head[104] & 0x3F
    record_bytes, count = struct.unpack_from("<HI", head, 105)
    if form >= len(_RECORD_BYTES):
        raise UnsupportedCloud(f"point format {form}")
    if record_bytes < _RECORD_BYTES[form]:
        raise Damaged(f"records of {record_bytes} bytes in point format {form}")
    if minor >= 4:
        long_count = struct.unpack_from("<Q", head, 247)[0]
        count = long_count or count
    scales = struct.unpack_from("<3d", head, 131)
    offsets = struct.unpack_from("<3d", head, 155)
    high_x, low_x, high_y, low_y, high_z, low_z = struct.unpack_from("<6d", head, 179)
    if not all(math.isfinite(value) for value in (*scales, *offsets)) or min(scales) <= 0:
        raise Damaged(f"scales {scales}, offsets {offsets}")
    return LasHeaderFacts(
        version=f"{major}.{minor}",
        point_format=form,
        record_bytes=record_bytes,
        compressed=bool(head[104] & 0xC0),
        point_count=count,
        points_offset=offset,
        scales=scales,
        offsets=offsets,
        lowest=(low_x, low_y, low_z),
        highest=(high_x, high_y, high_z),
    )


def _walk_records(file: BinaryIO, position: int, count: int, points_offset: int) -> None:
    if count > _MOST_RECORDS:
        raise Damaged(f"{count} variable-length records announced")
    for number in range(count):
        file.seek(position)
        head = file.read(54)
        if len(head) < 54 or position + 54 > points_offset:
            raise Damaged(f"variable-length record {number + 1} of {count} lies beyond the header")
        position += 54 + struct.unpack_from("<H", head, 20)[0]
        if position > points_offset:
            raise Damaged(f"variable-length record {number + 1} of {count} runs into the points")
