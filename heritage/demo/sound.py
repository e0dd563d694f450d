"""A festival drum and a bronze bell, computed: an honest stand-in for a recording."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 22_050
SECONDS = 24
_BAR_S = 1.6
# Strokes of a bar: when (s), how hard, on the skin or on the rim.
_PATTERN = ((0.0, 1.0, False), (0.8, 0.7, False), (1.2, 0.45, True), (1.4, 0.45, True))


def write_drum(path: Path) -> Path:
    """Write 24 s of mono 16-bit sound at 22.05 kHz; the same bytes each time."""
    sound = np.zeros(RATE_HZ * SECONDS)
    for bar in range(int(SECONDS / _BAR_S) - 1):
        for at, loud, rim in _PATTERN:
            _add(sound, bar * _BAR_S + at, loud * (_rim() if rim else _skin()))
        if bar % 4 == 0:
            _add(sound, bar * _BAR_S, 0.5 * _bell())
    level = np.rint(sound / np.abs(sound).max() * 26_000).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(level.tobytes())
    return path


def _add(sound: NDArray[np.float64], at_s: float, stroke: NDArray[np.float64]) -> None:
    start = int(at_s * RATE_HZ)
    end = min(len(sound), start + len(stroke))
    sound[start:end] += stroke[: end - start]


def _skin() -> NDArray[np.float64]:
    t = np.arange(int(0.9 * RATE_HZ)) / RATE_HZ
    pitch = 78 + 60 * np.exp(-t * 28)  # a struck skin falls to its note
    return np.sin(2 * np.pi * np.cumsum(pitch) / RATE_HZ) * np.exp(-t * 5.5)


def _rim() -> NDArray[np.float64]:
    t = np.arange(int(0.12 * RATE_HZ)) / RATE_HZ
    noise = np.random.default_rng(1211).standard_normal(len(t))
    return (0.5 * noise + np.sin(2 * np.pi * 820 * t)) * np.exp(-t * 60)


def _bell() -> NDArray[np.float64]:
    t = np.arange(int(4.5 * RATE_HZ)) / RATE_HZ
    partials = ((196, 1.0, 0.7), (392.5, 0.6, 0.9), (471, 0.45, 1.2), (588, 0.3, 1.6), (784, 0.2, 2.2))
    return sum(
        (loud * np.sin(2 * np.pi * hz * t) * np.exp(-t * fall) for hz, loud, fall in partials),
        start=np.zeros(len(t)),
    )
