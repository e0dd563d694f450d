"""Where each pixel of a placed picture lies on the ground, and which pixel lies at a place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis import crs as systems
from media_pipeline.control_fit import Fit, fitted, jacobian

FloatArray = NDArray[np.float64]
Affine = tuple[float, float, float, float, float, float]

STEPS = 12  # Newton's steps; three or four do on a sheet that is not folded
CLOSE_PX = 0.02
FAR = 3.0  # pictures' diagonals: what lies farther away is not on the sheet, and a plate bends wildly there


@dataclass(frozen=True, slots=True)
class Ground:
    """A picture's tie to the ground, by an affine or by a fit.

    Attributes:
        width: Of the upright picture, in pixels.
        height: The same.
        crs: The system that the affine or the fit leads to; metres in the case of a fit.
        unit_m: What a unit of ``crs`` counts where a fit was made in metres of it; else 1.
        affine: (a, b, c, d, e, f): x = a column + b row + c, y = d column + e row + f; None with a fit.
        fit: None with an affine.
    """

    width: int
    height: int
    crs: str
    unit_m: float
    affine: Affine | None
    fit: Fit | None

    def system(self, columns: FloatArray, rows: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Easting (or longitude) and northing (or latitude) in ``crs``; pixels count from the upper left."""
        if self.fit is not None:
            xs, ys = self.fit.ground(columns, rows)
            return xs / self.unit_m, ys / self.unit_m
        a, b, c, d, e, f = self._affine()
        return a * columns + b * rows + c, d * columns + e * rows + f

    def degrees(self, columns: FloatArray, rows: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Longitudes and latitudes on WGS 84.

        Raises:
            GisError: The system is unknown, or a pixel lies outside it.
        """
        return systems.points_to_wgs84(*self.system(columns, rows), self.crs)

    def pixels(self, lons: FloatArray, lats: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Columns and rows at places; NaN where no pixel of the sheet or its surroundings lies.

        Raises:
            GisError: As :meth:`degrees`.
        """
        xs, ys = systems.points_from_wgs84(lons, lats, self.crs)
        if self.fit is not None:
            return self._by_newton(self.fit, xs * self.unit_m, ys * self.unit_m)
        a, b, c, d, e, f = self._affine()
        turns = a * e - b * d
        return (e * (xs - c) - b * (ys - f)) / turns, (a * (ys - f) - d * (xs - c)) / turns

    def _affine(self) -> Affine:
        assert self.affine is not None  # an affine or a fit, see the class
        return self.affine

    def _by_newton(self, fit: Fit, xs: FloatArray, ys: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Solve ``fit.ground(column, row) = (x, y)``, beginning in the middle of the sheet."""
        columns = np.full(xs.shape, self.width / 2)
        rows = np.full(ys.shape, self.height / 2)
        reach = FAR * float(np.hypot(self.width, self.height))
        last = np.full(xs.shape, np.inf)
        for _ in range(STEPS):
            a, b, c, d = jacobian(fit, columns, rows)
            east, north = fit.ground(columns, rows)
            off_x, off_y = xs - east, ys - north
            turns = a * d - b * c
            with np.errstate(divide="ignore", invalid="ignore"):
                by_column = (d * off_x - b * off_y) / turns
                by_row = (a * off_y - c * off_x) / turns
            size = np.hypot(by_column, by_row)
            shorter = np.minimum(1.0, reach / 4 / np.maximum(size, 1e-9))
            last = np.where(np.isfinite(size), size, np.inf)
            columns = np.clip(columns + np.nan_to_num(by_column * shorter), -reach, reach)
            rows = np.clip(rows + np.nan_to_num(by_row * shorter), -reach, reach)
            if (last < CLOSE_PX / 10).all():
                break
        found = last < CLOSE_PX
        return np.where(found, columns, np.nan), np.where(found, rows, np.nan)


def by_affine(size: tuple[int, int], crs: str, affine: Affine) -> Ground:
    """A picture placed by six numbers."""
    return Ground(*size, crs, 1.0, affine, None)


def by_control(
    size: tuple[int, int], crs: str, kind: str, control: list[list[float]], *, may_mirror: bool = False
) -> Ground:
    """A picture placed by points.

    Args:
        size: Width and height of the upright picture.
        crs: The system of the points' places. Degrees are brought to the UTM zone in which they lie.
        kind: See :data:`media_pipeline.control_fit.LEAST_POINTS`.
        control: Column, row, easting (or longitude), northing (or latitude) of each point.
        may_mirror: See :func:`media_pipeline.control_fit.fitted`.

    Raises:
        NoFit: See :func:`media_pipeline.control_fit.fitted`.
        GisError: The system is unknown, or a point lies outside it.
    """
    points = np.array(control, dtype=float).reshape(-1, 4)
    unit = systems.unit_factor(crs)
    if unit is None and len(points):
        lons, lats = systems.points_to_wgs84(points[:, 2], points[:, 3], crs)
        crs, unit = utm_at(float(lons.mean()), float(lats.mean())), 1.0
        points[:, 2], points[:, 3] = systems.points_from_wgs84(lons, lats, crs)
    fit = fitted(kind, points[:, :2], points[:, 2:] * (unit or 1.0), size, may_mirror=may_mirror)
    return Ground(*size, crs, unit or 1.0, None, fit)


def utm_at(lon: float, lat: float) -> str:
    """The UTM zone of a place on WGS 84: ``EPSG:32648`` north of the equator, ``EPSG:32748`` south."""
    zone = min(60, max(1, int((lon + 180) // 6) + 1))
    return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"
