from __future__ import annotations

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
    (made,) = audio.derive(path, facts, tmp_path)
    assert (made.recipe, made.media_type) == ("audio", media_type)
    assert made.path.read_bytes() == path.read_bytes()


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
