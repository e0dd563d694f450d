"""The points of a LAS or LAZ file by their place in it, read straight into an array.

laspy's reader is asked for the header only: what it adds to each read (a zeroed buffer, a copy of the
header) costs as much as sorting the points.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import lazrs
import numpy as np
from laspy.point.record import PackedPointRecord

from media_pipeline.copc_files import opened_file, read_into
from media_pipeline.errors import Damaged
from media_pipeline.las import las_errors

_TABLE_POINTER = 8  # bytes at the start of the points that say where the chunk table is


@dataclass(frozen=True, slots=True)
class Chunks:
    """The chunks of a LAZ file whose sizes vary, as those of COPC are.

    lazrs finds a point by dividing by the size of a chunk, which these do not have: asked for the first
    point of the second chunk it gives another (0.8.2, 2026-11-25).

    Attributes:
        points: How many points each holds.
        sizes: Its bytes.
    """

    points: tuple[int, ...]
    sizes: tuple[int, ...]

    def covering(self, start: int, count: int) -> tuple[int, int, int]:
        """The first and the last chunk (exclusive) with points of a span, and the first chunk's first point."""
        ends = list(accumulate(self.points))
        first = bisect_right(ends, start)
        last = bisect_left(ends, start + count) + 1
        return first, last, ends[first] - self.points[first]


@dataclass(frozen=True, slots=True)
class PointSource:
    """Where the points of a file are and how they are stored.

    Attributes:
        laz: The LAZ record, or None where the points are not compressed.
        chunks: The chunk table where chunks vary in size, else None.
    """

    path: Path
    point_format: Any
    points_offset: int
    laz: bytes | None
    chunks: Chunks | None = None

    @classmethod
    def of(cls, path: Path, header: Any) -> PointSource:
        """The source for a file whose header laspy has read.

        Raises:
            Damaged: Compressed points without the record that says how.
        """
        laz = None
        if header.are_points_compressed:
            records = [v.record_data for v in header.vlrs if type(v).__name__ == "LasZipVlr"]
            if not records:
                raise Damaged("compressed points without a LAZ record")
            laz = records[0]
        offset = header.offset_to_point_data
        return cls(
            path, header.point_format, offset, laz, None if laz is None else _varying(path, offset, laz)
        )

    def read(self, start: int, count: int) -> PackedPointRecord:
        """Points ``start`` to ``start + count``.

        Raises:
            Truncated: The file ends before them.
            Damaged: They cannot be decompressed.
        """
        size = self.point_format.size
        points = np.empty(count, self.point_format.dtype())
        with las_errors():
            if self.laz is None:
                with opened_file(self.path, os.O_RDONLY) as handle:
                    read_into(handle, points, self.points_offset + start * size)
            elif self.chunks is not None:
                return PackedPointRecord(self._of_chunks(self.chunks, start, count), self.point_format)
            else:
                with self.path.open("rb") as file:
                    file.seek(self.points_offset)
                    decompressor = lazrs.LasZipDecompressor(file, self.laz)
                    if start:
                        decompressor.seek(start)
                    decompressor.decompress_many(memoryview(points.view(np.uint8).data))
        return PackedPointRecord(points, self.point_format)

    def _of_chunks(self, chunks: Chunks, start: int, count: int) -> Any:
        """The records of a span: every chunk that holds some of it is unpacked, and the span cut out."""
        first, last, begins = chunks.covering(start, count)
        with self.path.open("rb") as file:
            file.seek(self.points_offset + _TABLE_POINTER + sum(chunks.sizes[:first]))
            packed = file.read(sum(chunks.sizes[first:last]))
        points = np.empty(sum(chunks.points[first:last]), self.point_format.dtype())
        table = list(zip(chunks.points[first:last], chunks.sizes[first:last], strict=True))
        lazrs.decompress_points_with_chunk_table(packed, self.laz, points.view(np.uint8), table)
        return points[start - begins : start - begins + count]


def _varying(path: Path, offset: int, laz: bytes) -> Chunks | None:
    """The chunk table of a file whose chunks vary in size; None where they all have one size."""
    record = lazrs.LazVlr(laz)
    if not record.uses_variable_size_chunks():
        return None
    with las_errors(), path.open("rb") as file:
        file.seek(offset)
        table = lazrs.read_chunk_table(file, record)
    return Chunks(tuple(points for points, _ in table), tuple(size for _, size in table))
