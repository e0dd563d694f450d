"""The GLB container, checked by hand: the mesh library loads broken ones as empty scenes."""

from __future__ import annotations

import io
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from media_pipeline.errors import Damaged, Truncated, UnsupportedMesh

MAGIC = b"glTF"
_JSON = 0x4E4F534A
_BIN = 0x004E4942
_MOST_JSON = 64 << 20


@dataclass(frozen=True, slots=True)
class GlbParts:
    """The JSON document, and where the binary chunk lies in the file."""

    document: dict[str, Any]
    binary_offset: int
    binary_length: int


def read_glb(path: Path) -> GlbParts:
    """Check the container of a binary glTF 2.0 file and parse its JSON.

    Raises:
        Truncated: The file is shorter than its header or a chunk states.
        Damaged: Lengths that contradict each other, or JSON that is none.
        UnsupportedMesh: Version 1.
    """
    with path.open("rb") as file:
        return _read(file, path.stat().st_size)


def parse_glb(content: bytes) -> GlbParts:
    """As :func:`read_glb`, for a GLB in memory."""
    return _read(io.BytesIO(content), len(content))


def _read(file: IO[bytes], size: int) -> GlbParts:
    head = file.read(12)
    if len(head) < 12:
        raise Truncated(f"{len(head)} bytes, a GLB header has 12")
    magic, version, length = struct.unpack("<4sII", head)
    if magic != MAGIC:
        raise Damaged("not a GLB")
    if version != 2:
        raise UnsupportedMesh(f"GLB version {version}")
    if length > size:
        raise Truncated(f"{size} of {length} bytes are there")
    if length < size:
        raise Damaged(f"the header says {length} bytes, the file has {size}")
    if length < 20:
        raise Truncated("a GLB header and nothing behind it")
    chunks = _chunks(file, length)
    kind, offset, chunk_length = chunks[0]
    if kind != _JSON or chunk_length > _MOST_JSON:
        raise Damaged("the first chunk is not JSON")
    file.seek(offset)
    document = parse_document(file.read(chunk_length))
    if len(chunks) > 1 and chunks[1][0] == _BIN:
        return GlbParts(document, chunks[1][1], chunks[1][2])
    return GlbParts(document, 0, 0)


def _chunks(file: IO[bytes], length: int) -> list[tuple[int, int, int]]:
    """(type, offset of the content, length) of each chunk."""
    found, position = [], 12
    while position < length:
        file.seek(position)
        head = file.read(8)
        if len(head) < 8:
            raise Damaged("a chunk header is cut short")
        chunk_length, kind = struct.unpack("<II", head)
        if position + 8 + chunk_length > length:
            raise Truncated(f"a chunk of {chunk_length} bytes in the last {length - position - 8}")
        found.append((kind, position + 8, chunk_length))
        position += 8 + chunk_length
    return found


def parse_document(data: bytes) -> dict[str, Any]:
    """Parse glTF JSON.

    Raises:
        Damaged: It is not a JSON object with an asset.
        UnsupportedMesh: glTF 1.
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (
        ValueError,
        RecursionError,
    ) as error:  # a JSONDecodeError and a UnicodeDecodeError are ValueErrors
        raise Damaged(f"glTF JSON: {error}"[:200]) from error
    if not isinstance(document, dict) or not isinstance(document.get("asset"), dict):
        raise Damaged("glTF JSON without an asset")
    if not str(document["asset"].get("version", "")).startswith("2."):
        raise UnsupportedMesh(f"glTF version {str(document['asset'].get('version'))[:20]}")
    return document


def pack_glb(document: dict[str, Any], binary: bytes) -> bytes:
    """A GLB of a document whose only buffer is ``binary``."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    parts = struct.pack("<II", len(text), _JSON) + text
    if binary:
        parts += struct.pack("<II", len(binary), _BIN) + binary
    return struct.pack("<4sII", MAGIC, 2, 12 + len(parts)) + parts
