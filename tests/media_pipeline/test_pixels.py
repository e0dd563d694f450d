from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from media_pipeline import limits, pixels
from media_pipeline.errors import Damaged, TooManyPixels, Truncated
from media_pipeline.limits import Limits
from tests.media_pipeline.pictures import BLUE, GREEN, RED, YELLOW, jpeg_bytes, near, quarters, saved

CORNERS = {  # what stands top left and top right once the picture is upright
    1: (RED, GREEN),
    2: (GREEN, RED),
    3: (YELLOW, BLUE),
    4: (BLUE, YELLOW),
    5: (RED, BLUE),
    6: (BLUE, RED),
    7: (YELLOW, GREEN),
    8: (GREEN, YELLOW),
}


@pytest.mark.parametrize("orientation", CORNERS)
def test_each_orientation_is_applied_once(orientation: int) -> None:
    upright = pixels.upright_srgb(quarters(80, 60), orientation)
    assert upright.size == ((60, 80) if orientation >= 5 else (80, 60))
    left, right = CORNERS[orientation]
    assert near(upright.getpixel((2, 2)), left)
    assert near(upright.getpixel((upright.width - 3, 2)), right)


@pytest.mark.parametrize("orientation", [None, 0, 9])
def test_an_illegal_orientation_leaves_the_picture_as_it_lies(orientation: int | None) -> None:
    assert pixels.upright_srgb(quarters(), orientation).size == (80, 60)


def test_cmyk_becomes_rgb() -> None:
    assert near(pixels.upright_srgb(quarters().convert("CMYK"), None).getpixel((2, 2)), RED)


def test_a_colour_profile_is_applied_and_dropped() -> None:
    picture = quarters()
    lab_free = ImageCms.createProfile("sRGB")
    picture.info["icc_profile"] = ImageCms.ImageCmsProfile(lab_free).tobytes()
    assert near(pixels.upright_srgb(picture, None).getpixel((2, 2)), RED, 3)


def test_a_broken_colour_profile_does_not_refuse_the_picture() -> None:
    picture = quarters()
    picture.info["icc_profile"] = b"not a profile"
    assert pixels.upright_srgb(picture, None).getpixel((2, 2)) == RED


def test_transparency_is_laid_on_white() -> None:
    clear = Image.new("RGBA", (4, 4), (10, 10, 10, 0))
    assert pixels.upright_srgb(clear, None).getpixel((0, 0)) == (255, 255, 255)
    palette = Image.new("P", (4, 4), 0)
    palette.info["transparency"] = 0
    assert pixels.upright_srgb(palette, None).getpixel((0, 0)) == (255, 255, 255)


def test_sixteen_bits_are_stretched_not_cut() -> None:
    values = np.linspace(1000, 3000, 64, dtype=np.uint16).reshape(8, 8)
    grey = pixels.upright_srgb(Image.fromarray(values), None)
    assert (grey.mode, grey.getpixel((0, 0)), grey.getpixel((7, 7))) == ("L", 0, 255)


def test_pixels_that_are_not_numbers_are_black_not_an_error() -> None:
    values = np.full((4, 4), np.nan, dtype=np.float32)
    assert pixels.upright_srgb(Image.fromarray(values), None).getpixel((0, 0)) == 0


def load(path: Path, media_type: str) -> None:
    with pixels.opened(path, media_type) as picture:
        pixels.loaded(picture)


def test_a_cut_jpeg_is_truncated_and_never_shown_in_part(tmp_path: Path) -> None:
    path = tmp_path / "cut"
    path.write_bytes(jpeg_bytes(quarters(640, 480))[:-500])
    with pytest.raises(Truncated):
        load(path, "image/jpeg")


def test_a_heic_cut_in_its_data_is_truncated(tmp_path: Path) -> None:
    import pillow_heif

    stream = io.BytesIO()
    pillow_heif.from_pillow(quarters(256, 256)).save(stream)
    path = tmp_path / "cut"
    path.write_bytes(stream.getvalue()[:-20])
    with pytest.raises(Truncated):
        load(path, "image/heic")


def test_a_picture_of_another_type_than_said_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        load(saved(tmp_path / "a", format="PNG"), "image/jpeg")


def test_too_many_pixels_are_refused_before_any_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "a", quarters(1100, 1000))
    monkeypatch.setattr(limits, "_in_force", Limits(pixels_mp=1))
    with pytest.raises(TooManyPixels):
        load(path, "image/jpeg")


def test_the_pixel_limit_is_on_where_no_setting_says_otherwise() -> None:
    assert pixels.limit_mp() == 178
