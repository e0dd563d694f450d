"""IIIF Image API 3.0, level 2, over a pyramidal TIFF. Pure: text and a file in, bytes out.

https://iiif.io/api/image/3.0/ — section numbers below are of that document.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_pipeline.pyramid import TILE

CONTEXT = "http://iiif.io/api/image/3/context.json"
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
QUALITIES = ("default", "color", "gray", "bitonal")
MAX_AREA = 25_000_000  # pixels of one answer; a viewer asks for tiles, a person for a poster
JPEG_QUALITY, WEBP_QUALITY = 82, 80
NUMBER = r"\d+(?:\.\d+)?|\.\d+"
_REGION = re.compile(rf"(pct:)?({NUMBER}),({NUMBER}),({NUMBER}),({NUMBER})")
_SIZE = re.compile(rf"(\^)?(?:(max)|pct:({NUMBER})|(!)?(\d+)?,(\d+)?)")
_ROTATION = re.compile(rf"(!)?({NUMBER})")


class BadImageRequest(ValueError):
    """The address is not one the Image API allows for this picture (HTTP 400)."""


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """A well-formed request, not yet held against any picture's size."""

    region: str
    size: str
    rotation: int  # 0, 90, 180, 270, clockwise, after mirroring
    mirrored: bool
    quality: str
    format: str

    @property
    def media_type(self) -> str:
        """Of the answer."""
        return MEDIA_TYPES[self.format]


@dataclass(frozen=True, slots=True)
class Cut:
    """A rectangle of the full picture in pixels."""

    left: int
    top: int
    width: int
    height: int


def parse(region: str, size: str, rotation: str, quality: str, format: str) -> ImageRequest:
    """Read the five parts of an image address (4), each as it stands between the slashes.

    Raises:
        BadImageRequest: A part is malformed or names what is not served.
    """
    if region not in ("full", "square") and not _REGION.fullmatch(region):
        raise BadImageRequest(f"region {region[:40]!r}")
    fits = _SIZE.fullmatch(size)
    if not fits or (fits[2] is None and fits[3] is None and fits[5] is None and fits[6] is None):
        raise BadImageRequest(f"size {size[:40]!r}")
    if fits[4] and (fits[5] is None or fits[6] is None):
        raise BadImageRequest(f"size {size[:40]!r} needs both sides")
    turn = _ROTATION.fullmatch(rotation)
    if not turn or float(turn[2]) not in (0, 90, 180, 270, 360):
        raise BadImageRequest(f"rotation {rotation[:40]!r}: multiples of 90 are served")
    if quality not in QUALITIES:
        raise BadImageRequest(f"quality {quality[:40]!r}")
    if format not in MEDIA_TYPES:
        raise BadImageRequest(f"format {format[:40]!r}")
    return ImageRequest(region, size, int(float(turn[2])) % 360, bool(turn[1]), quality, format)


