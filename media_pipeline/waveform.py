"""The waveform of a recording: how loud it is, piece by piece, as JSON for a player to draw.

``{"version": 1, "seconds": s, "peaks": [0.0 … 1.0]}``: the highest absolute value of each of at most a
thousand equal pieces, 1 being full scale, over all channels.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from media_pipeline import riff
from media_pipeline.ffmpeg import Ffmpeg
from media_pipeline.report import Derived

PEAKS = 1_000
RATE_HZ = 8_000  # enough to see; an hour decodes in seconds
BLOCK = 80  # samples of all channels together: a hundredth of a second, and less, is never seen
MOST_BLOCKS = 1_000_000  # of a recording of known length, however long and fine
BATCH_FRAMES = 1 << 18
Samples = NDArray[np.float32]
_INT16 = 32_768.0


class Loudness:
    """Peaks gathered from pieces of sound as they come; ``block`` samples are held as one value."""

    def __init__(self, block: int = BLOCK) -> None:
        self._block = block
        self._blocks: list[Samples] = []
        self._rest = np.empty(0, np.float32)

    def add(self, samples: Samples) -> None:
        """Samples of any number, channels side by side, full scale 1."""
        heard = np.abs(np.nan_to_num(samples, posinf=1.0, neginf=-1.0))
        values = np.concatenate([self._rest, heard])
        whole = len(values) - len(values) % self._block
        self._blocks.append(values[:whole].reshape(-1, self._block).max(axis=1))
        self._rest = values[whole:]

    def peaks(self) -> list[float]:
        """At most ``PEAKS`` values in order; empty when nothing was heard of."""
        parts = [*self._blocks, *([self._rest.max(keepdims=True)] if len(self._rest) else [])]
        blocks = np.concatenate(parts) if parts else self._rest
        if not len(blocks):
            return []
        starts = np.linspace(0, len(blocks), min(PEAKS, len(blocks)), endpoint=False).astype(np.int64)
        highest = np.maximum.reduceat(blocks, starts)
        return [round(float(peak), 3) for peak in np.minimum(highest, 1.0)]


def of_wav(path: Path, sound: riff.Riff) -> list[float] | None:
    """The peaks of a WAV file, read by ourselves; None for a coding that is not plain samples."""
    decode = riff.decoder(sound)
    if decode is None:
        return None
    samples = sound.sound_bytes * 8 // sound.bits
    loudness = Loudness(max(BLOCK, samples // MOST_BLOCKS))
    with path.open("rb") as stream:
        for start, length in sound.pieces:
            stream.seek(start)
            left = length - length % sound.frame_bytes
            while left:
                raw = stream.read(min(left, sound.frame_bytes * BATCH_FRAMES))
                if not raw:
                    break
                left -= len(raw)
                loudness.add(decode(raw))
    return loudness.peaks()


def by_ffmpeg(program: Ffmpeg, path: Path, media_type: str, limit_s: float) -> list[float]:
    """The peaks of whatever ffmpeg decodes.

    Raises:
        Damaged, TooSlow: As ffmpeg ends.
    """
    loudness = Loudness()
    odd = b""

    def take(piece: bytes) -> None:
        nonlocal odd
        piece = odd + piece
        even = len(piece) - len(piece) % 2
        loudness.add(np.frombuffer(piece[:even], "<i2").astype(np.float32) / _INT16)
        odd = piece[even:]

    plain = ("-map", "0:a:0", "-ar", str(RATE_HZ), "-f", "s16le", "pipe:1")
    program.run(path, media_type, plain, limit_s, take=take)
    return loudness.peaks()


def written(peaks: list[float], seconds: float, out: Path, tool: str = "") -> Derived:
    """The recipe ``waveform``."""
    path = out / "waveform.json"
    content: dict[str, Any] = {"version": 1, "seconds": seconds, "peaks": peaks}
    path.write_text(json.dumps(content, separators=(",", ":")), encoding="ascii")
    return Derived("waveform", path, "application/json", {"seconds": seconds, "peaks": len(peaks)}, tool)
