"""Every model is sound by the Khronos validator, and what our own rules let pass the validator lets pass too."""

from __future__ import annotations

import copy
import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import DracoPy
import numpy as np
import pytest
import trimesh
from PIL import Image

from media_pipeline.errors import Damaged, InvalidMesh, MediaRefused
from media_pipeline.glb import pack_glb, read_glb
from media_pipeline.gltf_data import first_problem
from media_pipeline.mesh import KIND
from media_pipeline.mesh_recognise import recognise_mesh
from media_pipeline.report import Derived
from media_pipeline.told import NOTHING_TOLD, Order, Told
from tests.media_pipeline.meshes import MESHOPT, TRIANGLE, box, document, triangle_glb, write_glb

Errors = Callable[[list[Path]], list[list[str]]]
ONLY_THE_MODEL = frozenset({"model"})
SCRIPT = """
const validator = require(process.argv[1]), fs = require('fs');
(async () => {
  for (const name of fs.readFileSync(0, 'utf8').split('\\n').filter(Boolean)) {
    let said;
    try {
      const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(name)), { maxIssues: 100 });
      said = report.issues.messages.filter(each => each.severity === 0).map(each => `${each.code} ${each.pointer}`);
    } catch (error) { said = [String(error)]; }
    console.log(JSON.stringify(said));
  }
})();
"""


@pytest.fixture(scope="module")
def errors(validators: Path) -> Errors:
    """What the Khronos validator calls an error in each file."""

    def found(paths: list[Path]) -> list[list[str]]:
        module = str(validators / "node_modules/gltf-validator")
        names = "\n".join(str(path.resolve()) for path in paths)
        said = subprocess.run(
            ["node", "-e", SCRIPT, module], input=names, check=True, capture_output=True, text=True
        )
        return [json.loads(line) for line in said.stdout.splitlines()]

    return found


def derived(
    path: Path, out: Path, told: Told = NOTHING_TOLD, wanted: frozenset[str] | None = ONLY_THE_MODEL
) -> dict[str, Derived]:
    media_type = recognise_mesh(path.read_bytes()[:65_536], path)
    assert media_type is not None
    facts = KIND.inspect(path, media_type, told)
    out.mkdir(exist_ok=True)
    return {each.recipe: each for each in KIND.derive(path, facts, out, Order(told, wanted))}


def textured(count: int = 20) -> trimesh.Trimesh:
    """A sphere with normals, texture coordinates and a texture."""
    mesh = trimesh.creation.icosphere(subdivisions=2)
    uv = np.column_stack([mesh.vertices[:, 0], mesh.vertices[:, 1]]) / 2 + 0.5
    mesh.visual = trimesh.visual.TextureVisuals(uv=uv, image=Image.new("RGB", (count, count), (9, 99, 199)))
    return mesh


def draco_glb(path: Path) -> Path:
    """A sphere as glTF with Draco, as exporters write it."""
    sphere = trimesh.creation.icosphere(subdivisions=3)
    points, faces = sphere.vertices.astype(np.float32), sphere.faces.astype(np.uint32)
    data = DracoPy.encode(points, faces, quantization_bits=14)
    draco = {"bufferView": 0, "attributes": {"POSITION": 0}}
    made = document(
        accessors=[
            {
                "componentType": 5126, "count": len(points), "type": "VEC3",
                "min": points.min(axis=0).tolist(), "max": points.max(axis=0).tolist(),
            },
            {"componentType": 5125, "count": faces.size, "type": "SCALAR"},
        ],
        meshes=[{"primitives": [{
            "attributes": {"POSITION": 0}, "indices": 1, "extensions": {"KHR_draco_mesh_compression": draco},
        }]}],
        buffers=[{"byteLength": len(data)}],
        bufferViews=[{"buffer": 0, "byteLength": len(data)}],
        extensionsUsed=["KHR_draco_mesh_compression"],
        extensionsRequired=["KHR_draco_mesh_compression"],
    )  # fmt: skip
    path.write_bytes(pack_glb(made, data))
    return path


