"""The media kind of meshes: GLB, glTF, OBJ, PLY with faces, STL.

Keys of the facts: ``media_type``, ``format``, ``triangles``, ``vertices``, ``materials``, ``textures``
(``{"count", "largest_side", "bytes"}``), ``bounds`` ([min x, y, z, max x, y, z] in the file's unit, y up
as in glTF), ``size`` (in the file's unit), ``unit`` (a name of :mod:`media_pipeline.lengths` or
``unknown``), ``size_m`` (metres, or None where the unit is unknown), ``has_texture``,
``has_vertex_colors``, ``compression`` (``draco``, ``meshopt`` or None), ``broken_rule`` (of glTF, by a GLB; then the
model is written anew), ``inspected`` (False where the
geometry is compressed in a way that is not read here), ``dropped_triangles``, ``missing_companions``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from gis.doubts import Doubt
from gis.placement import Placement
from media_pipeline.errors import EmptyMesh
from media_pipeline.glb import parse_document, read_glb
from media_pipeline.gltf import (
    Document,
    check_references,
    compression,
    count_triangles,
    is_compressed,
    items,
    texture_contents,
)
from media_pipeline.gltf_bounds import stated_bounds
from media_pipeline.gltf_data import first_problem
from media_pipeline.kind import Kind
from media_pipeline.lengths import METRES_IN
from media_pipeline.limits import check_points
from media_pipeline.mesh_doubts import mesh_doubts
from media_pipeline.mesh_light import MOST_BYTES, SIDES, light_glb
from media_pipeline.mesh_model import make_model
from media_pipeline.mesh_parts import Mesh
from media_pipeline.mesh_recognise import GLB, GLTF, OBJ, PLY_MESH, STL, recognise_mesh
from media_pipeline.mesh_references import Beside
from media_pipeline.mesh_sample import sample_surface
from media_pipeline.obj import read_obj
from media_pipeline.ply import check_ply_size, read_ply_header
from media_pipeline.report import Derived, Facts
from media_pipeline.splat import Scene
from media_pipeline.stills import poster_stills
from media_pipeline.stl import is_binary_stl, read_binary_stl
from media_pipeline.textures import size_of
from media_pipeline.told import EVERYTHING, NOTHING_TOLD, Order, Told
from media_pipeline.trimesh_adapter import load_mesh

_FILE_TYPES = {GLB: "glb", GLTF: "gltf", PLY_MESH: "ply", STL: "stl"}
_NAMES = {GLB: "GLB", GLTF: "glTF", OBJ: "OBJ", PLY_MESH: "PLY", STL: "STL"}
_POSTER_POINTS = 500_000
_HEAD = 65_536


def inspect_mesh(path: Path, media_type: str, told: Told = NOTHING_TOLD) -> Facts:
    """Facts of a mesh of a recognised media type; only companions that were told of are opened.

    Raises:
        Truncated, Damaged, EmptyMesh, UnsupportedMesh, UnsafeReference, MissingCompanion: The file's fault.
    """
    facts: Facts = {"media_type": media_type, "format": _NAMES[media_type], "compression": None}
    facts["unit"] = told.unit or ("metre" if media_type in (GLB, GLTF) else "unknown")
    document = None
    if media_type in (GLB, GLTF):
        document = _checked_document(path, media_type, told)
        facts["compression"] = compression(document)
        facts["broken_rule"] = first_problem(path) if media_type == GLB else None
        facts["textures"] = _textures_of(document, path, told)
        if is_compressed(document):
            return _with_size(facts | _stated_facts(document))
    elif media_type == PLY_MESH:
        with path.open("rb") as file:
            check_ply_size(read_ply_header(file.read(_HEAD)), path.stat().st_size)
    mesh = _load(path, media_type, told)
    check_points(mesh.vertices)
    return _with_size(facts | _loaded_facts(mesh, document))


def _load(path: Path, media_type: str, told: Told) -> Mesh:
    """The mesh; inspecting and deriving follow each other in one process and share it."""
    return _loaded(path, path.stat().st_mtime_ns, media_type, told.companions)


@lru_cache(maxsize=1)
def _loaded(path: Path, _changed_ns: int, media_type: str, companions: tuple[str, ...]) -> Mesh:
    beside = Beside(path, companions)
    if media_type == OBJ:
        mesh = read_obj(path, beside)
    elif media_type == STL and is_binary_stl(path):
        mesh = read_binary_stl(path)
    else:
        mesh = load_mesh(path, _FILE_TYPES[media_type], beside)
    if not mesh.parts:
        raise EmptyMesh(f"{mesh.dropped} triangles without a position")
    return mesh


def _checked_document(path: Path, media_type: str, told: Told) -> Document:
    if media_type == GLB:
        parts = read_glb(path)
        document, binary_length = parts.document, parts.binary_length
    else:
        document, binary_length = parse_document(path.read_bytes()), 0
    check_references(document, Beside(path, told.companions), binary_length)
    triangles, vertices = count_triangles(document)
    if not triangles:
        raise EmptyMesh("no node shows a triangle")
    check_points(vertices)
    return document


def _textures_of(document: Document, path: Path, told: Told) -> Facts:
    """How many pictures, the longest side in pixels where it can be read, and their bytes as stored."""
    contents = list(texture_contents(document, path, Beside(path, told.companions)))
    sides = [max(size_of(each)[:2]) for each in contents if not each.startswith(b"\xabKTX")]
    return {
        "count": len(contents),
        "largest_side": max(sides, default=None),
        "bytes": sum(map(len, contents)),
    }


def _stated_facts(document: Document) -> Facts:
    """What the document says of geometry that only a decoder could read."""
    triangles, vertices = count_triangles(document)
    bounds = stated_bounds(document)
    return {
        "inspected": False,
        "triangles": triangles,
        "vertices": vertices,
        "materials": len(items(document, "materials")),
        "bounds": bounds,
        "has_texture": bool(items(document, "images")),
        "has_vertex_colors": False,
        "dropped_triangles": 0,
        "missing_companions": [],
    }


def _loaded_facts(mesh: Mesh, document: Document | None) -> Facts:
    pictures = mesh.pictures()
    facts: Facts = {
        "inspected": True,
        "triangles": mesh.triangles,
        "vertices": mesh.vertices,
        "materials": len({id(part.material) for part in mesh.parts}),
        "bounds": mesh.bounds(),
        "has_texture": mesh.has_texture(),
        "has_vertex_colors": mesh.has_vertex_colors(),
        "dropped_triangles": mesh.dropped,
        "missing_companions": list(mesh.missing),
    }
    if document is None:
        largest = max((max(image.size) for image in pictures), default=None)
        facts["textures"] = {"count": len(pictures), "largest_side": largest, "bytes": mesh.texture_bytes}
    else:
        facts["materials"] = len(items(document, "materials"))
    return facts


def _with_size(facts: Facts) -> Facts:
    bounds = facts["bounds"]
    size = [high - low for low, high in zip(bounds[:3], bounds[3:], strict=True)] if bounds else None
    factor = METRES_IN.get(facts["unit"])
    return facts | {
        "size": size,
        "size_m": [length * factor for length in size] if size is not None and factor is not None else None,
    }


def place_mesh(facts: Facts) -> Placement | None:
    """No mesh format here states where on Earth it stands."""
    return None


def question_mesh(facts: Facts) -> tuple[Doubt, ...]:
    """What a person must look at."""
    return mesh_doubts(facts)


def derive_mesh(path: Path, facts: Facts, out: Path, order: Order = EVERYTHING) -> Iterator[Derived]:
    """Write ``model`` (one GLB), ``model-light`` where that is heavy, ``poster`` and ``photo-640``.

    Geometry that cannot be read here is passed through and gets no pictures.

    Raises:
        InvalidMesh: No sound glTF can be made of it.
    """
    mesh = _load(path, facts["media_type"], order.told) if facts["inspected"] else None
    factor = METRES_IN.get(facts["unit"], 1.0)
    beside = Beside(path, order.told.companions)
    model = make_model(path, facts, mesh, beside, factor, out / "model.glb")
    yield model
    if mesh is None:
        return
    largest = facts["textures"]["largest_side"] or 0
    if order.wants("model-light") and (model.path.stat().st_size > MOST_BYTES or largest > SIDES[0]):
        yield _light(mesh, factor, out / "model-light.glb")
    if order.wants("poster") or order.wants("photo-640"):
        yield from poster_stills(_scene(mesh), out)


def _light(mesh: Mesh, factor: float, path: Path) -> Derived:
    light = light_glb(mesh, factor)
    path.write_bytes(light.data)
    read_glb(path)
    return Derived(
        "model-light",
        path,
        GLB,
        {"triangles": light.triangles, "texture_side": light.texture_side if mesh.pictures() else None},
    )


def _scene(mesh: Mesh) -> Scene:
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
