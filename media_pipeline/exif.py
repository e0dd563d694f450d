"""What a camera wrote about its picture: time, position, instrument, makers. Unknown is None, never zero."""

from __future__ import annotations

import contextlib
import math
import re
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from PIL import ExifTags, ImageFile, IptcImagePlugin

from media_pipeline.pixels import READER_ERRORS
from media_pipeline.report import Facts

BASE, GPS = ExifTags.Base, ExifTags.GPS
IPTC_BYLINE, IPTC_COPYRIGHT, IPTC_CAPTION = (2, 80), (2, 116), (2, 120)
LONGEST_TEXT = 2_000

EMPTY: Facts = {
    "metadata_readable": True,
    "orientation": None,
    "taken_at": None,
    "taken_at_has_zone": None,
    "camera": None,
    "artist": None,
    "copyright": None,
    "caption": None,
    "gps_lon": None,
    "gps_lat": None,
    "gps_alt_m": None,
    "gps_direction_deg": None,
    "gps_dop": None,
    "gps_error_m": None,
    "gps_problem": None,
}


def camera_facts(picture: ImageFile.ImageFile) -> Facts:
    """Facts from EXIF and IPTC; the keys are those of ``EMPTY``, always all of them.

    ``taken_at`` is ISO 8601, with an offset only if the camera gave one (``taken_at_has_zone``).
    ``gps_*`` are WGS 84 degrees, metres above sea level, degrees clockwise from north, dilution of
    precision and metres of horizontal error. ``gps_problem`` names why a written position is not used:
    ``not_a_number``, ``null_island``, ``no_hemisphere`` or ``out_of_range``. ``metadata_readable`` is False
    when the block is there and makes no sense; the picture itself may be perfect.
    """
    facts = dict(EMPTY)
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        try:
            exif = picture.getexif()
            main, detail = dict(exif), dict(exif.get_ifd(ExifTags.IFD.Exif))
            position = dict(exif.get_ifd(ExifTags.IFD.GPSInfo))
        except READER_ERRORS:
            return {**facts, "metadata_readable": False}
    unread = bool(picture.info.get("exif")) and not main  # Pillow may have complained when it opened the file
    facts["metadata_readable"] = not complaints and not unread
    orientation = main.get(BASE.Orientation)
    facts["orientation"] = orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else None
    facts.update(taken(main, detail))
    facts["camera"] = _camera(main)
    facts["artist"] = _text(main.get(BASE.Artist))
    facts["copyright"] = _text(main.get(BASE.Copyright))
    facts["caption"] = _text(main.get(BASE.ImageDescription))
    facts.update(position_facts(position))
    return _with_iptc(facts, picture)


def taken(main: Mapping[int, Any], detail: Mapping[int, Any]) -> Facts:
    """When the shutter opened, from the best of three tags, with the zone only when it was written."""
    choices = (
        (detail.get(BASE.DateTimeOriginal), detail.get(BASE.OffsetTimeOriginal)),
        (detail.get(BASE.DateTimeDigitized), detail.get(BASE.OffsetTimeDigitized)),
        (main.get(BASE.DateTime), detail.get(BASE.OffsetTime)),
    )
    for written, offset in choices:
        moment = _moment(_text(written), _text(offset))
        if moment is not None:
            return {"taken_at": moment.isoformat(), "taken_at_has_zone": moment.tzinfo is not None}
    return {}


def position_facts(gps: Mapping[int, Any]) -> Facts:
    """Longitude, latitude and what qualifies them, or the reason they are not used."""
    if GPS.GPSLatitude not in gps and GPS.GPSLongitude not in gps:
        return {}
    lat = _degrees(gps.get(GPS.GPSLatitude))
    lon = _degrees(gps.get(GPS.GPSLongitude))
    north = _letter(gps.get(GPS.GPSLatitudeRef), "NS")
    east = _letter(gps.get(GPS.GPSLongitudeRef), "EW")
    if lat is None or lon is None:
        return {"gps_problem": "not_a_number"}
    if lat == 0 and lon == 0:
        return {"gps_problem": "null_island"}
    if north is None or east is None:
        return {"gps_problem": "no_hemisphere"}
    lat, lon = (-lat if north == "S" else lat), (-lon if east == "W" else lon)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return {"gps_problem": "out_of_range"}
    below = gps.get(GPS.GPSAltitudeRef) in (1, b"\x01")
    altitude = _number(gps.get(GPS.GPSAltitude))
    return {
        "gps_lon": lon,
        "gps_lat": lat,
        "gps_alt_m": -altitude if below and altitude is not None else altitude,
        "gps_direction_deg": _number(gps.get(GPS.GPSImgDirection)),
        "gps_dop": _number(gps.get(GPS.GPSDOP)),
        "gps_error_m": _number(gps.get(GPS.GPSHPositioningError)),
    }


def _degrees(value: Any) -> float | None:
    """Degrees, minutes, seconds as one number; None when any part is not a number."""
    parts = value if isinstance(value, tuple | list) else (value,)
    numbers = [_number(part) for part in parts]
    if not 1 <= len(numbers) <= 3 or any(number is None or number < 0 for number in numbers):
        return None
    return math.fsum((number or 0.0) / 60.0**power for power, number in enumerate(numbers))


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) else None


def _letter(value: Any, allowed: str) -> str | None:
    text = (_text(value) or "").upper()
    return text[0] if text and text[0] in allowed else None


def _text(value: Any) -> str | None:
    """Text without padding; bytes as UTF-8, else as Latin-1 (EXIF says ASCII, cameras differ)."""
    if isinstance(value, list | tuple) and value:
        value = value[0]
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            value = value.decode("latin-1")
    if not isinstance(value, str):
        return None
    with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
        value = value.encode("latin-1").decode("utf-8")  # Pillow reads EXIF text as Latin-1
    clean = "".join(letter for letter in value.split("\0")[0] if letter.isprintable() or letter == "\n")
    return clean.strip()[:LONGEST_TEXT] or None


def _moment(written: str | None, offset: str | None) -> datetime | None:
    found = re.match(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)", written or "")
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part) for part in found.groups())
    zone = offset if re.fullmatch(r"[+-]\d\d:\d\d", offset or "") else ""
    try:
        moment = datetime.fromisoformat(
            f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}"
        )
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if (offset or "").upper() == "Z" else moment


def _camera(main: Mapping[int, Any]) -> str | None:
    make, model = _text(main.get(BASE.Make)), _text(main.get(BASE.Model))
    if make and model and not model.lower().startswith(make.lower()):
        return f"{make} {model}"
    return model or make


def _with_iptc(facts: Facts, picture: ImageFile.ImageFile) -> Facts:
    """Fill what EXIF left unknown from the IPTC block."""
    try:
        block = IptcImagePlugin.getiptcinfo(picture) or {}
    except READER_ERRORS:
        return {**facts, "metadata_readable": False}
    filled = {
        "artist": _text(block.get(IPTC_BYLINE)),
        "copyright": _text(block.get(IPTC_COPYRIGHT)),
        "caption": _text(block.get(IPTC_CAPTION)),
    }
    return {**facts, **{name: facts[name] or value for name, value in filled.items()}}
