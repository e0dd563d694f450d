"""A picture's perceptual hash: alike pictures have alike hashes, whatever their size and compression.

pHash: the low frequencies of a cosine transform, each above or below their median (Zauner, Implementation
and Benchmarking of Perceptual Image Hash Functions, 2010, section 3.2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 32  # pixels of the square that is transformed
KEPT = 8  # frequencies each way
FLAT = 2.0  # standard deviation of grey levels below which there is nothing to compare


def photo_hash(picture: Image.Image) -> str | None:
    """64 bits as 16 hexadecimal digits; None for a picture of one even tone.

    Args:
        picture: Upright ``RGB`` or ``L``; a small rendition does as well as the whole.
    """
    small = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    grey = np.asarray(small, dtype=np.float64)
    if float(grey.std()) < FLAT:
        return None
    waves = _cosines()
    low = (waves @ grey @ waves.T).ravel()
    above = low > np.median(low[1:])  # the first is the mean brightness
    return f"{int(''.join('1' if bit else '0' for bit in above), 2):016x}"


def distance(one: str, other: str) -> int:
    """In how many of 64 bits two hashes differ.

    >>> distance("00000000000000ff", "00000000000000f0")
    4
    """
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _cosines() -> NDArray[np.float64]:
    """The first ``KEPT`` rows of the type II cosine transform."""
    row, column = np.arange(KEPT)[:, None], np.arange(SIDE)[None, :]
    return np.cos(np.pi * (2 * column + 1) * row / (2 * SIDE))
