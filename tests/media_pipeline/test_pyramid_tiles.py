from __future__ import annotations

import contextlib
import gc
import io
from pathlib import Path

import numpy as np
import pytest
import pyvips
from PIL import Image

from media_pipeline.pyramid import as_pyramid
from media_pipeline.pyramid_tiles import Pyramid
from tests.media_pipeline.pictures import quarters


def open_files(path: Path) -> int:
    """How often this process has a file open; others' garbage may close files of its own at any moment."""
    links = []
    for each in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            links.append(each.readlink())
    return links.count(path.resolve())


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_stored_tile_has_the_pixels_of_its_level(mode: str, tmp_path: Path) -> None:
    pyramid = Pyramid(as_pyramid(quarters(1400, 900).convert(mode), tmp_path).path)
    assert pyramid.is_grey == (mode == "L")
    for number, level in enumerate(pyramid.levels[:2]):
        edge = 256 << number
        raw = pyramid.stored_tile(edge, 0, edge, edge, (256, 256))
        assert raw is not None
        picture = Image.open(io.BytesIO(raw))
        assert (picture.mode, picture.size) == (mode, (256, 256))
        page = pyvips.Image.tiffload(str(pyramid.path), page=number)
        assert (page.width, page.height) == (level.width, level.height)
        truth = page.crop(256, 0, 256, 256).numpy()
        # JPEG decoders may differ by one in the last bit
        assert np.abs(np.asarray(picture).astype(int) - truth).max() <= 1


@pytest.mark.parametrize(
    ("region", "size"),
    [
        ((1280, 0, 256, 256), (256, 256)),  # cut by the right edge: stored with padding
        ((0, 768, 256, 256), (256, 256)),
        ((1, 0, 256, 256), (256, 256)),
        ((0, 0, 256, 256), (255, 256)),
        ((0, 0, 256, 255), (256, 255)),
        ((0, 0, 300, 300), (256, 256)),
        ((4096, 0, 256, 256), (256, 256)),
        ((0, 0, 65536, 65536), (256, 256)),
    ],
)
def test_what_is_no_whole_tile_is_not_stored(
    region: tuple[int, int, int, int], size: tuple[int, int], tmp_path: Path
) -> None:
    pyramid = Pyramid(as_pyramid(quarters(1400, 900), tmp_path).path)
    assert pyramid.stored_tile(*region, size) is None


@pytest.mark.parametrize("settings", [{"compression": "deflate"}, {"compression": "jpeg", "rgbjpeg": True}])
def test_tiles_in_another_coding_are_not_sent_as_they_lie(
    settings: dict[str, object], tmp_path: Path
) -> None:
    path = tmp_path / "a.tif"
    picture = pyvips.Image.black(600, 600, bands=3).copy(interpretation="srgb")
    picture.tiffsave(str(path), tile=True, tile_width=256, tile_height=256, pyramid=True, **settings)
    assert Pyramid(path).stored_tile(0, 0, 256, 256, (256, 256)) is None


def test_the_64_bit_form_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    picture = pyvips.Image.black(600, 600, bands=3).copy(interpretation="srgb")
    picture.tiffsave(str(path), tile=True, tile_width=256, tile_height=256, compression="jpeg", bigtiff=True)
    raw = Pyramid(path).stored_tile(256, 256, 256, 256, (256, 256))
    assert raw is not None
    assert Image.open(io.BytesIO(raw)).convert("RGB").getpixel((9, 9)) == (0, 0, 0)


def test_what_is_no_tiff_is_no_pyramid(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(b"nonsense" * 10)
    with pytest.raises(ValueError, match="no TIFF"):
        Pyramid(path)


def test_a_pyramid_that_nobody_holds_is_closed(tmp_path: Path) -> None:
    path = as_pyramid(quarters(300, 300), tmp_path).path
    pyramid = Pyramid(path)
    assert open_files(path) == 1
    del pyramid
    gc.collect()
    assert open_files(path) == 0
