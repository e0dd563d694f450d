from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image, ImageOps
from pyproj import CRS
from rasterio.control import GroundControlPoint
from rasterio.transform import Affine, from_origin

from gis.crs import to_wgs84
from gis.placement import Method
from media_pipeline.georeference import EMPTY, accuracy_m, doubts_about, georeference, ground_of, placed
from media_pipeline.report import Facts
from media_pipeline.told import ControlPoint, Told
from tests.media_pipeline.pictures import saved


def sheet(path: Path, crs: str | None = "EPSG:3405", **options: object) -> Path:
    """A 400 m by 200 m sheet near Vị Khê in VN-2000, 2 m pixels."""
    options.setdefault("transform", from_origin(620_000, 2_257_200, 2, 2))
    profile = {"driver": "GTiff", "width": 200, "height": 100, "count": 1, "dtype": "uint8", "crs": crs}
    with rasterio.open(path, "w", **{**profile, **options}) as raster:
        raster.write(np.full((1, 100, 200), 7, dtype=np.uint8))
    return path


def read(path: Path, told: Told | None = None, media_type: str = "image/tiff") -> Facts:
    """The facts as a kind completes them."""
    size = (200, 100)
    found = georeference(path, media_type, size, told or Told())
    return {"width": size[0], "height": size[1], **found}


def points(count: int, off_m: float = 0.0) -> tuple[ControlPoint, ...]:
    """Points on a sheet of 2 m pixels as in ``sheet``, every second one moved east."""
    rng = np.random.default_rng(count)
    pixels = rng.random((count, 2)) * (200, 100)
    return tuple(
        ControlPoint(u, v, 620_000 + 2 * u + off_m * (n % 2), 2_257_200 - 2 * v, label=f"mốc {n}")
        for n, (u, v) in enumerate(pixels)
    )


def test_the_middle_of_a_sheet_is_its_place_and_half_its_diagonal_the_accuracy(tmp_path: Path) -> None:
    facts = read(sheet(tmp_path / "map"))
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
    facts = read(path)
    assert facts["control_points"] == 4
    placement, _ = placed(facts)
    assert placement is not None
    assert placement.native_x == pytest.approx(620_200)


def test_a_sheet_with_coordinates_and_no_system_is_asked_about(tmp_path: Path) -> None:
    facts = read(sheet(tmp_path / "map", crs=None))
    assert facts["has_georeference"]
    assert placed(facts) == (None, "no_crs")


def test_a_sheet_outside_its_system_is_not_placed(tmp_path: Path) -> None:
    path = sheet(tmp_path / "map", transform=from_origin(9e12, 9e12, 2, 2))
    assert placed(read(path)) == (None, "crs_unusable")


def test_a_plain_tiff_has_no_georeference(tmp_path: Path) -> None:
    assert georeference(saved(tmp_path / "plain", format="TIFF"), "image/tiff", (200, 100)) == EMPTY
    assert placed(EMPTY) == (None, None)


def test_an_officer_s_points_place_a_picture_with_their_residual_as_accuracy(tmp_path: Path) -> None:
    told = Told(control=points(8, off_m=12), control_crs="EPSG:3405", fit="poly1")
    facts = read(saved(tmp_path / "old.jpg"), told, "image/jpeg")
    placement, problem = placed(facts)
    assert problem is None and placement is not None
    assert placement.method is Method.CONTROL_POINTS
    assert placement.accuracy_m == pytest.approx(facts["fit"]["rms_m"], abs=0.01)
    assert 3 < facts["fit"]["rms_m"] < 7
    assert len(facts["fit"]["residuals"]) == 8
    assert facts["georeference_from"] == "officer"
    assert (placement.native_x, placement.native_y) == (
        pytest.approx(620_206, abs=6),
        pytest.approx(2_257_100, abs=6),
    )


def test_no_sheet_is_more_exact_than_a_pixel_of_it(tmp_path: Path) -> None:
    told = Told(control=points(8), control_crs="EPSG:3405", fit="poly1")
    facts = read(saved(tmp_path / "old.jpg"), told, "image/jpeg")
    assert facts["fit"]["rms_m"] == pytest.approx(0, abs=1e-4)
    assert accuracy_m(facts) == pytest.approx(2.0, rel=0.01)


def test_points_in_degrees_are_fitted_in_metres(tmp_path: Path) -> None:
    metric = points(8, off_m=12)
    degrees = tuple(
        ControlPoint(each.x, each.y, *to_wgs84(each.target_x, each.target_y, "EPSG:3405")) for each in metric
    )
    facts = read(saved(tmp_path / "old.jpg"), Told(control=degrees, fit="poly1"), "image/jpeg")
    wanted = read(
        saved(tmp_path / "old.jpg"), Told(control=metric, control_crs="EPSG:3405", fit="poly1"), "image/jpeg"
    )
    assert facts["fit"]["rms_m"] == pytest.approx(wanted["fit"]["rms_m"], rel=0.01)


