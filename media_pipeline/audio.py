"""Sound: MP3, Ogg (Opus, Vorbis), WAV, FLAC, M4A. The original is served, and M4A where not every browser plays it.

Facts: ``media_type``, ``seconds``, ``sample_rate_hz``, ``channels``, ``bitrate_bps`` (None if unknown),
``title``, ``codec`` (of M4A, four letters), and those of :mod:`media_pipeline.playing`.
"""

from __future__ import annotations

import math
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gis.doubts import Doubt
from gis.placement import Placement
from media_pipeline import movie, movie_notes, playing, riff, waveform
from media_pipeline.boxes import brands
from media_pipeline.errors import Damaged, NoContent, Truncated
from media_pipeline.kind import Kind
from media_pipeline.report import Derived, Facts
from media_pipeline.told import EVERYTHING, NOTHING_TOLD, Order, Told

if TYPE_CHECKING:
    from tinytag import TinyTag

M4A_BRANDS = {"M4A ", "M4B "}
ENDINGS = {
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/mp4": "m4a",
}
MISSING = ("dạng sóng và bản nghe nhẹ", "waveform and light version")
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


def inspect(path: Path, media_type: str, told: Told = NOTHING_TOLD) -> Facts:
    """Duration and form.

    Raises:
        Damaged, Truncated, NoContent: See :mod:`media_pipeline.errors`.
    """
    facts = _wav(path) if media_type == "audio/wav" else _tagged(path, media_type)
    seconds = facts["seconds"]
    if not math.isfinite(seconds) or seconds <= 0:
        raise NoContent("no sound")
    return facts | {"seconds": max(round(seconds, 3), 0.001), **playing.tried(path, media_type, "a")}


def place(facts: Facts) -> Placement | None:
    """Sound states no position."""
    return None


def question(facts: Facts) -> tuple[Doubt, ...]:
    """Whether it can be heard, and what could not be made of it."""
    lacks_waveform = not facts.get("waveform", facts["media_type"] == "audio/wav")
    return playing.doubts(facts, MISSING if lacks_waveform else None)


def derive(path: Path, facts: Facts, out: Path, order: Order = EVERYTHING) -> Iterator[Derived]:
    """``audio``: the original, M4A and WAV without their notes; ``waveform``; ``audio-web``: M4A, where ffmpeg is and it is needed."""
    kept = out / f"audio.{ENDINGS[facts['media_type']]}"
    shutil.copyfile(path, kept)
    if facts["media_type"] == "audio/mp4":  # telephones write where they recorded
        movie_notes.take_out(kept)
    elif facts["media_type"] == "audio/wav":  # as field recorders do
        riff.take_out_notes(kept)
    yield Derived("audio", kept, facts["media_type"], {"seconds": facts["seconds"]})
    if order.wants("waveform"):
        yield from _waveform(path, facts, out)
    if order.wants("audio-web") and not _plays_everywhere(facts):
        yield from playing.sound_for_web(path, facts, out)


def _waveform(path: Path, facts: Facts, out: Path) -> Iterator[Derived]:
    """By ourselves from plain samples, else by ffmpeg; ``facts`` say whether there is one."""
    peaks = waveform.of_wav(path, riff.read(path)) if facts["media_type"] == "audio/wav" else None
    if peaks is not None:
        facts["waveform"] = bool(peaks)
        if peaks:
            yield waveform.written(peaks, facts["seconds"], out)
        return
    yield from playing.waveform_by_ffmpeg(path, facts, out)


def _plays_everywhere(facts: Facts) -> bool:
    # Safari plays Opus and Vorbis in Ogg only in its newest versions, FLAC and WAV weigh too much for a phone
    return facts["media_type"] == "audio/mpeg" or facts.get("codec") == "mp4a"


def _wav(path: Path) -> Facts:
    sound = riff.read(path)
    return {
        "media_type": "audio/wav",
        "seconds": sound.seconds,
        "sample_rate_hz": sound.sample_rate_hz or None,
        "channels": sound.channels or None,
        "bitrate_bps": sound.bytes_per_s * 8 or None,
        "title": _wav_title(path),
        "codec": None,
    }


def _tagged(path: Path, media_type: str) -> Facts:
    codec = None
    if media_type == "audio/mp4":  # the tag library takes a file cut in the middle for a whole one
        codec = movie.read(path).sound_codec
    sound = _opened(path, media_type)
    if sound.duration is None:
        raise Damaged("no sound stream")
    return {
        "media_type": media_type,
        "seconds": float(sound.duration),
        "sample_rate_hz": sound.samplerate,
        "channels": sound.channels,
        "bitrate_bps": round(sound.bitrate * 1000) if sound.bitrate else None,
        "title": _title(sound),
        "codec": codec,
    }


def _opened(path: Path, media_type: str) -> TinyTag:
    """What the tag library read; without a name it goes by the content."""
    from tinytag import ParseError, TinyTag, UnsupportedFormatError

    with path.open("rb") as stream:
        try:
            sound = TinyTag.get(file_obj=stream)
        except ParseError as error:
            if isinstance(error.__cause__, MemoryError):  # ours or the file's: the child's limits decide
                raise error.__cause__ from error
            if isinstance(error.__cause__, struct.error) and not stream.read(1):
                raise Truncated(str(error)) from error
            raise Damaged(f"{type(error.__cause__).__name__}: {error}") from error
        except UnsupportedFormatError as error:
            raise Damaged(str(error)) from error
    if (sound.mime_type or "").partition(";")[0] != media_type:
        raise Damaged(f"the content is {sound.mime_type}, not {media_type}")
    return sound


def _wav_title(path: Path) -> str | None:
    try:
        return _title(_opened(path, "audio/wav"))
    except (Damaged, Truncated):  # an RF64, or chunks the sound does not depend on
        return None


def _title(sound: TinyTag) -> str | None:
    return (sound.title or "").replace("\0", " ").strip()[:500] or None


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
