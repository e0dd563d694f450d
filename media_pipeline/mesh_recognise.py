"""Meshes by their first bytes, and by size for STL, which has no signature."""

from __future__ import annotations

import re
from pathlib import Path

from media_pipeline.cloud_recognise import is_ply, ply_has_faces
from media_pipeline.glb import MAGIC

GLB = "model/gltf-binary"
GLTF = "model/gltf+json"
OBJ = "model/obj"
PLY_MESH = "model/ply"
STL = "model/stl"

_OBJ_LINE = re.compile(
    rb"\s*(#.*|v\s.*|vn\s.*|vt\s.*|vp\s.*|f\s.*|l\s.*|p\s.*|o(\s.*)?|g(\s.*)?|s\s.*|mtllib\s.*|usemtl(\s.*)?|"
    rb"usemap\s.*|maplib\s.*|shadow_obj\s.*|trace_obj\s.*|lod\s.*)?\s*"
)
_OBJ_VERTEX = re.compile(rb"^\s*v(\s+[-+.\deE]+|\s+[-+]?nan){3}", re.MULTILINE | re.IGNORECASE)
_STL_TEXT = re.compile(rb"\s*solid\b[^\n]*\n\s*(facet\s+normal|endsolid)", re.IGNORECASE)
_GLTF_ASSET = re.compile(rb'"asset"\s*:\s*\{')
_GLTF_WORD = re.compile(rb'"(version|scenes?|meshes|buffers|nodes|accessors)"\s*:')
_STL_HEAD, _STL_FACET = 84, 50


def recognise_mesh(head: bytes, path: Path) -> str | None:
    """The media type when the content is a mesh, else None."""
    if head.startswith(MAGIC):
        return GLB
    if is_ply(head):
        return PLY_MESH if ply_has_faces(head) else None
    if _is_gltf(head):
        return GLTF
    if _STL_TEXT.match(head) or _is_binary_stl(head, path):
        return STL
    return OBJ if _is_obj(head) else None


def names_others(head: bytes) -> str | None:
    """glTF's or OBJ's media type: the formats that are text and may refer to other files."""
    if _is_gltf(head):
        return GLTF
    return OBJ if _is_obj(head) else None


def _is_gltf(head: bytes) -> bool:
    """``asset`` is required, but may come last: then the words of glTF must be there."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"{"):
        return False
    words = {match.group(1) for match in _GLTF_WORD.finditer(text)}
    return (bool(_GLTF_ASSET.search(text)) and b"version" in words) or len(words & _GLTF_ARRAYS) >= 3


_GLTF_ARRAYS = {b"meshes", b"buffers", b"nodes", b"accessors"}


def _is_binary_stl(head: bytes, path: Path) -> bool:
    if len(head) < _STL_HEAD:
        return False
    count = int.from_bytes(head[80:84], "little")
    return path.stat().st_size == _STL_HEAD + _STL_FACET * count


def _is_obj(head: bytes) -> bool:
    """Nothing but OBJ lines, at least three of them vertices."""
    if b"\0" in head:
        return False
    lines = head.split(b"\n")
    if len(head) >= 4096:  # the last line is probably cut
        lines = lines[:-1]
    if not all(_OBJ_LINE.fullmatch(line) for line in lines):
        return False
    return sum(1 for _ in _OBJ_VERTEX.finditer(head)) >= 3
