"""Meshes through trimesh: load without reaching outside the folder, clean, sample, export."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import trimesh
from PIL import Image
from trimesh.resolvers import Resolver

from media_pipeline.errors import Damaged, EmptyMesh, MissingCompanion, UnsafeReference
from media_pipeline.gltf import companion
from media_pipeline.splat import STONE, Pixels

Floats = npt.NDArray[np.float64]

_GAP = 1.7


class _Beside(Resolver):
    """Companion files from the mesh's own folder only.

    trimesh swallows whatever a resolver raises, so what was asked for in vain is remembered here.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.missing: list[str] = []
        self.unsafe: list[str] = []

    def get(self, name: str) -> bytes:
        try:
            return companion(name, self._path).read_bytes()
        except MissingCompanion:
            if name not in self.missing:
                self.missing.append(name)
            raise FileNotFoundError(name) from None  # what trimesh expects of a resolver
        except UnsafeReference:
            self.unsafe.append(name)
            raise

    def write(self, name: str, data: bytes) -> None:
        raise PermissionError(name)

    def namespaced(self, namespace: str) -> _Beside:
        raise PermissionError(namespace)

    def keys(self) -> list[str]:
        return []


@dataclass(frozen=True, slots=True)
class LoadedMesh:
    """Geometries in the scene's frame, non-finite ones already taken out.

    Attributes:
        parts: trimesh meshes, each with at least one triangle.
        dropped: Triangles removed because a corner is no number.
        missing: Names of companion files that are not there.
    """

    parts: list[Any]
    dropped: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def triangles(self) -> int:
        return sum(len(part.faces) for part in self.parts)

    @property
    def vertices(self) -> int:
        return sum(len(part.vertices) for part in self.parts)

    def bounds(self) -> list[float]:
        """[min x, y, z, max x, y, z] in the file's unit."""
        low = np.min([part.bounds[0] for part in self.parts], axis=0)
        high = np.max([part.bounds[1] for part in self.parts], axis=0)
        return [float(value) for value in (*low, *high)]

    def has_texture(self) -> bool:
        return any(_texture(part) is not None for part in self.parts)

    def has_vertex_colors(self) -> bool:
        return any(part.visual.kind == "vertex" for part in self.parts)


@contextmanager
def _mesh_errors() -> Iterator[None]:
    """What trimesh and its parsers raise on bad files: it has no exception of its own."""
    try:
        yield
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, struct.error) as error:
        raise Damaged(f"mesh: {type(error).__name__} {str(error)[:150]}") from error
    except (ZeroDivisionError, OverflowError, NotImplementedError, OSError) as error:
        raise Damaged(f"mesh: {type(error).__name__} {str(error)[:150]}") from error


def load_mesh(path: Path, file_type: str) -> LoadedMesh:
    """Load ``glb``, ``gltf``, ``obj``, ``ply`` or ``stl``.

    Raises:
        Damaged: trimesh cannot make sense of it.
        UnsafeReference: A companion outside the folder.
        EmptyMesh: No triangle with three finite corners.
    """
    resolver = _Beside(path)
    with path.open("rb") as file, _mesh_errors():
        scene = trimesh.load_scene(file, file_type=file_type, resolver=resolver, process=False)
        geometries = [g for g in scene.dump() if isinstance(g, trimesh.Trimesh)]
        parts, dropped = [], 0
        for geometry in geometries:
            finite = np.asarray(np.isfinite(geometry.vertices).all(axis=1))
            corners = np.asarray(finite[geometry.faces].all(axis=1))
            if not corners.all():
                dropped += int((~corners).sum())
                geometry.update_faces(corners)
                geometry.remove_unreferenced_vertices()
            if len(geometry.faces):
                parts.append(geometry)
    if resolver.unsafe:
        raise UnsafeReference(resolver.unsafe[0][:200])
    if not parts:
        raise EmptyMesh(f"{len(geometries)} geometries, {dropped} triangles without a position")
    return LoadedMesh(parts, dropped, resolver.missing)


