"""What a glTF document refers to and holds: addresses, buffers, triangles; and one GLB made of it."""

from __future__ import annotations

import base64
import binascii
import copy
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from media_pipeline.errors import Damaged, MissingCompanion, Truncated, UnsafeReference
from media_pipeline.glb import pack_glb

Document = dict[str, Any]

COMPRESSED = ("KHR_draco_mesh_compression", "EXT_meshopt_compression", "KHR_meshopt_compression")
_SCHEME = re.compile(r"[^/\\]*:")  # a colon before any slash: a scheme, a drive, or nonsense
_TRIANGLES, _STRIP, _FAN = 4, 5, 6
_MOST_NODES = 200_000
_MOST_TRIANGLES = 500_000_000
_IMAGE_TYPES = ((b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"RIFF", "image/webp"))


def items(document: Document, name: str) -> list[Document]:
    """A top-level array of objects; empty when it is absent.

    Raises:
        Damaged: It is something else.
    """
    found = document.get(name, [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise Damaged(f"glTF {name} is not an array of objects")
    return found


def companion(uri: str, beside: Path) -> Path:
    """The file that a relative address names, next to ``beside``.

    Raises:
        UnsafeReference: A network address, an absolute path, or a way out of the folder.
        MissingCompanion: There is no such file.
    """
    name = unquote(uri).strip()
    if _SCHEME.match(name) or name.startswith(("/", "\\")) or "\0" in name:
        raise UnsafeReference(uri[:200])
    parts = name.replace("\\", "/").split("/")
    if not name or ".." in parts:
        raise UnsafeReference(uri[:200])
    found = beside.parent.joinpath(*parts)
    if not found.is_file() or found.is_symlink():
        raise MissingCompanion(name[:200], companion=name[:200])
    return found


def uri_bytes(uri: Any, beside: Path) -> bytes:
    """The bytes behind a data URI or a companion file."""
    if not isinstance(uri, str):
        raise Damaged("a glTF uri that is no text")
    if not uri.startswith("data:"):
        return companion(uri, beside).read_bytes()
    head, _, body = uri.partition(",")
    try:
        return base64.b64decode(body, validate=True) if head.endswith(";base64") else unquote(body).encode()
    except (binascii.Error, ValueError) as error:
        raise Damaged(f"a data URI that cannot be decoded: {error}") from error


def check_references(document: Document, path: Path, binary_length: int) -> None:
    """Check every address, buffer, view and accessor of a document.

    Raises:
        UnsafeReference, MissingCompanion: See :func:`companion`.
        Truncated, Damaged: A buffer, view or accessor reaches beyond what there is.
    """
    for image in items(document, "images"):
        if "uri" in image and not str(image["uri"]).startswith("data:"):
            companion(str(image["uri"]), path)
    buffers = []
    for number, buffer in enumerate(items(document, "buffers")):
        length = _whole(buffer, "byteLength")
        if "uri" in buffer:
            there = len(uri_bytes(buffer["uri"], path))
        elif number == 0 and binary_length:
            there = binary_length
        else:  # meshopt leaves a fallback buffer without content
            there = length if buffer.get("extensions") else 0
        if length > there:
            raise Truncated(f"buffer {number} has {there} of {length} bytes")
        buffers.append(length)
    views = []
    for view in items(document, "bufferViews"):
        start, length, owner = (
            _whole(view, "byteOffset", 0),
            _whole(view, "byteLength"),
            _whole(view, "buffer"),
        )
        if owner >= len(buffers) or start + length > buffers[owner]:
            raise Damaged("a buffer view reaches beyond its buffer")
        views.append(length)
    for accessor in items(document, "accessors"):
        if "bufferView" in accessor:
            owner = _whole(accessor, "bufferView")
            if owner >= len(views) or _whole(accessor, "count") > views[owner]:
                raise Damaged("an accessor reaches beyond its view")


def _whole(entry: Document, name: str, default: int | None = None) -> int:
    value = entry.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Damaged(f"glTF {name} is {str(value)[:40]}")
    return value


def is_compressed(document: Document) -> bool:
    """Whether the geometry cannot be read without a decoder that is not here."""
    required = document.get("extensionsRequired", [])
    return isinstance(required, list) and any(name in required for name in COMPRESSED)


def count_triangles(document: Document) -> tuple[int, int]:
    """Triangles and vertices of the meshes that the nodes show, counted once per node.

    Raises:
        Damaged: An index points nowhere.
    """
    accessors, meshes = items(document, "accessors"), items(document, "meshes")
    shown = [node["mesh"] for node in items(document, "nodes")[:_MOST_NODES] if "mesh" in node]
    triangles = vertices = 0
    for number in shown:
        if not isinstance(number, int) or not 0 <= number < len(meshes):
            raise Damaged("a node shows a mesh that is not there")
        for primitive in items(meshes[number], "primitives"):
            points = _accessor_count(primitive.get("attributes", {}).get("POSITION"), accessors)
            indices = _accessor_count(primitive["indices"], accessors) if "indices" in primitive else points
            mode = primitive.get("mode", _TRIANGLES)
            if mode == _TRIANGLES:
                triangles += indices // 3
            elif mode in (_STRIP, _FAN):
                triangles += max(0, indices - 2)
            vertices += points
    if triangles > _MOST_TRIANGLES:
        raise Damaged(f"{triangles} triangles announced")
    return triangles, vertices


def _accessor_count(number: Any, accessors: list[Document]) -> int:
    if not isinstance(number, int) or not 0 <= number < len(accessors):
        raise Damaged("a primitive uses an accessor that is not there")
    return _whole(accessors[number], "count")


def stated_bounds(document: Document) -> list[float] | None:
    """[min x, y, z, max x, y, z] over the positions as stored, before the nodes move them."""
    accessors = items(document, "accessors")
    low, high = [float("inf")] * 3, [float("-inf")] * 3
    for mesh in items(document, "meshes"):
        for primitive in items(mesh, "primitives"):
            number = primitive.get("attributes", {}).get("POSITION")
            if not isinstance(number, int) or not 0 <= number < len(accessors):
                return None
            least, most = _triple(accessors[number].get("min")), _triple(accessors[number].get("max"))
            if least is None or most is None:
                return None
            low = [min(a, b) for a, b in zip(low, least, strict=True)]
            high = [max(a, b) for a, b in zip(high, most, strict=True)]
    return [*low, *high] if low[0] <= high[0] else None


def _triple(value: Any) -> list[float] | None:
    if not isinstance(value, list) or len(value) != 3 or not all(isinstance(v, int | float) for v in value):
        return None
    return [float(v) for v in value]


def glb_of(document: Document, path: Path) -> bytes:
    """The document with all its buffers and images inside one GLB; nothing else is changed."""
    made = copy.deepcopy(document)
    binary = bytearray()
    starts = []
    for buffer in items(made, "buffers"):
        binary += b"\0" * (-len(binary) % 4)
        starts.append(len(binary))
        binary += uri_bytes(buffer.get("uri"), path)[: buffer["byteLength"]]
    for view in items(made, "bufferViews"):
        view["byteOffset"] = view.get("byteOffset", 0) + starts[view["buffer"]]
        view["buffer"] = 0
    for image in items(made, "images"):
        if "uri" in image:
            content = uri_bytes(image.pop("uri"), path)
            binary += b"\0" * (-len(binary) % 4)
            view = {"buffer": 0, "byteOffset": len(binary), "byteLength": len(content)}
            image["bufferView"] = len(made.setdefault("bufferViews", []))
            image["mimeType"] = _image_type(content)
            made["bufferViews"].append(view)
            binary += content
    if binary:
        made["buffers"] = [{"byteLength": len(binary)}]
    return pack_glb(made, bytes(binary))


def _image_type(content: bytes) -> str:
    for start, media_type in _IMAGE_TYPES:
        if content.startswith(start):
            return media_type
    raise Damaged("a texture that is no PNG, JPEG or WebP")
