from __future__ import annotations

import json
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from media_pipeline import audio
from media_pipeline.errors import Damaged, MediaRefused, NoContent, Truncated
from tests.media_pipeline.sounds import flac, mp3, mp4, opus, wav


def m4a(path: Path) -> Path:
    return mp4(path, brand=b"M4A ", tracks=(b"soun",), place=None)


def recognised(path: Path) -> str | None:
    return audio.recognises(path.read_bytes()[:65536], path)


@pytest.mark.parametrize(
    ("build", "media_type", "seconds"),
    [
        (wav, "audio/wav", 1.0),
        (mp3, "audio/mpeg", 1.045),
        (flac, "audio/flac", 1.0),
        (opus, "audio/ogg", 2.0),
    ],
)
def test_sound_is_recognised_timed_and_kept_byte_for_byte(
    build: Callable[[Path], Path], media_type: str, seconds: float, tmp_path: Path
) -> None:
    path = build(tmp_path / "hát văn")
    assert recognised(path) == media_type
    facts = audio.inspect(path, media_type)
    assert facts["seconds"] == pytest.approx(seconds, abs=0.01)
    made = next(audio.derive(path, facts, tmp_path))
    assert (made.recipe, made.media_type) == ("audio", media_type)
    assert made.path.read_bytes() == path.read_bytes()


def test_without_ffmpeg_a_wav_is_drawn_and_another_sound_says_what_it_lacks(
    tmp_path: Path, no_ffmpeg: None
) -> None:
    path = wav(tmp_path / "a", seconds=2)
    facts = audio.inspect(path, "audio/wav")
    assert [one.recipe for one in audio.derive(path, facts, tmp_path)] == ["audio", "waveform"]
    drawn = json.loads((tmp_path / "waveform.json").read_text())
    assert (drawn["version"], drawn["seconds"], len(drawn["peaks"])) == (1, 2.0, 200)
    assert audio.question(facts) == ()
    path = opus(tmp_path / "b")
    facts = audio.inspect(path, "audio/ogg")
    assert [one.recipe for one in audio.derive(path, facts, tmp_path)] == ["audio"]
    (doubt,) = audio.question(facts)
    assert doubt.code == "ffmpeg_missing"
    assert "dạng sóng" in doubt.vi and "waveform" in doubt.en


def test_a_wav_in_a_coding_of_its_own_lacks_its_waveform_without_ffmpeg(
    tmp_path: Path, no_ffmpeg: None
) -> None:
    path = wav(tmp_path / "a")
    raw = bytearray(path.read_bytes())
    raw[20:22] = struct.pack("<H", 0x11)  # ADPCM
    path.write_bytes(raw)
    facts = audio.inspect(path, "audio/wav")
    assert [one.recipe for one in audio.derive(path, facts, tmp_path)] == ["audio"]
    assert [doubt.code for doubt in audio.question(facts)] == ["ffmpeg_missing"]


def test_an_mp4_with_sound_alone_is_audio_whatever_its_brand(tmp_path: Path) -> None:
    assert recognised(m4a(tmp_path / "a")) == "audio/mp4"
    assert recognised(mp4(tmp_path / "b", tracks=(b"soun",))) == "audio/mp4"
    assert recognised(mp4(tmp_path / "c")) is None


def test_one_frame_header_in_random_bytes_is_no_mp3(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"\xff\xfb\x90\x64" + b"x" * 2000)
    assert recognised(path) is None


def test_silence_of_no_length_is_no_content(tmp_path: Path) -> None:
    with pytest.raises(NoContent):
        audio.inspect(wav(tmp_path / "a", seconds=0), "audio/wav")


def test_a_wav_that_promises_more_than_it_holds_is_truncated(tmp_path: Path) -> None:
    path = wav(tmp_path / "a")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(Truncated):
        audio.inspect(path, "audio/wav")


@pytest.mark.parametrize("media_type", ["audio/mpeg", "audio/ogg", "audio/flac", "audio/wav", "audio/mp4"])
def test_nonsense_is_refused_in_every_format(media_type: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"ID3\x04\0\0\0\0\0\x01" + b"nonsense" * 40)
    with pytest.raises(MediaRefused):
        audio.inspect(path, media_type)


