"""Meshes built in code for the tests."""

from __future__ import annotations

import base64
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from PIL import Image

MESHOPT = {
    "extensionsUsed": ["EXT_meshopt_compression"],
    "extensionsRequired": ["EXT_meshopt_compression"],
}
TRIANGLE = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)


def box(textured: bool = False) -> trimesh.Trimesh:
    """A box of 2 x 1 x 1."""
    mesh = trimesh.creation.box((2.0, 1.0, 1.0))
    mesh.metadata.clear()  # it would be written as extras
    if textured:
        picture = Image.new("RGB", (8, 8), (200, 30, 30))
        uv = np.random.default_rng(1).random((len(mesh.vertices), 2))
        mesh.visual = trimesh.visual.TextureVisuals(uv=uv, image=picture)
    return mesh


def write_glb(path: Path, textured: bool = False) -> Path:
    """The box as GLB."""
    path.write_bytes(trimesh.Scene(box(textured)).export(file_type="glb"))
    return path


def document(uri: str | None = None, **more: Any) -> dict[str, Any]:
    """A glTF of one triangle; its positions are in buffer 0, at ``uri``."""
    buffer: dict[str, Any] = {"byteLength": 36}
    if uri is not None:
        buffer["uri"] = uri
    made: dict[str, Any] = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [
            {
                "bufferView": 0,
                "componentType": 5126,
                "count": 3,
                "type": "VEC3",
                "min": [0, 0, 0],
                "max": [1, 1, 0],
            }
        ],
        "bufferViews": [{"buffer": 0, "byteLength": 36}],
        "buffers": [buffer],
    }
    return made | more


def data_uri(content: bytes = TRIANGLE.tobytes()) -> str:
    """A base64 data URI."""
    return "data:application/octet-stream;base64," + base64.b64encode(content).decode()


def raw_glb(
    text: bytes, binary: bytes = b"", *, length: int | None = None, chunk: int | None = None, version: int = 2
) -> bytes:
    """A GLB put together by hand, with lies on request."""
    text += b" " * (-len(text) % 4)
    parts = struct.pack("<II", len(text) if chunk is None else chunk, 0x4E4F534A) + text
    if binary:
        parts += struct.pack("<II", len(binary), 0x004E4942) + binary
    return struct.pack("<4sII", b"glTF", version, 12 + len(parts) if length is None else length) + parts


def triangle_glb(**more: Any) -> bytes:
    """A sound GLB of one triangle."""
    return raw_glb(json.dumps(document(**more)).encode(), TRIANGLE.tobytes())
