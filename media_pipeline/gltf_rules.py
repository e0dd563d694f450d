"""The glTF 2.0 rules that a document must keep before it is handed to the public as it came.

Stricter than the specification: what is not known to be right counts as wrong, because a model that is
not passed through is written anew. The tests hold this against the Khronos validator, which needs
Node and is therefore not part of the product.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from media_pipeline.gltf_materials import check_image, check_material, check_sampler, check_texture
from media_pipeline.gltf_words import Document, RuleBroken, are_numbers, count_of, is_whole, must, refers

KNOWN = frozenset(
    {
        "KHR_draco_mesh_compression",
        "EXT_meshopt_compression",
        "KHR_meshopt_compression",
        "KHR_mesh_quantization",
        "KHR_texture_transform",
        "KHR_materials_clearcoat",
        "KHR_materials_emissive_strength",
        "KHR_materials_ior",
        "KHR_materials_sheen",
        "KHR_materials_specular",
        "KHR_materials_transmission",
        "KHR_materials_unlit",
        "KHR_materials_volume",
        "KHR_texture_basisu",
        "EXT_texture_webp",
    }
)
SIZES = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}
_NEVER_OPTIONAL = {"KHR_mesh_quantization"}
_VERSION = re.compile(r"2\.\d+")
_TARGETS = (34962, 34963)
_COMPRESSIONS = ("EXT_meshopt_compression", "KHR_meshopt_compression")


def check_document(document: Document) -> None:
    """Check everything that can be told without the binary.

    Raises:
        RuleBroken: The first rule that is not kept.
    """
    _check_top(document)
    for name, check in _CHECKS.items():
        for number, entry in enumerate(document.get(name, [])):
            try:
                check(document, entry)
            except RuleBroken as broken:
                raise RuleBroken(f"{name}[{number}]: {broken}") from None
            except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError) as error:
                raise RuleBroken(f"{name}[{number}]: {type(error).__name__}") from error
    _check_tree(document)


def _check_top(document: Document) -> None:
    asset = document["asset"]
    must(isinstance(asset.get("version"), str) and _VERSION.fullmatch(asset["version"]), "asset.version")
    must("minVersion" not in asset, "asset.minVersion")
    must(all(isinstance(asset.get(name, ""), str) for name in ("generator", "copyright")), "asset")
    for name in ("extensionsUsed", "extensionsRequired"):
        names = document.get(name, [""])
        must(isinstance(names, list) and names and all(isinstance(n, str) for n in names), name)
        must(len(set(names)) == len(names), f"{name} says a name twice")
    used = set(document.get("extensionsUsed", []))
    must(set(document.get("extensionsRequired", [])) <= used, "extensionsRequired names one that is not used")
    needed = used & _NEVER_OPTIONAL
    must(needed <= set(document.get("extensionsRequired", [])), "an extension that must be required")
    must(used <= KNOWN, f"extension {', '.join(sorted(used - KNOWN))[:80]}")
    for name in (*_CHECKS, "scenes", "nodes"):
        if name in document:
            entries = document[name]
            must(isinstance(entries, list) and entries, f"{name} is empty")
            must(all(isinstance(entry, dict) for entry in entries), name)
    for path, entry in _objects(document):
        extensions = entry.get("extensions", {})
        must(isinstance(extensions, dict) and set(extensions) <= used, f"{path}: undeclared extension")
        must(all(isinstance(each, dict) for each in extensions.values()), f"{path}: extension")
        must(isinstance(entry.get("name", ""), str), f"{path}: name")


def _objects(document: Document) -> Iterator[tuple[str, Document]]:
    """Every object that may carry extensions, the free-form extras left out."""
    waiting: list[tuple[str, Any, int]] = [("", document, 0)]
    while waiting:
        path, value, depth = waiting.pop()
        must(depth < 40, "nested too deep")
        if isinstance(value, dict):
            yield path, value
            inner = ((k, v) for k, v in value.items() if k not in ("extras", "attributes"))
            waiting.extend(
                (f"{path}/{k}"[:120], v, depth + 1) for k, v in inner if isinstance(v, dict | list)
            )
        elif isinstance(value, list) and value and isinstance(value[0], dict | list):
            waiting.extend((path, v, depth + 1) for v in value)


def _buffer(document: Document, buffer: Document) -> None:
    must(is_whole(buffer.get("byteLength"), 1), "byteLength")
    must("uri" not in buffer, "a buffer outside the file")


def _view(document: Document, view: Document) -> None:
    must(is_whole(view.get("buffer"), 0, count_of(document, "buffers")), "buffer points nowhere")
    length, start = view.get("byteLength"), view.get("byteOffset", 0)
    must(is_whole(length, 1) and is_whole(start), "byteLength or byteOffset")
    must(start + length <= document["buffers"][view["buffer"]]["byteLength"], "reaches beyond its buffer")
    if "byteStride" in view:
        must(is_whole(view["byteStride"], 4, 253) and view["byteStride"] % 4 == 0, "byteStride")
    must(view.get("target", _TARGETS[0]) in _TARGETS, "target")


def is_behind_compression(document: Document, number: int) -> bool:
    """Whether a view's content exists only once a decoder has run."""
    extensions = document["bufferViews"][number].get("extensions", {})
    return any(name in extensions for name in _COMPRESSIONS)


