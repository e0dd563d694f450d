"""Two local scans of one gate become one frame; what does not overlap is told, not forced."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.cloud import KIND
from media_pipeline.cloud_formats import LAS
from media_pipeline.rigid import Motion
from media_pipeline.told import REFERENCE, Order, Told
from tests.media_pipeline.clouds import ORIGIN, VN2000_NAM_DINH, write_las
from tests.media_pipeline.test_rigid import turned

TOLD = Told(aligned_to="ABCDEFGH12")


def courtyard(count: int, seed: int) -> np.ndarray:
    """A ground, a wall, a gable and boxes of different heights: nothing in it is symmetric."""
    random = np.random.default_rng(seed)
    parts = [
        random.random((count, 3)) * [14, 9, 0.01],
        random.random((count, 3)) * [14, 0.01, 4] + [0, 9, 0],
        random.random((count, 3)) * [0.01, 9, 2.5] + [14, 0, 0],
    ]
    for x, y, side, height in ((2, 2, 1.2, 3.1), (9, 3, 2.0, 1.4), (5, 6.5, 0.8, 5.0), (11.5, 7, 1.0, 2.2)):
        faces = random.random((count // 3, 3)) * [side, side, height]
        faces[::2, 0] = np.round(faces[::2, 0] / side) * side
        faces[1::2, 1] = np.round(faces[1::2, 1] / side) * side
        parts.append(faces + [x, y, 0])
    return np.concatenate(parts)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reference")
    path = write_las(folder / "a.las", courtyard(6_000, 1) + np.array(ORIGIN), crs=VN2000_NAM_DINH)
    facts = KIND.inspect(path, LAS, Told())
    return next(iter(KIND.derive(path, facts, folder, Order(wanted=frozenset({"copc"}))))).path


def test_a_turned_scan_comes_to_lie_on_the_other(reference: Path, tmp_path: Path) -> None:
    true = courtyard(6_000, 2)
    true = true[true[:, 0] > 3]  # it saw most of the place, not all
    rotation, shift = turned(0.03, 0.02, 2.2), np.array([3.0, -7.0, 1.5])
    path = write_las(tmp_path / "b.las", (true - shift) @ rotation)
    shutil.copyfile(reference, tmp_path / REFERENCE)
    facts = KIND.inspect(path, LAS, TOLD)
    found = facts["registration"]
    assert facts["registration_problem"] is None
    assert found["overlap"] > 0.6 and found["rmse_m"] < 0.05
    moved = Motion.from_dict(facts["motion"]).apply((true - shift) @ rotation)
    assert np.abs(moved - (true + np.array(ORIGIN))).max() < 0.08
    assert facts["crs"] == VN2000_NAM_DINH
    assert KIND.place(facts) is not None
    assert "registration_poor" not in {doubt.code for doubt in KIND.question(facts)}


def test_the_same_scans_give_the_same_answer(reference: Path, tmp_path: Path) -> None:
    path = write_las(tmp_path / "b.las", courtyard(4_000, 3) @ turned(0, 0, 1.0))
    shutil.copyfile(reference, tmp_path / REFERENCE)
    first, second = (KIND.inspect(path, LAS, TOLD)["registration"] for _ in range(2))
    assert first == second


def test_scans_of_different_places_are_not_forced_together(reference: Path, tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    ball = random.normal(size=(8_000, 3))
    ball = 40 * ball / np.linalg.norm(ball, axis=1)[:, None]
    path = write_las(tmp_path / "ball.las", ball)
    shutil.copyfile(reference, tmp_path / REFERENCE)
    facts = KIND.inspect(path, LAS, TOLD)
    assert facts["registration_problem"] == "no_overlap" and facts["motion"] is None
    assert "registration_no_overlap" in {doubt.code for doubt in KIND.question(facts)}


def test_a_reference_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = write_las(tmp_path / "b.las", courtyard(500, 3))
    facts = KIND.inspect(path, LAS, TOLD)
    assert facts["registration_problem"] == "no_reference"
    assert "registration_no_reference" in {doubt.code for doubt in KIND.question(facts)}
