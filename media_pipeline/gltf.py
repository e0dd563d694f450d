"""What a glTF document refers to and holds: addresses, buffers, triangles; and one GLB made of it."""

from __future__ import annotations

import base64
import binascii
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from media_pipeline.errors import Damaged, MissingCompanion, Truncated
from media_pipeline.glb import MAGIC, pack_glb, read_glb
from media_pipeline.mesh_references import Beside, missing_companions
from media_pipeline.textures import media_type_of

Document = dict[str, Any]

COMPRESSED = {
    "KHR_draco_mesh_compression": "draco",
    "EXT_meshopt_compression": "meshopt",
    "KHR_meshopt_compression": "meshopt",
}
_TRIANGLES, _STRIP, _FAN = 4, 5, 6
MOST_NODES = 200_000
_MOST_TRIANGLES = 500_000_000


def items(document: Document, name: str) -> list[Document]:
    """A top-level array of objects; empty when it is absent.

    Raises:
        Damaged: It is something else.
    """
    found = document.get(name, [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise Damaged(f"glTF {name} is not an array of objects")
    return found


def uri_bytes(uri: Any, beside: Beside) -> bytes:
    """The bytes behind a data URI or a companion file.

    Raises:
        UnsafeReference, MissingCompanion: See :meth:`Beside.needed`.
        Damaged: A data URI that is none.
    """
    if not isinstance(uri, str):
        raise Damaged("a glTF uri that is no text")
    if not uri.startswith("data:"):
        return beside.needed(uri).read_bytes()
    head, _, body = uri.partition(",")
    try:
        return base64.b64decode(body, validate=True) if head.endswith(";base64") else unquote(body).encode()
    except (binascii.Error, ValueError) as error:
        raise Damaged(f"a data URI that cannot be decoded: {error}") from error


def check_references(document: Document, beside: Beside, binary_length: int) -> None:
    """Check every address, buffer, view and accessor of a document.

    Raises:
        UnsafeReference: An address leads out of the folder.
        MissingCompanion: Names every file that did not come along.
        Truncated, Damaged: A buffer, view or accessor reaches beyond what there is.
    """
    _check_companions(document, beside)
    buffers = []
    for number, buffer in enumerate(items(document, "buffers")):
        length = _whole(buffer, "byteLength")
        if "uri" in buffer:
            there = _length_behind(buffer["uri"], beside)
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


def _check_companions(document: Document, beside: Beside) -> None:
    missing = []
    for group in ("buffers", "images"):
        for entry in items(document, group):
            uri = entry.get("uri")
            if "uri" in entry and not str(uri).startswith("data:"):
                try:
                    beside.needed(str(uri))
                except MissingCompanion:
                    missing.append(unquote(str(uri)).strip())
    if missing:
        raise missing_companions(list(dict.fromkeys(missing)))


def _length_behind(uri: Any, beside: Beside) -> int:
    if isinstance(uri, str) and not uri.startswith("data:"):
        return beside.needed(uri).stat().st_size
    return len(uri_bytes(uri, beside))


def texture_contents(document: Document, path: Path, beside: Beside) -> Iterator[bytes]:
    """The encoded bytes of each picture, from the GLB at ``path``, from companions or from data URIs."""
    views = items(document, "bufferViews")
    is_binary = path.open("rb").read(4) == MAGIC
    parts = read_glb(path) if is_binary else None
    buffers: dict[int, bytes] = {}
    for image in items(document, "images"):
        if "uri" in image:
            yield uri_bytes(image["uri"], beside)
            continue
        number = _whole(image, "bufferView")
        if number >= len(views):
            raise Damaged("a picture in a view that is not there")
        owner, start = views[number]["buffer"], views[number].get("byteOffset", 0)
        length = views[number]["byteLength"]
        if "uri" not in items(document, "buffers")[owner] and parts is not None:
            with path.open("rb") as file:
                file.seek(parts.binary_offset + start)
                yield file.read(length)
            continue
        if owner not in buffers:
            buffers = {owner: uri_bytes(items(document, "buffers")[owner].get("uri"), beside)}
        yield buffers[owner][start : start + length]


def _whole(entry: Document, name: str, default: int | None = None) -> int:
    value = entry.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Damaged(f"glTF {name} is {str(value)[:40]}")
    return value


def compression(document: Document) -> str | None:
    """How the geometry is compressed: ``draco``, ``meshopt``, or None."""
    used = document.get("extensionsUsed", [])
    found = [COMPRESSED[name] for name in COMPRESSED if isinstance(used, list) and name in used]
    return found[0] if found else None


def is_compressed(document: Document) -> bool:
    """Whether the geometry cannot be read without a decoder that is not here: meshopt's."""
    required = document.get("extensionsRequired", [])
    return isinstance(required, list) and any(COMPRESSED.get(str(name)) == "meshopt" for name in required)


def count_triangles(document: Document) -> tuple[int, int]:
    """Triangles and vertices of the meshes that the nodes show, counted once per node.

    Raises:
        Damaged: An index points nowhere.
    """
    accessors, meshes = items(document, "accessors"), items(document, "meshes")
    shown = [node["mesh"] for node in items(document, "nodes")[:MOST_NODES] if "mesh" in node]
    triangles = vertices = 0
    for number in shown:
        if not isinstance(number, int) or not 0 <= number < len(meshes):
            raise Damaged("a node shows a mesh that is not there")
        for primitive in items(meshes[number], "primitives"):
            points = _accessor_count(position_of(primitive), accessors)
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


def position_of(primitive: Document) -> Any:
    """The number of the accessor of a primitive's positions, whatever stands there.

    Raises:
        Damaged: Its attributes are no object.
    """
    attributes = primitive.get("attributes", {})
    if not isinstance(attributes, dict):
        raise Damaged("attributes that are no object")
    return attributes.get("POSITION")


def _accessor_count(number: Any, accessors: list[Document]) -> int:
    if not isinstance(number, int) or not 0 <= number < len(accessors):
        raise Damaged("a primitive uses an accessor that is not there")
    return _whole(accessors[number], "count")


def glb_of(document: Document, beside: Beside) -> bytes:
    """The document with all its buffers and pictures inside one GLB; nothing else is changed."""
    made = copy.deepcopy(document)
    binary = bytearray()
    starts = []
    for buffer in items(made, "buffers"):
        binary += b"\0" * (-len(binary) % 4)
        starts.append(len(binary))
        if "uri" in buffer:
            binary += uri_bytes(buffer["uri"], beside)[: buffer["byteLength"]]
    for view in items(made, "bufferViews"):
        view["byteOffset"] = view.get("byteOffset", 0) + starts[view["buffer"]]
        view["buffer"] = 0
    for image in items(made, "images"):
        if "uri" in image:
            content = uri_bytes(image.pop("uri"), beside)
            binary += b"\0" * (-len(binary) % 4)
            view = {"buffer": 0, "byteOffset": len(binary), "byteLength": len(content)}
            image["bufferView"] = len(made.setdefault("bufferViews", []))
            image["mimeType"] = media_type_of(content)
            made["bufferViews"].append(view)
            binary += content
    if binary:
        made["buffers"] = [{"byteLength": len(binary)}]
    return pack_glb(made, bytes(binary))
