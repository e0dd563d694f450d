"""Fit a picture to the ground by points known in both: polynomials, a thin plate, a similarity.

Pure numbers: pixels in (column from the left, row from the top), metres out (easting, northing). The
coordinates are brought to about one before anything is solved, so that 2,300,000 m squared never occurs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media_pipeline.fit_errors import NoFit, collinear, duplicate, folded, mirrored, too_few, unknown_kind

FloatArray = NDArray[np.float64]

LEAST_POINTS = {"similarity": 2, "poly1": 3, "poly2": 6, "poly3": 10, "tps": 4}
MOST_POINTS = 300
SAME_PIXEL = 0.5
SAME_PLACE_M = 0.001
FLAT = 1e-3  # the narrow side of a set of points against its long side
SINGULAR = 1e-7
PLATE_SINGULAR = 1e-13  # points that lie close together make a plate's equations much alike
LOOKED_AT = 33  # places along each side of a picture where folds are looked for
_DEGREE = {"similarity": 1, "poly1": 1, "poly2": 2, "poly3": 3, "tps": 1}


@dataclass(frozen=True, slots=True)
class Residual:
    """How far the fit puts one point from where it was said to be, in metres east and north."""

    dx_m: float
    dy_m: float

    @property
    def m(self) -> float:
        """The distance."""
        return float(np.hypot(self.dx_m, self.dy_m))


@dataclass(frozen=True, slots=True)
class Fit:
    """A picture tied to the ground.

    Attributes:
        kind: ``similarity``, ``poly1``, ``poly2``, ``poly3`` or ``tps``.
        residuals: One for each point, in their order. Of a thin plate, which goes through every point, the
            distance of the plate that was fitted without it; None where the others do not carry a plate.
        rms_m: Root of the mean square of the residuals; None where none is known.
        proves_nothing: There are just as many points as the fit needs: it meets them all whatever they are.
    """

    kind: str
    residuals: tuple[Residual | None, ...]
    rms_m: float | None
    proves_nothing: bool
    _source: tuple[float, float, float]
    _target: tuple[float, float, float]
    _weights: FloatArray
    _knots: FloatArray

    def ground(self, columns: FloatArray, rows: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Eastings and northings in metres of pixels; arrays of one shape."""
        u, v = (columns - self._source[0]) / self._source[2], (rows - self._source[1]) / self._source[2]
        design = _design(self.kind, u.ravel(), v.ravel(), self._knots)
        out = design @ self._weights * self._target[2]
        return (out[:, 0] + self._target[0]).reshape(u.shape), (out[:, 1] + self._target[1]).reshape(u.shape)


def fitted(
    kind: str,
    pixels: FloatArray,
    metres: FloatArray,
    size: tuple[int, int] | None = None,
    *,
    may_mirror: bool = False,
) -> Fit:
    """Fit points.

    Args:
        kind: A key of ``LEAST_POINTS``.
        pixels: Shape (n, 2): column and row.
        metres: Shape (n, 2): easting and northing of the same points.
        size: Width and height of the picture in pixels; with it the whole picture is looked at for folds.
        may_mirror: A picture seen from its back is taken: radar scenes are delivered so.

    Raises:
        NoFit: Too few points, two in one place, points in a line, a picture folded or mirrored.
    """
    _check(kind, pixels, metres)
    source, target = _frame(pixels), _frame(metres)
    u, v = ((pixels - source[:2]) / source[2]).T
    wanted = (metres - target[:2]) / target[2]
    knots = np.column_stack([u, v]) if kind == "tps" else np.empty((0, 2))
    if kind == "tps":
        weights, left_out = _plate(knots, wanted)
    elif kind == "similarity":
        weights, left_out = _similarity(u, v, wanted), None
    else:
        weights, left_out = _polynomial(_design(kind, u, v, knots), wanted), None
    if left_out is None:
        left_out = _design(kind, u, v, knots) @ weights - wanted
    residuals = tuple(
        Residual(float(dx), float(dy)) if np.isfinite(dx) else None for dx, dy in left_out * target[2]
    )
    known = [each.m**2 for each in residuals if each is not None]
    rms = float(np.sqrt(np.mean(known))) if known else None
    exact = kind != "tps" and len(pixels) == LEAST_POINTS[kind]
    fit = Fit(kind, residuals, rms, exact, source, target, weights, knots)
    _check_folds(fit, pixels, size, may_mirror)
    return fit


def jacobian(fit: Fit, columns: FloatArray, rows: FloatArray) -> tuple[FloatArray, ...]:
    """Metres for each pixel: easting by column, easting by row, northing by column, northing by row."""
    half = 0.5
    east, north = fit.ground(columns + half, rows)
    west, south = fit.ground(columns - half, rows)
    by_column = east - west, north - south
    east, north = fit.ground(columns, rows + half)
    west, south = fit.ground(columns, rows - half)
    return by_column[0], east - west, by_column[1], north - south


