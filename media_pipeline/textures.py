"""Pictures on a mesh: opened within limits, scaled, written as JPEG or PNG."""

from __future__ import annotations

import io

from PIL import Image

from media_pipeline.errors import Damaged
from media_pipeline.pixels import reading

FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "TGA", "WEBP", "GIF")
MOST_SIDE = 8_192  # the largest that phones and desktops of today can hold in one texture
_QUALITY = 88


def open_texture(content: bytes) -> Image.Image:
    """A picture of any format that materials use, whole and upright as stored.

    Raises:
        Damaged, TooManyPixels: It cannot be read.
    """
    with reading(), Image.open(io.BytesIO(content), formats=FORMATS) as image:
        has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
        return image.convert("RGBA" if has_alpha else "RGB")


def size_of(content: bytes) -> tuple[int, int, str]:
    """Width, height and format of an encoded picture, from its header.

    Raises:
        Damaged: It is no picture.
    """
    with reading(), Image.open(io.BytesIO(content), formats=FORMATS) as image:
        return image.width, image.height, str(image.format)


def capped(image: Image.Image, side: int) -> Image.Image:
    """The picture with its longer side at most ``side``."""
    largest = max(image.size)
    if largest <= side:
        return image
    width, height = (max(1, round(length * side / largest)) for length in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def encoded(image: Image.Image) -> tuple[bytes, str]:
    """The picture and its media type: PNG where opacity matters, JPEG else (glTF 2.0 core has no other)."""
    target = io.BytesIO()
    if image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255):
        image.save(target, "PNG")
        return target.getvalue(), "image/png"
    image.convert("RGB").save(target, "JPEG", quality=_QUALITY)
    return target.getvalue(), "image/jpeg"


def media_type_of(content: bytes) -> str:
    """The media type by the first bytes.

    Raises:
        Damaged: Neither PNG, JPEG, WebP nor KTX 2.
    """
    for start, media_type in (
        (b"\x89PNG", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"RIFF", "image/webp"),
        (b"\xabKTX 20", "image/ktx2"),
    ):
        if content.startswith(start):
            return media_type
    raise Damaged("a texture that is no PNG, JPEG, WebP or KTX2")