def test_points_that_just_suffice_leave_the_accuracy_unknown_and_say_so(tmp_path: Path) -> None:
    told = Told(control=points(3, off_m=40), control_crs="EPSG:3405", fit="poly1")
    facts = read(saved(tmp_path / "old.jpg"), told, "image/jpeg")
    placement, _ = placed(facts)
    assert placement is not None
    assert placement.accuracy_m is None
    assert [doubt.code for doubt in doubts_about(facts)] == ["map_fit_unproven"]


def test_points_that_hold_no_sheet_leave_it_unplaced_with_the_reason(tmp_path: Path) -> None:
    line = tuple(ControlPoint(n * 10, n * 10, 620_000 + n * 20, 2_257_200 - n * 20) for n in range(5))
    facts = read(
        saved(tmp_path / "old.jpg"), Told(control=line, control_crs="EPSG:3405", fit="poly1"), "image/jpeg"
    )
    assert placed(facts) == (None, "fit")
    assert ground_of(facts) is None
    assert [doubt.code for doubt in doubts_about(facts)] == ["map_fit_collinear"]


WORLD = "2.0\n0.0\n0.0\n-2.0\n620001.0\n2257199.0\n"


def test_a_world_file_places_its_picture_once_its_system_is_told(tmp_path: Path) -> None:
    picture = saved(tmp_path / "to-ban-do.jpg")
    (tmp_path / "to-ban-do.jgw").write_text(WORLD)
    beside = Told(companions=("to-ban-do.jgw",))
    facts = read(picture, beside, "image/jpeg")
    assert placed(facts) == (None, "no_crs")
    assert [doubt.code for doubt in doubts_about(facts)] == ["map_no_crs"]
    placement, _ = placed(read(picture, Told(crs="EPSG:3405", companions=("to-ban-do.jgw",)), "image/jpeg"))
    assert placement is not None
    assert (placement.native_x, placement.native_y) == (620_200, 2_257_100)


def test_a_prj_beside_the_world_file_names_the_system(tmp_path: Path) -> None:
    picture = saved(tmp_path / "map.jpg")
    (tmp_path / "map.jgw").write_text(WORLD)
    (tmp_path / "map.prj").write_text(CRS.from_epsg(3405).to_wkt("WKT1_ESRI"))
    facts = read(picture, Told(companions=("map.jgw", "map.prj")), "image/jpeg")
    placement, _ = placed(facts)
    assert placement is not None
    assert placement.native_x == 620_200
    (tmp_path / "map.prj").write_text("không phải hệ tọa độ")
    assert placed(read(picture, Told(companions=("map.jgw", "map.prj")), "image/jpeg")) == (None, "no_crs")


def test_a_broken_world_file_is_asked_about(tmp_path: Path) -> None:
    picture = saved(tmp_path / "map.jpg")
    (tmp_path / "map.wld").write_text("2.0\n0.0\n")
    facts = read(picture, Told(crs="EPSG:3405", companions=("map.wld",)), "image/jpeg")
    assert placed(facts) == (None, "world_file")
    assert [doubt.code for doubt in doubts_about(facts)] == ["map_world_file"]


def test_a_told_system_completes_a_geotiff_that_names_none(tmp_path: Path) -> None:
    path = sheet(tmp_path / "map", crs=None)
    placement, problem = placed(read(path, Told(crs="EPSG:3405")))
    assert problem is None and placement is not None
    assert placement.native_crs == "EPSG:3405"


def test_a_rotated_sheet_has_its_corners_where_its_affine_puts_them(tmp_path: Path) -> None:
    turned = Affine.translation(620_000, 2_257_200) @ Affine.rotation(-30) @ Affine.scale(2, -2)
    facts = read(sheet(tmp_path / "map", transform=turned))
    assert facts["corners"][3] == pytest.approx(list(turned @ (200, 100)), abs=1e-6)
    ground = ground_of(facts)
    assert ground is not None
    columns, rows = ground.pixels(*ground.degrees(np.array([17.0]), np.array([61.0])))
    assert (columns[0], rows[0]) == (pytest.approx(17, abs=1e-3), pytest.approx(61, abs=1e-3))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stored_on_its_side_is_placed_as_it_is_seen(tmp_path: Path, orientation: int) -> None:
    """The world file counts stored pixels; a red pixel shows where one of them is once upright."""
    stored = Image.new("L", (30, 20))
    stored.putpixel((7, 4), 255)
    exif = Image.Exif()
    exif[274] = orientation
    picture = saved(tmp_path / "map.png", stored, "PNG", exif=exif)
    (tmp_path / "map.pgw").write_text(WORLD)
    upright = (
        ImageOps.exif_transpose(stored) if orientation == 1 else ImageOps.exif_transpose(Image.open(picture))
    )
    row, column = np.argwhere(np.asarray(upright) == 255)[0]
    found = georeference(picture, "image/png", upright.size, Told(crs="EPSG:3405", companions=("map.pgw",)))
    a, b, c, d, e, f = found["affine"]
    middle = (column + 0.5, row + 0.5)
    assert a * middle[0] + b * middle[1] + c == pytest.approx(620_000 + 2 * 7.5)
    assert d * middle[0] + e * middle[1] + f == pytest.approx(2_257_200 - 2 * 4.5)
