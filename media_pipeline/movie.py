"""What the ``moov`` box of an MP4 or MOV says: duration, tracks, the place written by a phone."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from media_pipeline.boxes import Box, content, find, whole_file
from media_pipeline.errors import Damaged, MediaRefused, NoContent

UNKNOWN = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Movie:
    """Duration in seconds; track kinds (``vide``, ``soun`` …); pixels; codec; WGS 84 degrees, metres."""

    seconds: float
    tracks: tuple[str, ...]
    width: int | None
    height: int | None
    codec: str | None
    lon: float | None
    lat: float | None
    alt_m: float | None


def read(path: Path) -> Movie:
    """The movie's header.

    Raises:
        Truncated: The boxes reach past the end of the file.
        Damaged, NoContent: There is no movie header, or nothing that lasts.
    """
    with path.open("rb") as stream:
        whole = whole_file(stream)
        moov = next(find(stream, whole, "moov"), None)
        if moov is None:
            raise Damaged("no moov box")
        if next(find(stream, whole, "mdat"), None) is None and not any(find(stream, whole, "moof")):
            raise NoContent("no media data")
        tracks = list(find(stream, moov, "trak"))
        kinds = tuple(_handler(stream, track) for track in tracks)
        pictures = [track for track, kind in zip(tracks, kinds, strict=True) if kind == "vide"]
        width, height = _pixels(stream, pictures[0]) if pictures else (None, None)
        codec = _codec(stream, pictures[0]) if pictures else None
        return Movie(_seconds(stream, moov), kinds, width, height, codec, *_position(stream, moov))


def is_sound_only(path: Path) -> bool:
    """Whether the file is a movie container with sound and no picture."""
    try:
        tracks = read(path).tracks
    except MediaRefused:
        return False
    return "soun" in tracks and "vide" not in tracks


def _seconds(stream: BinaryIO, moov: Box) -> float:
    for box in find(stream, moov, "mvhd"):
        raw = content(stream, box, 40)
        try:
            if raw[0] == 1:
                scale, length = struct.unpack(">IQ", raw[20:32])
            else:
                scale, length = struct.unpack(">II", raw[12:20])
        except (struct.error, IndexError) as error:
            raise Damaged("the movie header is cut short") from error
        return length / scale if scale and length != UNKNOWN else 0.0
    raise Damaged("no movie header")


def _handler(stream: BinaryIO, track: Box) -> str:
    for box in find(stream, track, "mdia", "hdlr"):
        return content(stream, box, 12)[8:12].decode("latin-1")
    return ""


def _pixels(stream: BinaryIO, track: Box) -> tuple[int | None, int | None]:
    for box in find(stream, track, "tkhd"):
        raw = content(stream, box, 128)
        if box.size >= 84:
            width, height = struct.unpack(">II", raw[box.size - 8 : box.size])
            return width >> 16, height >> 16
    return None, None


def _codec(stream: BinaryIO, track: Box) -> str | None:
    for box in find(stream, track, "mdia", "minf", "stbl", "stsd"):
        return content(stream, box, 16)[12:16].decode("latin-1") or None
    return None


def _position(stream: BinaryIO, moov: Box) -> tuple[float | None, float | None, float | None]:
    """Longitude, latitude, height from the ISO 6709 text in ``udta/©xyz``."""
    for box in find(stream, moov, "udta", "\xa9xyz"):
        text = content(stream, box, 256)[4:].decode("latin-1")
        found = re.match(r"([+-]\d{2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?", text)
        if found:
            lat, lon, alt = found.groups()
            return float(lon), float(lat), float(alt) if alt else None
    return None, None, None
