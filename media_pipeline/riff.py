"""What the chunks of a WAV file say: form and length of the sound.

Read here and not from a tag library: recordings broken off in the field have no length in their header, and
telephone codings (A-law, µ-law) leave out the chunk a library counts by.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import Damaged, Truncated

UNFINISHED = (0, 0xFFFFFFFF)  # the recorder never came back to write the length, or an RF64 says it elsewhere


@dataclass(frozen=True, slots=True)
class Riff:
    """Sound of ``sound_bytes`` at ``bytes_per_s``; both may be zero."""

    channels: int
    sample_rate_hz: int
    bytes_per_s: int
    sound_bytes: int

    @property
    def seconds(self) -> float:
        """Length of the sound; 0 when there is none."""
        return self.sound_bytes / self.bytes_per_s if self.bytes_per_s else 0.0


def read(path: Path) -> Riff:
    """The form of the sound and how much of it is there.

    Raises:
        Truncated: More sound is promised than the file holds.
        Damaged: There is no WAVE header, or it does not say the form of the sound.
    """
    size = path.stat().st_size
    form: tuple[int, int, int] | None = None
    sound_bytes = 0
    with path.open("rb") as stream:
        head = stream.read(12)
        if head[:4] not in (b"RIFF", b"RF64") or head[8:12] != b"WAVE":
            raise Damaged("no WAVE header")
        at = 12
        while at + 8 <= size:
            stream.seek(at)
            name, length = struct.unpack("<4sI", stream.read(8))
            left = size - at - 8
            if name == b"fmt ":
                form = _form(stream.read(min(length, 16)))
            elif name == b"data":
                if length in UNFINISHED:
                    sound_bytes = left
                    break
                if length > left:
                    raise Truncated(f"{length - left} bytes of sound are missing")
                sound_bytes += length
            at += 8 + length + length % 2
    if form is None:
        raise Damaged("no fmt chunk")
    return Riff(*form, sound_bytes)


def _form(raw: bytes) -> tuple[int, int, int]:
    if len(raw) < 16:
        raise Damaged("the fmt chunk is cut short")
    _, channels, rate, bytes_per_s = struct.unpack("<HHII", raw[:12])
    return channels, rate, bytes_per_s
