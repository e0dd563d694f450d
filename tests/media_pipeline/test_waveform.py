from __future__ import annotations

import json
import struct
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline import riff, waveform
from media_pipeline.waveform import BLOCK, PEAKS, Loudness
from tests.media_pipeline.sounds import wav


def test_silence_then_a_tone_then_silence_is_seen_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with wave.open(str(path), "wb") as sound:
        sound.setparams((2, 2, 8000, 0, "NONE", ""))
        tone = (np.sin(np.arange(8000)) * 16_384).astype("<i2")
        right_only = np.stack([np.zeros_like(tone), tone], axis=1).tobytes()
        sound.writeframes(bytes(len(right_only)) + right_only + bytes(len(right_only)))
    peaks = waveform.of_wav(path, riff.read(path))
    assert peaks is not None
    assert len(peaks) == len(range(0, 3 * 16_000, BLOCK))
    third = len(peaks) // 3
    assert max(peaks[: third - 1]) == 0.0
    assert min(peaks[third + 1 : 2 * third - 1]) > 0.48
    assert max(peaks) == 0.5
    assert max(peaks[2 * third + 1 :]) == 0.0


def test_a_long_recording_has_a_thousand_peaks(tmp_path: Path) -> None:
    path = wav(tmp_path / "a", seconds=20)
    peaks = waveform.of_wav(path, riff.read(path))
    assert peaks is not None
    assert len(peaks) == PEAKS
    assert set(peaks) <= {0.274, 0.275}  # 9000 of 32768, all along


def test_a_very_long_recording_is_held_in_few_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = wav(tmp_path / "a", seconds=20)
    whole = waveform.of_wav(path, riff.read(path))
    monkeypatch.setattr(waveform, "MOST_BLOCKS", 1100)
    assert waveform.of_wav(path, riff.read(path)) == pytest.approx(whole, abs=0.01)


def test_sound_in_a_coding_of_its_own_has_no_peaks_here(tmp_path: Path) -> None:
    path = wav(tmp_path / "a")
    raw = bytearray(path.read_bytes())
    raw[20:22] = struct.pack("<H", 0x55)  # MP3 inside WAV
    path.write_bytes(raw)
    assert waveform.of_wav(path, riff.read(path)) is None


@given(st.lists(st.floats(-2, 2, width=32), max_size=3000), st.integers(1, 700))
def test_peaks_do_not_depend_on_how_the_sound_arrives(values: list[float], piece: int) -> None:
    samples = np.array(values, np.float32)
    whole, parts = Loudness(), Loudness()
    whole.add(samples)
    for start in range(0, len(samples), piece):
        parts.add(samples[start : start + piece])
    assert whole.peaks() == parts.peaks()
    assert len(whole.peaks()) == min(PEAKS, -(-len(samples) // BLOCK))
    if values:
        assert max(whole.peaks()) == pytest.approx(min(1.0, np.abs(samples).max()), abs=6e-4)


def test_values_that_are_no_numbers_do_not_spoil_the_rest() -> None:
    loudness = Loudness()
    loudness.add(np.array([np.nan, np.inf, *([0.25] * (2 * BLOCK - 2))], np.float32))
    assert loudness.peaks() == [1.0, 0.25]


def test_the_file_says_what_players_draw(tmp_path: Path) -> None:
    made = waveform.written([0.0, 1.0], 2.5, tmp_path)
    assert (made.recipe, made.media_type, made.path.name) == ("waveform", "application/json", "waveform.json")
    assert json.loads(made.path.read_text()) == {"version": 1, "seconds": 2.5, "peaks": [0.0, 1.0]}
