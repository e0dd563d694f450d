"""Whole reads and writes at an offset, and the compression of octree nodes into LAZ chunks.

``pread`` and ``pwrite`` rather than ``memmap``: mapped pages count as resident memory.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lazrs
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@contextmanager
def opened_file(path: Path, flags: int) -> Iterator[int]:
    """A file descriptor, closed at the end."""
    handle = os.open(path, flags)
    try:
        yield handle
    finally:
        os.close(handle)


def write_at(handle: int, data: Array | memoryview, offset: int) -> None:
    """Write every byte of ``data`` at an offset."""
    view = data if isinstance(data, memoryview) else memoryview(data.view(np.uint8).data)
    while len(view):
        written = os.pwrite(handle, view, offset)
        offset += written
        view = view[written:]


def read_into(handle: int, target: Array, offset: int) -> None:
    """Fill ``target`` from an offset.

    Raises:
        EOFError: The file ends before the array is full.
    """
    view = memoryview(target.view(np.uint8).data)
    while len(view):
        count = os.preadv(handle, [view], offset)
        if not count:
            raise EOFError(f"the file ends {len(view)} bytes early")
        offset += count
        view = view[count:]


def variable_chunks(point_format: int, extra_bytes: int) -> Any:
    """The LAZ parameters for chunks of any size, which COPC requires."""
    return lazrs.LazVlr.new_for_compression(point_format, extra_bytes, True)


def compress_nodes(nodes: Iterable[Iterable[memoryview]], parameters: Any) -> tuple[memoryview, list[int]]:
    """Compress each node, given in parts, into one chunk.

    Returns:
        The chunks one after another without a chunk table, and the size of each in bytes.
    """
    buffer = io.BytesIO()
    writer = lazrs.LasZipCompressor(buffer, parameters)
    writer.reserve_offset_to_chunk_table()
    for node in nodes:
        for part in node:
            writer.compress_many(part)
        writer.finish_current_chunk()
    writer.done()
    view = buffer.getbuffer()
    (table,) = struct.unpack_from("<q", view, 0)
    buffer.seek(0)
    # done() closes one more chunk, of no points and no bytes
    sizes = [size for count, size in lazrs.read_chunk_table(buffer, parameters) if count]
    return view[8:table], sizes
