"""IIIF Image API 3.0, level 2: what an address asks for and what a picture's description says. Pure.

https://iiif.io/api/image/3.0/ — section numbers below are of that document. The pixels are made by
:mod:`media_pipeline.iiif_render`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from media_pipeline.pyramid import TILE

CONTEXT = "http://iiif.io/api/image/3/context.json"
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
QUALITIES = ("default", "color", "gray", "bitonal")
PROFILE = "http://iiif.io/api/image/3/level2.json"
MAX_AREA = 25_000_000  # pixels of one answer; a viewer asks for tiles, a person for a poster
MAX_SIDE = 16_383  # WebP's own limit, kept for every format so that one description is true of all
NUMBER = r"\d{1,9}(?:\.\d{1,20})?|\.\d{1,20}"  # longer ones would be read as infinite
_REGION = re.compile(rf"(pct:)?({NUMBER}),({NUMBER}),({NUMBER}),({NUMBER})")
_SIZE = re.compile(rf"(\^)?(?:(max)|pct:({NUMBER})|(!)?(\d{{1,9}})?,(\d{{1,9}})?)")
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
        BadImageRequest: It is zero, larger than the region without ``^``, or above ``MAX_AREA`` or
            ``MAX_SIDE``.
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
    if width * height > MAX_AREA or max(width, height) > MAX_SIDE:
        raise BadImageRequest(f"more than {MAX_AREA} pixels, or a side of more than {MAX_SIDE}")
    return width, height


def canonical(request: ImageRequest, width: int, height: int, *, is_grey: bool = False) -> str:
    """The canonical form of region, size, rotation, quality and format (4.7), joined by slashes.

    ``is_grey`` is whether the picture has one channel: the quality named like the default is the default.
    """
    return spellings(request, width, height, is_grey=is_grey)[0]


def spellings(request: ImageRequest, width: int, height: int, *, is_grey: bool = False) -> tuple[str, ...]:
    """The canonical form, and for a part at its full size the same with both sides written out.

    That second form is what viewers make of ``tiles`` in the description; nothing is gained by sending
    them to ``max`` at every tile.
    """
    cut = region_of(request.region, width, height)
    made = size_of(request.size, cut)
    whole = cut == Cut(0, 0, width, height)
    region = "full" if whole else f"{cut.left},{cut.top},{cut.width},{cut.height}"
    upscales = made[0] > cut.width or made[1] > cut.height
    up = "^" if upscales else ""
    turn = f"{'!' if request.mirrored else ''}{request.rotation}"
    quality = "default" if request.quality == ("gray" if is_grey else "color") else request.quality
    sizes = [f"{up}{made[0]},{made[1]}"]
    if made == _largest(cut, upscales):
        sizes = [f"{up}max"] if whole or upscales else ["max", *sizes]
    return tuple(f"{region}/{size}/{turn}/{quality}.{request.format}" for size in sizes)


def info(width: int, height: int, id_url: str, rights: str | None = None) -> dict[str, Any]:
    """The ``info.json`` of a picture (5).

    Args:
        width, height: Of the full picture, in pixels.
        id_url: Its address without a slash at the end.
        rights: The address of its licence or rights statement; None when none is known.
    """
    factors = [1]
    while TILE * factors[-1] < max(width, height):
        factors.append(factors[-1] * 2)
    sizes = [{"width": math.ceil(width / f), "height": math.ceil(height / f)} for f in reversed(factors)]
    largest = _largest(Cut(0, 0, width, height), False)
    return {
        "@context": CONTEXT,
        "id": id_url,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": width,
        "height": height,
        "maxWidth": MAX_SIDE,
        "maxHeight": MAX_SIDE,
        "maxArea": MAX_AREA,
        "sizes": [size for size in sizes if size["width"] <= largest[0] and size["height"] <= largest[1]],
        "tiles": [{"width": TILE, "height": TILE, "scaleFactors": factors}],
        **({"rights": rights} if rights else {}),
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFormats": ["webp"],
        "extraFeatures": ["mirroring", "sizeUpscaling", "cors", "canonicalLinkHeader", "profileLinkHeader"],
    }


def _largest(cut: Cut, upscales: bool) -> tuple[int, int]:
    """``max`` and ``^max``: as large as the limits let, and no larger than the region unless asked."""
    share = min(math.sqrt(MAX_AREA / (cut.width * cut.height)), MAX_SIDE / max(cut.width, cut.height))
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
