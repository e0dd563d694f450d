"""OBJ with its materials and textures as a mesh."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from media_pipeline.errors import Damaged, EmptyMesh, MediaRefused
from media_pipeline.mesh_parts import Floats, Material, Mesh, Part, distinct, mesh_of, unit_vectors
from media_pipeline.mesh_references import Beside, mtl_maps, pieces
from media_pipeline.obj_text import Corners, ObjText, read_obj_text
from media_pipeline.textures import MOST_SIDE, capped, open_texture

_MOST_LIBRARY = 16 << 20
_OWN_NORMALS = 1_000_000  # triangles: above, normals are computed, or the corners would not fit in memory


def read_obj(path: Path, beside: Beside) -> Mesh:
    """Read an OBJ file and what it refers to; what is missing is named, not fatal.

    Raises:
        Damaged: Statements that cannot be read.
        UnsafeReference: A reference to an address on a network.
        EmptyMesh: No triangle.
    """
    text = read_obj_text(path)
    materials = _materials(text.libraries, beside)
    positions, colours = _vertices(text)
    uv = np.concatenate(text.uv) if text.uv else None
    normals = np.concatenate(text.normals) if text.normals else None
    total = sum(len(block) for blocks in text.faces.values() for block in blocks)
    if total > _OWN_NORMALS:
        normals = None
    parts = []
    for name in list(text.faces):
        blocks = text.faces.pop(name)
        if blocks:
            material = materials.get(name, Material(name=name))
            corners = np.concatenate(blocks)
            blocks.clear()
            parts.append(_part(corners, positions, colours, uv, normals, material))
    if not parts:
        raise EmptyMesh("an OBJ without faces")
    return mesh_of(parts, beside.missing, beside.picture_bytes)


def _vertices(text: ObjText) -> tuple[Floats, npt.NDArray[np.uint8] | None]:
    """Positions, and colours where every vertex has one."""
    if not text.vertices:
        raise EmptyMesh("an OBJ without vertices")
    positions = np.concatenate([block[:, :3] for block in text.vertices])
    if any(block.shape[1] < 6 for block in text.vertices):
        return positions, None
    shares = np.nan_to_num(np.concatenate([block[:, 3:6] for block in text.vertices]))
    scale = 255.0 if shares.max(initial=0) <= 1 else 1.0
    colours = np.full((len(positions), 4), 255, np.uint8)
    colours[:, :3] = np.clip(shares * scale, 0, 255)
    return positions, colours


def _part(
    corners: Corners,
    positions: Floats,
    colours: npt.NDArray[np.uint8] | None,
    uv: Floats | None,
    normals: Floats | None,
    material: Material,
) -> Part:
    """One vertex for each different combination of position, texture coordinate and normal."""
    flat = corners.reshape(-1, 3)
    tables = (positions, uv, normals)
    columns = [0]
    for column, table in enumerate(tables):
        if table is None:
            continue
        rows = flat[:, column]
        if rows.max(initial=-1) >= len(table):
            raise Damaged("a face uses a row that is not there")
        if column and rows.min(initial=0) >= 0:
            columns.append(column)
    key = flat[:, 0].astype(np.int64)
    for column in columns[1:]:
        if not (flat[:, column] == flat[:, 0]).all():
            if column != columns[1]:  # a second column: numbers of the combinations so far, lest it overflow
                key = distinct(key)[1].astype(np.int64)
            key *= int(flat[:, column].max()) + 1
            key += flat[:, column]
    first, place = distinct(key)
    del key
    chosen = {column: flat[first, column] for column in columns}
    texture = uv[chosen[1], :2].astype(np.float32) if uv is not None and 1 in chosen else None
    if texture is not None:
        texture = np.nan_to_num(texture)
        texture[:, 1] = 1 - texture[:, 1]
    return Part(
        positions[chosen[0]],
        place.reshape(-1, 3),
        unit_vectors(normals[chosen[2]]) if normals is not None and 2 in chosen else None,
        texture,
        colours[chosen[0]] if colours is not None else None,
        material,
    )


def _materials(libraries: list[str], beside: Beside) -> dict[str, Material]:
    found: dict[str, Material] = {}
    for library in dict.fromkeys(libraries):
        for path in _found(library, beside):
            with path.open("rb") as file:
                content = file.read(_MOST_LIBRARY)
            found |= read_mtl(content.decode("utf-8", "replace"), beside)
    return found


def _found(name: str, beside: Beside) -> list[Path]:
    """The file of that name, or the files of several names on one line; only a whole name counts as missing."""
    already = list(beside.missing)
    for candidate in (pieces(name)[:1], pieces(name)[1:]):
        paths = [path for path in map(beside.find, candidate) if path is not None]
        if paths:
            beside.missing[:] = already
            return paths
    beside.missing[:] = [*already, *([name] if name not in already else [])]
    return []


def read_mtl(text: str, beside: Beside) -> dict[str, Material]:
    """The materials of a library, with the textures of their colour.

    A texture that cannot be read counts as missing: the shape is worth having without it.

    Raises:
        UnsafeReference: A texture on a network.
    """
    found: dict[str, Material] = {}
    pictures: dict[str, Image.Image | None] = {}
    name = ""
    for line in text.splitlines():
        words = line.split()
        if not words:
            continue
        word = words[0].lower()
        if word == "newmtl":
            name = line.split(None, 1)[1].strip() if len(words) > 1 else ""
            found[name] = Material(name=name)
        elif name in found:
            found[name] = _with(found[name], word, words, line, beside, pictures)
    return found


def _with(
    material: Material,
    word: str,
    words: list[str],
    line: str,
    beside: Beside,
    pictures: dict[str, Image.Image | None],
) -> Material:
    """The material with one statement applied."""
    for keyword, name in mtl_maps(line):
        if keyword != "map_kd":
            beside.find(name)  # not drawn here, but named when it is missing
            return material
        if name not in pictures:
            pictures[name] = _picture(name, beside)
        if pictures[name] is not None:
            return replace(material, texture=pictures[name], colour=(1.0, 1.0, 1.0, material.colour[3]))
        return material
    values = _shares(words[1:4])
    if word == "kd" and len(values) == 3 and material.texture is None:
        return replace(material, colour=(values[0], values[1], values[2], material.colour[3]))
    if word in ("d", "tr") and values:
        opacity = values[0] if word == "d" else 1 - values[0]
        if 0 < opacity < 1:
            return replace(material, colour=(*material.colour[:3], opacity), alpha="BLEND")
    return material


def _picture(name: str, beside: Beside) -> Image.Image | None:
    path = beside.find(name)
    if path is None:
        return None
    content = path.read_bytes()
    try:
        image = capped(open_texture(content), MOST_SIDE)
    except MediaRefused:
        beside.missing.append(name)
        return None
    beside.picture_bytes += len(content)
    return image


def _shares(words: list[str]) -> list[float]:
    values = list[float]()
    for word in words:
        try:
            value = float(word)
        except ValueError:
            return values
        values.append(min(1.0, max(0.0, value)) if value == value else 0.0)  # NaN is not itself
    return values
