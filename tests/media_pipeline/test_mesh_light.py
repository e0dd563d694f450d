"""The light version: within 8 MB, textures smaller first, its shape and its seams kept."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media_pipeline import mesh_light
from media_pipeline.glb import read_glb
from media_pipeline.glb_write import write_glb
from media_pipeline.gltf_data import first_problem
from media_pipeline.mesh import KIND
from media_pipeline.mesh_light import MOST_BYTES, light_glb, simplified
from media_pipeline.mesh_parts import Material, Mesh, Part, distinct, mesh_of
from media_pipeline.mesh_references import Beside
from media_pipeline.told import Order
from media_pipeline.trimesh_adapter import load_mesh
from tests.media_pipeline.test_mesh_model import SCRIPT


def vase(rows: int, texture: Image.Image | None = None, *, coloured: bool = False) -> Mesh:
    """A vase 4 high, its texture going once around: red grows with the angle, green with the height."""
    angle, height = np.meshgrid(np.linspace(0, 2 * np.pi, rows), np.linspace(0, 1, rows))
    radius = 1.5 + 0.2 * np.sin(5 * angle) * np.sin(7 * np.pi * height)
    points = np.stack([radius * np.cos(angle), height * 4, radius * np.sin(angle)], -1).reshape(-1, 3)
    number = np.arange(rows * rows).reshape(rows, rows)
    a, b = number[:-1, :-1].ravel(), number[:-1, 1:].ravel()
    c, d = number[1:, :-1].ravel(), number[1:, 1:].ravel()
    faces = np.concatenate([np.c_[a, c, b], np.c_[b, c, d]]).astype(np.uint32)
    uv = np.stack([angle / (2 * np.pi), height], -1).reshape(-1, 2).astype(np.float32)
    colours = None
    if coloured:
        shade = np.clip(points[:, 1:2] / 4 * 255, 0, 255)
        colours = np.hstack([shade, shade, shade, np.full_like(shade, 255)]).astype(np.uint8)
    return mesh_of([Part(points, faces, None, uv if texture else None, colours, Material(texture=texture))])


def noise(side: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(3).integers(0, 256, (side, side, 3), np.uint8))


def test_large_textures_are_made_smaller_before_a_triangle_is_given_up() -> None:
    mesh = vase(60, noise(3_000))
    light = light_glb(mesh, 1.0)
    assert len(light.data) <= MOST_BYTES
    assert (light.triangles, light.texture_side) == (mesh.triangles, 2_048)


def test_a_heavy_mesh_loses_triangles_and_keeps_its_size(tmp_path: Path) -> None:
    mesh = vase(620)
    light = light_glb(mesh, 1.0)
    assert len(light.data) <= MOST_BYTES
    assert 200_000 < light.triangles < mesh.triangles
    path = tmp_path / "light.glb"
    path.write_bytes(light.data)
    assert first_problem(path) is None
    again = load_mesh(path, "glb", Beside(path))
    assert again.bounds() == pytest.approx(mesh.bounds(), abs=0.01)


@pytest.mark.parametrize("coloured", [False, True])
def test_texture_coordinates_and_colours_follow_the_shape(coloured: bool) -> None:
    mesh = vase(200, noise(8), coloured=coloured)
    part = simplified(mesh, 8_000).parts[0]
    assert 4_000 < len(part.faces) <= 9_000
    assert part.uv is not None
    assert np.abs(part.uv[:, 1] - part.positions[:, 1] / 4).max() < 0.02
    if coloured:
        assert part.colours is not None
        assert np.abs(part.colours[:, 0].astype(float) - part.positions[:, 1] / 4 * 255).max() < 6
    stretched = np.ptp(part.uv[part.faces][:, :, 0], axis=1)
    assert stretched.max() < 0.3  # no triangle reaches across the seam, from 1 back to 0


def test_a_mesh_too_large_for_one_piece_is_merged_on_a_grid_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mesh_light, "_AT_ONCE", 30_000)
    mesh = vase(300, noise(8))
    part = simplified(mesh, 8_000).parts[0]
    assert len(part.faces) <= 9_000
    assert part.uv is not None
    assert np.abs(part.uv[:, 1] - part.positions[:, 1] / 4).max() < 0.03
    assert np.ptp(part.positions, axis=0) == pytest.approx(np.ptp(mesh.parts[0].positions, axis=0), abs=0.05)


def test_small_parts_are_left_alone() -> None:
    small = vase(20)
    both = mesh_of([*vase(200).parts, *small.parts])
    assert len(simplified(both, 10_000).parts[1].faces) == small.triangles


def test_distinct_is_unique_in_less_memory() -> None:
    key = np.random.default_rng(5).integers(0, 40, 500)
    first, place = distinct(key)
    assert (key[first] == np.unique(key)).all()
    assert (key[first][place] == key).all()


def test_it_is_made_only_where_the_model_is_heavy(tmp_path: Path, validators: Path) -> None:
    made = []
    for name, mesh in (("small", vase(20, noise(64))), ("wide", vase(20, noise(2_100)))):
        path = tmp_path / f"{name}.glb"
        path.write_bytes(write_glb(mesh).data)
        out = tmp_path / name
        out.mkdir()
        facts = KIND.inspect(path, "model/gltf-binary", Order().told)
        made.append({each.recipe: each for each in KIND.derive(path, facts, out, Order())})
    assert "model-light" not in made[0]
    light = made[1]["model-light"]
    assert light.facts == {"triangles": 722, "texture_side": 2_048}
    assert read_glb(light.path).document["extensionsRequired"] == ["KHR_mesh_quantization"]
    module = str(validators / "node_modules/gltf-validator")
    said = subprocess.run(
        ["node", "-e", SCRIPT, module], input=str(light.path), check=True, capture_output=True, text=True
    )
    assert json.loads(said.stdout) == []
