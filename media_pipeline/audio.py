"""Sound: MP3, Ogg (Opus, Vorbis), WAV, FLAC, M4A. Browsers play all of them, so the original is served.

Facts: ``media_type``, ``seconds``, ``sample_rate_hz``, ``channels``, ``bitrate_bps`` (None if unknown),
``title``.
"""

from __future__ import annotations

import math
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gis.doubts import Doubt
from gis.placement import Placement
from media_pipeline import movie
from media_pipeline.boxes import brands
from media_pipeline.errors import Damaged, NoContent, Truncated
from media_pipeline.kind import Kind
from media_pipeline.report import Derived, Facts

M4A_BRANDS = {"M4A ", "M4B "}
ENDINGS = {
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/mp4": "m4a",
}
MPEG_KBPS = {  # ISO/IEC 11172-3, layer III
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
MPEG_HZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def recognises(head: bytes, path: Path) -> str | None:
    """The media type by signature; a bare MP3 by two frame headers in a row."""
    if head[:4] == b"OggS":
        return "audio/ogg"
    if head[:4] == b"fLaC":
        return "audio/flac"
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[:3] == b"ID3" or _starts_with_mpeg_frames(head):
        return "audio/mpeg"
    if brands(head) and (brands(head) & M4A_BRANDS or movie.is_sound_only(path)):
        return "audio/mp4"
    return None


def inspect(path: Path, media_type: str) -> Facts:
    """Duration and form.

    Raises:
        Damaged, Truncated, NoContent: See :mod:`media_pipeline.errors`.
    """
    if media_type == "audio/wav":
        _whole_riff(path)
    sound = _opened(path, media_type)
    seconds = float(getattr(sound.info, "length", 0.0) or 0.0)
    if not math.isfinite(seconds) or seconds <= 0:
        raise NoContent("no sound")
    return {
        "media_type": media_type,
        "seconds": round(seconds, 3),
        "sample_rate_hz": getattr(sound.info, "sample_rate", None),
        "channels": getattr(sound.info, "channels", None),
        "bitrate_bps": getattr(sound.info, "bitrate", None) or None,
        "title": _title(sound),
    }


def place(facts: Facts) -> Placement | None:
    """Sound states no position."""
    return None


def question(facts: Facts) -> tuple[Doubt, ...]:
    """Nothing a header can tell is doubtful."""
    return ()


def derive(path: Path, facts: Facts, out: Path) -> Iterator[Derived]:
    """``audio``: the original's bytes."""
    kept = out / f"audio.{ENDINGS[facts['media_type']]}"
    shutil.copyfile(path, kept)
    yield Derived("audio", kept, facts["media_type"], {"seconds": facts["seconds"]})


def _opened(path: Path, media_type: str) -> Any:
    """The tag library's object; classes are chosen by content, its own chooser looks at names."""
    from mutagen import MutagenError

    try:
        for reader in _readers(path, media_type):
            sound = reader(path)
            if sound is not None and sound.info is not None:  # an object without tags is falsy
                return sound
    except (MutagenError, EOFError, ValueError, KeyError, IndexError, struct.error, OverflowError) as error:
        said = str(error)
        if "truncated" in said.lower() or "read 0 bytes" in said:
            raise Truncated(said) from error
        raise Damaged(f"{type(error).__name__}: {said}") from error
    raise Damaged("no sound stream")


def _readers(path: Path, media_type: str) -> list[Any]:
    from mutagen import flac, mp3, mp4, oggflac, oggopus, oggvorbis, wave

    if media_type == "audio/ogg":
        with path.open("rb") as stream:
            page = stream.read(512)
        if b"OpusHead" in page:
            return [oggopus.OggOpus]
        return [oggflac.OggFLAC] if b"\x7fFLAC" in page else [oggvorbis.OggVorbis]
    return {
        "audio/mpeg": [mp3.MP3],
        "audio/flac": [flac.FLAC],
        "audio/wav": [wave.WAVE],
        "audio/mp4": [mp4.MP4],
    }[media_type]


def _title(sound: Any) -> str | None:
    tags = sound.tags
    if tags is None:
        return None
    for key in ("title", "TIT2", "\xa9nam"):
        try:
            value = tags[key]
        except (KeyError, ValueError):
            continue
        text = value[0] if isinstance(value, list) and value else value
        return str(text).strip()[:500] or None
    return None


def _whole_riff(path: Path) -> None:
    """Refuse a WAV that promises more than it holds; an unfinished recording (size 0 or all ones) may."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        at = 12
        while at + 8 <= size:
            stream.seek(at)
            name, length = struct.unpack("<4sI", stream.read(8))
            if name == b"data" and length not in (0, 0xFFFFFFFF) and at + 8 + length > size:
                raise Truncated(f"{at + 8 + length - size} bytes of sound are missing")
            at += 8 + length + length % 2


def _starts_with_mpeg_frames(head: bytes) -> bool:
    length = _mpeg_frame_bytes(head)
    return bool(length) and bool(_mpeg_frame_bytes(head[length:]))


def _mpeg_frame_bytes(data: bytes) -> int:
    """The length of the layer III frame at the start; 0 when there is none."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return 0
    version, layer = (data[1] >> 3) & 3, (data[1] >> 1) & 3
    rate, frequency, padding = data[2] >> 4, (data[2] >> 2) & 3, (data[2] >> 1) & 1
    if version == 1 or layer != 1 or rate in (0, 15) or frequency == 3:
        return 0
    kbps = MPEG_KBPS[1 if version == 3 else 2][rate]
    return (144 if version == 3 else 72) * kbps * 1000 // MPEG_HZ[version][frequency] + padding


KIND = Kind("audio", recognises, inspect, place, question, derive)
