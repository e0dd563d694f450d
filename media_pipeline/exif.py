"""What a camera and its owner wrote about a picture: time, position, instrument, makers, rights.

Unknown is None, never zero. Where the blocks disagree XMP is believed before IPTC and IPTC before EXIF,
empty values aside (Metadata Working Group, Guidelines for Handling Image Metadata 2.0, chapter 3).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from PIL import ExifTags, Image

from media_pipeline import exif_gps, iptc, xmp
from media_pipeline.legacy_text import clean, tidy
from media_pipeline.pixels import READER_ERRORS
from media_pipeline.report import Facts

BASE = ExifTags.Base
WORDS = ("caption", "caption_en", "artist", "credit", "copyright", "rights", "licence_url")

EMPTY: Facts = {
    "metadata_readable": True,
    "orientation": None,
    "taken_at": None,
    "taken_at_has_zone": None,
    "taken_at_utc": None,
    "camera": None,
    **dict.fromkeys(WORDS),
    "gps_lon": None,
    "gps_lat": None,
    "gps_alt_m": None,
    "gps_alt_above": None,
    "gps_direction_deg": None,
    "gps_direction_north": None,
    "gps_dop": None,
    "gps_error_m": None,
    "gps_datum": None,
    "gps_status": None,
    "gps_written": None,
    "gps_problem": None,
}


def camera_facts(picture: Image.Image) -> Facts:
    """Facts from EXIF, IPTC and XMP; the keys are those of ``EMPTY``, always all of them.

    ``taken_at`` is ISO 8601, with an offset only if the camera gave one (``taken_at_has_zone``);
    ``taken_at_utc`` is that moment in UTC, from the offset or else from the satellites. ``gps_*`` are WGS 84
    degrees, metres above the sea or the ellipsoid (``gps_alt_above``), degrees clockwise from true or
    magnetic north (``gps_direction_north``), dilution of precision and metres of horizontal error.
    ``gps_problem`` names why a written position is not used: ``not_a_number``, ``null_island``,
    ``no_hemisphere``, ``out_of_range`` or ``other_datum``. ``metadata_readable`` is False when a block is
    there and makes no sense; the picture itself may be perfect.
    """
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        try:
            block = picture.getexif()
            facts = exif_facts(block)
            empty = not len(block)
        except READER_ERRORS:
            facts, empty = {**EMPTY, "metadata_readable": False}, False
    # Pillow may have complained when it opened the file, before this
    unread = bool(picture.info.get("exif")) and empty
    facts["metadata_readable"] = facts["metadata_readable"] and not complaints and not unread
    return with_words(facts, packet=xmp.packet_of(picture), iptc_block=iptc.block_of(picture))


def exif_facts(block: Image.Exif) -> Facts:
    """The same from an EXIF block alone.

    Raises:
        Exception: Any of ``pixels.READER_ERRORS``, when the block makes no sense.
    """
    main, detail = dict(block), dict(block.get_ifd(ExifTags.IFD.Exif))
    position = dict(block.get_ifd(ExifTags.IFD.GPSInfo))
    orientation = main.get(BASE.Orientation)
    facts: Facts = {
        **EMPTY,
        "orientation": orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else None,
        **taken(main, detail),
        "camera": _camera(main),
        "artist": clean(main.get(BASE.Artist)) or _windows(main.get(BASE.XPAuthor)),
        "copyright": clean(main.get(BASE.Copyright)),
        "caption": clean(main.get(BASE.ImageDescription)) or _windows(main.get(BASE.XPTitle)),
        **exif_gps.position_facts(position),
    }
    satellites = exif_gps.utc_of(position)
    if facts["taken_at_has_zone"]:
        facts["taken_at_utc"] = _utc_text(datetime.fromisoformat(str(facts["taken_at"])))
    elif satellites is not None:
        facts["taken_at_utc"] = _utc_text(satellites)
    return facts


def with_words(facts: Facts, *, packet: bytes, iptc_block: bytes) -> Facts:
    """Facts from EXIF with the words of IPTC and XMP laid over them, and what only XMP knows filled in."""
    readable = facts["metadata_readable"]
    from_iptc: Facts = {}
    from_xmp: Facts = {}
    try:
        from_iptc = iptc.read(iptc_block)
        from_xmp = xmp.read(packet)
    except ValueError:
        readable = False
    words = {name: from_xmp.get(name) or from_iptc.get(name) or facts[name] for name in WORDS}
    merged = {**facts, **words, "metadata_readable": readable}
    if merged["orientation"] is None:
        merged["orientation"] = from_xmp.get("orientation")
    if merged["taken_at"] is None and "taken_at" in from_xmp:
        moment = datetime.fromisoformat(from_xmp["taken_at"])
        merged["taken_at"], merged["taken_at_has_zone"] = from_xmp["taken_at"], moment.tzinfo is not None
        merged["taken_at_utc"] = merged["taken_at_utc"] or (_utc_text(moment) if moment.tzinfo else None)
    return merged


def taken(main: Mapping[int, Any], detail: Mapping[int, Any]) -> Facts:
    """When the shutter opened, from the best of three tags, with the zone only when it was written."""
    choices = (
        (detail.get(BASE.DateTimeOriginal), BASE.OffsetTimeOriginal, BASE.SubsecTimeOriginal),
        (detail.get(BASE.DateTimeDigitized), BASE.OffsetTimeDigitized, BASE.SubsecTimeDigitized),
        (main.get(BASE.DateTime), BASE.OffsetTime, BASE.SubsecTime),
    )
    for written, offset, fraction in choices:
        moment = _moment(clean(written), clean(detail.get(offset)), clean(detail.get(fraction)))
        if moment is not None:
            return {"taken_at": _text_of(moment), "taken_at_has_zone": moment.tzinfo is not None}
    return {}


def _moment(written: str | None, offset: str | None, fraction: str | None) -> datetime | None:
    found = re.match(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)", written or "")
    if not found:
        return None
    zone = re.fullmatch(r"([+-])(\d\d):?(\d\d)", offset or "")
    ending = f"{zone[1]}{zone[2]}:{zone[3]}" if zone else ""
    digits = fraction[:3] if fraction and fraction.isascii() and fraction.isdigit() else ""
    part = f".{digits:0<3}" if digits.strip("0") else ""
    day, clock = "-".join(found.groups()[:3]), ":".join(found.groups()[3:])
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{part}{ending}")
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if (offset or "").upper() == "Z" else moment


def _text_of(moment: datetime) -> str:
    """ISO 8601, with thousandths of a second only where they were written."""
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


def _utc_text(moment: datetime) -> str:
    return _text_of(moment.astimezone(UTC)).replace("+00:00", "Z")


def _camera(main: Mapping[int, Any]) -> str | None:
    make, model = clean(main.get(BASE.Make)), clean(main.get(BASE.Model))
    if make and model and not model.lower().startswith(make.lower()):
        return f"{make} {model}"
    return model or make


def _windows(value: Any) -> str | None:
    """A tag that Windows Explorer writes, UTF-16 in bytes."""
    raw = bytes(value) if isinstance(value, bytes | tuple) else b""
    return tidy(raw.decode("utf-16-le", "replace")) if raw else None
