"""What the numbers of a GLB must keep: bounds that are true, indices that point somewhere, unit normals."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import MediaRefused
from media_pipeline.glb import GlbParts, read_glb
from media_pipeline.gltf_materials import coordinates_used
from media_pipeline.gltf_motion import check_animations, check_cameras
from media_pipeline.gltf_rules import SIZES, WIDTHS, check_document, is_behind_compression
from media_pipeline.gltf_words import RuleBroken, is_whole, must
from media_pipeline.textures import media_type_of, size_of

_NUMPY = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_PLAIN = {
    "POSITION": ((5126, False, "VEC3"),),
    "NORMAL": ((5126, False, "VEC3"),),
    "TANGENT": ((5126, False, "VEC4"),),
    "TEXCOORD": tuple((kind, kind != 5126, "VEC2") for kind in (5126, 5121, 5123)),
    "COLOR": tuple((kind, kind != 5126, form) for kind in (5126, 5121, 5123) for form in ("VEC3", "VEC4")),
}
_QUANTISED = {
    "POSITION": tuple((kind, unit, "VEC3") for kind in (5120, 5121, 5122, 5123) for unit in (False, True)),
    "NORMAL": tuple((kind, True, "VEC3") for kind in (5120, 5122)),
    "TANGENT": tuple((kind, True, "VEC4") for kind in (5120, 5122)),
    "TEXCOORD": tuple((kind, unit, "VEC2") for kind in (5120, 5121, 5122, 5123) for unit in (False, True)),
    "COLOR": (),
}
_NAME = re.compile(r"(POSITION|NORMAL|TANGENT|TEXCOORD|COLOR)(?:_(\d))?")
_UNIT = 0.0005  # what the Khronos validator lets pass for normals of 32 bits
_UNIT_SHORT = 0.006
_MOST_PICTURE = 16_384


def first_problem(path: Path) -> str | None:
    """The first rule of glTF 2.0 that a GLB breaks, in English words for the record; None when it is sound.

    Raises:
        Truncated, Damaged, UnsupportedMesh: The container itself cannot be read.
    """
    parts = read_glb(path)
    try:
        check_document(parts.document)
        check_cameras(parts.document)
        _check_container(path, parts)
        contents = _Contents(path, parts)
        for image in parts.document.get("images", []):
            contents.check_picture(image)
        for mesh in parts.document.get("meshes", []):
            for primitive in mesh["primitives"]:
                contents.check_primitive(primitive)
        for view in check_animations(parts.document, contents.values):
            contents.use(view, "movement", None)
        contents.check_sharing()
    except RuleBroken as broken:
        return str(broken)[:200]
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError) as error:
        return f"a document that contradicts itself: {type(error).__name__}"
    return None


def _check_container(path: Path, parts: GlbParts) -> None:
    size = path.stat().st_size
    must(size % 4 == 0 and parts.binary_length % 4 == 0, "chunks are not a multiple of four bytes")
    buffers = parts.document.get("buffers", [])
    stored = [each for each in buffers if "extensions" not in each]
    must(len(stored) <= 1, "several buffers")
    if buffers:
        must("extensions" not in buffers[0], "the first buffer is a fallback")
        there = parts.binary_length
        must(
            buffers[0]["byteLength"] <= there <= buffers[0]["byteLength"] + 3,
            "binary chunk and buffer differ",
        )
        must(size == parts.binary_offset + there, "more chunks than two")
    else:
        must(parts.binary_length == 0, "binary chunk without a buffer")


class _Contents:
    """The accessors' numbers, read from the file as they are asked for."""

    def __init__(self, path: Path, parts: GlbParts) -> None:
        self._document = parts.document
        self._path, self._start = path, parts.binary_offset
        self._uses: dict[int, str] = {}
        self._views: dict[int, set[int]] = {}
        self._checked: set[tuple[int, str]] = set()

    def _bytes(self, start: int, length: int) -> bytes:
        with self._path.open("rb") as file:
            file.seek(self._start + start)
            return file.read(length)

    def values(self, number: int) -> npt.NDArray[Any]:
        """Shape (count, width), without a copy."""
        accessor = self._document["accessors"][number]
        view = self._document["bufferViews"][accessor["bufferView"]]
        kind, width = np.dtype(_NUMPY[accessor["componentType"]]), WIDTHS[accessor["type"]]
        start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
        stride = view.get("byteStride", kind.itemsize * width)
        length = stride * (accessor["count"] - 1) + kind.itemsize * width
        content = self._bytes(start, length)
        must(view["buffer"] == 0 and len(content) == length, "numbers that are not in the file")
        return np.ndarray((accessor["count"], width), kind, content, strides=(stride, kind.itemsize))

    def check_picture(self, image: dict[str, Any]) -> None:
        view = self._document["bufferViews"][image["bufferView"]]
        start = view.get("byteOffset", 0)
        content = self._bytes(start, view["byteLength"])
        try:
            must(media_type_of(content) == image["mimeType"], "a picture of another type than it says")
            if image["mimeType"] != "image/ktx2":
                must(max(size_of(content)[:2]) <= _MOST_PICTURE, "a picture too large for any device")
        except MediaRefused as refusal:
            raise RuleBroken(f"a picture that cannot be read: {refusal.detail}") from refusal
        self.use(image["bufferView"], "picture", None)

    def check_primitive(self, primitive: dict[str, Any]) -> None:
        document = self._document
        attributes = primitive.get("attributes")
        if not isinstance(attributes, dict) or "POSITION" not in attributes:
            raise RuleBroken("a primitive without positions")
        must(is_whole(primitive.get("mode", 4), 0, 7), "mode")
        must("targets" not in primitive, "morph targets")
        total = len(document.get("accessors", []))
        must(all(is_whole(each, 0, total) for each in attributes.values()), "an attribute points nowhere")
        counts = {document["accessors"][each]["count"] for each in attributes.values()}
        must(len(counts) == 1, "attributes of different lengths")
        for name, number in attributes.items():
            self._check_attribute(name, number)
        self._check_material(primitive, attributes)
        vertices = counts.pop()
        if "indices" in primitive:
            must(is_whole(primitive["indices"], 0, total), "indices point nowhere")
            self._check_indices(primitive["indices"], vertices)
        drawn = document["accessors"][primitive["indices"]]["count"] if "indices" in primitive else vertices
        mode = primitive.get("mode", 4)
        must(mode != 4 or drawn % 3 == 0, "triangles that are not whole")
        must(mode not in (5, 6) or drawn >= 3, "a strip of less than a triangle")
        self._check_draco(primitive)

    def _check_attribute(self, name: str, number: int) -> None:
        found = _NAME.fullmatch(name)
        if found is None:
            raise RuleBroken(f"attribute {name[:30]}")
        kind, index = found.group(1), found.group(2)
        must((index is not None) == (kind in ("TEXCOORD", "COLOR")), f"attribute {name}")
        accessor = self._document["accessors"][number]
        form = (accessor["componentType"], accessor.get("normalized", False), accessor["type"])
        quantised = "KHR_mesh_quantization" in self._document.get("extensionsUsed", [])
        allowed = _PLAIN[kind] + (_QUANTISED[kind] if quantised else ())
        must(form in allowed, f"{name} of a kind that is not allowed")
        if kind == "POSITION":
            must("min" in accessor and "max" in accessor, "positions without bounds")
        if "bufferView" not in accessor:
            return
        view = self._document["bufferViews"][accessor["bufferView"]]
        stride = view.get("byteStride", SIZES[accessor["componentType"]] * WIDTHS[accessor["type"]])
        must(stride % 4 == 0, f"{name} in rows that are no multiple of four")
        must((view.get("byteOffset", 0) + accessor.get("byteOffset", 0)) % 4 == 0, f"{name} not aligned")
        must(view.get("target", 34962) == 34962, f"{name} in a view for indices")
        self.use(accessor["bufferView"], "vertices", number)
        if (number, kind) not in self._checked and not is_behind_compression(
            self._document, accessor["bufferView"]
        ):
            self._checked.add((number, kind))
            self._check_values(kind, accessor, self.values(number))

    def _check_values(self, kind: str, accessor: dict[str, Any], values: npt.NDArray[Any]) -> None:
        is_single = accessor["componentType"] == 5126
        if is_single:
            must(np.isfinite(values).all(), f"{kind} with a number that is none")
        _check_ends(accessor, values, kind)
        if kind in ("NORMAL", "TANGENT"):
            most = {5120: 127.0, 5122: 32_767.0, 5126: 1.0}[accessor["componentType"]]
            vectors = values[:, :3].astype(np.float64) / most
            apart = np.abs(np.sqrt((vectors**2).sum(axis=1)) - 1).max()
            must(apart <= (_UNIT if is_single else _UNIT_SHORT), f"{kind} not of length one")
            if kind == "TANGENT":
                must((np.abs(values[:, 3] / most) == 1).all(), "TANGENT without a hand")
        if kind == "COLOR" and is_single:
            must(values.min() >= 0 and values.max() <= 1, "COLOR outside 0 to 1")

    def _check_material(self, primitive: dict[str, Any], attributes: dict[str, int]) -> None:
        given = sorted(int(name[9:]) for name in attributes if name.startswith("TEXCOORD_"))
        must(given == list(range(len(given))), "texture coordinates with a gap")
        colours = sorted(int(name[6:]) for name in attributes if name.startswith("COLOR_"))
        must(colours == list(range(len(colours))), "colours with a gap")
        must("TANGENT" not in attributes or "NORMAL" in attributes, "tangents without normals")
        if "material" in primitive:
            materials = self._document.get("materials", [])
            must(is_whole(primitive["material"], 0, len(materials)), "material points nowhere")
            asked = coordinates_used(materials[primitive["material"]])
            must(asked <= set(given), "a material asks for texture coordinates that are not there")

    def _check_indices(self, number: int, vertices: int) -> None:
        accessor = self._document["accessors"][number]
        must(accessor["type"] == "SCALAR" and accessor["componentType"] in (5121, 5123, 5125), "indices")
        must(not accessor.get("normalized", False), "normalized indices")
        if "bufferView" not in accessor:
            return
        view = self._document["bufferViews"][accessor["bufferView"]]
        must("byteStride" not in view, "indices with a stride")
        must(view.get("target", 34963) == 34963, "indices in a view for vertices")
        self.use(accessor["bufferView"], "indices", number)
        if is_behind_compression(self._document, accessor["bufferView"]):
            return
        values = self.values(number)
        largest = int(values.max())
        must(largest < vertices, "an index beyond the vertices")
        must(largest != 2 ** (8 * SIZES[accessor["componentType"]]) - 1, "an index that restarts a strip")
        _check_ends(accessor, values, "indices")

    def _check_draco(self, primitive: dict[str, Any]) -> None:
        draco = primitive.get("extensions", {}).get("KHR_draco_mesh_compression")
        if draco is None:
            return
        views = self._document.get("bufferViews", [])
        must(is_whole(draco.get("bufferView"), 0, len(views)), "Draco data that is not there")
        ids = draco.get("attributes")
        must(isinstance(ids, dict) and ids, "Draco without attributes")
        must(set(ids) <= set(primitive["attributes"]), "Draco names an attribute that is not there")
        must(all(is_whole(each) for each in ids.values()), "Draco attribute")
        must(primitive.get("mode", 4) in (4, 5), "Draco with another mode")
        must("indices" in primitive, "Draco without indices")
        self.use(draco["bufferView"], "draco", None)

    def use(self, view: int, use: str, accessor: int | None) -> None:
        """Note what a view is used for; it may be one thing only."""
        must(self._uses.setdefault(view, use) == use, "a view for two uses")
        if accessor is not None:
            self._views.setdefault(view, set()).add(accessor)

    def check_sharing(self) -> None:
        """Several attributes in one view need its stride."""
        for view, accessors in self._views.items():
            if self._uses[view] == "vertices" and len(accessors) > 1:
                must(
                    "byteStride" in self._document["bufferViews"][view],
                    "attributes share a view without stride",
                )


def _check_ends(accessor: dict[str, Any], values: npt.NDArray[Any], what: str) -> None:
    """``min`` and ``max`` are those of the numbers, exactly."""
    for name, found in (("min", values.min(axis=0)), ("max", values.max(axis=0))):
        if name in accessor:
            stated = np.array(accessor[name], np.float64)
            if accessor["componentType"] == 5126:
                stated = stated.astype(np.float32).astype(np.float64)
            must((stated == found.astype(np.float64)).all(), f"{what}: {name} is not that of the numbers")
