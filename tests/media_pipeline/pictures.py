"""Pictures under test, built in code."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 30), (30, 30, 200), (220, 210, 40)


def quarters(width: int = 80, height: int = 60) -> Image.Image:
    """Red top left, green top right, blue bottom left, yellow bottom right."""
    picture = Image.new("RGB", (width, height), RED)
    half, middle = width // 2, height // 2
    picture.paste(GREEN, (half, 0, width, middle))
    picture.paste(BLUE, (0, middle, half, height))
    picture.paste(YELLOW, (half, middle, width, height))
    return picture


def exif(main: dict[int, Any] | None = None, detail: Any = None, gps: Any = None) -> Image.Exif:
    """An EXIF block from three dictionaries."""
    block = Image.Exif()
    block.update(main or {})
    if detail:
        block.get_ifd(IFD.Exif).update(detail)
    if gps:
        block.get_ifd(IFD.GPSInfo).update(gps)
    return block


def vi_khe_gps(**changes: Any) -> dict[int, Any]:
    """20°24'36"N 106°12'18"E, as a camera writes it."""
    block = {
        GPS.GPSLatitudeRef: "N",
        GPS.GPSLatitude: (20.0, 24.0, 36.0),
        GPS.GPSLongitudeRef: "E",
        GPS.GPSLongitude: (106.0, 12.0, 18.0),
    }
    return {**block, **{getattr(GPS, name): value for name, value in changes.items()}}


def saved(path: Path, picture: Image.Image | None = None, format: str = "JPEG", **options: Any) -> Path:
    """Write a picture, quarters by default, and give the path back."""
    (picture or quarters()).save(path, format, **options)
    return path


def jpeg_bytes(picture: Image.Image | None = None, **options: Any) -> bytes:
    """The same in memory."""
    stream = io.BytesIO()
    (picture or quarters()).save(stream, "JPEG", **options)
    return stream.getvalue()


def near(pixel: Any, colour: tuple[int, int, int], tolerance: int = 24) -> bool:
    """Whether a pixel shows a colour, allowing for compression."""
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, colour, strict=True))


ORIENTATION = Base.Orientation
