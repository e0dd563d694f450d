"""Tiles cut out of overlays: where the sheet is, nothing where it is not, the same at every zoom."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gis import web_mercator
from media_pipeline.ground import by_affine
from media_pipeline.overlay_tiles import Overlay
from tests.media_pipeline.test_warp import CRS_OF_SHEET, SIZE, overlay_of

GROUND = by_affine(SIZE, CRS_OF_SHEET, (0.7, 0.2, 569_000, 0.2, -0.7, 2_263_000))


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Overlay:
    made = overlay_of(GROUND, tmp_path_factory.mktemp("overlay"))
    return Overlay(made.path, *(made.facts[name] for name in ("zoom", "left", "top", "width", "height")))


def pixel(overlay: Overlay, zoom: int, column: float, row: float, format: str = "webp") -> np.ndarray:
    """The colour that a map shows at the place of a pixel of the sheet."""
    lons, lats = GROUND.degrees(np.array([column]), np.array([row]))
    x, y = (float(each[0]) for each in web_mercator.to_pixels(lons, lats, zoom))
    data = overlay.tile(zoom, int(x // 256), int(y // 256), format)
    assert data is not None
    tile = Image.open(io.BytesIO(data)).convert("RGBA")
    assert tile.size == (256, 256)
    return np.asarray(tile)[int(y % 256), int(x % 256)]


@pytest.mark.parametrize("up", [0, 1, 2, 3])
@pytest.mark.parametrize("format", ["webp", "png"])
def test_a_place_has_the_colour_of_its_pixel_at_every_zoom(overlay: Overlay, up: int, format: str) -> None:
    red, green, _, opaque = pixel(overlay, overlay.zoom - up, 450.5, 300.5, format)
    assert opaque == 255
    assert red == pytest.approx(450 * 255 / SIZE[0], abs=6)
    assert green == pytest.approx(300 * 255 / SIZE[1], abs=6)


def test_the_shallowest_zoom_still_shows_where_the_sheet_is(overlay: Overlay) -> None:
    assert pixel(overlay, overlay.least_zoom, 450, 300)[3] > 0


def test_beside_the_sheet_and_at_other_zooms_there_is_no_tile(overlay: Overlay) -> None:
    column, row = overlay.left // 256, overlay.top // 256
    assert overlay.tile(overlay.zoom, column - 1, row, "webp") is None
    assert overlay.tile(overlay.zoom, column, row + overlay.height // 256, "webp") is None
    assert overlay.tile(overlay.zoom + 1, column * 2, row * 2, "webp") is None
    assert overlay.tile(overlay.least_zoom - 1, 0, 0, "webp") is None


def test_an_empty_tile_inside_the_frame_is_none(overlay: Overlay) -> None:
    column, row = overlay.left // 256, overlay.top // 256
    tiles = {
        (x, y): overlay.tile(overlay.zoom, column + x, row + y, "webp")
        for x in range(overlay.width // 256)
        for y in range(overlay.height // 256)
    }
    assert any(data is None for data in tiles.values())
    assert any(data is not None for data in tiles.values())


def test_a_file_that_is_gone_is_an_error(overlay: Overlay, tmp_path: Path) -> None:
    gone = Overlay(
        tmp_path / "gone.tif", overlay.zoom, overlay.left, overlay.top, overlay.width, overlay.height
    )
    with pytest.raises(OSError, match="gone"):
        gone.tile(overlay.zoom, overlay.left // 256, overlay.top // 256, "png")


def test_another_map_under_the_same_name_is_another_map(overlay: Overlay, tmp_path: Path) -> None:
    """As with descriptors of copies, which are used again."""
    place = (overlay.zoom, overlay.left, overlay.top, overlay.width, overlay.height)
    path = tmp_path / "copy.tif"
    path.write_bytes(overlay.path.read_bytes())
    before = pixel(Overlay(path, *place), overlay.zoom, 450, 300)
    (tmp_path / "white").mkdir()
    other = overlay_of(GROUND, tmp_path / "white", Image.new("RGB", SIZE, "white")).path
    path.write_bytes(other.read_bytes())
    after = pixel(Overlay(path, *place), overlay.zoom, 450, 300)
    assert before[2] < 200 < after[2]
