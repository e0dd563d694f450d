from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from media_pipeline import pixels
from media_pipeline.errors import Damaged, Truncated
from media_pipeline.streamed import STRIP_ROWS, is_one_colour, reading, streamed
from tests.media_pipeline.pictures import quarters, saved

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def as_decoded_whole(path: Path, media_type: str, orientation: int | None) -> Any:
    with pixels.opened(path, media_type) as picture:
        return np.asarray(pixels.upright_srgb(pixels.loaded(picture), orientation)).astype(int)


def as_streamed(path: Path, media_type: str, page: int = 0) -> Any:
    image = streamed(path, media_type, page)
    assert image is not None
    with reading():
        return np.squeeze(image.numpy().astype(int))


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[274] = orientation
    return exif


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_jpeg_comes_upright_as_if_it_was_decoded_whole(mode: str, orientation: int, tmp_path: Path) -> None:
    path = saved(tmp_path / "a", quarters(90, 60).convert(mode), exif=turned(orientation), icc_profile=SRGB)
    whole = as_decoded_whole(path, "image/jpeg", orientation)
    assert np.abs(as_streamed(path, "image/jpeg") - whole).max() <= 1


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
@pytest.mark.parametrize("compression", ["raw", "tiff_lzw"])
def test_a_tiff_comes_as_if_it_was_decoded_whole(mode: str, compression: str, tmp_path: Path) -> None:
    picture = quarters(90, 60)
    if mode in ("RGBA", "LA"):
        picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    path = saved(tmp_path / "a", picture.convert(mode), "TIFF", compression=compression)
    whole = as_decoded_whole(path, "image/tiff", None)
    if mode == "LA":
        whole = whole[:, :, 0]  # the other reader gives it three equal channels
    assert np.abs(as_streamed(path, "image/tiff") - whole).max() <= 1


def test_every_page_of_a_tiff_can_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a"
    quarters(40, 30).save(path, "TIFF", save_all=True, append_images=[Image.new("RGB", (50, 20), (1, 2, 3))])
    assert as_streamed(path, "image/tiff", 1).shape == (20, 50, 3)
    assert as_streamed(path, "image/tiff", 1)[5, 5].tolist() == [1, 2, 3]


def test_what_only_a_whole_decode_shows_right_is_left_to_it(tmp_path: Path) -> None:
    deep = tmp_path / "deep"
    Image.fromarray(np.arange(1200, dtype=np.uint16).reshape(30, 40)).save(deep, "TIFF")
    assert streamed(deep, "image/tiff") is None
    floating = tmp_path / "floating"
    Image.fromarray(np.ones((30, 40), np.float32)).save(floating, "TIFF")
    assert streamed(floating, "image/tiff") is None
    assert streamed(saved(tmp_path / "inks", quarters().convert("CMYK")), "image/jpeg") is None
    assert streamed(saved(tmp_path / "png", quarters(), "PNG"), "image/png") is None
    assert streamed(saved(tmp_path / "one", quarters(), "TIFF"), "image/tiff", 5) is None


def test_an_old_jpeg_inside_a_tiff_is_left_to_the_other_reader(tmp_path: Path) -> None:
    path = saved(tmp_path / "a", quarters(), "TIFF", compression="jpeg")
    raw = bytearray(path.read_bytes())
    tag = raw.index(b"\x03\x01\x03\x00\x01\x00\x00\x00\x07\x00")  # Compression, SHORT, one value: 7
    raw[tag + 8] = 6
    path.write_bytes(raw)
    assert streamed(path, "image/tiff") is None


def test_a_profile_that_does_not_fit_the_picture_is_passed_over(tmp_path: Path) -> None:
    path = saved(tmp_path / "a", quarters(), icc_profile=LAB)
    whole = as_decoded_whole(path, "image/jpeg", None)
    assert np.abs(as_streamed(path, "image/jpeg") - whole).max() <= 1


@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_a_file_cut_in_its_pixels_is_truncated(format: str, tmp_path: Path) -> None:
    path = saved(tmp_path / "a", Image.effect_noise((400, 400), 90).convert("RGB"), format)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    image = streamed(path, f"image/{format.lower()}")
    with pytest.raises(Truncated), reading():
        assert image is not None
        image.numpy()


def test_a_page_of_one_colour_is_told_from_one_with_a_single_other_pixel(tmp_path: Path) -> None:
    page = Image.new("RGB", (300, 700), (250, 250, 240))
    assert is_one_colour(saved(tmp_path / "a", page, "TIFF"), "image/tiff") is True
    page.putpixel((299, 699), (250, 250, 241))
    assert is_one_colour(saved(tmp_path / "b", page, "TIFF"), "image/tiff") is False
    two = Image.new("L", (300, 700))
    two.paste(9, (0, STRIP_ROWS, 300, 700))
    assert is_one_colour(saved(tmp_path / "c", two, "TIFF"), "image/tiff") is False
    assert is_one_colour(saved(tmp_path / "d", page, "PNG"), "image/png") is None


def test_directories_that_turn_back_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"II*\0\x08\0\0\0\0\0\x08\0\0\0" + b"\0" * 20)
    with pytest.raises(Damaged):
        streamed(path, "image/tiff")
