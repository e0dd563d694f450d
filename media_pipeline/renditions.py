"""The sizes a picture is shown in, all metadata gone but the copyright line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from media_pipeline.report import Derived
from media_pipeline.told import EVERYTHING, Order

LADDER = (320, 640, 1280, 2048)
POSTER = 640
JPEG_QUALITY = 82
WEBP_QUALITY = 80
PLACEHOLDER_WIDTH = 24
WEBP_MAX_SIDE = 16_383
MAX_ASPECT_HEIGHT = 65_000  # JPEG's own limit is 65,535
COPYRIGHT = 0x8298


def rungs(width: int, ladder: tuple[int, ...] = LADDER) -> list[tuple[int, int]]:
    """Which names of the ladder are made and how wide: up to the first that holds the whole picture.

    >>> rungs(700)
    [(320, 320), (640, 640), (1280, 700)]
    """
    made = []
    for name in ladder:
        made.append((name, min(name, width)))
        if name >= width:
            break
    return made


def ladder(picture: Image.Image) -> dict[int, Image.Image]:
    """The picture at each width of the ladder that is made for it, by name; each from the next larger."""
    smaller = picture
    sized: dict[int, Image.Image] = {}
    for name, width in reversed(rungs(picture.width)):
        smaller = resized(smaller, width, picture.size)
        sized[name] = smaller
    return sized


def photo_sizes(
    sized: dict[int, Image.Image], out: Path, copyright_line: str | None, order: Order = EVERYTHING
) -> Iterator[Derived]:
    """``photo-320`` to ``photo-2048`` in JPEG and in WebP, and a placeholder, of those that are ordered."""
    for name in sorted(sized):
        if order.wants(f"photo-{name}"):
            yield as_jpeg(sized[name], out, f"photo-{name}", copyright_line)
        if order.wants(f"photo-{name}-webp") and sized[name].height <= WEBP_MAX_SIDE:
            yield as_webp(sized[name], out, f"photo-{name}-webp", copyright_line)
    if order.wants("placeholder"):
        yield placeholder(sized[min(sized)], out)


def page_rendition(picture: Image.Image, out: Path, recipe: str, width: int) -> Derived:
    """One JPEG of an upright page, at most ``width`` wide."""
    return as_jpeg(resized(picture, min(width, picture.width), picture.size), out, recipe, None)


def placeholder(picture: Image.Image, out: Path) -> Derived:
    """A 24-pixel-wide JPEG to show while the picture loads."""
    tiny = resized(picture, min(PLACEHOLDER_WIDTH, picture.width), picture.size)
    path = out / "placeholder.jpg"
    tiny.save(path, "JPEG", quality=50, optimize=True)
    return Derived("placeholder", path, "image/jpeg", {"width": tiny.width, "height": tiny.height})


def resized(picture: Image.Image, width: int, proportions: tuple[int, int]) -> Image.Image:
    """The picture at a width, its height from the original's proportions, never larger than it is."""
    height = max(1, min(round(width * proportions[1] / proportions[0]), MAX_ASPECT_HEIGHT))
    if (width, height) == picture.size:
        return picture
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def as_jpeg(picture: Image.Image, out: Path, recipe: str, copyright_line: str | None) -> Derived:
    """Write a progressive JPEG."""
    path = out / f"{recipe}.jpg"
    picture.save(
        path,
        "JPEG",
        quality=JPEG_QUALITY,
        progressive=True,
        optimize=True,
        exif=_only(copyright_line),
        comment=b"",  # else Pillow copies the original's
    )
    return Derived(recipe, path, "image/jpeg", {"width": picture.width, "height": picture.height})


def as_webp(picture: Image.Image, out: Path, recipe: str, copyright_line: str | None) -> Derived:
    """Write a WebP. Neither side may exceed ``WEBP_MAX_SIDE``."""
    path = out / f"{recipe}.webp"
    picture.save(path, "WEBP", quality=WEBP_QUALITY, method=4, exif=_only(copyright_line))
    return Derived(recipe, path, "image/webp", {"width": picture.width, "height": picture.height})


def _only(copyright_line: str | None) -> bytes:
    if not copyright_line:
        return b""
    exif = Image.Exif()
    exif[COPYRIGHT] = copyright_line.encode()  # Pillow would write text as ASCII, every đ a question mark
    return exif.tobytes()
