"""World files: six numbers beside a picture that place it, without saying in which system.

The numbers are, a line each: x by column, y by column, x by row, y by row, and x and y of the middle of the
upper left pixel (Esri, "World files for raster datasets"; GDAL reads them in the same way).
"""

from __future__ import annotations

import contextlib
import math
import unicodedata
from pathlib import Path, PurePosixPath

from gis.crs import parse_crs
from gis.errors import GisError
from media_pipeline.ground import Affine

SUFFIXES = (
    *(".wld", ".jgw", ".jpgw", ".jpegw", ".tfw", ".tifw", ".tiffw", ".pgw", ".pngw"),
    *(".jpw", ".wpw", ".webpw", ".j2w", ".jp2w", ".bpw", ".gfw"),
)
MOST_BYTES = 2_000
MOST_PRJ_BYTES = 20_000
NUMBERS = 6


def is_world_file(name: str) -> bool:
    """Whether a file's name is that of a world file."""
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def beside(path: Path, companions: tuple[str, ...]) -> Path | None:
    """The world file among the companions that has the picture's name, with or without its ending."""
    for each in companions:
        if is_world_file(each) and same_name(PurePosixPath(each).stem, path):
            return path.parent / each
    return None


def system_beside(path: Path, companions: tuple[str, ...]) -> str | None:
    """The reference system that a ``.prj`` of the picture's name states; None without one that can be read."""
    for each in companions:
        if PurePosixPath(each).suffix.lower() == ".prj" and same_name(PurePosixPath(each).stem, path):
            with (path.parent / each).open("rb") as stream:
                text = stream.read(MOST_PRJ_BYTES).decode("utf-8", "replace")
            with contextlib.suppress(GisError):
                return parse_crs(text).text
    return None


def read(path: Path) -> Affine | None:
    """The affine of pixels counted from the upper left corner of the picture; None if it is none.

    Decimal commas are read too: programs write them on a computer that is set to Vietnamese.
    """
    with path.open("rb") as stream:
        text = stream.read(MOST_BYTES).decode("ascii", "replace")
    words = text.split()
    try:
        numbers = [float(word.replace(",", ".")) for word in words]
    except ValueError:
        return None
    if len(numbers) != NUMBERS or not all(math.isfinite(number) for number in numbers):
        return None
    a, d, b, e, x, y = numbers
    if a * e - b * d == 0:
        return None
    return a, b, x - (a + b) / 2, d, e, y - (d + e) / 2


def same_name(name: str, path: Path) -> bool:
    """Whether a name, perhaps inside a folder, is the picture's, with or without its ending.

    Names are the same in any case and however their letters are composed (macOS takes them apart).
    """
    return _key(PurePosixPath(name).name) in (_key(path.stem), _key(path.name))


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
