"""Take out of a glTF what may tell where its object stands: free-form extras, notes inside its JPEG textures.

Programs that work with maps write longitude, latitude and the reference system into ``extras``; a texture
that is a photograph may carry the GPS of the camera. Neither changes what is drawn. Extensions need no
care: those that could hold a place are not among the known ones, and a model with them is written anew.
"""

from __future__ import annotations

from typing import Any

from media_pipeline.gltf import Document, items

CREDITS = ("author", "license", "source", "title")  # of asset.extras, as Sketchfab writes them
MORPHS = "targetNames"  # of a mesh's extras: what its shapes are called
_JPEG = b"\xff\xd8\xff"
_KEPT_SEGMENTS = (
    0xE0,
    0xE2,
    0xEE,
)  # JFIF, the colour profile, Adobe's transform; glTF ignores EXIF's orientation
_SCAN = 0xDA


def without_extras(document: Document) -> Document:
    """The document without its extras, but for credits and the names of morph targets."""
    bare: Document = _bare(document)
    credits_ = document["asset"].get("extras")
    if isinstance(credits_, dict):
        kept = {name: credits_[name] for name in CREDITS if isinstance(credits_.get(name), str)}
        if kept:
            bare["asset"]["extras"] = kept
    return bare


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {name: _bare(inner) for name, inner in value.items() if name != "extras" or inner == {}}
    extras = value.get("extras")
    if isinstance(extras, dict) and isinstance(extras.get(MORPHS), list) and "primitives" in value:
        made["extras"] = {MORPHS: extras[MORPHS]}
    return made


def without_notes(document: Document, binary: bytes) -> bytes:
    """The buffer with the notes of its JPEG textures zeroed; as long as before, so that no view moves."""
    cleaned = bytearray(binary)
    views = items(document, "bufferViews")
    for image in items(document, "images"):
        if "bufferView" in image:
            view = views[image["bufferView"]]
            start = view.get("byteOffset", 0)
            _zero_notes(cleaned, start, min(start + view["byteLength"], len(cleaned)))
    return bytes(cleaned)


def _zero_notes(data: bytearray, start: int, end: int) -> None:
    """Walk the segments before the picture itself; stop at the first that contradicts itself."""
    if data[start : start + 3] != _JPEG:
        return
    at = start + 2
    while at + 4 <= end and data[at] == 0xFF and data[at + 1] != _SCAN:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        stop = at + 2 + length
        if length < 2 or stop > end:
            return
        is_note = (0xE0 <= marker <= 0xEF or marker == 0xFE) and marker not in _KEPT_SEGMENTS
        if is_note:
            data[at + 4 : stop] = bytes(length - 2)
        at = stop
