"""Which commune holds each of 100,000 points: our tree of polygons beside GeoPandas' spatial join."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import shapely

from gis.unit_sources import read_units
from tests.bench.measure import Row, costs_in_turn

POINTS = 100_000
SPACING = 0.0008  # degrees between corners: as many as published boundaries have, 500 to 800 a commune
WAVES = ((0.004, 90.0), (0.0012, 700.0))  # amplitude in degrees, radians a degree


def measure_unit_points(folder: Path) -> list[Row]:
    """One row: whole processes that read the polygons and the points, find the communes and write them."""
    make(folder)
    script = Path(__file__).with_name("unit_points_work.py")
    costs = costs_in_turn(
        {name: [sys.executable, script, name, folder] for name in ("ours", "geopandas")}, runs=3
    )
    ours, theirs = np.load(folder / "ours.npy"), np.load(folder / "geopandas.npy")
    if not np.array_equal(ours, theirs):
        raise AssertionError(f"{(ours != theirs).sum()} of {POINTS} points differ")
    return [
        Row(
            f"commune of {POINTS:,} points among 3,321",
            f"geopandas.sjoin {version('geopandas')}",
            costs["ours"],
            costs["geopandas"],
        )
    ]


def make(folder: Path) -> None:
    """Polygons like the country's communes and points among them, the same at every run.

    The cells around the communes' centres, their edges bent by one smooth map of the plane, so that
    neighbours still share every edge.
    """
    rows = [unit for unit in read_units().units.values() if unit.level == "commune" and unit.valid_to is None]
    centres = np.array([(unit.lon, unit.lat) for unit in rows if unit.lon is not None])
    hull = shapely.buffer(shapely.convex_hull(shapely.multipoints(centres)), 0.2)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=hull))
    cells = shapely.segmentize(shapely.intersection(cells, hull), SPACING)
    bent = shapely.transform(cells, _bend)
    (folder / "cells.wkb").write_bytes(shapely.to_wkb(shapely.geometrycollections(bent)))
    dice = np.random.default_rng(7)
    near = centres[dice.integers(0, len(centres), POINTS)] + dice.normal(0, 0.03, (POINTS, 2))
    np.save(folder / "points.npy", near)


def _bend(xy: np.ndarray) -> np.ndarray:
    moved = xy.copy()
    for amplitude, speed in WAVES:
        moved[:, 0] += amplitude * np.sin(speed * xy[:, 1])
    for amplitude, speed in WAVES:
        moved[:, 1] += amplitude * np.sin(speed * moved[:, 0])
    return moved
