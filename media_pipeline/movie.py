"""What the ``moov`` box of an MP4 or MOV says: duration, tracks, codings, the place written by a phone."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from media_pipeline import movie_place
from media_pipeline.boxes import Box, boxes, content, find, whole_file
from media_pipeline.errors import Damaged, MediaRefused, NoContent

UNKNOWN = 0xFFFFFFFF
H264 = ("avc1", "avc3")
VISUAL_ENTRY = 78  # bytes of a VisualSampleEntry before the boxes inside (ISO/IEC 14496-12, 12.1.3)


@dataclass(frozen=True, slots=True)
class Movie:
    """What a movie says of itself.

    Attributes:
        seconds: Duration.
        tracks: Kinds of its tracks, ``vide``, ``soun`` …, in order.
        width, height: Pixels as shown, a turned picture turned.
        codec, sound_codec: Four letters of the first picture's and the first sound's coding.
        profile: Of H.264: 66 Baseline, 77 Main, 100 High …; None for others.
        lon, lat, alt_m: WGS 84 degrees and metres.
        accuracy_m: Of the place, where the phone states it.
    """

    seconds: float
    tracks: tuple[str, ...]
    width: int | None
    height: int | None
    codec: str | None
    sound_codec: str | None
    profile: int | None
    lon: float | None
    lat: float | None
    alt_m: float | None
    accuracy_m: float | None


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
        picture = next((track for track, kind in zip(tracks, kinds, strict=True) if kind == "vide"), None)
        sound = next((track for track, kind in zip(tracks, kinds, strict=True) if kind == "soun"), None)
        width, height = _pixels(stream, picture) if picture else (None, None)
        place = movie_place.stated(stream, moov)
        return Movie(
            _seconds(stream, moov),
            kinds,
            width,
            height,
            _codec(stream, picture) if picture else None,
            _codec(stream, sound) if sound else None,
            _profile(stream, picture) if picture else None,
            place.lon,
            place.lat,
            place.alt_m,
            place.accuracy_m,
        )


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
            a, b, _, c, d = struct.unpack(">5i", raw[box.size - 44 : box.size - 24])
            upright = a or d or not (b and c)  # else the matrix swaps the axes
            return (width >> 16, height >> 16) if upright else (height >> 16, width >> 16)
    return None, None


def _codec(stream: BinaryIO, track: Box) -> str | None:
    for box in find(stream, track, "mdia", "minf", "stbl", "stsd"):
        return content(stream, box, 16)[12:16].decode("latin-1") or None
    return None


def _profile(stream: BinaryIO, track: Box) -> int | None:
    """The second byte of ``avcC`` (ISO/IEC 14496-15, 5.3.3.1.2)."""
    for box in find(stream, track, "mdia", "minf", "stbl", "stsd"):
        for entry in boxes(stream, box.start + 8, box.end):
            if entry.type not in H264 or entry.size <= VISUAL_ENTRY:
                return None
            inside = Box(entry.type, entry.start + VISUAL_ENTRY, entry.end)
            setup = next(find(stream, inside, "avcC"), None)
            return content(stream, setup, 2)[1] if setup and setup.size >= 2 else None
    return None
