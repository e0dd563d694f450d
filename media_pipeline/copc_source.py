"""The points of a LAS or LAZ file by their place in it, read straight into an array.

laspy's reader is asked for the header only: what it adds to each read (a zeroed buffer, a copy of the
header) costs as much as sorting the points.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lazrs
import numpy as np
from laspy.point.record import PackedPointRecord

from media_pipeline.copc_files import opened_file, read_into
from media_pipeline.errors import Damaged
from media_pipeline.las import las_errors


@dataclass(frozen=True, slots=True)
class PointSource:
    """Where the points of a file are and how they are stored.

    Attributes:
        laz: The LAZ record, or None where the points are not compressed.
    """

    path: Path
    point_format: Any
    points_offset: int
    laz: bytes | None

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
        return cls(path, header.point_format, header.offset_to_point_data, laz)

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
            else:
                with self.path.open("rb") as file:
                    file.seek(self.points_offset)
                    decompressor = lazrs.LasZipDecompressor(file, self.laz)
                    if start:
                        decompressor.seek(start)
                    decompressor.decompress_many(memoryview(points.view(np.uint8).data))
        return PackedPointRecord(points, self.point_format)
