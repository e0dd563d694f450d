from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh
from PIL import Image

from media_pipeline.errors import Damaged, EmptyMesh, MediaRefused, Truncated, UnsafeReference
from media_pipeline.glb import read_glb
from media_pipeline.mesh import KIND
from media_pipeline.mesh_recognise import GLB, GLTF, OBJ, PLY_MESH, STL
from media_pipeline.mesh_references import Beside
from media_pipeline.report import Derived
from media_pipeline.told import NOTHING_TOLD, Order, Told
from media_pipeline.trimesh_adapter import load_mesh
from tests.media_pipeline.meshes import (
    MESHOPT,
    box,
    data_uri,
    document,
    raw_glb,
    triangle_glb,
    write_glb,
)


def _type(path: Path) -> str | None:
    return KIND.recognises(path.read_bytes()[:65_536], path)


def _inspected(path: Path) -> dict[str, Any]:
    media_type = _type(path)
    assert media_type is not None
    facts: dict[str, Any] = json.loads(json.dumps(KIND.inspect(path, media_type), allow_nan=False))
    return facts


def _derived(tmp_path: Path, path: Path, told: Told = NOTHING_TOLD) -> dict[str, Derived]:
    media_type = _type(path)
    assert media_type is not None
    facts = KIND.inspect(path, media_type, told)
    out = tmp_path / "out"
    out.mkdir(exist_ok=True)
    return {each.recipe: each for each in KIND.derive(path, facts, out, Order(told))}


def _codes(facts: dict[str, Any]) -> list[str]:
    return [doubt.code for doubt in KIND.question(facts)]


def _written(tmp_path: Path, name: str, content: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [("glb", GLB), ("obj", OBJ), ("ply", PLY_MESH), ("stl", STL), ("stl_ascii", STL)],
)
def test_each_format_is_known_by_content_and_counted(tmp_path: Path, suffix: str, media_type: str) -> None:
    path = _written(tmp_path, "model.bin", box().export(file_type=suffix))
    assert _type(path) == media_type
    facts = _inspected(path)
    assert facts["triangles"] == 12
    assert facts["size"] == pytest.approx([2, 1, 1])
    assert ("mesh_unit_unknown" in _codes(facts)) is (media_type != GLB)
    assert KIND.place(facts) is None


def test_a_gltf_with_its_data_inside_is_one_file(tmp_path: Path) -> None:
    path = _written(tmp_path, "m.gltf", json.dumps(document(data_uri()), indent=1))
    assert _type(path) == GLTF
    facts = _inspected(path)
    assert (facts["triangles"], facts["unit"]) == (1, "metre")
    (tmp_path / "out").mkdir()
    made = {each.recipe: each for each in KIND.derive(path, facts, tmp_path / "out")}
    assert trimesh.load(made["model"].path, force="mesh").faces.shape == (1, 3)


def test_other_files_are_not_taken_for_meshes(tmp_path: Path) -> None:
    for content in (
        b'{"type": "FeatureCollection", "features": []}',
        b"# only a comment\n",
        b"v 1 2 3\nv 1 2 4\nand then prose\n",
        b"vn 1 2 3\n",
        bytes(200),
        b"solid ground under our feet\nand more\n",
        b"%PDF-1.7",
        b"1 2 3\n4 5 6\n",
    ):
        assert _type(_written(tmp_path, "x", content)) is None


def test_a_glb_is_passed_through_byte_for_byte(tmp_path: Path) -> None:
    path = write_glb(tmp_path / "m.glb", textured=True)
    facts = _inspected(path)
    assert facts["has_texture"]
    (tmp_path / "out").mkdir()
    made = {each.recipe: each for each in KIND.derive(path, facts, tmp_path / "out")}
    assert list(made) == ["model", "poster", "photo-640"]
    assert made["model"].path.read_bytes() == path.read_bytes()
    with Image.open(made["poster"].path) as poster:
        assert poster.size == (1280, 960)
        pixels = np.asarray(poster).astype(int)
    drawn = pixels[pixels[..., 2] < 150]
    assert np.median(drawn[:, 0]) > 3 * np.median(drawn[:, 1])


@pytest.mark.parametrize("suffix", ["obj", "ply", "stl"])
def test_other_formats_become_one_sound_glb(tmp_path: Path, suffix: str) -> None:
    path = _written(tmp_path, f"m.{suffix}", box().export(file_type=suffix))
    (tmp_path / "out").mkdir()
    made = {each.recipe: each for each in KIND.derive(path, _inspected(path), tmp_path / "out")}
    assert read_glb(made["model"].path).document["meshes"]
    again = trimesh.load(made["model"].path, force="mesh")
    assert len(again.faces) == 12
    assert again.is_watertight


def test_vertex_colours_are_kept(tmp_path: Path) -> None:
    mesh = box()
    mesh.visual.vertex_colors = np.tile([10, 200, 30, 255], (len(mesh.vertices), 1)).astype(np.uint8)
    path = _written(tmp_path, "m.ply", mesh.export(file_type="ply"))
    facts = _inspected(path)
    assert facts["has_vertex_colors"]
    (tmp_path / "out").mkdir()
    model = next(iter(KIND.derive(path, facts, tmp_path / "out"))).path
    again = load_mesh(model, "glb", Beside(model))
    colours = again.parts[0].colours
    assert colours is not None
    assert np.abs(colours[:, :3].astype(int) - [10, 200, 30]).max() <= 1


