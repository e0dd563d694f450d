"""Points spread evenly over a mesh, with the colours of its textures: what its poster is drawn from."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from media_pipeline.errors import EmptyMesh
from media_pipeline.mesh_parts import Floats, Mesh, Part, Pixels
from media_pipeline.splat import STONE
from media_pipeline.textures import capped

_GAP = 1.7
_AT_ONCE = 500_000
_TEXTURE_SIDE = 2_048  # a poster shows no finer grain


def sample_surface(mesh: Mesh, count: int) -> tuple[Floats, Pixels, Floats, float]:
    """Random points on the surface.

    Returns:
        Positions, colours and normals, each of shape (n, 3), and the spacing at which they cover it:
        random points leave gaps wider than their mean distance.

    Raises:
        EmptyMesh: No triangle has an area.
    """
    random = np.random.default_rng(11)
    areas = [areas_of(part) for part in mesh.parts]
    total = float(sum(area.sum() for area in areas))
    positions, colours, normals = [], [], []
    for part, area in zip(mesh.parts, areas, strict=True):
        share = int(np.ceil(count * area.sum() / total)) if total > 0 else 0
        if share:
            faces = random.choice(len(area), share, p=area / area.sum())
            weights = _barycentric(random, share)
            corners = part.faces[faces]
            positions.append(np.einsum("nc,ncd->nd", weights, part.positions[corners]))
            colours.append(_colours(part, corners, weights))
            across = _across(part, faces)
            length = np.linalg.norm(across, axis=1, keepdims=True)
            normals.append(across / np.where(length > 0, length, 1))
    if not positions:
        raise EmptyMesh("triangles without area")
    xyz = np.concatenate(positions)
    return xyz, np.concatenate(colours), np.concatenate(normals), _GAP * float(np.sqrt(total / len(xyz)))


def areas_of(part: Part) -> Floats:
    """Area of each triangle."""
    found = np.empty(len(part.faces))
    for start in range(0, len(found), _AT_ONCE):
        rows = np.arange(start, min(start + _AT_ONCE, len(found)))
        found[rows] = np.linalg.norm(_across(part, rows), axis=1) / 2
    return found


def _across(part: Part, faces: npt.NDArray[np.int64]) -> Floats:
    """The cross product of two sides of some triangles."""
    corners = part.faces[faces]
    first = part.positions[corners[:, 0]]
    found: Floats = np.cross(part.positions[corners[:, 1]] - first, part.positions[corners[:, 2]] - first)
    return np.nan_to_num(found)


def _barycentric(random: np.random.Generator, count: int) -> Floats:
    first, second = np.sqrt(random.random(count)), random.random(count)
    return np.column_stack([1 - first, first * (1 - second), first * second])


def _colours(part: Part, corners: npt.NDArray[np.uint32], weights: Floats) -> Pixels:
    tint = np.array(part.material.colour[:3])
    shade = np.full((len(corners), 3), 1.0)
    if part.colours is not None:
        values = part.colours[:, :3].astype(np.float64)[corners] / 255
        shade = np.einsum("nc,ncd->nd", weights, values)
    if part.material.texture is not None and part.uv is not None:
        uv = np.einsum("nc,ncd->nd", weights, part.uv.astype(np.float64)[corners])
        shade = shade * _pixels_at(part.material.texture, uv) * tint
    elif part.colours is None and (tint > 0.95).all():
        shade = np.tile(np.array(STONE, np.float64), (len(corners), 1))
    else:
        shade = 255 * shade * tint
    found: Pixels = np.clip(shade, 0, 255).astype(np.uint8)
    return found


def _pixels_at(image: Image.Image, uv: Floats) -> Floats:
    pixels = np.asarray(capped(image.convert("RGB"), _TEXTURE_SIDE))
    height, width = pixels.shape[:2]
    column = np.floor((uv[:, 0] % 1) * width).astype(np.int64) % width
    row = np.floor((uv[:, 1] % 1) * height).astype(np.int64) % height
    found: Floats = pixels[row, column].astype(np.float64)
    return found
