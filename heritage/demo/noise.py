"""Seamless noise for the materials: clouds, their smooth form, and a number for each cell."""

from __future__ import annotations

import numpy as np

from heritage.demo.mesh import Floats

_SIZE = 512


def _cloudy(seed: int) -> Floats:
    """A seamless cloudy texture, 0 to 1, made by filtering noise in the frequency plane."""
    noise = np.random.default_rng(seed).normal(size=(_SIZE, _SIZE))
    fx = np.fft.fftfreq(_SIZE)[:, None]
    fy = np.fft.rfftfreq(_SIZE)[None, :]
    spectrum = np.fft.rfft2(noise) / np.maximum(np.hypot(fx, fy), 2 / _SIZE) ** 1.25
    out = np.fft.irfft2(spectrum, s=(_SIZE, _SIZE))
    low, high = np.percentile(out, [2, 98])
    return np.clip((out - low) / (high - low), 0, 1).astype(np.float32)


_CLOUDY = _cloudy(11)
_GRAIN = np.random.default_rng(12).random((_SIZE, _SIZE), dtype=np.float32)


def cloudy(x: Floats, y: Floats) -> Floats:
    """Cloudy noise, 0 to 1; one texture repeat is 512 units of ``x`` and ``y``."""
    return _CLOUDY[y.astype(np.int32) & (_SIZE - 1), x.astype(np.int32) & (_SIZE - 1)]


def smooth_cloudy(x: Floats, y: Floats) -> Floats:
    """:func:`cloudy` between the cells of the texture, for what is looked at closely."""
    i, j = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    fu, fv = (x - i).astype(np.float32), (y - j).astype(np.float32)
    right, low = (i + 1) & (_SIZE - 1), (j + 1) & (_SIZE - 1)
    i, j = i & (_SIZE - 1), j & (_SIZE - 1)
    above = _CLOUDY[j, i] * (1 - fu) + _CLOUDY[j, right] * fu
    below = _CLOUDY[low, i] * (1 - fu) + _CLOUDY[low, right] * fu
    return above * (1 - fv) + below * fv


def grain(i: Floats, j: Floats) -> Floats:
    """A number from 0 to 1 for each whole cell (i, j)."""
    return _GRAIN[np.floor(j).astype(np.int32) & (_SIZE - 1), np.floor(i).astype(np.int32) & (_SIZE - 1)]
