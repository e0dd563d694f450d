"""Lay a placed picture on the grid of web map tiles: a Cloud Optimized GeoTIFF in EPSG:3857.

The overlay's pixels are those of map tiles of its deepest zoom and its corner is a corner of one, so a tile
is cut out of it without resampling. It is transparent outside the sheet.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis import web_mercator
from gis.web_mercator import TILE
from media_pipeline import georeference, warp_grid
from media_pipeline.ground import Ground
from media_pipeline.report import Derived, Facts
from media_pipeline.told import Order

RECIPE = "overlay"
MEDIA_TYPE = "image/tiff"
MOST_SIDE = 8192
DEEPEST = 24
QUALITY = 80
MARGIN_PX = 4  # of the source around a block, for the interpolation

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The overlay's place on the grid: pixels of ``zoom``, the corner in whole tiles."""

    zoom: int
    left: int
    top: int
    width: int
    height: int


def with_source(order: Order) -> Order:
    """The same order, with the pyramid that an overlay is made of."""
    if order.wanted is None or RECIPE not in order.wanted:
        return order
    return Order(order.told, order.wanted | {"pyramid"})


def then_overlay(made: Iterator[Derived], facts: Facts, out: Path, order: Order) -> Iterator[Derived]:
    """Pass derivatives on; after the pyramid among them comes the overlay, if the picture is placed."""
    for each in made:
        yield each
        if each.recipe == "pyramid" and order.wants(RECIPE):
            ground = georeference.ground_of(facts)
            if ground is not None:
                yield overlay(each.path, ground, facts, out)


def overlay(pyramid: Path, ground: Ground, facts: Facts, out: Path) -> Derived:
    """Warp a picture, at most 8192 pixels a side.

    Args:
        pyramid: The upright picture as :mod:`media_pipeline.pyramid` writes it.
        ground: Its tie to the ground.
        facts: What is known of the georeference.
        out: The folder of derivatives.
    """
    sheet = sheet_of(ground)
    grid = warp_grid.of_sheet(ground, sheet.zoom, sheet.left, sheet.top, sheet.width, sheet.height)
    source, shrink = _source(pyramid, ground, grid.source_pixels_per_pixel)
    path, plain = out / f"{RECIPE}.tif", out / f"{RECIPE}-plain.tif"
    _warp(source, shrink, grid, sheet, plain)
    _as_cog(plain, path)
    plain.unlink()
    west, north = web_mercator.to_degrees(np.array([sheet.left]), np.array([sheet.top]), sheet.zoom)
    east, south = web_mercator.to_degrees(
        np.array([sheet.left + sheet.width]), np.array([sheet.top + sheet.height]), sheet.zoom
    )
    fit = facts["fit"] or {}
    return Derived(
        RECIPE,
        path,
        MEDIA_TYPE,
        {
            "width": sheet.width,
            "height": sheet.height,
            "zoom": sheet.zoom,
            "left": sheet.left,
            "top": sheet.top,
            "bounds": _bounds_of_content(ground) or [west[0], south[0], east[0], north[0]],
            "georeference_from": facts["georeference_from"],
            "fit": fit.get("kind"),
            "points": facts["control_points"],
            "rms_m": fit.get("rms_m"),
            "accuracy_m": georeference.accuracy_m(facts),
        },
    )


def sheet_of(ground: Ground) -> Sheet:
    """The deepest zoom whose pixels are about as fine as the picture's, and the tiles that it covers."""
    lons, lats = ground.degrees(*_lattice(ground, 17))
    xs, ys = web_mercator.to_pixels(lons, lats, 0)
    wide = np.hypot(np.diff(xs, axis=1), np.diff(ys, axis=1)).sum(axis=1).mean()
    high = np.hypot(np.diff(xs, axis=0), np.diff(ys, axis=0)).sum(axis=0).mean()
    finest = math.log2(math.sqrt(ground.width * ground.height / max(wide * high, 1e-30)))
    for zoom in range(max(0, min(DEEPEST, round(finest))), -1, -1):
        scale = 1 << zoom
        left, top = (math.floor(float(at.min()) * scale / TILE) * TILE for at in (xs, ys))
        right, bottom = (math.ceil(float(at.max()) * scale / TILE) * TILE for at in (xs, ys))
        if max(right - left, bottom - top) <= MOST_SIDE:
            break
    return Sheet(zoom, left, top, max(TILE, right - left), max(TILE, bottom - top))


