"""Camera RAW files under test, built in code: an uncompressed Bayer DNG (TIFF/EP and DNG 1.4 tags)."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

WHITE_LEVEL, BLACK_LEVEL = 4095, 256
# XYZ (D65) to a camera whose primaries are those of sRGB: its developed colours are known exactly.
XYZ_TO_SRGB = ((3.2406, -1.5372, -0.4986), (-0.9689, 1.8758, 0.0415), (0.0557, -0.2040, 1.0570))
NEUTRAL = (0.5, 1.0, 0.7)  # what the sensor answers to grey: a daylight camera's red and blue are weak
SHORT, LONG, RATIONAL, SIGNED, ASCII, BYTE = 3, 4, 5, 10, 2, 1
SIZES = {BYTE: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, SIGNED: 8}


def linear(picture: Image.Image) -> NDArray[np.float64]:
    """Light, 0 to 1, of an sRGB picture."""
    values = np.asarray(picture.convert("RGB"), dtype=np.float64) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def mosaic(picture: Image.Image) -> NDArray[np.uint16]:
    """What a sensor with red top left (RGGB) would have counted."""
    light = linear(picture) * NEUTRAL
    counts = light[:, :, 1].copy()
    counts[0::2, 0::2] = light[0::2, 0::2, 0]
    counts[1::2, 1::2] = light[1::2, 1::2, 2]
    return (BLACK_LEVEL + counts * (WHITE_LEVEL - BLACK_LEVEL)).round().astype(np.uint16)


def dng(path: Path, picture: Image.Image, *, orientation: int = 1, make: str = "Di San", **more: Any) -> Path:
    """Write a DNG of an sRGB picture; ``more`` are further tags ``t271=(type, values)``."""
    counts = mosaic(picture)
    height, width = counts.shape
    matrix = [round(value * 10_000) for row in XYZ_TO_SRGB for value in row]
    tags: dict[int, tuple[int, Any]] = {
        254: (LONG, [0]),
        256: (LONG, [width]),
        257: (LONG, [height]),
        258: (SHORT, [16]),
        259: (SHORT, [1]),
        262: (SHORT, [32803]),
        271: (ASCII, make.encode() + b"\0"),
        272: (ASCII, b"Ban Thu 1\0"),
        274: (SHORT, [orientation]),
        277: (SHORT, [1]),
        278: (LONG, [height]),
        279: (LONG, [counts.nbytes]),
        284: (SHORT, [1]),
        306: (ASCII, b"2026:03:19 07:30:00\0"),
        315: (ASCII, "Nguyễn Văn Tô".encode() + b"\0"),
        33421: (SHORT, [2, 2]),
        33422: (BYTE, bytes([0, 1, 1, 2])),
        50706: (BYTE, bytes([1, 4, 0, 0])),
        50707: (BYTE, bytes([1, 1, 0, 0])),
        50708: (ASCII, b"Di San Ban Thu 1\0"),
        50714: (SHORT, [BLACK_LEVEL]),
        50717: (SHORT, [WHITE_LEVEL]),
        50721: (SIGNED, [(value, 10_000) for value in matrix]),
        50728: (RATIONAL, [(round(value * 1000), 1000) for value in NEUTRAL]),
        50778: (SHORT, [21]),
        **{int(name[1:]): value for name, value in more.items()},
    }
    path.write_bytes(tiff(tags, counts.tobytes()))
    return path


def tiff(tags: dict[int, tuple[int, Any]], strip: bytes) -> bytes:
    """A little-endian TIFF of one directory and one strip."""
    tags = {**tags, 273: (LONG, [0])}
    start = 8
    values_at = start + 2 + 12 * len(tags) + 4
    pool = b""
    packed = {tag: _values(kind, values) for tag, (kind, values) in tags.items()}
    strip_at = values_at + sum((len(raw) + 1) // 2 * 2 for raw in packed.values() if len(raw) > 4)
    packed[273] = struct.pack("<I", strip_at)
    entries = b""
    for tag in sorted(packed):
        raw, kind = packed[tag], tags[tag][0]
        field = raw.ljust(4, b"\0")
        if len(raw) > 4:
            field = struct.pack("<I", values_at + len(pool))
            pool += raw + b"\0" * (len(raw) % 2)
        entries += struct.pack("<HHI", tag, kind, len(raw) // SIZES[kind]) + field
    return b"II*\0" + struct.pack("<IH", start, len(tags)) + entries + struct.pack("<I", 0) + pool + strip


def _values(kind: int, values: Any) -> bytes:
    if kind in (ASCII, BYTE):
        return bytes(values)
    if kind in (RATIONAL, SIGNED):
        return b"".join(struct.pack("<II" if kind == RATIONAL else "<ii", *pair) for pair in values)
    return struct.pack(f"<{len(values)}{'H' if kind == SHORT else 'I'}", *values)