def _accessor(document: Document, accessor: Document) -> None:
    must(accessor.get("componentType") in SIZES, "componentType")
    must(accessor.get("type") in WIDTHS, "type")
    must(is_whole(accessor.get("count"), 1), "count")
    must("sparse" not in accessor, "sparse")
    size, width = SIZES[accessor["componentType"]], WIDTHS[accessor["type"]]
    must(width < 16 or size == 4, "matrices of short numbers")
    normalized = accessor.get("normalized", False)
    must(isinstance(normalized, bool), "normalized")
    must(not normalized or size < 4, "normalized 32-bit numbers")
    for name in ("min", "max"):
        must(name not in accessor or are_numbers(accessor[name], width), name)
    must("byteOffset" not in accessor or "bufferView" in accessor, "byteOffset without a view")
    if "bufferView" not in accessor:
        return
    refers(document, accessor, "bufferView", "bufferViews")
    view = document["bufferViews"][accessor["bufferView"]]
    offset = accessor.get("byteOffset", 0)
    must(is_whole(offset) and offset % size == 0, "byteOffset")
    must((view.get("byteOffset", 0) + offset) % size == 0, "not aligned")
    stride = view.get("byteStride", size * width)
    must(stride >= size * width, "byteStride shorter than an element")
    if not is_behind_compression(document, accessor["bufferView"]):
        end = offset + stride * (accessor["count"] - 1) + size * width
        must(end <= view["byteLength"], "reaches beyond its view")


def _node(document: Document, node: Document) -> None:
    must("skin" not in node and "weights" not in node, "skin or weights")
    refers(document, node, "mesh", "meshes")
    children = node.get("children", [0])
    must(isinstance(children, list) and children, "children is empty")
    must(
        all(is_whole(each, 0, count_of(document, "nodes")) for each in children), "a child that is not there"
    )
    must(len(set(children)) == len(children), "a child twice")
    moves = [name for name in ("translation", "rotation", "scale") if name in node]
    must("matrix" not in node or not moves, "matrix and its parts")
    must(are_numbers(node.get("translation", [0] * 3), 3), "translation")
    must(are_numbers(node.get("scale", [1] * 3), 3), "scale")
    turn = node.get("rotation", [0, 0, 0, 1])
    must(are_numbers(turn, 4, -1, 1), "rotation")
    must(abs(math.hypot(*turn) - 1) < 5e-4, "rotation is no unit quaternion")
    if "matrix" in node:
        must(are_numbers(node["matrix"], 16), "matrix")
        _check_matrix(node["matrix"])


def _check_matrix(matrix: list[float]) -> None:
    """Only a matrix of move, turn and scale may stand there: its columns meet at right angles."""
    columns = [matrix[0:3], matrix[4:7], matrix[8:11]]
    lengths = [math.hypot(*column) for column in columns]
    must(matrix[3] == matrix[7] == matrix[11] == 0 and matrix[15] == 1, "matrix is not affine")
    must(min(lengths) > 1e-9, "matrix flattens")
    for one, other in ((0, 1), (0, 2), (1, 2)):
        across = sum(a * b for a, b in zip(columns[one], columns[other], strict=True))
        must(abs(across) <= 1e-5 * lengths[one] * lengths[other], "matrix shears")


def _scene(document: Document, scene: Document) -> None:
    nodes = scene.get("nodes", [0])
    must(isinstance(nodes, list) and nodes, "nodes is empty")
    must(all(is_whole(each, 0, count_of(document, "nodes")) for each in nodes), "a node that is not there")
    must(len(set(nodes)) == len(nodes), "a node twice")


def _check_tree(document: Document) -> None:
    """Each node has one parent at most, none is its own ancestor, scenes start at roots."""
    nodes = document.get("nodes", [])
    parents: dict[int, int] = {}
    for number, node in enumerate(nodes):
        for child in node.get("children", []):
            must(child not in parents, "a node with two parents")
            parents[child] = number
    for number in range(len(nodes)):
        steps, at = 0, number
        while at in parents and steps <= len(nodes):
            at, steps = parents[at], steps + 1
        must(steps <= len(nodes), "nodes in a circle")
        if steps > 1_000:
            raise RuleBroken("nodes nested too deep")
    for scene in document.get("scenes", []):
        must(not any(each in parents for each in scene.get("nodes", [])), "a scene starts inside a tree")
    if "scene" in document:
        refers(document, document, "scene", "scenes")
    must("skins" not in document, "a skin")


def _mesh(document: Document, mesh: Document) -> None:
    primitives = mesh.get("primitives")
    must(isinstance(primitives, list) and primitives, "primitives")
    must("weights" not in mesh, "weights")
    must(all(isinstance(each, dict) for each in primitives or []), "primitives")


Check = Callable[[Document, Document], None]
_CHECKS: dict[str, Check] = {
    "buffers": _buffer,
    "bufferViews": _view,
    "accessors": _accessor,
    "images": check_image,
    "samplers": check_sampler,
    "textures": check_texture,
    "materials": check_material,
    "meshes": _mesh,
    "nodes": _node,
    "scenes": _scene,
}
