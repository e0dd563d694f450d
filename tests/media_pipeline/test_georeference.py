from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.control import GroundControlPoint
from rasterio.transform import from_origin

from gis.placement import Method
from media_pipeline.georeference import EMPTY, georeference, placed
from tests.media_pipeline.pictures import saved


def sheet(path: Path, crs: str | None = "EPSG:3405", **options: object) -> Path:
    """A 400 m by 200 m sheet near Vị Khê in VN-2000, 2 m pixels."""
    options.setdefault("transform", from_origin(620_000, 2_257_200, 2, 2))
    profile = {"driver": "GTiff", "width": 200, "height": 100, "count": 1, "dtype": "uint8", "crs": crs}
    with rasterio.open(path, "w", **{**profile, **options}) as raster:
        raster.write(np.full((1, 100, 200), 7, dtype=np.uint8))
    return path


def test_the_middle_of_a_sheet_is_its_place_and_half_its_diagonal_the_accuracy(tmp_path: Path) -> None:
    facts = georeference(sheet(tmp_path / "map"))
    placement, problem = placed(facts)
    assert problem is None and placement is not None
    assert (placement.native_crs, placement.native_x, placement.native_y) == ("EPSG:3405", 620_200, 2_257_100)
    assert placement.method is Method.SCAN_CRS
    assert placement.accuracy_m == pytest.approx(223.6, rel=0.01)
    assert (placement.lon, placement.lat) == (
        pytest.approx(106.155, abs=0.01),
        pytest.approx(20.405, abs=0.01),
    )


def test_control_points_place_a_sheet_too(tmp_path: Path) -> None:
    points = [
        GroundControlPoint(row=r, col=c, x=620_000 + 2 * c, y=2_257_200 - 2 * r, z=0.0)
        for r, c in ((0, 0), (0, 200), (100, 0), (100, 200))
    ]
    path = sheet(tmp_path / "map", crs=None, transform=None)
    with rasterio.open(path, "r+") as raster:
        raster.gcps = (points, rasterio.crs.CRS.from_epsg(3405))
    facts = georeference(path)
    assert facts["control_points"] == 4
    placement, _ = placed(facts)
    assert placement is not None
    assert placement.native_x == pytest.approx(620_200)


def test_a_sheet_with_coordinates_and_no_system_is_asked_about(tmp_path: Path) -> None:
    facts = georeference(sheet(tmp_path / "map", crs=None))
    assert facts["has_georeference"]
    assert placed(facts) == (None, "no_crs")


def test_a_sheet_outside_its_system_is_not_placed(tmp_path: Path) -> None:
    path = sheet(tmp_path / "map", transform=from_origin(9e12, 9e12, 2, 2))
    assert placed(georeference(path)) == (None, "crs_unusable")


def test_a_plain_tiff_has_no_georeference(tmp_path: Path) -> None:
    assert georeference(saved(tmp_path / "plain", format="TIFF")) == EMPTY
    assert placed(EMPTY) == (None, None)