def test_an_ogg_without_a_known_stream_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"OggS" + b"\0" * 200)
    with pytest.raises(Damaged):
        audio.inspect(path, "audio/ogg")


def test_a_recording_broken_off_in_the_field_lasts_as_long_as_its_sound(tmp_path: Path) -> None:
    whole = wav(tmp_path / "a", seconds=2).read_bytes()
    for length in (0, 0xFFFFFFFF):
        path = tmp_path / "b"
        path.write_bytes(whole[:40] + struct.pack("<I", length) + whole[44:])
        assert audio.inspect(path, "audio/wav")["seconds"] == 2.0


def test_telephone_codings_and_the_64_bit_form_of_wav_are_timed(tmp_path: Path) -> None:
    path = tmp_path / "a"
    form = struct.pack("<HHIIHH", 6, 1, 8000, 8000, 1, 8)  # A-law, no fact chunk
    sound = b"fmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", 12_000) + b"\xd5" * 12_000
    for name in (b"RIFF", b"RF64"):
        path.write_bytes(name + struct.pack("<I", 4 + len(sound)) + b"WAVE" + sound)
        assert recognised(path) == "audio/wav"
        facts = audio.inspect(path, "audio/wav")
        assert (facts["seconds"], facts["bitrate_bps"], facts["title"]) == (1.5, 64_000, None)


def test_a_wav_without_its_form_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for chunks in (b"", b"fmt \x04\0\0\0\x01\0\x01\0"):
        path.write_bytes(b"RIFF\x04\0\0\0WAVE" + chunks)
        with pytest.raises(Damaged):
            audio.inspect(path, "audio/wav")


def test_titles_are_read_wherever_a_format_keeps_them(tmp_path: Path) -> None:
    title = "Hát văn Phủ Dầy"
    frame = b"TIT2" + struct.pack(">IH", 1 + len(title.encode()), 0) + b"\x03" + title.encode()
    tag = b"ID3\x04\0\0" + bytes([0, 0, len(frame) >> 7, len(frame) & 127]) + frame
    path = mp3(tmp_path / "a.mp3")
    path.write_bytes(tag + path.read_bytes())
    facts = audio.inspect(path, "audio/mpeg")
    assert (facts["title"], facts["sample_rate_hz"], facts["bitrate_bps"]) == (title, 44_100, 128_000)
    note = f"TITLE={title}".encode()
    comments = struct.pack("<II", 0, 1) + struct.pack("<I", len(note)) + note
    path = flac(tmp_path / "a.flac")
    raw = path.read_bytes()
    block = b"\x84" + struct.pack(">I", len(comments))[1:] + comments
    path.write_bytes(raw[:4] + b"\0" + raw[5:42] + block + raw[42:])
    assert audio.inspect(path, "audio/flac")["title"] == title
    path = wav(tmp_path / "a.wav")
    value = title.encode() + b"\0" * (1 + (len(title.encode()) + 1) % 2)
    info = b"INFOINAM" + struct.pack("<I", len(value)) + value
    path.write_bytes(path.read_bytes() + b"LIST" + struct.pack("<I", len(info)) + info)
    assert audio.inspect(path, "audio/wav")["title"] == title


def test_a_cut_m4a_is_truncated_and_a_flac_cut_in_its_header_too(tmp_path: Path) -> None:
    path = m4a(tmp_path / "a")
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(Truncated):
        audio.inspect(path, "audio/mp4")
    path = flac(tmp_path / "b")
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(Truncated):
        audio.inspect(path, "audio/flac")


def test_a_vbr_header_that_promises_nothing_usable_is_not_believed(tmp_path: Path) -> None:
    path = mp3(tmp_path / "a", frames=40)
    raw = bytearray(path.read_bytes())
    raw[36:52] = b"Xing" + struct.pack(">Iii", 3, -1, -1)
    path.write_bytes(raw)
    assert audio.inspect(path, "audio/mpeg")["seconds"] == pytest.approx(1.045, abs=0.03)


def test_megabytes_of_rubbish_after_a_tag_end_in_a_refusal_soon(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"ID3\x04\0\0\0\0\0\x01" + b"\xff\0" * 1_000_000)
    before = time.monotonic()
    with pytest.raises(MediaRefused):
        audio.inspect(path, "audio/mpeg")
    assert time.monotonic() - before < 10
