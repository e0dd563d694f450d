"""Overlays of placed maps: every pixel where the fit puts it, nothing outside the sheet, tiles as map tiles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pyvips
import rasterio
from PIL import Image
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.warp import Resampling, reproject

from gis import web_mercator
from gis.crs import points_to_wgs84
from media_pipeline import georeference, pyramid, warp, warp_grid
from media_pipeline.ground import Ground, by_affine, by_control
from media_pipeline.report import Derived
from media_pipeline.told import EVERYTHING, ControlPoint, Order, Told

SIZE = (900, 600)
CRS_OF_SHEET = "EPSG:9209"


def picture() -> Image.Image:
    """A smooth picture in which red tells the column and green the row."""
    columns, rows = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    values = np.stack([columns * 255 / SIZE[0], rows * 255 / SIZE[1], np.full_like(rows, 90)], 2)
    return Image.fromarray(values.astype(np.uint8))


def control(kind: str) -> list[list[float]]:
    """Points of a sheet of 0.5 m pixels, turned, and bent where the fit can follow."""
    rng = np.random.default_rng(3)
    at = np.stack(np.meshgrid(np.linspace(20, 880, 4), np.linspace(20, 580, 4)), 2).reshape(-1, 2)
    at = at + rng.normal(0, 8, at.shape)
    u, v = at.T
    x, y = 569_000 + 0.48 * u + 0.14 * v, 2_263_000 + 0.14 * u - 0.48 * v
    if kind not in ("poly1", "similarity"):
        x, y = x + 6 * np.sin(u / 300) * (v / 600), y + 5 * np.cos(u / 350)
    return [list(row) for row in np.column_stack([u, v, x, y])]


def overlay_of(ground: Ground, folder: Path, image: Image.Image | None = None) -> Derived:
    made = pyramid.as_pyramid(image or picture(), folder)
    return warp.overlay(made.path, ground, georeference.EMPTY, folder)


@pytest.mark.parametrize("kind", ["similarity", "poly1", "poly2", "poly3", "tps"])
def test_the_way_back_meets_the_fit(kind: str) -> None:
    ground = by_control(SIZE, CRS_OF_SHEET, kind, control(kind))
    columns, rows = np.meshgrid(np.linspace(0, 900, 31), np.linspace(0, 600, 21))
    back = ground.pixels(*ground.degrees(columns, rows))
    assert np.abs(back[0] - columns).max() < 0.02
    assert np.abs(back[1] - rows).max() < 0.02


@pytest.mark.parametrize("kind", ["poly1", "poly3", "tps"])
def test_patches_lie_within_half_a_pixel_of_the_fit(kind: str) -> None:
    ground = by_control(SIZE, CRS_OF_SHEET, kind, control(kind))
    sheet = warp.sheet_of(ground)
    grid = warp_grid.of_sheet(ground, sheet.zoom, sheet.left, sheet.top, sheet.width, sheet.height)
    seen = 0
    for top in range(0, sheet.height, 256):
        for left in range(0, sheet.width, 256):
            for patch in grid.patches(left, top, 256):
                x, y = np.meshgrid(np.arange(3.5, patch.size, 8), np.arange(3.5, patch.size, 8))
                a, b, c, d, e, f = patch.affine
                degrees = web_mercator.to_degrees(
                    x + sheet.left + patch.left, y + sheet.top + patch.top, sheet.zoom
                )
                columns, rows = ground.pixels(*degrees)
                inside = (columns >= 0) & (columns < SIZE[0]) & (rows >= 0) & (rows < SIZE[1])
                miss = np.hypot(a * x + b * y + c - columns, d * x + e * y + f - rows)
                assert not inside.any() or miss[inside].max() < 0.5
                seen += int(inside.sum())
    assert seen > 2_000


@pytest.mark.parametrize("kind", ["poly1", "tps"])
def test_a_pixel_of_the_overlay_shows_the_place_that_the_fit_gives(tmp_path: Path, kind: str) -> None:
    ground = by_control(SIZE, CRS_OF_SHEET, kind, control(kind))
    made = overlay_of(ground, tmp_path)
    with rasterio.open(made.path) as raster:
        assert raster.crs == CRS.from_epsg(3857)
        values = raster.read()
        shift = raster.transform
    for column, row in ((120.5, 80.5), (450.5, 300.5), (800.5, 560.5)):
        lons, lats = ground.degrees(np.array([column]), np.array([row]))
        x, y = web_mercator.to_pixels(lons, lats, made.facts["zoom"])
        across, down = x[0] - made.facts["left"], y[0] - made.facts["top"]
        red, green, _, opaque = values[:, int(down), int(across)]
        assert opaque == 255
        assert red == pytest.approx(column * 255 / SIZE[0], abs=3)
        assert green == pytest.approx(row * 255 / SIZE[1], abs=3)
        metres = web_mercator.corner_m(x[0], y[0], made.facts["zoom"])
        assert shift @ (across, down) == pytest.approx(metres, abs=1e-3)


def test_an_affine_sheet_agrees_with_gdal_s_own_warp(tmp_path: Path) -> None:
    """The oracle: GDAL warps the same points, brought to EPSG:3857, to the same grid."""
    points = control("poly1")
    ground = by_control(SIZE, CRS_OF_SHEET, "poly1", points)
    made = overlay_of(ground, tmp_path)
    array = np.array(points)
    lons, lats = points_to_wgs84(array[:, 2], array[:, 3], CRS_OF_SHEET)
    xs, ys = web_mercator.to_pixels(lons, lats, 20)
    gcps = []
    for (u, v, *_), x, y in zip(points, xs, ys, strict=True):
        gcps.append(GroundControlPoint(v, u, *web_mercator.corner_m(x, y, 20), 0.0))
    with rasterio.open(made.path) as raster:
        ours = raster.read()
        theirs = np.zeros((3, raster.height, raster.width), np.uint8)
        reproject(
            np.asarray(picture()).transpose(2, 0, 1), theirs, gcps=gcps, src_crs=raster.crs,
            dst_transform=raster.transform, dst_crs=raster.crs, resampling=Resampling.bilinear, MAX_GCP_ORDER=1,
        )  # fmt: skip
    both = (ours[3] == 255) & (theirs[2] == 90)  # not its edge, which GDAL mixes with black
    assert both.sum() > 200_000
    apart = np.abs(ours[:2, both].astype(int) - theirs[:2, both])
    assert np.percentile(apart, 97) <= 3  # WebP keeps colour at half the resolution: edges bleed


def test_outside_the_sheet_the_overlay_is_clear_and_its_empty_tiles_take_no_room(tmp_path: Path) -> None:
    turned = by_affine(SIZE, CRS_OF_SHEET, (0.35, 0.35, 569_000, 0.35, -0.35, 2_263_000))
    made = overlay_of(turned, tmp_path)
    with rasterio.open(made.path) as raster:
        opaque = raster.read(4)
    share = (opaque > 0).mean()
    assert 0.2 < share < 0.6
    assert opaque[0, 0] == opaque[-1, -1] == 0


def test_the_corner_of_an_overlay_is_a_corner_of_a_map_tile_and_its_overviews_are_zooms(
    tmp_path: Path,
) -> None:
    made = overlay_of(by_affine(SIZE, CRS_OF_SHEET, (2.0, 0, 569_000, 0, -2.0, 2_263_000)), tmp_path)
    assert {made.facts[name] % 256 for name in ("left", "top", "width", "height")} == {0}
    with rasterio.open(made.path) as raster:
        assert raster.profile["blockxsize"] == 256
        assert raster.overviews(1)[:2] == [2, 4]
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    second = pyvips.Image.tiffload(str(made.path), page=1)
    assert (second.width, second.height, second.bands) == (
        made.facts["width"] // 2,
        made.facts["height"] // 2,
        4,
    )


def test_a_pixel_of_the_overlay_is_about_one_of_the_sheet(tmp_path: Path) -> None:
    for metres in (0.05, 1.0, 30.0):
        ground = by_affine(SIZE, CRS_OF_SHEET, (metres, 0, 569_000, 0, -metres, 2_263_000))
        finest = web_mercator.true_metres_per_pixel(warp.sheet_of(ground).zoom, 20.4)
        assert 0.7 < finest / metres < 1.42


def test_a_huge_sheet_is_made_smaller_than_the_cap() -> None:
    ground = by_affine((40_000, 3_000), CRS_OF_SHEET, (0.1, 0, 569_000, 0, -0.1, 2_263_000))
    sheet = warp.sheet_of(ground)
    assert max(sheet.width, sheet.height) <= warp.MOST_SIDE
    assert sheet.width > warp.MOST_SIDE / 2 - 512


def test_a_grey_sheet_becomes_grey_in_three_bands(tmp_path: Path) -> None:
    made = overlay_of(
        by_affine(SIZE, CRS_OF_SHEET, (1.0, 0, 569_000, 0, -1.0, 2_263_000)), tmp_path, picture().convert("L")
    )
    with rasterio.open(made.path) as raster:
        values = raster.read()
    inside = values[3] == 255
    assert np.abs(values[0][inside].astype(int) - values[2][inside]).max() <= 4


def _told(tmp_path: Path) -> tuple[Path, dict[str, Any], Order]:
    path = tmp_path / "in.png"
    picture().save(path)
    told = Told(
        control=tuple(ControlPoint(*row) for row in control("tps")), control_crs=CRS_OF_SHEET, fit="tps"
    )
    return path, {"told": told}, Order(told)


def test_a_jpeg_of_a_map_gets_an_overlay_that_states_its_points_and_its_error(tmp_path: Path) -> None:
    from media_pipeline import photo

    path, more, order = _told(tmp_path)
    facts = photo.inspect(path, "image/png", more["told"])
    (tmp_path / "out").mkdir()
    made = {each.recipe: each for each in photo.derive(path, facts, tmp_path / "out", order)}
    known = made["overlay"].facts
    assert (known["fit"], known["points"], known["georeference_from"]) == ("tps", 16, "officer")
    assert known["accuracy_m"] == pytest.approx(max(known["rms_m"], facts["pixel_m"]), abs=0.01)
    west, south, east, north = known["bounds"]
    placement = photo.place(facts)
    assert placement is not None
    assert west < placement.lon < east
    assert south < placement.lat < north


def test_the_overlay_alone_can_be_ordered(tmp_path: Path) -> None:
    from media_pipeline import photo

    path, more, _ = _told(tmp_path)
    facts = photo.inspect(path, "image/png", more["told"])
    order = Order(more["told"], frozenset({"overlay"}))
    made = [each.recipe for each in photo.derive(path, facts, tmp_path, order)]
    assert "overlay" in made


def test_a_picture_without_a_place_gets_no_overlay(tmp_path: Path) -> None:
    from media_pipeline import photo

    path, _, _ = _told(tmp_path)
    facts = photo.inspect(path, "image/png")
    assert "overlay" not in {each.recipe for each in photo.derive(path, facts, tmp_path, EVERYTHING)}
