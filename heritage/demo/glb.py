"""Write a model as one GLB with its procedural colours and sky light baked into a single texture."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import trimesh
from PIL import Image
from trimesh.visual import TextureVisuals
from trimesh.visual.material import PBRMaterial

from heritage.demo.materials import Spot, colour
from heritage.demo.mesh import Floats, Material, Model
from heritage.demo.render import Stage

_WIDE = 2048
_LEAF_PX, _WALL_PX, _GROUND_PX = 4, 12, 32
_LEAF_SHARE = 4  # one leaf in four is kept, at twice the size: the file must travel over a phone line
_GROUND_CELLS = 20
LABEL = "Mô hình 3D trình diễn, dựng bằng chương trình, không phải kết quả đo"

Triangles = tuple[Floats, Floats, np.ndarray, Floats]  # corners, uv, material, sky


def write_glb(path: Path, stage: Stage) -> Path:
    """Write the model and its ground, in metres, y up as glTF wants, textures as JPEG."""
    groups = [*_solids(stage), (_ground(stage), _GROUND_PX)]
    pages, corner_places, corner_uv, top = [], [], [], 0
    for (corners, uv, material, sky), cell in groups:
        page, at = _bake(stage, corners, uv, material, sky, cell)
        corner_places.append(corners.reshape(-1, 3))
        corner_uv.append(at.reshape(-1, 2) + [0, top])
        pages.append(page)
        top += len(page)
    texture = np.concatenate(pages)
    uv = np.concatenate(corner_uv) / [_WIDE, len(texture)]
    uv[:, 1] = 1 - uv[:, 1]  # trimesh counts v from the bottom and turns it over on export
    places = np.concatenate(corner_places)[:, [0, 2, 1]] * [1, 1, -1]
    encoded = io.BytesIO()
    Image.fromarray(texture).save(encoded, "JPEG", quality=82)
    encoded.seek(0)
    look = PBRMaterial(
        baseColorTexture=Image.open(encoded), metallicFactor=0.0, roughnessFactor=0.95, doubleSided=True
    )
    faces = np.arange(len(places)).reshape(-1, 3)
    mesh = trimesh.Trimesh(places, faces, visual=TextureVisuals(uv=uv, material=look), process=False)
    scene = trimesh.Scene()
    scene.metadata["label"] = LABEL
    scene.add_geometry(mesh, node_name=stage.model.name, geom_name=stage.model.name)
    path.write_bytes(scene.export(file_type="glb", include_normals=False))
    return path


def _solids(stage: Stage) -> list[tuple[Triangles, int]]:
    model = stage.model
    leaf = np.isin(model.material, (Material.LEAF, Material.BLOSSOM))
    kept = np.flatnonzero(leaf)[::_LEAF_SHARE]
    middle = model.corners[kept].mean(axis=1, keepdims=True)
    grown = middle + (model.corners[kept] - middle) * np.sqrt(_LEAF_SHARE)
    rest = np.flatnonzero(~leaf)
    walls = (model.corners[rest], model.uv[rest], model.material[rest], stage.sky.corners[rest])
    out: list[tuple[Triangles, int]] = [(walls, _WALL_PX)]
    if len(kept):
        out.append(((grown, model.uv[kept], model.material[kept], stage.sky.corners[kept]), _LEAF_PX))
    return out


def _ground(stage: Stage) -> Triangles:
    model: Model = stage.model
    axis = np.linspace(-model.radius_m, model.radius_m, _GROUND_CELLS + 1)
    x, y = np.meshgrid(axis, axis)
    points = np.stack([x, y, np.zeros_like(x)], axis=2)
    a, b = points[:-1, :-1].reshape(-1, 3), points[:-1, 1:].reshape(-1, 3)
    c, d = points[1:, 1:].reshape(-1, 3), points[1:, :-1].reshape(-1, 3)
    # Interleaved, so that both halves of a square share a cell of the texture.
    corners = np.stack([np.stack([a, b, d], 1), np.stack([c, d, b], 1)], axis=1).reshape(-1, 3, 3)
    sky = stage.sky.on_ground(corners[..., 0].ravel(), corners[..., 1].ravel()).reshape(-1, 3)
    return corners, corners[..., :2], np.full(len(corners), Material.GRASS, np.uint8), sky


def _bake(
    stage: Stage, corners: Floats, uv: Floats, material: np.ndarray, sky: Floats, cell: int
) -> tuple[np.ndarray, Floats]:
    """A page of texture with two triangles in each ``cell``-sized square, and where each corner lies on it."""
    per_row = _WIDE // cell
    squares = -(-len(corners) // 2)
    rows = -(-squares // per_row)
    page = np.zeros((rows, per_row, cell, cell, 3), np.uint8)
    j, i = np.mgrid[0:cell, 0:cell]
    reach = cell - 2
    for half in (0, 1):
        number = np.arange(half, len(corners), 2)
        mine = (i + j < cell) if half == 0 else (i + j >= cell)
        step_i, step_j = (i[mine], j[mine]) if half == 0 else (cell - 1 - i[mine], cell - 1 - j[mine])
        second, third = step_i / reach, step_j / reach
        over = np.maximum(second + third, 1.0)
        weight = np.stack([1 - (second + third) / over, second / over, third / over], axis=1)
        for start in range(0, len(number), 4000):
            some = number[start : start + 4000]
            texels = _texels(stage, weight, corners[some], uv[some], material[some], sky[some])
            row, column = np.divmod(some // 2, per_row)
            page[row[:, None], column[:, None], j[mine][None], i[mine][None]] = texels
    flat = page.transpose(0, 2, 1, 3, 4).reshape(rows * cell, per_row * cell, 3)
    flat = np.pad(flat, ((0, 0), (0, _WIDE - per_row * cell), (0, 0)))
    square = np.arange(len(corners)) // 2
    base = np.stack([square % per_row, square // per_row], axis=1) * cell
    even = np.array([[0.5, 0.5], [0.5 + reach, 0.5], [0.5, 0.5 + reach]])
    at: Floats = np.where((np.arange(len(corners)) % 2 == 0)[:, None, None], even, cell - even)
    return flat, base[:, None] + at


def _texels(
    stage: Stage, weight: Floats, corners: Floats, uv: Floats, material: np.ndarray, sky: Floats
) -> np.ndarray:
    place = np.einsum("tc,ncx->ntx", weight, corners).reshape(-1, 3).astype(np.float32)
    along = np.einsum("tc,ncx->ntx", weight, uv).reshape(-1, 2).astype(np.float32)
    light = np.einsum("tc,nc->nt", weight, sky).reshape(-1)
    code = np.repeat(material, len(weight))
    floor = code == Material.GRASS
    if floor.any():
        code = np.where(floor, stage.model.ground_material(place[:, 0], place[:, 1]), code).astype(np.uint8)
    spot = Spot(along, place, np.full(len(place), 0.02, np.float32))
    lit = colour(code, spot, stage.palette) * (0.35 + 0.75 * light)[:, None]
    shown = np.where(lit <= 0.0031308, lit * 12.92, 1.055 * np.power(np.maximum(lit, 1e-6), 1 / 2.4) - 0.055)
    return np.rint(np.clip(shown, 0, 1) * 255).astype(np.uint8).reshape(len(corners), len(weight), 3)
