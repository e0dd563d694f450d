"""GLB, glTF, PLY and STL through trimesh: load without reaching outside what was delivered."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from PIL import Image
from trimesh.resolvers import Resolver

from media_pipeline.errors import Damaged, EmptyMesh, UnsafeReference
from media_pipeline.glb import parse_document, parse_glb, read_glb
from media_pipeline.gltf import glb_of
from media_pipeline.gltf_plain import quantised_accessors, spelled_out
from media_pipeline.mesh_parts import (
    Floats,
    Material,
    Mesh,
    Part,
    Pixels,
    Singles,
    mesh_of,
    to_srgb,
    unit_vectors,
)
from media_pipeline.mesh_references import Beside
from media_pipeline.textures import MOST_SIDE, capped

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")
_EXTRA = ("normalTexture", "metallicRoughnessTexture", "occlusionTexture", "emissiveTexture")


class _Delivered(Resolver):
    """Companion files by name. trimesh swallows whatever a resolver raises, so ``unsafe`` remembers."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self.unsafe: list[str] = []

    def get(self, name: str) -> bytes:
        try:
            path = self._beside.find(name)
        except UnsafeReference:
            self.unsafe.append(name)
            raise
        if path is None:
            raise FileNotFoundError(name)  # what trimesh expects of a resolver
        content = path.read_bytes()
        if content.startswith(_PICTURES):
            self._beside.picture_bytes += len(content)
        return content

    def write(self, name: str, data: bytes) -> None:
        raise PermissionError(name)

    def namespaced(self, namespace: str) -> _Delivered:
        raise PermissionError(namespace)

    def keys(self) -> list[str]:
        return []


@contextmanager
def _mesh_errors() -> Iterator[None]:
    """What trimesh and its parsers raise on bad files: it has no exception of its own."""
    try:
        yield
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, NameError, struct.error) as error:
        # NameError: it reads a name it has not bound where a buffer's accessor is missing (4.6, 2026-11-25).
        raise Damaged(f"mesh: {type(error).__name__} {str(error)[:150]}") from error
    except (ZeroDivisionError, OverflowError, NotImplementedError, OSError, RuntimeError) as error:
        raise Damaged(f"mesh: {type(error).__name__} {str(error)[:150]}") from error


def load_mesh(path: Path, file_type: str, beside: Beside) -> Mesh:
    """Load ``glb``, ``gltf``, ``ply`` or ``stl``; Draco is decoded, normalised integers are spelled out.

    Raises:
        Damaged: trimesh cannot make sense of it.
        UnsafeReference: A companion on a network.
        EmptyMesh: No triangle with three finite corners.
    """
    resolver = _Delivered(beside)
    pictures: dict[int, Image.Image] = {}
    plain = _plain_glb(path, file_type, beside) if file_type in ("glb", "gltf") else None
    if plain is not None:
        file_type = "glb"
    with path.open("rb") if plain is None else io.BytesIO(plain) as file, _mesh_errors():
        scene = trimesh.load_scene(file, file_type=file_type, resolver=resolver, process=False)
        parts = []
        for node in scene.graph.nodes_geometry:
            matrix, name = scene.graph[node]
            geometry = scene.geometry[name]
            if isinstance(geometry, trimesh.Trimesh) and len(geometry.faces):
                parts.append(_part(geometry, np.asarray(matrix, np.float64), file_type, pictures))
    if resolver.unsafe:
        raise UnsafeReference(resolver.unsafe[0][:200])
    mesh = mesh_of(parts, beside.missing, beside.picture_bytes)
    if not mesh.parts:
        raise EmptyMesh(f"{mesh.dropped} triangles without a position")
    return mesh


def _plain_glb(path: Path, file_type: str, beside: Beside) -> bytes | None:
    """One GLB of floats; None where the file is that already."""
    if file_type == "gltf":
        content = glb_of(parse_document(path.read_bytes()), beside)
        parts = parse_glb(content)
        needs = quantised_accessors(parts.document)
        end = parts.binary_offset + parts.binary_length
        return spelled_out(parts.document, content[parts.binary_offset : end]) if needs else content
    document = read_glb(path)
    if not quantised_accessors(document.document):
        return None
    with path.open("rb") as file:
        file.seek(document.binary_offset)
        return spelled_out(document.document, file.read(document.binary_length))


