"""One sound GLB of whatever came: passed through where it keeps every rule, written anew where it does not."""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path

from media_pipeline.errors import InvalidMesh
from media_pipeline.glb import pack_glb, parse_document, read_glb
from media_pipeline.glb_write import is_far, write_glb
from media_pipeline.gltf import Document, glb_of
from media_pipeline.gltf_data import first_problem
from media_pipeline.gltf_place import without_extras, without_notes
from media_pipeline.mesh_parts import Mesh
from media_pipeline.mesh_recognise import GLB, GLTF
from media_pipeline.mesh_references import Beside
from media_pipeline.report import Derived, Facts

FAR = "far from its zero"
_MOST_NAMED = 160


def make_model(
    path: Path, facts: Facts, mesh: Mesh | None, beside: Beside, factor: float, target: Path
) -> Derived:
    """Write the recipe ``model``.

    Its facts: ``triangles``; ``passed_through``: the original's own bytes; ``rewritten``: the rule that
    the original breaks, or that it stands far from its zero, which is why it was written anew, without
    animations; ``origin``: where the model's zero lies in the file's frame, in metres. A model tells no
    place: extras and the notes of textures are left out, national coordinates are moved to its middle.

    Args:
        mesh: None where the geometry cannot be read here.
        factor: Metres in one unit of the file; the model is in metres.

    Raises:
        InvalidMesh: It breaks a rule, and cannot be read to be written anew.
    """
    made: Facts = {"triangles": facts["triangles"], "passed_through": False, "rewritten": None}
    if facts["media_type"] in (GLB, GLTF):
        problem = FAR if mesh is not None and is_far(mesh, factor) else None
        problem = problem or _carry_over(path, facts["media_type"], beside, factor, target)
        if problem is None:
            made["passed_through"] = facts["media_type"] == GLB and filecmp.cmp(path, target, shallow=False)
            return Derived("model", target, GLB, made)
        made["rewritten"] = problem[:_MOST_NAMED]
    if mesh is None:
        raise InvalidMesh(str(made["rewritten"]), problem=made["rewritten"])
    written = write_glb(mesh, factor)
    target.write_bytes(written.data)
    if any(written.origin):
        made["origin"] = list(written.origin)
    problem = first_problem(target)
    if problem is not None:
        raise InvalidMesh(problem, problem=problem)
    return Derived("model", target, GLB, made)


def _carry_over(path: Path, media_type: str, beside: Beside, factor: float, target: Path) -> str | None:
    """Write the document as it is, packed and scaled, less what tells a place; the first rule it breaks, or None."""
    source = path
    if media_type == GLTF:
        target.write_bytes(glb_of(parse_document(path.read_bytes()), beside))
        source = target
    problem = first_problem(source)
    if problem is not None:
        return problem
    parts = read_glb(source)
    with source.open("rb") as file:
        file.seek(parts.binary_offset)
        binary = file.read(parts.binary_length)
    document, cleaned = without_extras(parts.document), without_notes(parts.document, binary)
    if factor != 1.0:
        document = scaled(document, factor)
    if document != parts.document or cleaned != binary:
        target.write_bytes(pack_glb(document, cleaned))
    elif source is path:
        shutil.copyfile(path, target)
    return first_problem(target)


def scaled(document: Document, factor: float) -> Document:
    """The document with one more node above each scene's, which scales it; works for compressed geometry."""
    nodes = list(document.get("nodes", []))
    scenes = []
    for scene in document.get("scenes", []):
        if scene.get("nodes"):
            nodes.append({"name": "metres", "scale": [factor] * 3, "children": scene["nodes"]})
            scene = {**scene, "nodes": [len(nodes) - 1]}
        scenes.append(scene)
    return {**document, "nodes": nodes, "scenes": scenes}
