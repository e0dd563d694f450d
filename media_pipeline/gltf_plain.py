"""A glTF with its whole numbers spelled out: the mesh library takes normalised integers for metres."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import Damaged
from media_pipeline.glb import pack_glb
from media_pipeline.gltf import Document, items

_KINDS = {5120: ("<i1", 127), 5121: ("<u1", 255), 5122: ("<i2", 32_767), 5123: ("<u2", 65_535)}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}
_SHAPES = ("POSITION", "NORMAL", "TANGENT", "TEXCOORD_0")


def quantised_accessors(document: Document) -> list[int]:
    """Numbers of the accessors of shapes and texture coordinates that hold normalised integers."""
    accessors = items(document, "accessors")
    found = set[int]()
    for mesh in items(document, "meshes"):
        for primitive in items(mesh, "primitives"):
            attributes = primitive.get("attributes")
            if not isinstance(attributes, dict):
                continue
            for name in _SHAPES:
                number = attributes.get(name)
                if isinstance(number, int) and 0 <= number < len(accessors):
                    stored = accessors[number]
                    if stored.get("normalized") is True and stored.get("componentType") in _KINDS:
                        found.add(number)
    return sorted(found)


def spelled_out(document: Document, binary: bytes) -> bytes:
    """A GLB of the same geometry in 32-bit numbers.

    Raises:
        Damaged: An accessor reaches beyond the binary.
    """
    made, grown = copy.deepcopy(document), bytearray(binary)
    for number in quantised_accessors(document):
        accessor = made["accessors"][number]
        if "bufferView" not in accessor:  # Draco's own, which it decodes to floats
            continue
        values = _values(made, accessor, binary)
        most = _KINDS[accessor["componentType"]][1]
        content = np.maximum(values.astype(np.float32) / np.float32(most), -1).tobytes()
        grown += b"\0" * (-len(grown) % 4)
        made["bufferViews"].append({"buffer": 0, "byteOffset": len(grown), "byteLength": len(content)})
        accessor |= {"bufferView": len(made["bufferViews"]) - 1, "componentType": 5126, "normalized": False}
        for name in ("byteOffset", "min", "max"):
            accessor.pop(name, None)
        grown += content
    made["buffers"][0]["byteLength"] = len(grown)
    return pack_glb(made, bytes(grown))


def _values(document: Document, accessor: dict[str, Any], binary: bytes) -> npt.NDArray[Any]:
    kind = np.dtype(_KINDS[accessor["componentType"]][0])
    try:
        view = document["bufferViews"][accessor["bufferView"]]
        width, count = _WIDTHS[accessor["type"]], int(accessor["count"])
        stride = int(view.get("byteStride") or kind.itemsize * width)
        start = int(view.get("byteOffset", 0)) + int(accessor.get("byteOffset", 0))
        return np.ndarray((count, width), kind, binary, start, (stride, kind.itemsize)).copy()
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise Damaged(f"an accessor of whole numbers: {error}"[:150]) from error
