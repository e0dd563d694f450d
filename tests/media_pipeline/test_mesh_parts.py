from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.errors import Damaged
from media_pipeline.mesh_parts import Part, cleaned

TRIANGLE = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)


def test_a_face_that_names_a_corner_that_is_not_there_is_damage() -> None:
    with pytest.raises(Damaged, match="corner 7 of 3"):
        cleaned(Part(TRIANGLE, np.array([[0, 1, 7]], np.uint32)))  # found by fuzzing, 2026-11-25


def test_a_sound_part_stays_as_it_is() -> None:
    part = Part(TRIANGLE, np.array([[0, 1, 2]], np.uint32))
    assert cleaned(part) == (part, 0)