def _part(geometry: Any, matrix: Floats, file_type: str, pictures: dict[int, Image.Image]) -> Part:
    """One geometry where a node of the scene puts it; not by way of trimesh's copy, which loses colours."""
    if file_type == "stl":  # as text: three corners of its own for each triangle
        geometry.merge_vertices()
    count = len(geometry.vertices)
    positions = np.asarray(geometry.vertices, np.float64)
    if not positions.any():  # what trimesh puts in place of Draco data that it cannot decode
        raise Damaged("every corner is at zero: the compressed geometry cannot be decoded")
    faces = np.asarray(geometry.faces).astype(np.uint32)
    kept = getattr(geometry, "_cache", {})
    normals = geometry.vertex_normals if file_type != "stl" and "vertex_normals" in kept else None
    if normals is not None and len(normals) != count:
        normals = None
    if not np.array_equal(matrix, np.eye(4)):
        positions = positions @ matrix[:3, :3].T + matrix[:3, 3]
        if np.linalg.det(matrix[:3, :3]) < 0:  # mirrored: the outside must stay outside
            faces = faces[:, ::-1]
        if normals is not None:
            normals = np.asarray(normals) @ np.linalg.pinv(matrix[:3, :3])
    return Part(
        positions,
        faces,
        unit_vectors(np.asarray(normals)) if normals is not None else None,
        _uv(geometry, count),
        _colours(geometry, count, file_type),
        _material(geometry, pictures),
    )


def _uv(geometry: Any, count: int) -> Singles | None:
    uv = getattr(geometry.visual, "uv", None) if geometry.visual.kind == "texture" else None
    if uv is None or len(uv) != count:
        return None
    values: Floats = np.nan_to_num(np.asarray(uv, np.float64)[:, :2])
    found: Singles = np.column_stack([values[:, 0], 1 - values[:, 1]]).astype(np.float32)
    return found


_MOST = {"u1": 255.0, "u2": 65_535.0, "f4": 1.0, "f8": 1.0}


def _colours(geometry: Any, count: int, file_type: str) -> Pixels | None:
    visual = geometry.visual
    if visual.kind == "vertex":
        stored = visual.vertex_colors
    else:  # a material and colours of its own besides
        stored = getattr(visual, "vertex_attributes", {}).get("color")
    if stored is None or np.asarray(stored).dtype.str[1:] not in _MOST:
        return None
    found = np.asarray(stored)
    if found.ndim != 2 or len(found) != count or found.shape[1] not in (3, 4):
        return None
    shares = np.clip(np.nan_to_num(found.astype(np.float64) / _MOST[found.dtype.str[1:]]), 0, 1)
    if file_type in ("glb", "gltf"):
        shares[:, :3] = to_srgb(shares[:, :3])
    colours: Pixels = np.full((count, 4), 255, np.uint8)
    colours[:, : shares.shape[1]] = np.round(shares * 255)
    return colours


def _material(geometry: Any, pictures: dict[int, Image.Image]) -> Material:
    made = getattr(geometry.visual, "material", None) if geometry.visual.kind == "texture" else None
    if made is None:
        return Material()
    image = getattr(made, "baseColorTexture", None) or getattr(made, "image", None)
    extra = {name: getattr(made, name, None) for name in _EXTRA}
    return Material(
        _factor(getattr(made, "baseColorFactor", None)),
        _share(getattr(made, "metallicFactor", None), 1.0 if hasattr(made, "metallicFactor") else 0.0),
        _share(getattr(made, "roughnessFactor", None), 1.0 if hasattr(made, "roughnessFactor") else 0.9),
        _emissive(getattr(made, "emissiveFactor", None)),
        _picture(image, pictures),
        {name: found for name, each in extra.items() if (found := _picture(each, pictures)) is not None},
        alpha if (alpha := getattr(made, "alphaMode", None)) in ("MASK", "BLEND") else "OPAQUE",
        bool(getattr(made, "doubleSided", None)) if hasattr(made, "doubleSided") else True,
        str(getattr(made, "name", None) or "")[:100],
    )


def _factor(values: Any) -> tuple[float, float, float, float]:
    if values is None:
        return (1.0, 1.0, 1.0, 1.0)
    scale = 255.0 if np.asarray(values).dtype.kind in "ui" else 1.0
    shares = np.clip(np.nan_to_num(np.asarray(values, np.float64)[:4] / scale), 0, 1)
    red, green, blue = (float(value) for value in shares[:3])
    return (red, green, blue, float(shares[3]) if len(shares) > 3 else 1.0)


def _share(value: Any, default: float) -> float:
    return default if value is None else float(np.clip(np.nan_to_num(float(value)), 0, 1))


def _emissive(values: Any) -> tuple[float, float, float]:
    if values is None:
        return (0.0, 0.0, 0.0)
    red, green, blue = (float(v) for v in np.clip(np.nan_to_num(np.asarray(values, np.float64)[:3]), 0, 1))
    return (red, green, blue)


def _picture(image: Any, pictures: dict[int, Image.Image]) -> Image.Image | None:
    """One copy of each picture, however many parts share it; ``pictures`` keeps the originals alive."""
    if not isinstance(image, Image.Image):
        return None
    if id(image) not in pictures:
        mode = "RGBA" if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info else "RGB"
        image.capped = capped(image.convert(mode), MOST_SIDE)  # type: ignore[attr-defined]
        pictures[id(image)] = image
    found: Image.Image = pictures[id(image)].capped  # type: ignore[attr-defined]
    return found