def sources(folder: Path) -> list[Path]:
    """A file of each format and of each thing that a mesh may carry."""
    write_glb(folder / "textured.glb", textured=True)
    (folder / "sphere.glb").write_bytes(trimesh.Scene(textured()).export(file_type="glb"))
    (folder / "triangle.glb").write_bytes(triangle_glb())
    coloured = box()
    coloured.visual.vertex_colors = np.tile([10, 200, 30, 255], (len(coloured.vertices), 1)).astype(np.uint8)
    (folder / "coloured.ply").write_bytes(coloured.export(file_type="ply"))
    for suffix in ("obj", "ply", "stl", "stl_ascii"):
        content = box().export(file_type=suffix)
        (folder / f"box.{suffix}").write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "sphere.obj").write_bytes(textured().export(file_type="obj").encode())
    draco_glb(folder / "draco.glb")
    far = "".join(f"v {574060 + x} {y} {2257535 + z}\n" for x, y, z in TRIANGLE)
    (folder / "far.obj").write_text(far + "vn 0 0 9\nf 1//1 2//1 3//1\n")
    return sorted(path for path in folder.iterdir() if path.is_file())


def test_every_model_is_without_an_error(tmp_path: Path, errors: Errors) -> None:
    models = []
    (tmp_path / "in").mkdir(), (tmp_path / "out").mkdir()
    for path in sources(tmp_path / "in"):
        for unit in (None, "centimetre"):
            made = derived(path, tmp_path / "out" / f"{path.name}-{unit}", Told(unit=unit))
            models.append(made["model"].path)
            assert first_problem(made["model"].path) is None
    assert dict(zip(map(str, models), errors(models), strict=True)) == {str(path): [] for path in models}


def test_draco_is_read_passed_through_and_drawn(tmp_path: Path) -> None:
    path = draco_glb(tmp_path / "m.glb")
    facts = KIND.inspect(path, "model/gltf-binary", NOTHING_TOLD)
    assert (facts["compression"], facts["inspected"], facts["triangles"]) == ("draco", True, 1280)
    assert facts["size_m"] == pytest.approx([2, 2, 2], abs=0.01)
    made = derived(path, tmp_path / "out", wanted=None)
    assert list(made) == ["model", "poster", "photo-640"]
    assert made["model"].path.read_bytes() == path.read_bytes()


def test_draco_that_cannot_be_decoded_is_damage_not_an_empty_model(tmp_path: Path) -> None:
    path = draco_glb(tmp_path / "m.glb")
    parts, content = read_glb(path), path.read_bytes()
    path.write_bytes(content[: parts.binary_offset] + b"?" * parts.binary_length)
    with pytest.raises(Damaged):
        KIND.inspect(path, "model/gltf-binary", NOTHING_TOLD)


@pytest.mark.parametrize("attributes", [True, [], "POSITION", None])
def test_attributes_that_are_none_are_damage(tmp_path: Path, attributes: Any) -> None:
    path = tmp_path / "m.glb"
    path.write_bytes(triangle_glb(meshes=[{"primitives": [{"attributes": attributes}]}]))
    with pytest.raises(Damaged):
        KIND.inspect(path, "model/gltf-binary", NOTHING_TOLD)


def mutated(rng: random.Random, parts: Any, binary: bytes) -> bytes:
    """The file with one thing wrong, or with a byte of its numbers changed."""
    made, content = copy.deepcopy(parts.document), bytearray(binary)
    if rng.random() < 0.25 and content:
        content[rng.randrange(len(content))] = rng.randrange(256)
        return pack_glb(made, bytes(content))
    places: list[tuple[Any, Any]] = []
    waiting = [made[key] for key in made if key != "asset" and isinstance(made[key], dict | list)]
    while waiting:
        holder = waiting.pop()
        pairs = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, value in pairs:
            places.append((holder, key))
            if isinstance(value, dict | list):
                waiting.append(value)
    holder, key = rng.choice(places)
    if rng.random() < 0.3:
        del holder[key]
    elif isinstance(holder[key], int | float) and rng.random() < 0.6:
        holder[key] += rng.choice([-1, 1, 2, 4, 0.1])
    else:
        holder[key] = rng.choice([-1, 0, 1, 5, 1e9, 0.5, "x", None, [], {}, True, 5123, 5126, 34963, "VEC2"])
    return pack_glb(made, bytes(content))


