from __future__ import annotations

import struct
from pathlib import Path

import pytest

from media_pipeline import riff
from media_pipeline.errors import Damaged, Truncated
from media_pipeline.riff import Riff
from tests.media_pipeline.sounds import wav


def test_the_form_and_the_length_of_the_sound_are_read(tmp_path: Path) -> None:
    sound = riff.read(wav(tmp_path / "a", seconds=1.5))
    assert sound == Riff(channels=1, sample_rate_hz=8000, bytes_per_s=16_000, sound_bytes=24_000)
    assert sound.seconds == 1.5


def test_chunks_before_and_after_the_sound_are_passed_over(tmp_path: Path) -> None:
    raw = wav(tmp_path / "a").read_bytes()
    odd = b"bext" + struct.pack("<I", 3) + b"abc\0"
    (tmp_path / "a").write_bytes(raw[:12] + odd + raw[12:] + odd)
    assert riff.read(tmp_path / "a").sound_bytes == 16_000


def test_a_form_without_a_rate_lasts_no_time() -> None:
    assert Riff(1, 0, 0, 100).seconds == 0.0


def test_missing_sound_is_truncated_and_a_missing_header_damaged(tmp_path: Path) -> None:
    path = wav(tmp_path / "a")
    raw = path.read_bytes()
    path.write_bytes(raw[:-1])
    with pytest.raises(Truncated):
        riff.read(path)
    for damaged in (b"", raw[:8], raw[:12], b"RIFX" + raw[4:]):
        path.write_bytes(damaged)
        with pytest.raises(Damaged):
            riff.read(path)
