"""LZF, the compression inside PCD files: literal runs and copies of what was already written."""

from __future__ import annotations

from media_pipeline.errors import Damaged


def unpack_lzf(data: bytes, size: int) -> bytearray:
    """Decompress one LZF block of known size.

    Raises:
        Damaged: The block does not unpack to exactly ``size`` bytes.
    """
    out = bytearray()
    position, end = 0, len(data)
    try:
        while position < end and len(out) <= size:
            control = data[position]
            position += 1
            if control < 32:  # a run of control + 1 literal bytes
                out += data[position : position + control + 1]
                position += control + 1
                continue
            length = control >> 5
            if length == 7:
                length += data[position]
                position += 1
            start = len(out) - ((control & 31) << 8) - data[position] - 1
            position += 1
            length += 2
            if start < 0:
                raise Damaged("LZF copies from before its beginning")
            if start + length <= len(out):
                out += out[start : start + length]
            else:  # the copy overlaps itself: the pattern repeats
                pattern = bytes(out[start:])
                out += (pattern * (length // len(pattern) + 1))[:length]
    except IndexError as error:
        raise Damaged("LZF ends inside a copy") from error
    if len(out) != size:
        raise Damaged(f"LZF gives {len(out)} bytes instead of {size}")
    return out