def export_glb(mesh: LoadedMesh) -> bytes:
    """The mesh as one GLB, vertices merged."""
    with _mesh_errors():
        scene = trimesh.Scene()
        for number, part in enumerate(mesh.parts):
            part.merge_vertices()
            _clean_colours(part)
            scene.add_geometry(part, geom_name=f"part-{number}")
        data: bytes = scene.export(file_type="glb")
    return data


def _clean_colours(part: Any) -> None:
    if part.visual.kind == "vertex":
        colours = np.nan_to_num(np.asarray(part.visual.vertex_colors, np.float64))
        part.visual.vertex_colors = np.clip(colours, 0, 255).astype(np.uint8)


def sample_surface(mesh: LoadedMesh, count: int) -> tuple[Floats, Pixels, Floats, float]:
    """Points spread evenly over the surface.

    Returns:
        Positions, colours and normals, each of shape (n, 3), and the spacing at which they cover it:
        random points leave gaps wider than their mean distance.
    """
    random = np.random.default_rng(11)
    areas = [np.nan_to_num(part.area_faces) for part in mesh.parts]
    total = float(sum(area.sum() for area in areas))
    positions, colours, normals = [], [], []
    for part, area in zip(mesh.parts, areas, strict=True):
        share = int(np.ceil(count * area.sum() / total)) if total > 0 else 0
        if share:
            faces = random.choice(len(area), share, p=area / area.sum())
            weights = _barycentric(random, share)
            positions.append(np.einsum("nc,ncd->nd", weights, part.triangles[faces]))
            colours.append(_colours(part, faces, weights))
            normals.append(part.face_normals[faces])
    if not positions:
        raise EmptyMesh("triangles without area")
    xyz = np.concatenate(positions)
    return xyz, np.concatenate(colours), np.concatenate(normals), _GAP * float(np.sqrt(total / len(xyz)))


def _barycentric(random: np.random.Generator, count: int) -> Floats:
    first, second = np.sqrt(random.random(count)), random.random(count)
    return np.column_stack([1 - first, first * (1 - second), first * second])


def _colours(part: Any, faces: npt.NDArray[np.int64], weights: Floats) -> Pixels:
    texture = _texture(part)
    corners = part.faces[faces]
    if texture is not None:
        uv = np.einsum("nc,ncd->nd", weights, np.asarray(part.visual.uv)[corners])
        tint = _tint(part)
        textured: Pixels = np.clip(_pixels_at(texture, np.nan_to_num(uv)) * tint, 0, 255).astype(np.uint8)
        return textured
    if part.visual.kind == "vertex":
        values = np.asarray(part.visual.vertex_colors, np.float64)[:, :3][corners]
        mixed = np.einsum("nc,ncd->nd", weights, np.nan_to_num(values))
        shaded: Pixels = np.clip(mixed, 0, 255).astype(np.uint8)
        return shaded
    plain = np.array(STONE, np.float64) if _tint_is_plain(part) else 255 * _tint(part)
    flat: Pixels = np.tile(np.clip(plain, 0, 255).astype(np.uint8), (len(faces), 1))
    return flat


def _material(part: Any) -> Any:
    return getattr(part.visual, "material", None)


def _texture(part: Any) -> Image.Image | None:
    if part.visual.kind != "texture" or getattr(part.visual, "uv", None) is None:
        return None
    material = _material(part)
    image = getattr(material, "baseColorTexture", None) or getattr(material, "image", None)
    return image if isinstance(image, Image.Image) else None


def _tint(part: Any) -> Floats:
    factor = getattr(_material(part), "baseColorFactor", None)
    if factor is None:
        return np.ones(3)
    values = np.asarray(factor, np.float64)[:3]
    return values / 255 if values.max() > 1 else values


def _tint_is_plain(part: Any) -> bool:
    return bool((_tint(part) > 0.95).all())


def _pixels_at(image: Image.Image, uv: Floats) -> Floats:
    pixels = np.asarray(image.convert("RGB"), np.float64)
    height, width = pixels.shape[:2]
    column = np.floor((uv[:, 0] % 1) * width).astype(np.int64) % width
    row = np.floor((1 - uv[:, 1] % 1) * height).astype(np.int64) % height
    found: Floats = pixels[row, column]
    return found
