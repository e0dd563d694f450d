from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_pipeline.rigid import DoesNotFit, Motion, fit, fit_flat

ORIGIN = np.array([569_400.0, 2_262_800.0, 3.0])  # VN-2000, beside Đền Trần
FAR = np.array([[0.0, 0, 0], [12, 0, 0], [0, 8, 0], [0, 8, 6], [12, 8, 3]])

angles = st.floats(-3.1, 3.1)
scales = st.floats(0.01, 100)


def turned(x: float, y: float, z: float) -> np.ndarray:
    """A rotation by three angles in radians."""
    cx, sx, cy, sy, cz, sz = np.cos(x), np.sin(x), np.cos(y), np.sin(y), np.cos(z), np.sin(z)
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return about_z @ about_y @ about_x


@given(angles, angles, angles, scales)
@settings(max_examples=100, deadline=None)
def test_exact_points_are_met_exactly(x: float, y: float, z: float, scale: float) -> None:
    target = scale * FAR @ turned(x, y, z).T + ORIGIN
    found = fit(FAR, target, scale=None)
    assert found.motion.scale == pytest.approx(scale, rel=1e-6)
    assert found.rms < 1e-6
    assert np.linalg.det(found.motion.rotation) == pytest.approx(1.0)
    assert fit(FAR, target, scale=scale).rms < 1e-6


@given(angles, scales)
@settings(max_examples=100, deadline=None)
def test_without_heights_the_cloud_stays_upright(z: float, scale: float) -> None:
    target = (scale * FAR @ turned(0, 0, z).T + ORIGIN)[:, :2]
    found = fit_flat(FAR, target, scale=None)
    assert found.rms < 1e-6
    moved = found.motion.apply(FAR)
    assert np.allclose(moved[:, 2], scale * FAR[:, 2])
    assert np.allclose(moved[:, :2], target)


def test_noise_is_reported_as_it_is() -> None:
    random = np.random.default_rng(1)
    source = random.random((400, 3)) * 30
    target = source @ turned(0.1, -0.2, 2).T + ORIGIN + random.normal(0, 0.02, (400, 3))
    found = fit(source, target, scale=1.0)
    assert found.rms == pytest.approx(0.02 * 3**0.5, rel=0.1)
    assert found.spare == 3 * 400 - 6
    assert np.allclose(found.residuals, found.motion.apply(source) - target)


def test_the_fit_is_no_worse_than_any_neighbour() -> None:
    random = np.random.default_rng(2)
    source = random.random((6, 3)) * 10
    target = source @ turned(0.3, 0.1, 1).T + random.normal(0, 0.3, (6, 3))
    found = fit(source, target, scale=1.0)
    for _ in range(200):
        small = random.normal(0, 0.02, 3)
        other = Motion(
            turned(*small) @ found.motion.rotation,
            1.0,
            found.motion.source_origin,
            found.motion.target_origin + random.normal(0, 0.02, 3),
        )
        assert ((other.apply(source) - target) ** 2).sum() >= (found.residuals**2).sum() - 1e-12


def test_a_mirrored_copy_is_not_taken_for_a_turn() -> None:
    found = fit(FAR, FAR * [1, 1, -1], scale=1.0)
    assert np.linalg.det(found.motion.rotation) == pytest.approx(1.0)
    assert found.rms > 0.1


@pytest.mark.parametrize("make", [fit, lambda s, t, scale: fit_flat(s, t[:, :2], scale=scale)])
def test_points_that_cannot_say_are_refused(make) -> None:
    with pytest.raises(DoesNotFit, match="too_few"):
        make(FAR[:2], FAR[:2], scale=1.0)
    line = np.arange(5.0)[:, None] * [1.0, 2.0, 3.0]
    with pytest.raises(DoesNotFit, match="on_a_line"):
        make(line, line, scale=1.0)
    same = np.ones((4, 3))
    with pytest.raises(DoesNotFit, match="on_a_line"):
        make(same, same, scale=1.0)


def test_a_motion_survives_json() -> None:
    motion = fit(FAR, FAR @ turned(1, 2, 3).T + ORIGIN, scale=1.0).motion
    again = Motion.from_dict(json.loads(json.dumps(motion.as_dict())))
    assert np.array_equal(again.apply(FAR), motion.apply(FAR))
