"""A PMTiles archive of one tile, written by hand: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import mapbox_vector_tile

NO_COMPRESSION, VECTOR = 1, 1
METADATA = b"{}"
RUN = 5  # tiles of zooms 0 and 1


def write_archive(path: Path, layers: list[dict[str, Any]]) -> Path:
    """The same vector tile for all of zooms 0 and 1; layers as ``mapbox_vector_tile.encode`` takes them."""
    tile = mapbox_vector_tile.encode(layers, default_options={"y_coord_down": True})
    directory = b"".join(map(_varint, (1, 0, RUN, len(tile), 1)))  # entries, id, run, length, offset + 1
    root, metadata = 127, 127 + len(directory)
    data = metadata + len(METADATA)
    header = b"PMTiles" + struct.pack(
        "<B11Q6B4iB2i",
        *(3, root, len(directory), metadata, len(METADATA), data, 0, data, len(tile), RUN, 1, 1),
        *(1, NO_COMPRESSION, NO_COMPRESSION, VECTOR, 0, 1),
        *(-1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000, 0, 0, 0),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header + directory + METADATA + tile)
    return path


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
