"""The pixels of an Image API answer: a stored tile as it lies, or a cut of the right level, made anew."""

from __future__ import annotations

import math
from typing import Any

from media_pipeline.iiif import Cut, ImageRequest, region_of, size_of
from media_pipeline.pyramid_tiles import Pyramid

JPEG_QUALITY, WEBP_QUALITY = 82, 80


def render(pyramid: Pyramid, request: ImageRequest) -> bytes:
    """The picture asked for, encoded. Reads only the level and the tiles it needs.

    Raises:
        BadImageRequest: The request does not fit this picture.
    """
    cut = region_of(request.region, pyramid.width, pyramid.height)
    size = size_of(request.size, cut)
    if _is_plain(request, pyramid):
        stored = pyramid.stored_tile(cut.left, cut.top, cut.width, cut.height, size)
        if stored is not None:
            return stored
    part = _part(pyramid, cut, size)
    if (part.width, part.height) != size:
        part = part.thumbnail_image(size[0], height=size[1], size="force")
    if request.mirrored:
        part = part.fliphor()
    if request.rotation:
        part = part.rot(f"d{request.rotation}")
    return _encoded(_toned(part, request.quality), request.format)


def _is_plain(request: ImageRequest, pyramid: Pyramid) -> bool:
    """Whether nothing but region and size is asked for, in the coding that tiles are stored in."""
    as_it_is = ("default", "gray" if pyramid.is_grey else "color")
    return (
        request.format == "jpg"
        and request.quality in as_it_is
        and not request.mirrored
        and not request.rotation
    )


def _part(pyramid: Pyramid, cut: Cut, size: tuple[int, int]) -> Any:
    """The region from the smallest level that still has every pixel the answer shows."""
    import pyvips

    shrink = min(cut.width / size[0], cut.height / size[1])
    number = math.floor(math.log2(shrink)) if shrink >= 1 else 0
    number = min(number, len(pyramid.levels) - 1)
    # libvips remembers files by their names, and the name of a copy may come to mean another
    image = pyvips.Image.tiffload(str(pyramid.path), page=number, revalidate=True)
    # A level is its predecessor halved from the upper left corner, an odd last row or column left out.
    factor = 1 << number
    left = min(round(cut.left / factor), image.width - 1)
    top = min(round(cut.top / factor), image.height - 1)
    right = max(left + 1, min(round((cut.left + cut.width) / factor), image.width))
    bottom = max(top + 1, min(round((cut.top + cut.height) / factor), image.height))
    return image.crop(left, top, right - left, bottom - top)


def _toned(image: Any, quality: str) -> Any:
    if quality == "gray":
        return image.colourspace("b-w")
    if quality == "bitonal":
        return image.colourspace("b-w") > 127
    if quality == "color" and image.bands == 1:
        return image.colourspace("srgb")
    return image


def _encoded(image: Any, format: str) -> bytes:
    if format == "png":
        made = image.pngsave_buffer(keep="none", compression=6)
    elif format == "webp":
        made = image.webpsave_buffer(keep="none", Q=WEBP_QUALITY)
    else:
        made = image.jpegsave_buffer(keep="none", Q=JPEG_QUALITY)
    return bytes(made)
