"""The chunks of a LAZ file, checked against the file before the decompressor is trusted with them."""

from __future__ import annotations

import struct
from pathlib import Path

import lazrs

from media_pipeline.errors import Damaged, Truncated
from media_pipeline.las import las_errors, open_las
from media_pipeline.las_header import LasHeaderFacts

_LAYERED = 3  # the compressor of point formats 6 to 10
# Layers per item type: POINT14, RGB14, RGBNIR14, WAVEPACKET14; BYTE14 has one per byte.
_LAYERS = {10: 9, 11: 1, 12: 2, 13: 1}
_BYTES_ITEM = 14
# Surveys take 2 to 12 bytes a point; 77 points of an even plane without times take one byte (2026-11-25).
_POINTS_PER_BYTE = 200
_FEW = 5_000_000  # points that are unpacked whatever they take


def check_chunks(path: Path, facts: LasHeaderFacts) -> int:
    """Check the chunk table of a LAZ file against the file and the header.

    Returns:
        Points per chunk, or 0 where the chunks vary.

    Raises:
        Truncated: The table, which comes last, is missing.
        Damaged: The table does not describe this file, or so many points cannot be in so few bytes.
    """
    size = path.stat().st_size
    if facts.point_count > max(_FEW, size * _POINTS_PER_BYTE):
        raise Damaged(f"{facts.point_count} points in {size} bytes")
    start = facts.points_offset
    with open_las(path) as reader:
        records = [v.record_data for v in reader.header.vlrs if type(v).__name__ == "LasZipVlr"]
    if not records:
        raise Damaged("compressed points without a LAZ record")
    with las_errors(), path.open("rb") as file:
        file.seek(start)
        table = _table_offset(file.read(8), path, size)
        if not start + 8 <= table <= size - 8:
            raise Truncated(f"the chunk table should be at byte {table} of {size}")
        file.seek(table)
        _, chunk_count = struct.unpack("<II", file.read(8))
        if chunk_count > size // facts.record_bytes + 1:  # the first point of a chunk is stored whole
            raise Damaged(f"{chunk_count} chunks in {size} bytes")
        parameters = lazrs.LazVlr(records[0])
        file.seek(start)
        try:
            chunks = lazrs.read_chunk_table(file, parameters)
        except lazrs.LazrsError as error:
            raise Truncated(f"the chunk table is cut short: {error}") from error
    variable = parameters.uses_variable_size_chunks()
    chunk_size = 0 if variable else int(parameters.chunk_size())
    stored = sum(count for count, _ in chunks)
    fits = stored == facts.point_count if variable else _fits(len(chunks), chunk_size, facts.point_count)
    if not fits or start + 8 + sum(length for _, length in chunks) > table:
        raise Damaged(f"{len(chunks)} chunks do not make {facts.point_count} points")
    _check_layers(path, start + 8, [length for _, length in chunks if length], records[0])
    return chunk_size


def _table_offset(first: bytes, path: Path, size: int) -> int:
    """The offset is at the start of the points, or in the last 8 bytes where the writer streamed."""
    if len(first) < 8:
        raise Truncated("the file ends where the points should start")
    offset = int(struct.unpack("<q", first)[0])
    if offset != -1:
        return offset
    with path.open("rb") as file:
        file.seek(size - 8)
        return int(struct.unpack("<q", file.read(8))[0])


def _fits(chunks: int, chunk_size: int, points: int) -> bool:
    return (chunks - 1) * chunk_size < points <= chunks * chunk_size


def _check_layers(path: Path, position: int, lengths: list[int], record: bytes) -> None:
    """Check the layer sizes of layered chunks: a forged one makes the decompressor allocate 4 GB.

    Such a chunk is one plain point, the number of points, a size per layer, and the layers.

    Raises:
        Damaged: The layers of a chunk are larger than the chunk.
    """
    if struct.unpack_from("<H", record, 0)[0] != _LAYERED:
        return
    items = [
        struct.unpack_from("<HH", record, 34 + 6 * n) for n in range(struct.unpack_from("<H", record, 32)[0])
    ]
    layers = sum(size if kind == _BYTES_ITEM else _LAYERS.get(kind, 0) for kind, size in items)
    head_bytes = sum(size for _, size in items) + 4
    with path.open("rb") as file:
        for number, length in enumerate(lengths):
            file.seek(position + head_bytes)
            sizes = file.read(4 * layers)
            if len(sizes) < 4 * layers:
                raise Truncated(f"chunk {number} is cut short")
            needed = head_bytes + 4 * layers + sum(struct.unpack(f"<{layers}I", sizes))
            if needed > length:
                raise Damaged(f"chunk {number} of {length} bytes announces {needed}")
            position += length
