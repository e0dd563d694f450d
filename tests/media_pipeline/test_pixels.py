from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops

from media_pipeline import limits, pixels
from media_pipeline.errors import Damaged, TooManyPixels, Truncated
from media_pipeline.limits import Limits
from tests.media_pipeline.pictures import BLUE, GREEN, RED, YELLOW, jpeg_bytes, near, quarters, saved
from tests.media_pipeline.raws import LONG, SHORT, tiff

Colour = tuple[float, float, float]

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


def test_the_four_inks_of_photoshop_s_jpeg_become_rgb() -> None:
    path = io.BytesIO(ycck(quarters()))
    with Image.open(path) as picture:
        upright = pixels.upright_srgb(pixels.loaded(picture), None)
    assert (upright.mode, upright.size) == ("RGB", (80, 60))
    for at, colour in (((5, 5), RED), ((75, 5), GREEN), ((5, 55), BLUE), ((75, 55), YELLOW)):
        assert near(upright.getpixel(at), colour)


def ycck(picture: Image.Image) -> bytes:
    """A JPEG of inks turned into luminance and colour, Adobe's transform 2."""
    cyan, magenta, yellow, black = picture.convert("CMYK").split()
    turned = Image.merge("RGB", (cyan, magenta, yellow)).convert("YCbCr")
    stored = [ImageChops.invert(channel) for channel in turned.split()]  # Pillow inverts what it writes
    stream = io.BytesIO()
    Image.merge("CMYK", (*stored, black)).save(stream, "JPEG", quality=95)
    raw = bytearray(stream.getvalue())
    raw[raw.index(b"Adobe") + 11] = 2
    return bytes(raw)


# The primaries of sRGB in the profile connection space (IEC 61966-2-1, adapted to D50).
R, G, B = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)


def profile(red: Colour, green: Colour, blue: Colour) -> bytes:
    """A display profile with these primaries and a gamma of 2.2."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65_536)) for value in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    tags = {
        b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642, 1.0, 0.8249),
        **{
            name: b"XYZ \0\0\0\0" + fixed(*xyz)
            for name, xyz in ((b"rXYZ", red), (b"gXYZ", green), (b"bXYZ", blue))
        },
        **{name: curve for name in (b"rTRC", b"gTRC", b"bTRC")},
    }
    at, table, content = 128 + 4 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        table += name + struct.pack(">II", at + len(content), len(value))
        content += value
    head = b"\0" * 4 + struct.pack(">I", 0x02100000) + b"mntrRGB XYZ " + b"\0" * 12 + b"acsp" + b"\0" * 28
    head += fixed(0.9642, 1.0, 0.8249)
    body = head.ljust(124, b"\0") + table + content
    return struct.pack(">I", len(body) + 4) + body


def test_a_colour_profile_is_applied_and_dropped() -> None:
    picture = quarters()
    picture.info["icc_profile"] = profile(G, R, B)  # what is called red in it is green
    upright = pixels.upright_srgb(picture, None)
    assert near(upright.getpixel((2, 2)), (RED[1], RED[0], RED[2]))
    assert near(upright.getpixel((77, 2)), (GREEN[1], GREEN[0], GREEN[2]))
    assert upright.info == {}


def test_a_profile_in_several_segments_of_a_jpeg_is_applied(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.jpg", icc_profile=profile(G, R, B) + b"\0" * 100_000)
    assert path.read_bytes().count(b"ICC_PROFILE\0") == 2
    with pixels.opened(path, "image/jpeg") as picture:
        assert near(
            pixels.upright_srgb(pixels.loaded(picture), None).getpixel((2, 2)), (RED[1], RED[0], RED[2])
        )


@pytest.mark.parametrize("kind", ["png", "tiff"])
def test_colours_of_sixteen_bits_are_the_same_in_eight(kind: str) -> None:
    values = np.empty((8, 8, 3), dtype="<u2")
    values[:] = np.array(RED) * 257
    content = png16(values) if kind == "png" else tiff16(values)
    with Image.open(io.BytesIO(content)) as picture:
        assert near(pixels.upright_srgb(pixels.loaded(picture), None).getpixel((3, 3)), RED, 1)


def png16(values: np.ndarray) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    height, width, _ = values.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    head = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def tiff16(values: np.ndarray) -> bytes:
    height, width, _ = values.shape
    tags = {
        256: (LONG, [width]), 257: (LONG, [height]), 258: (SHORT, [16, 16, 16]), 259: (SHORT, [1]), 262: (SHORT, [2]),
        277: (SHORT, [3]), 278: (LONG, [height]), 279: (LONG, [values.nbytes]), 284: (SHORT, [1]),
    }  # fmt: skip
    return tiff(tags, values.tobytes())


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