def region_of(region: str, width: int, height: int) -> Cut:
    """The rectangle asked for, cut at the picture's edges (4.1).

    Raises:
        BadImageRequest: It has no area or lies outside the picture.
    """
    if region == "full":
        return Cut(0, 0, width, height)
    if region == "square":
        side = min(width, height)
        return Cut((width - side) // 2, (height - side) // 2, side, side)
    found = _REGION.fullmatch(region)
    if found is None:
        raise BadImageRequest(f"region {region[:40]!r}")
    numbers = [float(part) for part in found.groups()[1:]]
    if found[1]:
        numbers = [number / 100 * side for number, side in zip(numbers, (width, height) * 2, strict=True)]
    elif any(number != int(number) for number in numbers):
        raise BadImageRequest("pixels of a region are whole numbers")
    x, y, w, h = numbers
    left, top = round(x), round(y)
    right, bottom = min(round(x + w), width), min(round(y + h), height)
    if right <= left or bottom <= top:
        raise BadImageRequest("the region is empty or outside the picture")
    return Cut(left, top, right - left, bottom - top)


def size_of(size: str, cut: Cut) -> tuple[int, int]:
    """Width and height of the answer before rotation (4.2).

    Raises:
        BadImageRequest: It is zero, larger than the region without ``^``, or above ``MAX_AREA``.
    """
    found = _SIZE.fullmatch(size)
    if found is None:
        raise BadImageRequest(f"size {size[:40]!r}")
    upscales = bool(found[1])
    if found[2]:
        return _largest(cut, upscales)
    if found[3] is not None:
        share = float(found[3]) / 100
        width, height = round(cut.width * share), round(cut.height * share)
        if share > 0:
            width, height = max(1, width), max(1, height)
    else:
        width, height = _sides(found[5], found[6], cut, within=bool(found[4]))
    if width < 1 or height < 1:
        raise BadImageRequest("the size is zero")
    # For !w,h the text of 4.2 could also mean "at the region's size"; the IIIF validator asks for an error
    if not upscales and (width > cut.width or height > cut.height):
        raise BadImageRequest("larger than the region; write ^ to enlarge")
    if width * height > MAX_AREA:
        raise BadImageRequest(f"more than {MAX_AREA} pixels")
    return width, height


def canonical(request: ImageRequest, width: int, height: int) -> str:
    """The canonical form of region, size, rotation, quality and format (4.7), joined by slashes."""
    cut = region_of(request.region, width, height)
    wide, high = size_of(request.size, cut)
    whole = cut == Cut(0, 0, width, height)
    region = "full" if whole else f"{cut.left},{cut.top},{cut.width},{cut.height}"
    up = "^" if wide > cut.width or high > cut.height else ""
    size = "max" if (wide, high) == _largest(cut, False) else f"{up}{wide},{high}"
    turn = f"{'!' if request.mirrored else ''}{request.rotation}"
    return f"{region}/{size}/{turn}/{request.quality}.{request.format}"


def render(pyramid: Path, request: ImageRequest) -> bytes:
    """The picture asked for, encoded. Reads only the level and the tiles it needs.

    Raises:
        BadImageRequest: The request does not fit this picture.
    """
    import pyvips

    full = pyvips.Image.tiffload(str(pyramid))
    cut = region_of(request.region, full.width, full.height)
    width, height = size_of(request.size, cut)
    part = _part(pyramid, full, cut, width, height)
    if (part.width, part.height) != (width, height):
        part = part.thumbnail_image(width, height=height, size="force")
    if request.mirrored:
        part = part.fliphor()
    if request.rotation:
        part = part.rot(f"d{request.rotation}")
    return _encoded(_toned(part, request.quality), request.format)


def info(width: int, height: int, id_url: str) -> dict[str, Any]:
    """The ``info.json`` of a picture (5); ``id_url`` is its address without a slash at the end."""
    factors = [1]
    while TILE * factors[-1] < max(width, height):
        factors.append(factors[-1] * 2)
    sizes = [{"width": math.ceil(width / f), "height": math.ceil(height / f)} for f in reversed(factors)]
    return {
        "@context": CONTEXT,
        "id": id_url,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": width,
        "height": height,
        "maxArea": MAX_AREA,
        "sizes": [size for size in sizes if size["width"] * size["height"] <= MAX_AREA],
        "tiles": [{"width": TILE, "height": TILE, "scaleFactors": factors}],
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFormats": ["webp"],
        "extraFeatures": ["mirroring", "sizeUpscaling", "cors", "canonicalLinkHeader", "profileLinkHeader"],
    }


def _largest(cut: Cut, upscales: bool) -> tuple[int, int]:
    """``max`` and ``^max``: as large as ``MAX_AREA`` lets, and no larger than the region unless asked."""
    share = math.sqrt(MAX_AREA / (cut.width * cut.height))
    if not upscales:
        share = min(1.0, share)
    return max(1, math.floor(cut.width * share)), max(1, math.floor(cut.height * share))


def _sides(wide: str | None, high: str | None, cut: Cut, *, within: bool) -> tuple[int, int]:
    if wide and high and not within:
        return int(wide), int(high)
    shares = [int(asked) / side for asked, side in ((wide, cut.width), (high, cut.height)) if asked]
    share = min(shares)
    if not share:
        return 0, 0
    width = int(wide) if wide and not within else max(1, round(cut.width * share))
    height = int(high) if high and not within else max(1, round(cut.height * share))
    return width, height


def _part(pyramid: Path, full: Any, cut: Cut, width: int, height: int) -> Any:
    """The region from the smallest level that still has every pixel the answer shows."""
    import pyvips

    shrink = min(cut.width / width, cut.height / height)
    level = max(0, math.floor(math.log2(shrink))) if shrink >= 1 else 0
    level = min(level, full.get("n-pages") - 1)
    image = pyvips.Image.tiffload(str(pyramid), page=level) if level else full
    fx, fy = image.width / full.width, image.height / full.height
    left, top = min(round(cut.left * fx), image.width - 1), min(round(cut.top * fy), image.height - 1)
    right = max(left + 1, min(round((cut.left + cut.width) * fx), image.width))
    bottom = max(top + 1, min(round((cut.top + cut.height) * fy), image.height))
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
