"""Point clouds by their first bytes."""

from __future__ import annotations

from pathlib import Path

from media_pipeline import las_header, point_text
from media_pipeline.cloud_formats import COPC, E57, LAS, LAZ, PCD, PLY
from media_pipeline.e57 import SIGNATURE as E57_SIGNATURE
from media_pipeline.errors import MediaRefused
from media_pipeline.ply import read_ply_header

_PCD_WORDS = (b"FIELDS", b"SIZE", b"TYPE", b"POINTS", b"DATA")


def recognise_cloud(head: bytes, path: Path) -> str | None:
    """The media type when the content is a point cloud, else None."""
    if head.startswith(las_header.SIGNATURE):
        return _las_type(head)
    if head.startswith(E57_SIGNATURE):
        return E57
    if is_ply(head):
        return None if ply_has_faces(head) else PLY
    if _is_pcd(head):
        return PCD
    layout = point_text.text_layout(head)
    return layout.media_type if layout else None


def _las_type(head: bytes) -> str:
    if len(head) > 104 and head[104] & 0xC0:
        return COPC if head[377:381] == b"copc" else LAZ
    return LAS


def is_ply(head: bytes) -> bool:
    """Whether the first line is PLY's."""
    return head.startswith((b"ply\n", b"ply\r"))


def ply_has_faces(head: bytes) -> bool:
    """Whether a PLY is a mesh; a header that cannot be read is left to the cloud reader to refuse."""
    try:
        return read_ply_header(head).has_faces
    except MediaRefused:
        return False


def _is_pcd(head: bytes) -> bool:
    if head.startswith(b"# .PCD"):
        return True
    return head.lstrip(b"#").lstrip().startswith(b"VERSION") and all(word in head for word in _PCD_WORDS)
