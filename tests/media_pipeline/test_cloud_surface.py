"""A surface through the points, only where it was asked for, that other people's validator accepts."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import trimesh

from media_pipeline.cloud import KIND
from media_pipeline.cloud_formats import LAS
from media_pipeline.report import Derived
from media_pipeline.told import Order, Told
from tests.media_pipeline.clouds import write_las

ASKED = Told(surface=True)


def made(path: Path, out: Path, told: Told = ASKED) -> dict[str, Derived]:
    out.mkdir()
    facts = KIND.inspect(path, LAS, told)
    return {one.recipe: one for one in KIND.derive(path, facts, out, Order(told))}


@pytest.fixture
def ball(tmp_path: Path) -> Path:
    random = np.random.default_rng(5)
    points = random.normal(size=(30_000, 3))
    points = 2 * points / np.linalg.norm(points, axis=1)[:, None]
    return write_las(tmp_path / "ball.las", points + [0, 0, 10])


def test_a_ball_of_points_becomes_a_ball(ball: Path, tmp_path: Path) -> None:
    surface = made(ball, tmp_path / "out")["surface"]
    mesh = trimesh.load(surface.path, force="mesh")
    assert np.allclose(np.linalg.norm(mesh.vertices, axis=1), 2, atol=0.08)
    assert mesh.volume == pytest.approx(4 / 3 * np.pi * 8, rel=0.05)  # positive: faces look outwards
    assert surface.facts["triangles"] == len(mesh.faces)


def test_up_is_y(tmp_path: Path) -> None:
    random = np.random.default_rng(6)
    tall = random.random((20_000, 3)) * [1, 1, 5]
    face = random.integers(0, 4, 20_000)
    tall[face == 0, 0], tall[face == 1, 0] = 0, 1
    tall[face == 2, 1], tall[face == 3, 1] = 0, 1
    surface = made(write_las(tmp_path / "pillar.las", tall), tmp_path / "out")["surface"]
    low, high = trimesh.load(surface.path, force="mesh").bounds
    assert np.argmax(high - low) == 1


def test_the_khronos_validator_finds_no_error(ball: Path, tmp_path: Path, validators: Path) -> None:
    surface = made(ball, tmp_path / "out")["surface"]
    script = (
        "const v = require(process.argv[1]); v.validateBytes(new Uint8Array(require('fs').readFileSync(process.argv[2])))"
        ".then(r => console.log(JSON.stringify(r.issues)))"
    )
    run = subprocess.run(
        ["node", "-e", script, str(validators / "node_modules" / "gltf-validator"), str(surface.path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(run.stdout)["numErrors"] == 0


def test_none_is_made_unasked_or_of_a_handful_of_points(ball: Path, tmp_path: Path) -> None:
    assert "surface" not in made(ball, tmp_path / "a", Told())
    few = write_las(tmp_path / "few.las", np.random.default_rng(1).random((100, 3)))
    assert "surface" not in made(few, tmp_path / "b")
