from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from media_pipeline.footprint import outline, write_footprint


def test_the_outline_follows_a_courtyard_corner() -> None:
    xy = np.random.default_rng(1).random((20_000, 2)) * 20
    xy = xy[(xy[:, 0] < 8) | (xy[:, 1] < 8)]
    shape = shapely.geometry.shape(outline(xy + [569_400, 2_262_800]))
    assert shape.is_valid
    assert shape.area < 300
    assert shape.covers(shapely.Point(569_404, 2_262_815))
    assert not shape.covers(shapely.Point(569_417, 2_262_817))


@pytest.mark.parametrize("xy", [[[5.0, 5.0]], [[0.0, 0.0], [9.0, 0.0]], [[0.0, 0.0], [4.0, 4.0], [9.0, 9.0]]])
def test_points_and_lines_have_an_area(xy: list[list[float]]) -> None:
    assert shapely.geometry.shape(outline(np.array(xy))).area > 0


def test_geojson_is_longitude_latitude_and_the_native_ring_is_beside_it(tmp_path: Path) -> None:
    xy = np.random.default_rng(1).random((500, 2)) * 10 + [569_493.211, 2_262_869.638]
    made = write_footprint(xy, "EPSG:9209", tmp_path)
    feature = json.loads(made.path.read_text())
    lon, lat = np.array(feature["geometry"]["coordinates"][0]).mean(axis=0)
    assert (lon, lat) == (pytest.approx(106.16799, abs=1e-4), pytest.approx(20.45601, abs=1e-4))
    assert feature["properties"]["native_geometry"]["coordinates"][0][0][0] > 500_000


def test_without_a_system_there_is_no_geometry(tmp_path: Path) -> None:
    made = write_footprint(np.random.default_rng(1).random((50, 2)), None, tmp_path)
    assert json.loads(made.path.read_text())["geometry"] is None
    assert made.facts["placed"] is False