def test_vertex_colours_are_amounts_of_light_in_the_model(tmp_path: Path) -> None:
    mesh = box()
    mesh.visual.vertex_colors = np.full((len(mesh.vertices), 4), 188, np.uint8)
    path = _written(tmp_path, "m.ply", mesh.export(file_type="ply"))
    made = _derived(tmp_path, path)["model"].path
    parts = read_glb(made)
    primitive = parts.document["meshes"][0]["primitives"][0]
    stored = parts.document["accessors"][primitive["attributes"]["COLOR_0"]]
    start = parts.binary_offset + parts.document["bufferViews"][stored["bufferView"]]["byteOffset"]
    red = int.from_bytes(made.read_bytes()[start : start + 2], "little") / 65_535
    assert red == pytest.approx(0.5028, abs=0.001)  # what a screen shows as 188 of 255


def test_compressed_geometry_is_kept_and_marked_as_not_inspected(tmp_path: Path) -> None:
    path = _written(tmp_path, "m.glb", triangle_glb(**MESHOPT))
    facts = _inspected(path)
    assert facts["inspected"] is False
    assert (facts["triangles"], facts["size"], facts["compression"]) == (1, [1, 1, 0], "meshopt")
    assert "mesh_not_inspected" in _codes(facts)
    (tmp_path / "out").mkdir()
    assert [made.recipe for made in KIND.derive(path, facts, tmp_path / "out")] == ["model"]


def test_a_missing_material_is_a_doubt(tmp_path: Path) -> None:
    text = "mtllib gone.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl stone\nf 1 2 3\n"
    facts = _inspected(_written(tmp_path, "m.obj", text))
    assert facts["missing_companions"] == ["gone.mtl"]
    assert "mesh_companion_missing" in _codes(facts)


@pytest.mark.parametrize("name", ["file:///etc/passwd", "//host/x.mtl", "http://example.com/x.mtl"])
def test_a_material_on_a_network_is_unsafe(tmp_path: Path, name: str) -> None:
    text = f"mtllib {name}\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl stone\nf 1 2 3\n"
    with pytest.raises(UnsafeReference):
        _inspected(_written(tmp_path, "m.obj", text))


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret.mtl", "C:\\Users\\An\\secret.mtl", "secret.mtl"])
def test_a_material_that_was_not_delivered_is_missing_wherever_it_is_said_to_lie(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "secret.mtl").write_text("newmtl stone\nKd 1 0 0\n")
    folder = tmp_path / "upload"
    folder.mkdir()
    (folder / "secret.mtl").write_text("newmtl stone\nKd 1 0 0\n")
    text = f"mtllib {name}\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl stone\nf 1 2 3\n"
    assert _inspected(_written(folder, "m.obj", text))["missing_companions"] == [name]


def test_a_texture_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4)).save(tmp_path / "secret.png")
    folder = tmp_path / "upload"
    folder.mkdir()
    (folder / "m.mtl").write_text("newmtl stone\nmap_Kd ../secret.png\n")
    text = "mtllib m.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 0 1\nusemtl stone\nf 1/1 2/2 3/3\n"
    path = _written(folder, "m.obj", text)
    facts = json.loads(json.dumps(KIND.inspect(path, OBJ, Told(companions=("m.mtl",)))))
    assert (facts["has_texture"], facts["missing_companions"]) == (False, ["../secret.png"])


def test_corners_that_are_no_numbers_are_left_out_and_doubted(tmp_path: Path) -> None:
    text = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv nan 1 1\nf 1 2 3\nf 1 2 4\n"
    facts = _inspected(_written(tmp_path, "m.obj", text))
    assert (facts["triangles"], facts["dropped_triangles"]) == (1, 1)
    assert "mesh_triangles_dropped" in _codes(facts)


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("m.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\n", EmptyMesh),
        ("m.glb", raw_glb(b'{"asset":{"version":"2.0"},"scenes":[{"nodes":[]}]}'), EmptyMesh),
        ("m.glb", triangle_glb()[:-1], Truncated),
        ("m.gltf", json.dumps(document("http://example.com/buffer.bin")), UnsafeReference),
        ("m.stl", b"solid nothing\nendsolid nothing\n", EmptyMesh),
        ("m.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n", MediaRefused),
    ],
)
def test_what_holds_no_mesh_is_refused_with_both_sentences(
    tmp_path: Path, name: str, content: bytes | str, refusal: type[MediaRefused]
) -> None:
    with pytest.raises(refusal) as caught:
        _inspected(_written(tmp_path, name, content))
    assert caught.value.sentence("vi")
    assert caught.value.sentence("en")


def test_a_ply_that_announces_too_much_is_refused_before_it_is_read(tmp_path: Path) -> None:
    content = box().export(file_type="ply").replace(b"element face 12", b"element face 4000000000")
    with pytest.raises(Truncated):
        _inspected(_written(tmp_path, "m.ply", content))


def test_a_cut_ply_is_damage(tmp_path: Path) -> None:
    content = box().export(file_type="ply")
    with pytest.raises((Damaged, Truncated)):
        _inspected(_written(tmp_path, "m.ply", content[:-30]))