def _lattice(ground: Ground, count: int) -> tuple[Any, Any]:
    columns, rows = np.meshgrid(np.linspace(0, ground.width, count), np.linspace(0, ground.height, count))
    return columns, rows


def _bounds_of_content(ground: Ground) -> list[float]:
    lons, lats = ground.degrees(*_lattice(ground, 17))
    return [round(float(value), 7) for value in (lons.min(), lats.min(), lons.max(), lats.max())]


def _source(pyramid: Path, ground: Ground, per_pixel: float) -> tuple[Pixels, float]:
    """The smallest level that is still as fine as the overlay, shape (height, width, bands), and its shrink."""
    import pyvips

    levels = int(pyvips.Image.tiffload(str(pyramid), revalidate=True).get("n-pages"))
    level = min(levels - 1, max(0, math.floor(math.log2(max(per_pixel, 1.0)))))
    image = pyvips.Image.tiffload(str(pyramid), page=level, revalidate=True)
    pixels = np.frombuffer(image.write_to_memory(), np.uint8).reshape(image.height, image.width, image.bands)
    return pixels, ground.width / image.width


def _warp(source: Pixels, shrink: float, grid: warp_grid.Grid, sheet: Sheet, path: Path) -> None:
    """Write the warped sheet block by block; a block without the sheet is not written at all."""
    import rasterio
    from rasterio.crs import CRS
    from rasterio.transform import Affine
    from rasterio.warp import Resampling, reproject
    from rasterio.windows import Window

    crs = CRS.from_epsg(3857)
    size = web_mercator.metres_per_pixel(sheet.zoom)
    west, north = web_mercator.corner_m(sheet.left, sheet.top, sheet.zoom)
    profile = {
        "driver": "GTiff", "width": sheet.width, "height": sheet.height, "count": 4, "dtype": "uint8",
        "crs": crs, "transform": Affine(size, 0, west, 0, -size, north), "tiled": True, "blockxsize": TILE,
        "blockysize": TILE, "photometric": "RGB", "alpha": "UNSPECIFIED", "interleave": "pixel", "sparse_ok": True,
    }  # fmt: skip
    with rasterio.open(path, "w", **profile) as target:
        for top in range(0, sheet.height, TILE):
            for left in range(0, sheet.width, TILE):
                block = np.zeros((4, TILE, TILE), np.uint8)
                for patch in grid.patches(left, top, TILE):
                    window, x0, y0 = _window(source, patch, shrink)
                    if window is None:
                        continue
                    # Both planes are pixels of the source: GDAL is given the grid, not a system to convert to.
                    a, b, c, d, e, f = (value / shrink for value in patch.affine)
                    piece = np.zeros((4, patch.size, patch.size), np.uint8)
                    reproject(
                        window, piece, src_transform=Affine.translation(x0, y0), src_crs=crs,
                        dst_transform=Affine(a, b, c, d, e, f), dst_crs=crs, src_alpha=4, dst_alpha=4,
                        resampling=Resampling.bilinear,
                    )  # fmt: skip
                    x, y = patch.left - left, patch.top - top
                    block[:, y : y + patch.size, x : x + patch.size] = piece
                if block[3].any():
                    target.write(block, window=Window(left, top, TILE, TILE))


def _window(source: Pixels, patch: warp_grid.Patch, shrink: float) -> tuple[Pixels | None, int, int]:
    """The part of the source that a patch needs, as (red, green, blue, opaque), and its corner."""
    height, width, bands = source.shape
    west, south, east, north = (value / shrink for value in patch.extent())
    x0, x1 = max(0, math.floor(west) - MARGIN_PX), min(width, math.ceil(east) + MARGIN_PX)
    y0, y1 = max(0, math.floor(south) - MARGIN_PX), min(height, math.ceil(north) + MARGIN_PX)
    if x1 <= x0 or y1 <= y0:
        return None, 0, 0
    part = source[y0:y1, x0:x1]
    out = np.full((4, y1 - y0, x1 - x0), 255, np.uint8)
    for band in range(3):
        out[band] = part[:, :, min(band, bands - 1)]
    return out, x0, y0


def _as_cog(plain: Path, path: Path) -> None:
    from rasterio import shutil

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shutil.copy(
            plain, path, driver="COG", COMPRESS="WEBP", QUALITY=str(QUALITY), BLOCKSIZE=str(TILE),
            OVERVIEW_RESAMPLING="AVERAGE", SPARSE_OK="YES",
        )  # fmt: skip
