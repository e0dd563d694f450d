"""What the chunks of a WAV file say: form, length and place of the sound, and its samples.

Read here and not from a tag library: recordings broken off in the field have no length in their header, and
telephone codings (A-law, µ-law) leave out the chunk a library counts by.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_pipeline.errors import Damaged, Truncated

UNFINISHED = (0, 0xFFFFFFFF)  # the recorder never came back to write the length, or an RF64 says it elsewhere
# Broadcast extension (EBU Tech 3285), iXML with its LOCATION_GPS, XMP, ADM, ID3; the title in LIST stays
NOTES = (b"bext", b"iXML", b"_PMX", b"axml", b"id3 ", b"ID3 ")
_ZEROS = 1 << 16  # bytes written at once
PCM, FLOAT, A_LAW, MU_LAW, EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
_OFFSET = np.float32(128)  # samples of 8 bits are unsigned
Decoder = Callable[[bytes], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Riff:
    """The sound of a WAV file.

    Attributes:
        channels, sample_rate_hz, bytes_per_s: As the header states; any may be zero.
        pieces: Where the sound lies: first byte and number of bytes, in order.
        coding: ``PCM``, ``FLOAT``, ``A_LAW``, ``MU_LAW`` or another tag of the format's registry.
        bits: Of one sample.
    """

    channels: int
    sample_rate_hz: int
    bytes_per_s: int
    pieces: tuple[tuple[int, int], ...] = ()
    coding: int = PCM
    bits: int = 16

    @property
    def sound_bytes(self) -> int:
        """Bytes of sound in all pieces."""
        return sum(length for _, length in self.pieces)

    @property
    def seconds(self) -> float:
        """Length of the sound; 0 when there is none."""
        return self.sound_bytes / self.bytes_per_s if self.bytes_per_s else 0.0

    @property
    def frame_bytes(self) -> int:
        """Bytes of one sample of every channel."""
        return max(1, self.channels) * max(1, self.bits // 8)


def read(path: Path) -> Riff:
    """The form of the sound and how much of it is there.

    Raises:
        Truncated: More sound is promised than the file holds.
        Damaged: There is no WAVE header, or it does not say the form of the sound.
    """
    size = path.stat().st_size
    form: tuple[int, int, int, int, int] | None = None
    pieces: list[tuple[int, int]] = []
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
                form = _form(stream.read(min(length, 40)))
            elif name == b"data":
                if length in UNFINISHED:
                    pieces.append((at + 8, left))
                    break
                if length > left:
                    raise Truncated(f"{length - left} bytes of sound are missing")
                pieces.append((at + 8, length))
            at += 8 + length + length % 2
    if form is None:
        raise Damaged("no fmt chunk")
    coding, channels, rate, bytes_per_s, bits = form
    return Riff(channels, rate, bytes_per_s, tuple(pieces), coding, bits)


def take_out_notes(path: Path) -> int:
    """Empty, in place, what a field recorder writes beside the sound: place, owner, device; how many chunks.

    No byte moves: a chunk of ``NOTES`` becomes ``JUNK`` of zeros, which every player passes over.
    """
    found = 0
    size, at = path.stat().st_size, 12
    with path.open("r+b") as stream:
        while at + 8 <= size:
            stream.seek(at)
            name, length = struct.unpack("<4sI", stream.read(8))
            if name == b"data" and length in UNFINISHED:
                break
            if name in NOTES:
                stream.seek(at)
                stream.write(b"JUNK")
                stream.seek(at + 8)
                left = min(length, size - at - 8)
                while left:
                    left -= stream.write(bytes(min(left, _ZEROS)))
                found += 1
            at += 8 + length + length % 2
    return found


def decoder(sound: Riff) -> Decoder | None:
    """What turns whole frames into samples of full scale 1, channels side by side; None if it is not plain."""
    if sound.coding == PCM and sound.bits == 24:
        return _from_24_bits
    if sound.coding == PCM and sound.bits == 8:
        return lambda raw: (np.frombuffer(raw, np.uint8).astype(np.float32) - _OFFSET) / _OFFSET
    if sound.coding == PCM and sound.bits in (16, 32):
        whole = np.float32(1 << (sound.bits - 1))
        return lambda raw: np.frombuffer(raw, f"<i{sound.bits // 8}").astype(np.float32) / whole
    if sound.coding == FLOAT and sound.bits in (32, 64):
        return lambda raw: np.frombuffer(raw, f"<f{sound.bits // 8}").astype(np.float32)
    if sound.coding in (A_LAW, MU_LAW) and sound.bits == 8:
        table = _a_law() if sound.coding == A_LAW else _mu_law()
        return lambda raw: table[np.frombuffer(raw, np.uint8)]
    return None


def _form(raw: bytes) -> tuple[int, int, int, int, int]:
    if len(raw) < 16:
        raise Damaged("the fmt chunk is cut short")
    coding, channels, rate, bytes_per_s, _, bits = struct.unpack("<HHIIHH", raw[:16])
    if coding == EXTENSIBLE and len(raw) >= 26:
        (coding,) = struct.unpack("<H", raw[24:26])  # the first two bytes of the sub-format's GUID
    return coding, channels, rate, bytes_per_s, bits


def _from_24_bits(raw: bytes) -> NDArray[np.float32]:
    values = np.zeros((len(raw) // 3, 4), np.uint8)
    values[:, 1:] = np.frombuffer(raw, np.uint8).reshape(-1, 3)
    return values.reshape(-1).view("<i4").astype(np.float32) / np.float32(2**31)


def _a_law() -> NDArray[np.float32]:
    """ITU-T G.711: every second bit inverted, sign, three bits of exponent, four of mantissa."""
    code = np.arange(256) ^ 0x55
    exponent, mantissa = (code >> 4) & 7, code & 15
    size = np.where(exponent == 0, mantissa * 2 + 1, (mantissa * 2 + 33) << np.maximum(exponent - 1, 0))
    return (np.where(code & 0x80, size, -size) / 4096).astype(np.float32)


def _mu_law() -> NDArray[np.float32]:
    """ITU-T G.711: all bits inverted, sign, three bits of exponent, four of mantissa."""
    code = ~np.arange(256) & 0xFF
    exponent, mantissa = (code >> 4) & 7, code & 15
    size = ((mantissa * 2 + 33) << exponent) - 33
    return (np.where(code & 0x80, -size, size) / 8192).astype(np.float32)
