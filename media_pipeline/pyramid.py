"""The tiled pyramidal TIFF that the image server reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from media_pipeline import streamed
from media_pipeline.report import Derived

TILE = 256
QUALITY = 85
STRIP_ROWS = 512


def as_pyramid(picture: Image.Image, out: Path, recipe: str = "pyramid") -> Derived:
    """Write an upright ``RGB`` or ``L`` picture as a pyramid of JPEG tiles, 256 pixels square."""
    import pyvips

    pixels = _bytes_of(picture)
    image = pyvips.Image.new_from_memory(
        pixels, picture.width, picture.height, len(picture.getbands()), "uchar"
    )
    return _written(image.copy(interpretation="srgb" if image.bands == 3 else "b-w"), out, recipe)


def pyramid_of_file(
    path: Path, media_type: str, out: Path, recipe: str = "pyramid", page: int = 0
) -> Derived | None:
    """The same straight from a file, strip by strip: 100 megapixels in a fraction of their 300 MB.

    Every pixel is read, so damage anywhere is found. None when the file must be decoded whole
    (see :func:`media_pipeline.streamed.streamed`) and handed to :func:`as_pyramid`.

    Args:
        path: The file, identified as ``media_type``.
        media_type: What it is.
        out: The folder of derivatives.
        recipe: ``pyramid`` or ``pyramid-0002`` …
        page: Directory of a TIFF, from 0.

    Raises:
        Damaged, Truncated: The pixels are not all there.
    """
    image = streamed.streamed(path, media_type, page)
    if image is None:
        return None
    with streamed.reading():
        return _written(image, out, recipe)


def picture_of_pyramid(path: Path, width: int) -> Image.Image:
    """A pyramid's picture at most ``width`` pixels wide, for the renditions of a page that was streamed."""
    import pyvips

    full = pyvips.Image.tiffload(str(path), revalidate=True)
    number = 0
    while number + 1 < full.get("n-pages") and full.width >> (number + 1) >= width:
        number += 1
    image = pyvips.Image.tiffload(str(path), page=number, revalidate=True)
    wide = min(width, full.width)
    high = max(1, round(full.height * wide / full.width))
    if (image.width, image.height) != (wide, high):
        image = image.thumbnail_image(wide, height=high, size="force")
    pixels = image.write_to_memory()
    return Image.frombuffer("RGB" if image.bands == 3 else "L", (wide, high), pixels, "raw")


def _written(image: Any, out: Path, recipe: str) -> Derived:
    path = out / f"{recipe}.tif"
    image.tiffsave(
        str(path),
        tile=True,
        tile_width=TILE,
        tile_height=TILE,
        pyramid=True,
        compression="jpeg",
        Q=QUALITY,
        keep="none",
    )
    return Derived(recipe, path, "image/tiff", {"width": image.width, "height": image.height, "tile": TILE})


def _bytes_of(picture: Image.Image) -> bytearray:
    """The raw pixels, taken strip by strip: ``tobytes`` of the whole would hold them twice."""
    row = picture.width * len(picture.getbands())
    pixels = bytearray(row * picture.height)
    for top in range(0, picture.height, STRIP_ROWS):
        bottom = min(top + STRIP_ROWS, picture.height)
        pixels[top * row : bottom * row] = picture.crop((0, top, picture.width, bottom)).tobytes()
    return pixels
