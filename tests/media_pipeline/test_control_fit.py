"""Fitting control points: what a fit must return, what it must refuse, and GDAL as the judge."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.control import GroundControlPoint
from rasterio.transform import GCPTransformer, from_gcps

from media_pipeline.control_fit import LEAST_POINTS, fitted
from media_pipeline.fit_errors import NoFit

SIZE = (4000, 3000)


def scattered(count: int, seed: int = 0) -> np.ndarray:
    """Points over the whole picture, a jittered grid so that none coincide."""
    rng = np.random.default_rng(seed)
    side = math.ceil(math.sqrt(count))
    cells = rng.permutation(side * side)[:count]
    at = np.column_stack([cells % side, cells // side]) + 0.2 + 0.6 * rng.random((count, 2))
    return at / side * SIZE


def affine(pixels: np.ndarray, turn: float = 0.1, metres_per_pixel: float = 0.4) -> np.ndarray:
    """A turned sheet in VN-2000 metres; rows run down."""
    c, s = math.cos(turn) * metres_per_pixel, math.sin(turn) * metres_per_pixel
    u, v = pixels.T
    return np.column_stack([569_000 + c * u + s * v, 2_263_000 + s * u - c * v])


def bent(pixels: np.ndarray, degree: int) -> np.ndarray:
    """The turned sheet with a gentle bend of the degree."""
    u, v = ((pixels - np.array(SIZE) / 2) / 2000).T
    extra = np.column_stack([u * v, u * u - v * v]) * (12 if degree > 1 else 0)
    extra = extra + np.column_stack([u * u * v, v**3]) * (5 if degree > 2 else 0)
    return affine(pixels) + extra


@pytest.mark.parametrize(("kind", "degree"), [("similarity", 1), ("poly1", 1), ("poly2", 2), ("poly3", 3)])
@given(seed=st.integers(0, 10_000), turn=st.floats(-3.1, 3.1))
@settings(max_examples=25, deadline=None)
def test_a_fit_gives_back_a_sheet_of_its_own_shape(kind: str, degree: int, seed: int, turn: float) -> None:
    points = scattered(LEAST_POINTS[kind] + 6, seed)
    ground = bent(points, degree) if degree > 1 else affine(points, turn)
    fit = fitted(kind, points, ground, SIZE)
    assert fit.rms_m is not None
    assert fit.rms_m < 1e-5
    elsewhere = scattered(20, seed + 1)
    xs, ys = fit.ground(elsewhere[:, 0], elsewhere[:, 1])
    wanted = bent(elsewhere, degree) if degree > 1 else affine(elsewhere, turn)
    assert np.abs(np.column_stack([xs, ys]) - wanted).max() < 1e-3


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_a_polynomial_agrees_with_gdal(seed: int) -> None:
    points = scattered(14, seed)
    ground = bent(points, 3) + np.random.default_rng(seed).normal(0, 2, (14, 2))
    gcps = [GroundControlPoint(v, u, x, y, 0.0) for (u, v), (x, y) in zip(points, ground, strict=True)]
    fit = fitted("poly1", points, ground, SIZE)
    transform = from_gcps(gcps)
    for u, v in scattered(5, seed + 1):
        x, y = fit.ground(np.array([u]), np.array([v]))
        assert (x[0], y[0]) == pytest.approx(transform @ (u, v), abs=1e-3)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_a_thin_plate_agrees_with_gdal(seed: int) -> None:
    points = scattered(12, seed)
    ground = bent(points, 3) + np.random.default_rng(seed).normal(0, 2, (12, 2))
    gcps = [GroundControlPoint(v, u, x, y, 0.0) for (u, v), (x, y) in zip(points, ground, strict=True)]
    fit = fitted("tps", points, ground)
    with GCPTransformer(gcps, tps=True) as oracle:
        for u, v in scattered(5, seed + 1):
            x, y = fit.ground(np.array([u]), np.array([v]))
            # half a pixel: the logarithms of the plate in GDAL are approximate, it misses its own points so
            assert (x[0], y[0]) == pytest.approx(oracle.xy(v, u, offset="ul"), abs=0.2)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_a_thin_plate_goes_through_its_points_and_is_judged_without_them(seed: int) -> None:
    points = scattered(9, seed)
    ground = affine(points) + np.random.default_rng(seed).normal(0, 3, (9, 2))
    fit = fitted("tps", points, ground)
    xs, ys = fit.ground(points[:, 0], points[:, 1])
    assert np.abs(np.column_stack([xs, ys]) - ground).max() < 1e-5
    for number, residual in enumerate(fit.residuals):
        rest = np.arange(9) != number
        without = fitted("tps", points[rest], ground[rest])
        x, y = without.ground(points[number : number + 1, 0], points[number : number + 1, 1])
        assert residual is not None
        assert residual.dx_m == pytest.approx(x[0] - ground[number, 0], abs=1e-4)
        assert residual.dy_m == pytest.approx(y[0] - ground[number, 1], abs=1e-4)


@given(seed=st.integers(0, 10_000), east=st.floats(-500, 500), north=st.floats(-500, 500))
@settings(max_examples=25, deadline=None)
def test_residuals_do_not_depend_on_where_the_sheet_lies(seed: int, east: float, north: float) -> None:
    points = scattered(12, seed)
    ground = affine(points) + np.random.default_rng(seed).normal(0, 3, (12, 2))
    here, there = fitted("poly2", points, ground), fitted("poly2", points, ground + (east, north))
    assert here.rms_m == pytest.approx(there.rms_m, abs=1e-4)


def test_the_rms_is_the_root_of_the_mean_square_of_the_residuals_in_metres() -> None:
    points = scattered(8)
    ground = affine(points)
    ground[3] += (3.0, 4.0)
    fit = fitted("poly1", points, ground, SIZE)
    squares = [each.dx_m**2 + each.dy_m**2 for each in fit.residuals if each]
    assert fit.rms_m == pytest.approx(math.sqrt(sum(squares) / 8))
    assert max(range(8), key=lambda n: fit.residuals[n].m) == 3  # type: ignore[union-attr]
    assert fit.residuals[3].dx_m < 0  # type: ignore[union-attr]  # the fit lies west of what was said


def test_just_enough_points_prove_nothing() -> None:
    for kind in ("similarity", "poly1", "poly2", "poly3"):
        least = LEAST_POINTS[kind]
        points = np.random.default_rng(4).random((least, 2)) * SIZE
        ground = affine(points) + np.random.default_rng(5).normal(0, 0.1, (least, 2))
        fit = fitted(kind, points, ground)
        assert fit.proves_nothing
        assert fit.rms_m == pytest.approx(0, abs=1e-4)
        assert not fitted(kind, scattered(least + 2), affine(scattered(least + 2))).proves_nothing


@pytest.mark.parametrize("kind", LEAST_POINTS)
def test_too_few_points_are_refused_with_how_many_are_needed(kind: str) -> None:
    count = LEAST_POINTS[kind] - 1
    with pytest.raises(NoFit, match="too_few") as caught:
        fitted(kind, scattered(count), affine(scattered(count)))
    assert str(LEAST_POINTS[kind]) in caught.value.sentence("vi")
    assert str(LEAST_POINTS[kind]) in caught.value.sentence("en")


@pytest.mark.parametrize("kind", ["poly1", "poly2", "poly3", "tps"])
def test_points_in_a_line_are_refused(kind: str) -> None:
    along = np.linspace(0, 1, 12)[:, None]
    points = np.array([[100.0, 200.0]]) + along * np.array([[3000.0, 1500.0]])
    with pytest.raises(NoFit, match="collinear"):
        fitted(kind, points, affine(points))


def test_points_on_a_circle_do_not_hold_a_second_degree() -> None:
    angle = np.linspace(0, 2 * np.pi, 9, endpoint=False)
    points = np.column_stack([2000 + 900 * np.cos(angle), 1500 + 900 * np.sin(angle)])
    with pytest.raises(NoFit, match="collinear"):
        fitted("poly2", points, affine(points))


@pytest.mark.parametrize("where", ["picture", "map"])
def test_two_points_in_one_place_are_named(where: str) -> None:
    points = scattered(8)
    ground = affine(points)
    (points if where == "picture" else ground)[5] = (points if where == "picture" else ground)[2]
    with pytest.raises(NoFit, match="duplicate") as caught:
        fitted("tps", points, ground)
    assert "3" in caught.value.sentence("vi")
    assert "6" in caught.value.sentence("en")


def test_x_and_y_in_each_others_place_are_seen() -> None:
    points = scattered(8)
    with pytest.raises(NoFit, match="mirrored"):
        fitted("poly1", points, affine(points)[:, ::-1], SIZE)


def test_a_plate_that_folds_is_refused() -> None:
    points = scattered(16)
    ground = affine(points)
    ground[[4, 9]] = ground[[9, 4]]  # two points exchanged
    with pytest.raises(NoFit, match="folded"):
        fitted("tps", points, ground, SIZE)


def test_a_number_that_is_none_is_refused() -> None:
    points = scattered(5)
    ground = affine(points)
    ground[0, 0] = math.nan
    with pytest.raises(NoFit, match="not_a_number"):
        fitted("poly1", points, ground)
    with pytest.raises(NoFit, match="unknown_fit"):
        fitted("rubber", points, ground)
