"""Sound and film under test, built in code."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

MP3_FRAME = b"\xff\xfb\x90\x64" + b"\0" * 413  # MPEG 1 layer III, 128 kbit/s, 44.1 kHz


def wav(path: Path, seconds: float = 1.0) -> Path:
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        samples = (int(9000 * math.sin(at / 4)) for at in range(int(8000 * seconds)))
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return path


def mp3(path: Path, frames: int = 40) -> Path:
    path.write_bytes(MP3_FRAME * frames)
    return path


def flac(path: Path, samples: int = 44_100) -> Path:
    packed = (44_100 << 44) | (0 << 41) | (15 << 36) | samples  # rate, channels - 1, bits - 1, samples
    info = struct.pack(">HH", 4096, 4096) + b"\0" * 6 + struct.pack(">Q", packed) + b"\0" * 16
    path.write_bytes(b"fLaC\x80" + struct.pack(">I", len(info))[1:] + info + b"\xff\xf8" + b"\0" * 64)
    return path


def opus(path: Path, seconds: int = 2) -> Path:
    def page(flags: int, granule: int, number: int, packet: bytes) -> bytes:
        head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, granule, 1, number, 0, 1)
        return head + bytes([len(packet)]) + packet

    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    raw = page(2, 0, 0, head) + page(0, 0, 1, tags) + page(4, 48_000 * seconds, 2, b"\xf8\xff\xfe")
    path.write_bytes(raw)
    return path


def box(kind: bytes, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return struct.pack(">I4s", 8 + len(content), kind) + content


def mp4(
    path: Path,
    seconds: float = 3.0,
    brand: bytes = b"isom",
    tracks: tuple[bytes, ...] = (b"vide", b"soun"),
    codec: bytes = b"avc1",
    place: bytes | None = b"+20.4100+106.2050+004.0/",
    data: bytes = b"frames",
    profile: int | None = None,
    sound_codec: bytes = b"mp4a",
    keys: dict[str, str] | None = None,
    as_iso: bool = False,
    turned: bool = False,
) -> Path:
    """A movie header over data that is no film. ``keys`` are Apple's; ``as_iso``: their box has a version."""
    header = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, int(seconds * 1000)), b"\0" * 80)
    traks = []
    one = 1 << 16
    matrix = (0, one, 0, -one, 0, 0, 0, 0, 1 << 30) if turned else (one, 0, 0, 0, one, 0, 0, 0, 1 << 30)
    for kind in tracks:
        shape = box(
            b"tkhd", b"\0" * 40, struct.pack(">9i", *matrix), struct.pack(">II", 1920 << 16, 1080 << 16)
        )
        handler = box(b"hdlr", b"\0" * 8, kind, b"\0" * 12)
        setup = box(b"avcC", bytes([1, profile, 0, 40])) if profile and kind == b"vide" else b""
        entry = box(codec if kind == b"vide" else sound_codec, b"\0" * 78, setup)
        described = box(b"stsd", struct.pack(">II", 0, 1), entry)
        traks.append(box(b"trak", shape, box(b"mdia", handler, box(b"minf", box(b"stbl", described)))))
    extra = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7) + place)) if place else b""
    raw = box(b"ftyp", brand, b"\0\0\0\0", brand)
    raw += box(b"moov", header, *traks, extra, apple_metadata(keys, as_iso) if keys else b"")
    path.write_bytes(raw + (box(b"mdat", data) if data else b""))
    return path


def apple_metadata(keys: dict[str, str], as_iso: bool) -> bytes:
    """A ``meta`` box of named texts."""
    names = b"".join(struct.pack(">I4s", 8 + len(name), b"mdta") + name.encode() for name in keys)
    items = b"".join(
        box(struct.pack(">I", number), box(b"data", struct.pack(">II", 1, 0), text.encode()))
        for number, text in enumerate(keys.values(), start=1)
    )
    return box(
        b"meta",
        b"\0\0\0\0" if as_iso else b"",
        box(b"hdlr", b"\0" * 8, b"mdta", b"\0" * 12),
        box(b"keys", struct.pack(">II", 0, len(keys)), names),
        box(b"ilst", items),
    )
