from __future__ import annotations

import struct
from pathlib import Path

import pytest

from media_pipeline.errors import Damaged, Truncated, UnsupportedMesh
from media_pipeline.glb import pack_glb, parse_document, read_glb
from tests.media_pipeline.meshes import raw_glb, triangle_glb, write_glb

ASSET = b'{"asset":{"version":"2.0"}}'


def _glb(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "m.glb"
    path.write_bytes(content)
    return path


def test_a_sound_container_gives_its_document_and_binary(tmp_path: Path) -> None:
    parts = read_glb(_glb(tmp_path, triangle_glb()))
    assert parts.document["asset"]["version"] == "2.0"
    assert parts.binary_length == 36


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Truncated),
        (b"glTF\2\0\0\0\x0c\0\0\0", Truncated),
        (raw_glb(ASSET, length=49), Truncated),
        (raw_glb(ASSET, length=13), Damaged),
        (raw_glb(ASSET, length=0), Damaged),
        (raw_glb(ASSET)[:-1], Truncated),
        (raw_glb(ASSET, chunk=4000), Truncated),
        (raw_glb(b"{nonsense"), Damaged),
        (raw_glb(b"[1,2]"), Damaged),
        (raw_glb(b"{}"), Damaged),
        (raw_glb(b"\xff\xfe\xff\xfe"), Damaged),
        (raw_glb(b"[" * 100_000), Damaged),
        (raw_glb(ASSET, version=1), UnsupportedMesh),
        (raw_glb(b'{"asset":{"version":"1.0"}}'), UnsupportedMesh),
        (b"JSON" + raw_glb(ASSET)[4:], Damaged),
        (raw_glb(ASSET) + b"tail", Damaged),
        (struct.pack("<4sII", b"glTF", 2, 24) + struct.pack("<II", 4, 0x004E4942) + b"{}  ", Damaged),
    ],
)
def test_a_broken_container_is_refused(tmp_path: Path, content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_glb(_glb(tmp_path, content))


def test_what_the_mesh_library_writes_is_sound(tmp_path: Path) -> None:
    assert read_glb(write_glb(tmp_path / "m.glb", textured=True)).binary_length > 0


def test_packing_and_reading_agree(tmp_path: Path) -> None:
    document = parse_document(ASSET)
    parts = read_glb(_glb(tmp_path, pack_glb(document, b"12345")))
    assert parts.document == document
    assert parts.binary_length == 8
