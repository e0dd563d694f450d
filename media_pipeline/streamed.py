"""A large picture strip by strip through libvips, never whole in memory.

For what libvips shows exactly as :mod:`media_pipeline.pixels` would: TIFF and JPEG of 8 bits a channel. The
header decides before a pixel is read; everything else is for the caller to decode whole.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from media_pipeline.errors import Damaged, Truncated
from media_pipeline.tiff_pages import COMPRESSION, OLD_JPEG, directories

STRIP_ROWS = 256
WHITE = [255, 255, 255]
FROM_BELOW = (3, 4, 5, 6, 7, 8)  # the orientations whose first row is not the file's first
_BROKEN_OFF = (
    "premature end",
    "truncated",
    "not enough data",
    "read error",
    "end of file",
    "eof",
    "short read",
)


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Translate what libvips says of a file into the reason it is refused."""
    import pyvips

    try:
        yield
    except pyvips.Error as error:
        said = " ".join(str(error).split())
        if any(sign in said.lower() for sign in _BROKEN_OFF):
            raise Truncated(said[:500]) from error
        raise Damaged(said[:500]) from error


def streamed(path: Path, media_type: str, page: int = 0) -> Any | None:
    """The picture upright in sRGB or grey, 8 bits a channel, as a lazy ``pyvips.Image`` to be read once.

    None when it must be decoded whole: another format, deep or floating values (they are stretched between
    their extremes, which only a whole picture tells), inks without a profile, a coding libvips does not know.
    Pixels that are not all there are found only when they are read, inside :func:`reading`.

    Args:
        path: The file, identified.
        media_type: What it is.
        page: Directory of a TIFF, from 0.

    Raises:
        Damaged: The directories of a TIFF contradict each other.
    """
    import pyvips

    if media_type == "image/jpeg":
        open_file: Any = pyvips.Image.jpegload
        options: dict[str, Any] = {}
    elif media_type == "image/tiff" and _compression(path, page) != OLD_JPEG:
        open_file, options = pyvips.Image.tiffload, {"page": page}
    else:
        return None
    options = {**options, "fail_on": "error", "revalidate": True}
    try:
        image = open_file(str(path), access="sequential", **options)
        if not _is_shown_alike(image):
            return None
        turn = image.get("orientation") if image.get_typeof("orientation") else 1
        if turn in FROM_BELOW:  # libvips keeps the pixels in a file of its own meanwhile
            image = open_file(str(path), access="random", **options)
        return _in_srgb(image).autorot()
    except pyvips.Error:  # the other reader decides whether the file is at fault
        return None


def is_one_colour(path: Path, media_type: str, page: int = 0) -> bool | None:
    """Whether every pixel is the same, read no further than the first strip that differs.

    None when the picture must be decoded whole to tell (see :func:`streamed`).

    Raises:
        Damaged, Truncated: The pixels looked at are not all there.
    """
    import pyvips

    image = streamed(path, media_type, page)
    if image is None:
        return None
    colour: bytes | None = None
    with reading():
        region = pyvips.Region.new(image)  # strictly from above: threads would run ahead of one another
        for top in range(0, image.height, STRIP_ROWS):
            raw = region.fetch(0, top, image.width, min(STRIP_ROWS, image.height - top))
            colour = colour or raw[: image.bands]
            if raw != colour * (len(raw) // image.bands):
                return False
    return True


def _compression(path: Path, page: int) -> int | None:
    found = directories(path)
    return found[page].first.get(COMPRESSION) if page < len(found) else None


def _is_shown_alike(image: Any) -> bool:
    if image.format != "uchar":
        return False
    if image.interpretation == "cmyk":
        return _profile_space(image) == b"CMYK"
    return image.interpretation in ("srgb", "b-w") and _profile_space(image) != b"CMYK"


def _in_srgb(image: Any) -> Any:
    if image.hasalpha():
        image = image.flatten(background=WHITE if image.bands > 2 else WHITE[:1])
    if image.bands == 1:
        return image  # a grey curve close to sRGB's is not worth three channels
    if _profile_space(image) in (b"RGB ", b"CMYK"):  # no other fits the picture
        return image.icc_transform("srgb", embedded=True, intent="perceptual")
    return image


def _profile_space(image: Any) -> bytes:
    """The colours that the embedded profile speaks of (ICC.1, 7.2.6)."""
    return bytes(image.get("icc-profile-data"))[16:20] if image.get_typeof("icc-profile-data") else b""
