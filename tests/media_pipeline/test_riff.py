from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from media_pipeline import riff
from media_pipeline.errors import Damaged, Truncated
from media_pipeline.riff import Riff
from tests.media_pipeline.sounds import wav


def test_the_form_and_the_length_of_the_sound_are_read(tmp_path: Path) -> None:
    sound = riff.read(wav(tmp_path / "a", seconds=1.5))
    assert sound == Riff(1, 8000, 16_000, ((44, 24_000),), riff.PCM, 16)
    assert (sound.sound_bytes, sound.frame_bytes, sound.seconds) == (24_000, 2, 1.5)


def test_chunks_before_and_after_the_sound_are_passed_over(tmp_path: Path) -> None:
    raw = wav(tmp_path / "a").read_bytes()
    odd = b"bext" + struct.pack("<I", 3) + b"abc\0"
    (tmp_path / "a").write_bytes(raw[:12] + odd + raw[12:] + odd)
    assert riff.read(tmp_path / "a").sound_bytes == 16_000


def test_a_form_without_a_rate_lasts_no_time() -> None:
    assert Riff(1, 0, 0, ((44, 100),)).seconds == 0.0


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


def of(coding: int, bits: int) -> Riff:
    return Riff(1, 8000, 8000, (), coding, bits)


@pytest.mark.parametrize(
    ("coding", "bits", "raw", "samples"),
    [
        (riff.PCM, 8, bytes([0, 128, 255]), [-1, 0, 127 / 128]),
        (riff.PCM, 16, struct.pack("<3h", -32768, 0, 16384), [-1, 0, 0.5]),
        (riff.PCM, 24, b"\0\0\x80" + b"\0\0\0" + b"\0\0\x40", [-1, 0, 0.5]),
        (riff.PCM, 32, struct.pack("<3i", -(2**31), 0, 2**30), [-1, 0, 0.5]),
        (riff.FLOAT, 32, struct.pack("<3f", -1, 0, 0.5), [-1, 0, 0.5]),
        (riff.FLOAT, 64, struct.pack("<3d", -1, 0, 0.5), [-1, 0, 0.5]),
        # G.711: the loudest negative and positive value, the quietest
        (riff.A_LAW, 8, bytes([0x2A, 0xAA, 0xD5]), [-0.984375, 0.984375, 1 / 4096]),
        (riff.MU_LAW, 8, bytes([0x00, 0x80, 0xFF]), [-32124 / 32768, 32124 / 32768, 0]),
    ],
)
def test_samples_of_every_plain_coding_are_of_full_scale_one(
    coding: int, bits: int, raw: bytes, samples: list[float]
) -> None:
    decode = riff.decoder(of(coding, bits))
    assert decode is not None
    assert np.allclose(decode(raw), samples)


def test_samples_in_a_coding_of_its_own_are_not_read_here() -> None:
    for coding, bits in ((0x11, 4), (0x55, 0), (riff.PCM, 12), (riff.FLOAT, 16)):
        assert riff.decoder(of(coding, bits)) is None


def test_the_extensible_form_names_its_coding_inside(tmp_path: Path) -> None:
    raw = wav(tmp_path / "a").read_bytes()
    guid = struct.pack("<H", riff.PCM) + bytes.fromhex("000000001000800000aa00389b71")
    form = struct.pack("<HHIIHHHHI", riff.EXTENSIBLE, 1, 8000, 16_000, 2, 16, 22, 16, 4) + guid
    (tmp_path / "a").write_bytes(raw[:12] + b"fmt " + struct.pack("<I", len(form)) + form + raw[36:])
    assert riff.read(tmp_path / "a").coding == riff.PCM


def chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def test_the_notes_of_a_field_recorder_are_emptied_and_the_sound_stays(tmp_path: Path) -> None:
    path = wav(tmp_path / "a")
    raw = path.read_bytes()
    ixml = chunk(b"iXML", b"<LOCATION_GPS>20.416,106.178</LOCATION_GPS>")
    title = chunk(b"LIST", b"INFOINAM" + struct.pack("<I", 4) + b"hat\0")
    path.write_bytes(raw[:12] + ixml + raw[12:] + title + chunk(b"bext", b"Zoom 20.416" * 9_000))
    size, before = path.stat().st_size, riff.read(path)
    assert riff.take_out_notes(path) == 2
    left = path.read_bytes()
    assert (len(left), riff.read(path)) == (size, before)
    assert b"20.416" not in left
    assert title in left
    assert raw[44:] in left
    assert riff.take_out_notes(path) == 0


def test_a_last_note_that_promises_more_than_is_there_is_emptied_to_the_end(tmp_path: Path) -> None:
    path = wav(tmp_path / "a")
    raw = path.read_bytes()
    path.write_bytes(raw + b"iXML" + struct.pack("<I", 4_000_000_000) + b"20.416")
    assert riff.take_out_notes(path) == 1
    assert path.read_bytes() == raw + b"JUNK" + struct.pack("<I", 4_000_000_000) + bytes(6)
