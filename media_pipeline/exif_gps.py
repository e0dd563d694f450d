"""Where the camera stood, from the GPS block, or the reason why what it wrote is not used."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import ExifTags

from media_pipeline.legacy_text import clean
from media_pipeline.report import Facts

GPS = ExifTags.GPS
WGS84_NAMES = {"wgs84", "wgs1984", "worldgeodeticsystem1984", "epsg4326"}
# GPSAltitudeRef, EXIF 3.0, 4.6.6: 0 and 1 above and below the sea, 2 and 3 the ellipsoid.
BELOW = (1, 3)
DIRECTION_REFS = {"T": "true", "M": "magnetic"}


def position_facts(gps: Mapping[int, Any]) -> Facts:
    """Longitude, latitude and what qualifies them, or ``gps_problem``; empty when nothing is written.

    A position on another datum than WGS 84 is not used: on the Tokyo or Indian datum the same figures lie
    hundreds of metres away. ``gps_datum`` then names it, and ``gps_written`` keeps longitude and latitude.
    """
    if GPS.GPSLatitude not in gps and GPS.GPSLongitude not in gps:
        return {}
    lat, lon = _degrees(gps.get(GPS.GPSLatitude)), _degrees(gps.get(GPS.GPSLongitude))
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
    datum = clean(gps.get(GPS.GPSMapDatum))
    if not is_wgs84(datum):
        return {"gps_problem": "other_datum", "gps_datum": datum, "gps_written": [lon, lat]}
    return {
        "gps_lon": lon,
        "gps_lat": lat,
        **_height(gps),
        **_direction(gps),
        "gps_dop": number(gps.get(GPS.GPSDOP)),
        "gps_error_m": number(gps.get(GPS.GPSHPositioningError)),
        "gps_datum": datum,
        "gps_status": _letter(gps.get(GPS.GPSStatus), "AV"),
    }


def is_wgs84(datum: str | None) -> bool:
    """Whether the name of a datum means WGS 84; receivers that write none use it.

    >>> is_wgs84("WGS-84"), is_wgs84("WGS 1984"), is_wgs84(None), is_wgs84("TOKYO"), is_wgs84("VN-2000")
    (True, True, True, False, False)
    """
    return datum is None or re.sub(r"[^a-z0-9]", "", datum.lower()) in WGS84_NAMES


def utc_of(gps: Mapping[int, Any]) -> datetime | None:
    """The satellites' date and time, which are UTC; None unless both are written and make sense."""
    day = re.fullmatch(r"(\d{4})[:-](\d\d)[:-](\d\d)", clean(gps.get(GPS.GPSDateStamp)) or "")
    clock = gps.get(GPS.GPSTimeStamp)
    parts = [number(part) for part in clock] if isinstance(clock, tuple | list) else []
    if day is None or len(parts) != 3:
        return None
    hours, minutes, seconds = (part if part is not None else -1.0 for part in parts)
    if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= seconds < 61):
        return None
    try:
        midnight = datetime.fromisoformat("-".join(day.groups())).replace(tzinfo=UTC)
    except ValueError:
        return None
    return midnight + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def number(value: Any) -> float | None:
    """A finite number, else None."""
    try:
        found = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return found if math.isfinite(found) else None


def _degrees(value: Any) -> float | None:
    """Degrees, minutes, seconds as one number; None when any part is not a number."""
    parts = value if isinstance(value, tuple | list) else (value,)
    numbers = [number(part) for part in parts]
    if not 1 <= len(numbers) <= 3 or any(one is None or one < 0 for one in numbers):
        return None
    return math.fsum((one or 0.0) / 60.0**power for power, one in enumerate(numbers))


def _height(gps: Mapping[int, Any]) -> Facts:
    written = gps.get(GPS.GPSAltitudeRef, 0)
    reference = written[0] if isinstance(written, bytes) and written else written
    height = number(gps.get(GPS.GPSAltitude))
    if height is None:
        return {"gps_alt_m": None, "gps_alt_above": None}
    metres = -height if reference in BELOW else height
    return {"gps_alt_m": metres, "gps_alt_above": "ellipsoid" if reference in (2, 3) else "sea"}


def _direction(gps: Mapping[int, Any]) -> Facts:
    degrees = number(gps.get(GPS.GPSImgDirection))
    if degrees is None or not 0 <= degrees <= 360:
        return {"gps_direction_deg": None, "gps_direction_north": None}
    letter = _letter(gps.get(GPS.GPSImgDirectionRef), "TM")
    return {"gps_direction_deg": degrees % 360, "gps_direction_north": DIRECTION_REFS.get(letter or "")}


def _letter(value: Any, allowed: str) -> str | None:
    text = (clean(value) or "").upper()
    return text[0] if text and text[0] in allowed else None
