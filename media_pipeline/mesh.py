"""The media kind of meshes: GLB, glTF, OBJ, PLY with faces, STL.

Keys of the facts: ``media_type``, ``format``, ``triangles``, ``vertices``, ``bounds`` ([min x, y, z,
max x, y, z] in the file's unit, y up as in glTF), ``size``, ``unit`` (``metre`` or ``unknown``),
``has_texture``, ``has_vertex_colors``, ``inspected`` (False where the geometry is compressed in a way
that is not read here), ``dropped_triangles``, ``missing_companions``.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from gis.doubts import Doubt
from gis.placement import Placement
from media_pipeline.errors import EmptyMesh
from media_pipeline.glb import parse_document, read_glb
from media_pipeline.gltf import (
    check_references,
    count_triangles,
    glb_of,
    is_compressed,
    items,
    stated_bounds,
)
from media_pipeline.kind import Kind
from media_pipeline.limits import check_points
from media_pipeline.mesh_doubts import mesh_doubts
from media_pipeline.mesh_recognise import GLB, GLTF, OBJ, PLY_MESH, STL, recognise_mesh
from media_pipeline.ply import check_ply_size, read_ply_header
from media_pipeline.report import Derived, Facts
from media_pipeline.splat import Scene
from media_pipeline.stills import poster_stills
from media_pipeline.told import EVERYTHING, NOTHING_TOLD, Order, Told
from media_pipeline.trimesh_adapter import LoadedMesh, export_glb, load_mesh, sample_surface

_FILE_TYPES = {GLB: "glb", GLTF: "gltf", OBJ: "obj", PLY_MESH: "ply", STL: "stl"}
_NAMES = {GLB: "GLB", GLTF: "glTF", OBJ: "OBJ", PLY_MESH: "PLY", STL: "STL"}
_POSTER_POINTS = 500_000
_HEAD = 65_536


def inspect_mesh(path: Path, media_type: str, told: Told = NOTHING_TOLD) -> Facts:
    """Facts of a mesh of a recognised media type.

    Raises:
        Truncated, Damaged, EmptyMesh, UnsupportedMesh, UnsafeReference, MissingCompanion: The file's fault.
    """
    facts: Facts = {"media_type": media_type, "format": _NAMES[media_type], "inspected": True}
    facts["unit"] = "metre" if media_type in (GLB, GLTF) else "unknown"
    if media_type in (GLB, GLTF):
        document = _checked_document(path, media_type)
        if is_compressed(document):
            return facts | _stated_facts(document)
    elif media_type == PLY_MESH:
        with path.open("rb") as file:
            check_ply_size(read_ply_header(file.read(_HEAD)), path.stat().st_size)
    return facts | _loaded_facts(load_mesh(path, _FILE_TYPES[media_type]))


def _checked_document(path: Path, media_type: str) -> dict[str, Any]:
    if media_type == GLB:
        parts = read_glb(path)
        document, binary_length = parts.document, parts.binary_length
    else:
        document, binary_length = parse_document(path.read_bytes()), 0
    check_references(document, path, binary_length)
    triangles, vertices = count_triangles(document)
    if not triangles:
        raise EmptyMesh("no node shows a triangle")
    check_points(vertices)
    return document


def _stated_facts(document: dict[str, Any]) -> Facts:
    """What the document says of geometry that only a decoder could read."""
    triangles, vertices = count_triangles(document)
    bounds = stated_bounds(document)
    return {
        "inspected": False,
        "triangles": triangles,
        "vertices": vertices,
        "bounds": bounds,
        "size": _size(bounds) if bounds else None,
        "has_texture": bool(items(document, "images")),
        "has_vertex_colors": False,
        "dropped_triangles": 0,
        "missing_companions": [],
    }


def _loaded_facts(mesh: LoadedMesh) -> Facts:
    check_points(mesh.vertices)
    bounds = mesh.bounds()
    return {
        "triangles": mesh.triangles,
        "vertices": mesh.vertices,
        "bounds": bounds,
        "size": _size(bounds),
        "has_texture": mesh.has_texture(),
        "has_vertex_colors": mesh.has_vertex_colors(),
        "dropped_triangles": mesh.dropped,
        "missing_companions": mesh.missing,
    }


def _size(bounds: list[float]) -> list[float]:
    return [high - low for low, high in zip(bounds[:3], bounds[3:], strict=True)]


def place_mesh(facts: Facts) -> Placement | None:
    """No mesh format here states where on Earth it stands."""
    return None


def question_mesh(facts: Facts) -> tuple[Doubt, ...]:
    """What a person must look at."""
    return mesh_doubts(facts)


def derive_mesh(path: Path, facts: Facts, out: Path, order: Order = EVERYTHING) -> Iterator[Derived]:
    """Write ``model`` (one GLB) and, where the geometry can be read, ``poster`` and ``photo-640``.

    A valid GLB is passed through unchanged: no exporter keeps everything that a glTF can hold.
    """
    media_type = facts["media_type"]
    mesh = load_mesh(path, _FILE_TYPES[media_type]) if facts["inspected"] else None
    model = out / "model.glb"
    if media_type == GLB:
        shutil.copyfile(path, model)
    elif media_type == GLTF:
        model.write_bytes(glb_of(parse_document(path.read_bytes()), path))
    elif mesh is not None:
        model.write_bytes(export_glb(mesh))
    read_glb(model)
    yield Derived("model", model, GLB, {"triangles": facts["triangles"], "passed_through": media_type == GLB})
    if mesh is not None:
        yield from poster_stills(_scene(mesh), out)


def _scene(mesh: LoadedMesh) -> Scene:
    """Surface points turned from y up, as in glTF, to z up."""
    xyz, rgb, normals, spacing = sample_surface(mesh, _POSTER_POINTS)
    turn = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    return Scene(xyz @ turn.T, rgb, normals @ turn.T, spacing)


KIND = Kind(
    name="mesh",
    recognises=recognise_mesh,
    inspect=inspect_mesh,
    place=place_mesh,
    question=question_mesh,
    derive=derive_mesh,
)
