"""Binary STL as a mesh: triangles with three corners of their own each, joined where they meet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import Truncated
from media_pipeline.mesh_parts import Mesh, Part, distinct, mesh_of

_HEAD = 84
_RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
_AT_ONCE = 500_000


def is_binary_stl(path: Path) -> bool:
    """Whether the count in the header is that of the file's size."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    size = path.stat().st_size
    return len(head) == _HEAD and size == _HEAD + _RECORD.itemsize * int.from_bytes(head[80:], "little")


def read_binary_stl(path: Path) -> Mesh:
    """Read a file of which :func:`is_binary_stl` is true.

    Raises:
        Truncated: It ends before its last triangle.
    """
    count = (path.stat().st_size - _HEAD) // _RECORD.itemsize
    corners = np.empty((count, 3, 3), np.float32)
    with path.open("rb") as file:
        file.seek(_HEAD)
        for start in range(0, count, _AT_ONCE):
            block = np.fromfile(file, _RECORD, min(_AT_ONCE, count - start))
            if len(block) < min(_AT_ONCE, count - start):
                raise Truncated(f"{start + len(block)} of {count} triangles")
            corners[start : start + len(block)] = block["corners"]
    positions, faces = welded(corners.reshape(-1, 3))
    return mesh_of([Part(positions.astype(np.float64), faces.reshape(-1, 3))])


def welded(corners: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint32]]:
    """Equal corners once.

    Two of the many millions would have to share 64 bits of a hash to be joined wrongly.

    Returns:
        The different corners, shape (n, 3), and for each corner given its row among them.
    """
    bits = (corners + np.float32(0)).view(np.uint32)  # minus zero is zero
    key = np.zeros(len(bits), np.uint64)
    for axis in range(3):
        key = (key ^ bits[:, axis]) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    first, place = distinct(key)
    return corners[first], place
