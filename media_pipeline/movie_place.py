"""Where a phone says a film was taken: in Apple's keys, in ``udta/©xyz`` (both ISO 6709) or 3GPP's ``loci``."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from media_pipeline.boxes import Box, boxes, content, find
from media_pipeline.errors import MediaRefused

APPLE_PLACE = "com.apple.quicktime.location.ISO6709"
APPLE_ACCURACY = "com.apple.quicktime.location.accuracy.horizontal"
MAX_KEYS = 1_000
_ISO_6709 = re.compile(
    r"([+-])(\d{2}|\d{4}|\d{6})((?:\.\d+)?)([+-])(\d{3}|\d{5}|\d{7})((?:\.\d+)?)(?:([+-]\d+(?:\.\d+)?))?(?:CRS|/|$)"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """WGS 84 degrees, longitude first, and metres; None where nothing is said."""

    lon: float | None = None
    lat: float | None = None
    alt_m: float | None = None
    accuracy_m: float | None = None


def stated(stream: BinaryIO, moov: Box) -> Stated:
    """The place in Apple's keys, which come with an accuracy, else in ``udta/©xyz``, else in ``udta/loci``."""
    try:
        keys = _apple_keys(stream, moov)
    except MediaRefused:  # a broken note beside the film breaks nothing of it
        keys = {}
    found = iso_6709(keys.get(APPLE_PLACE, ""))
    if found is not None:
        return Stated(*found, _metres(keys.get(APPLE_ACCURACY, "")))
    for box in find(stream, moov, "udta", "\xa9xyz"):
        found = iso_6709(content(stream, box, 256)[4:].decode("latin-1"))
        if found is not None:
            return Stated(*found)
    for box in find(stream, moov, "udta", "loci"):
        found = _loci(content(stream, box, 512))
        if found is not None:
            return Stated(*found)
    return Stated()


def iso_6709(text: str) -> tuple[float, float, float | None] | None:
    """Longitude, latitude and height of ``+20.4100+106.2050+004.0/``; None if it is no such text.

    Degrees, or degrees and minutes, or degrees, minutes and seconds, told apart by the number of digits.

    >>> iso_6709("+2024.600+10612.300/")
    (106.205, 20.41, None)
    """
    match = _ISO_6709.match(text.strip("\0 "))
    if match is None:
        return None
    lat = _degrees(match[1], match[2], match[3], 2)
    lon = _degrees(match[4], match[5], match[6], 3)
    return lon, lat, float(match[7]) if match[7] else None


def _loci(raw: bytes) -> tuple[float, float, float | None] | None:
    """Longitude, latitude and height of 3GPP's location box (TS 26.244, 8.13), after a name and a role."""
    after_name = raw.find(b"\0", 6) + 2
    if raw[6:8] == b"\xfe\xff" or after_name < 2 or len(raw) < after_name + 12:
        return None
    lon, lat, alt = (value / 65_536 for value in struct.unpack_from(">iii", raw, after_name))
    return lon, lat, alt or None


def _degrees(sign: str, digits: str, fraction: str, of_degrees: int) -> float:
    parts = [digits[:of_degrees], *(digits[at : at + 2] for at in range(of_degrees, len(digits), 2))]
    parts[-1] += fraction
    value = sum(float(part) / 60.0**place for place, part in enumerate(parts))
    return round(-value if sign == "-" else value, 9)


def _metres(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value < 1e6 else None


def _apple_keys(stream: BinaryIO, moov: Box) -> dict[str, str]:
    """Texts of ``moov/meta`` by their keys (QuickTime File Format, "Metadata")."""
    found: dict[str, str] = {}
    for meta in _metas(stream, moov):
        names = [name for box in find(stream, meta, "keys") for name in _names(content(stream, box))]
        for item in (
            entry for box in find(stream, meta, "ilst") for entry in boxes(stream, box.start, box.end)
        ):
            number = int.from_bytes(item.type.encode("latin-1"), "big")
            if 1 <= number <= len(names):
                for data in find(stream, item, "data"):
                    found[names[number - 1]] = content(stream, data, 512)[8:].decode("utf-8", "replace")
    return found


def _metas(stream: BinaryIO, moov: Box) -> Iterator[Box]:
    """``meta`` as Apple writes it, and as ISO/IEC 14496-12 does: with four bytes of version before its boxes."""
    for meta in find(stream, moov, "meta"):
        start = meta.start if content(stream, meta, 8)[4:8] == b"hdlr" else meta.start + 4
        yield Box(meta.type, start, meta.end)


def _names(raw: bytes) -> Iterator[str]:
    if len(raw) < 8:
        return
    (count,) = struct.unpack(">I", raw[4:8])
    at = 8
    for _ in range(min(count, MAX_KEYS)):
        size = int.from_bytes(raw[at : at + 4], "big")
        if size < 8:
            return
        yield raw[at + 8 : at + size].decode("utf-8", "replace")
        at += size