def test_what_our_rules_let_pass_the_validator_lets_pass(tmp_path: Path, errors: Errors) -> None:
    rng = random.Random(20261125)
    (tmp_path / "in").mkdir(), (tmp_path / "made").mkdir()
    seeds = [derived(path, tmp_path / path.name)["model"].path for path in sources(tmp_path / "in")]
    paths = []
    for number in range(600):
        seed = rng.choice(seeds)
        parts = read_glb(seed)
        binary = seed.read_bytes()[parts.binary_offset : parts.binary_offset + parts.binary_length]
        path = tmp_path / "made" / f"{number:03}.glb"
        path.write_bytes(mutated(rng, parts, binary))
        paths.append(path)
    ours = [problem_or_refusal(path) for path in paths]
    theirs = errors(paths)
    assert [
        (path.name, said) for path, mine, said in zip(paths, ours, theirs, strict=True) if said and not mine
    ] == []
    assert sum(map(bool, theirs)) > 300
    too_strict = sum(1 for mine, said in zip(ours, theirs, strict=True) if mine and not said)
    assert too_strict < 60


def problem_or_refusal(path: Path) -> str | None:
    try:
        return first_problem(path)
    except MediaRefused as refusal:
        return refusal.code


def test_a_model_that_breaks_a_rule_is_written_anew_and_says_which(tmp_path: Path, errors: Errors) -> None:
    made = document(accessors=[{**document()["accessors"][0], "max": [9, 9, 9]}])
    path = tmp_path / "m.glb"
    path.write_bytes(pack_glb(made, TRIANGLE.tobytes()))
    assert errors([path]) != [[]]
    facts = KIND.inspect(path, "model/gltf-binary", NOTHING_TOLD)
    assert "max is not that of the numbers" in facts["broken_rule"]
    assert "mesh_rewritten" in [doubt.code for doubt in KIND.question(facts)]
    model = derived(path, tmp_path / "out")["model"]
    assert model.facts["rewritten"] == facts["broken_rule"]
    assert model.facts["passed_through"] is False
    assert errors([model.path]) == [[]]


def test_a_broken_model_that_cannot_be_read_is_refused_with_the_rule(tmp_path: Path) -> None:
    path = tmp_path / "m.glb"
    path.write_bytes(triangle_glb(**MESHOPT, materials=[{"alphaMode": "SEE-THROUGH"}]))
    with pytest.raises(InvalidMesh) as caught:
        derived(path, tmp_path / "out")
    assert "alphaMode" in caught.value.sentence("vi")
    assert "alphaMode" in caught.value.sentence("en")


def test_a_told_unit_scales_every_format(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for path in sources(tmp_path / "in"):
        made = derived(path, tmp_path / path.name, Told(unit="millimetre"))["model"]
        facts = KIND.inspect(made.path, "model/gltf-binary", NOTHING_TOLD)
        own = KIND.inspect(path, recognise_mesh(path.read_bytes()[:65_536], path) or "", NOTHING_TOLD)
        assert facts["size_m"] == pytest.approx([side * 0.001 for side in own["size"]], abs=1e-6)


def test_a_model_in_national_coordinates_keeps_its_millimetres(tmp_path: Path) -> None:
    path = tmp_path / "far.obj"
    path.write_text(
        "v 574060.123 0 2257535.001\nv 574060.124 0 2257535.001\nv 574060.123 0 2257535.003\nf 1 2 3\n"
    )
    model = derived(path, tmp_path / "out")["model"]
    assert model.facts["origin"] == pytest.approx([574060.1235, 0, 2257535.002])
    size = KIND.inspect(model.path, "model/gltf-binary", NOTHING_TOLD)["size_m"]
    assert size == pytest.approx([0.001, 0, 0.002], abs=1e-5)


@pytest.mark.parametrize(("scale", "doubted"), [(0.001, True), (1.0, False), (5_000.0, True)])
def test_a_size_that_nothing_has_is_doubted(tmp_path: Path, scale: float, doubted: bool) -> None:
    mesh = box()
    mesh.apply_scale(scale)
    path = tmp_path / "m.glb"
    path.write_bytes(trimesh.Scene(mesh).export(file_type="glb"))
    facts = KIND.inspect(path, "model/gltf-binary", NOTHING_TOLD)
    assert ("mesh_size_doubtful" in [doubt.code for doubt in KIND.question(facts)]) is doubted
