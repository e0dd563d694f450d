from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Damaged
from media_pipeline.mesh import inspect_mesh
from media_pipeline.mesh_parts import Part, cleaned
from tests.media_pipeline.test_mesh_model import draco_glb

TRIANGLE = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)


def test_a_face_that_names_a_corner_that_is_not_there_is_damage() -> None:
    with pytest.raises(Damaged, match="corner 7 of 3"):
        cleaned(Part(TRIANGLE, np.array([[0, 1, 7]], np.uint32)))  # found by fuzzing, 2026-11-25


def test_a_sound_part_stays_as_it_is() -> None:
    part = Part(TRIANGLE, np.array([[0, 1, 2]], np.uint32))
    assert cleaned(part) == (part, 0)


def test_draco_whose_accessors_and_views_are_misspelt_is_damage(tmp_path: Path) -> None:
    """trimesh raises a NameError on it. Found by fuzzing, 2026-11-25."""
    path = draco_glb(tmp_path / "m.glb")
    content = path.read_bytes().replace(b'"componentType"', b'"componenttype"', 1)
    path.write_bytes(
        content.replace(b'"type":"SCALAR"', b'"typu":"SCALAR"').replace(b'"bufferViews"', b'"bufferViewq"')
    )
    with pytest.raises(Damaged):
        inspect_mesh(path, "model/gltf-binary")