def _check(kind: str, pixels: FloatArray, metres: FloatArray) -> None:
    if kind not in LEAST_POINTS:
        raise unknown_kind(kind)
    if len(pixels) < LEAST_POINTS[kind]:
        raise too_few(LEAST_POINTS[kind], len(pixels))
    if len(pixels) > MOST_POINTS:
        raise NoFit(
            "too_many",
            f"Có quá nhiều điểm: tối đa {MOST_POINTS}. Bỏ bớt các điểm gần nhau.",
            f"There are too many points: at most {MOST_POINTS}. Take away some that lie close together.",
        )
    if not (np.isfinite(pixels).all() and np.isfinite(metres).all()):
        raise NoFit(
            "not_a_number", "Có điểm không đọc được tọa độ.", "The coordinates of a point are not numbers."
        )
    for points, least, where in ((pixels, SAME_PIXEL, "picture"), (metres, SAME_PLACE_M, "map")):
        apart = np.linalg.norm(points[:, None] - points[None], axis=2)
        close = np.argwhere(np.triu(apart < least, 1))
        if len(close):
            raise duplicate(int(close[0][0]) + 1, int(close[0][1]) + 1, where)
        spread = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
        if kind != "similarity" and spread[1] < FLAT * spread[0]:
            raise collinear()


def _check_folds(fit: Fit, pixels: FloatArray, size: tuple[int, int] | None, may_mirror: bool) -> None:
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    if size is not None:
        low, high = np.minimum(low, 0), np.maximum(high, size)
    columns, rows = np.meshgrid(
        np.linspace(low[0], high[0], LOOKED_AT), np.linspace(low[1], high[1], LOOKED_AT)
    )
    a, b, c, d = jacobian(fit, columns, rows)
    turns = a * d - b * c
    # rows run down and northings up: a picture seen from its front has a negative determinant
    if (turns > 0).all():
        if may_mirror and fit.kind != "similarity":
            return
        raise mirrored()
    if not (turns < 0).all():
        raise folded()


def _frame(points: FloatArray) -> tuple[float, float, float]:
    """Middle and half extent of a set of points."""
    middle = points.mean(axis=0)
    return float(middle[0]), float(middle[1]), float(np.abs(points - middle).max())


def _design(kind: str, u: FloatArray, v: FloatArray, knots: FloatArray) -> FloatArray:
    """One row for each point: its distances to the knots as a plate bends, then the powers of u and v."""
    degree = _DEGREE[kind]
    powers = [u**i * v**j for total in range(degree + 1) for j in range(total + 1) for i in [total - j]]
    plain = np.column_stack(powers)
    if not len(knots):
        return plain
    return np.hstack([_bend((u[:, None] - knots[:, 0]) ** 2 + (v[:, None] - knots[:, 1]) ** 2), plain])


def _bend(squared: FloatArray) -> FloatArray:
    """r² ln r of squared distances, 0 at 0."""
    return 0.5 * squared * np.log(np.where(squared > 0, squared, 1.0))


def _polynomial(design: FloatArray, wanted: FloatArray) -> FloatArray:
    weights, _, _, singular = np.linalg.lstsq(design, wanted, rcond=None)
    if singular[-1] < SINGULAR * singular[0]:
        raise collinear()
    return np.asarray(weights, dtype=float)


def _similarity(u: FloatArray, v: FloatArray, wanted: FloatArray) -> FloatArray:
    """One scale, one turn, one shift: x = a u + b v + c, y = b u - a v + d (rows run down)."""
    zero, one = np.zeros_like(u), np.ones_like(u)
    design = np.vstack([np.column_stack([u, v, one, zero]), np.column_stack([-v, u, zero, one])])
    a, b, c, d = np.linalg.lstsq(design, np.concatenate([wanted[:, 0], wanted[:, 1]]), rcond=None)[0]
    return np.array([[c, d], [a, b], [b, -a]])


def _plate(knots: FloatArray, wanted: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The plate's weights, and how far a plate without each point would pass from it.

    The second follows from the first without fitting again: weight over the inverse's diagonal
    (S. Rippa, Adv. Comput. Math. 11, 1999).
    """
    count = len(knots)
    design = _design("tps", knots[:, 0], knots[:, 1], knots)
    whole = np.zeros((count + 3, count + 3))
    whole[:count] = design
    whole[count:, :count] = design[:, count:].T
    singular = np.linalg.svd(whole, compute_uv=False)
    if singular[-1] < PLATE_SINGULAR * singular[0]:
        raise collinear()
    inverse = np.linalg.inv(whole)
    weights = inverse[:, :count] @ wanted
    diagonal = np.diag(inverse)[:count]
    known = np.abs(diagonal) > 1e-9 * np.abs(inverse[:count, :count]).max()
    left_out = np.full((count, 2), np.nan)
    left_out[known] = -weights[:count][known] / diagonal[known, None]
    return weights, left_out
