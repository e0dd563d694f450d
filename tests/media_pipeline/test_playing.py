"""What ffmpeg makes of real sound and film. These tests need ffmpeg and say so where it is missing."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media_pipeline import audio, ffmpeg, limits, movie, video
from media_pipeline.child import process_in_child
from media_pipeline.errors import Damaged, TooSlow
from media_pipeline.kinds import identify
from media_pipeline.limits import Limits
from media_pipeline.report import Derived, Facts
from media_pipeline.told import Order
from tests.media_pipeline.films import by_ffmpeg, film, tone
from tests.media_pipeline.sounds import mp4

pytestmark = pytest.mark.usefixtures("programs")

H265 = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-tag:v", "hvc1")
MPEG4 = ("-c:v", "mpeg4")


def made_of_film(path: Path, media_type: str, out: Path, *wanted: str) -> tuple[Facts, dict[str, Derived]]:
    facts = video.inspect(path, media_type)
    order = Order(wanted=frozenset(wanted) if wanted else None)
    return facts, {one.recipe: one for one in video.derive(path, facts, out, order)}


def made_of_sound(path: Path, media_type: str, out: Path) -> tuple[Facts, dict[str, Derived]]:
    facts = audio.inspect(path, media_type)
    return facts, {one.recipe: one for one in audio.derive(path, facts, out)}


def peaks_of(made: Derived) -> list[float]:
    content = json.loads(made.path.read_text())
    assert content["version"] == 1
    assert all(0 <= peak <= 1 for peak in content["peaks"])
    return content["peaks"]


def test_a_film_that_every_browser_plays_gets_pictures_and_a_waveform_only(tmp_path: Path) -> None:
    path = film(tmp_path / "a", size="1920x1080")
    facts, made = made_of_film(path, "video/mp4", tmp_path)
    assert set(made) == {"video", "poster", "photo-640", "placeholder", "waveform"}
    with Image.open(made["poster"].path) as poster, Image.open(made["photo-640"].path) as small:
        assert (poster.size, small.size) == ((1280, 720), (640, 360))
        assert len(small.getcolors(1_000_000)) > 50  # it shows something
    assert made["poster"].tool == f"ffmpeg {facts['ffmpeg']}"
    assert max(peaks_of(made["waveform"])) > 0.1
    assert video.question(facts) == ()


@pytest.mark.parametrize(
    ("coding", "form", "media_type"),
    [
        (H265, "mov", "video/quicktime"),
        (MPEG4, "mp4", "video/mp4"),
        (("-pix_fmt", "yuv422p"), "mp4", "video/mp4"),
    ],
)
def test_another_coding_becomes_h264_and_aac_that_start_at_once(
    coding: tuple[str, ...], form: str, media_type: str, tmp_path: Path
) -> None:
    path = film(tmp_path / "a", *coding, form=form, size="1600x900")
    facts, made = made_of_film(path, media_type, tmp_path)
    web = movie.read(made["video-web"].path)
    assert (web.codec, web.profile, web.sound_codec) == ("avc1", 100, "mp4a")
    assert (web.width, web.height) == (1280, 720)
    raw = made["video-web"].path.read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat")
    assert video.question(facts) == ()


def test_a_quicktime_file_with_playable_content_is_repacked_picture_for_picture(tmp_path: Path) -> None:
    path = film(tmp_path / "a", form="mov")
    _, made = made_of_film(path, "video/quicktime", tmp_path)
    assert made["video-web"].media_type == "video/mp4"
    kept = [bytearray(), bytearray()]
    program = ffmpeg.found()
    assert program is not None
    for source, frames in zip((path, made["video-web"].path), kept, strict=True):
        program.run(source, "video/mp4", ("-map", "0:v", "-f", "framemd5", "pipe:1"), 30, take=frames.extend)
    hashes = [[line.split(b",")[-1] for line in frames.splitlines() if line[:1] != b"#"] for frames in kept]
    assert hashes[0] == hashes[1] != []


def test_a_large_film_gets_a_light_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video, "LARGE_BYTES", 10_000)
    large = film(tmp_path / "a", size="1920x1080", seconds=1)
    assert "video-web" in made_of_film(large, "video/mp4", tmp_path)[1]
    small = film(tmp_path / "b", size="1280x720", seconds=1)
    assert "video-web" not in made_of_film(small, "video/mp4", tmp_path)[1]


def test_pixels_that_are_not_square_become_square(tmp_path: Path) -> None:
    path = film(tmp_path / "a", *MPEG4, size="720x576", effect=",setsar=16/15", sound=())
    _, made = made_of_film(path, "video/mp4", tmp_path)
    web = movie.read(made["video-web"].path)
    assert (web.width, web.height) == (768, 576)
    assert "waveform" not in made


def test_a_film_taken_upright_is_shown_upright(tmp_path: Path) -> None:
    lying = film(tmp_path / "lying", size="640x360", seconds=1)
    path = by_ffmpeg(
        tmp_path / "a", "-i", str(lying), "-c", "copy", "-metadata:s:v:0", "rotate=90", "-f", "mp4"
    )
    facts, made = made_of_film(path, "video/mp4", tmp_path)
    assert (facts["width"], facts["height"]) == (360, 640)
    with Image.open(made["poster"].path) as poster:
        assert poster.size == (360, 640)


@pytest.mark.parametrize(
    ("coding", "media_type", "web"),
    [
        (("-c:a", "flac", "-f", "flac"), "audio/flac", True),
        (("-c:a", "libopus", "-f", "ogg"), "audio/ogg", True),
        (("-c:a", "libvorbis", "-f", "ogg"), "audio/ogg", True),
        (("-c:a", "pcm_s24le", "-f", "wav"), "audio/wav", True),
        (("-c:a", "pcm_mulaw", "-f", "wav"), "audio/wav", True),
        (("-c:a", "adpcm_ima_wav", "-f", "wav"), "audio/wav", True),
        (("-c:a", "alac", "-f", "ipod"), "audio/mp4", True),
        (("-c:a", "aac", "-f", "ipod"), "audio/mp4", False),
        (("-c:a", "libmp3lame", "-f", "mp3"), "audio/mpeg", False),
    ],
)
def test_sound_is_drawn_and_made_playable_everywhere(
    coding: tuple[str, ...], media_type: str, web: bool, tmp_path: Path
) -> None:
    path = tone(tmp_path / "a", *coding)
    assert identify(path).media_type == media_type
    facts, made = made_of_sound(path, media_type, tmp_path)
    assert set(made) == {"audio", "waveform", *(["audio-web"] if web else [])}
    peaks = peaks_of(made["waveform"])
    assert max(peaks[: len(peaks) // 4]) < 0.02 < 0.1 < max(peaks[len(peaks) // 2 :])
    if web:
        light = movie.read(made["audio-web"].path)
        assert (light.tracks, light.sound_codec) == (("soun",), "mp4a")
        assert light.seconds == pytest.approx(3, abs=0.2)
    assert audio.question(facts) == ()


@pytest.mark.parametrize("coder", ["pcm_s16le", "pcm_s24le", "pcm_alaw", "pcm_mulaw", "pcm_f32le", "pcm_u8"])
def test_our_own_reader_of_wav_draws_what_ffmpeg_hears(coder: str, tmp_path: Path) -> None:
    path = tone(tmp_path / "a.wav", "-c:a", coder, "-ar", "8000", seconds=1)
    other = by_ffmpeg(tmp_path / "b.flac", "-i", str(path))
    ours = peaks_of(made_of_sound(path, "audio/wav", tmp_path)[1]["waveform"])
    theirs = peaks_of(made_of_sound(other, "audio/flac", tmp_path)[1]["waveform"])
    assert np.allclose(ours, theirs, atol=0.01)


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = film(tmp_path / "a", *MPEG4)
    raws = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        _, made = made_of_film(path, "video/mp4", tmp_path / name)
        raws.append({recipe: one.path.read_bytes() for recipe, one in made.items()})
    assert raws[0] == raws[1]


def test_only_what_is_ordered_is_made(tmp_path: Path) -> None:
    path = film(tmp_path / "a", *MPEG4)
    _, made = made_of_film(path, "video/mp4", tmp_path, "waveform")
    assert set(made) == {"video", "waveform"}


def test_a_film_of_which_nothing_decodes_is_doubted(tmp_path: Path) -> None:
    facts, made = made_of_film(mp4(tmp_path / "a"), "video/mp4", tmp_path)
    assert set(made) == {"video"}
    assert [doubt.code for doubt in video.question(facts)] == ["cannot_be_decoded"]


def test_a_conversion_that_takes_too_long_is_given_up_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = film(tmp_path / "a", *MPEG4, size="1280x720", seconds=20)
    monkeypatch.setattr(limits, "_in_force", Limits(wall_s=0.3))
    facts, made = made_of_film(path, "video/mp4", tmp_path, "video-web")
    assert set(made) == {"video"}
    assert not (tmp_path / "video-web.mp4").exists()
    doubts = {doubt.code: doubt for doubt in video.question(facts)}
    assert set(doubts) == {"not_converted", "video_codec"}
    assert "video-web" in doubts["not_converted"].vi


def test_a_program_that_does_not_end_is_ended(tmp_path: Path) -> None:
    program = ffmpeg.found()
    assert program is not None
    path = tone(tmp_path / "a", "-f", "flac", seconds=5)
    before = time.monotonic()
    with pytest.raises(TooSlow):
        program.run(path, "audio/flac", ("-f", "null", "-"), 1, before=("-re",))  # as slowly as it sounds
    assert time.monotonic() - before < 4


@pytest.mark.parametrize(
    "content",
    [
        "ffconcat version 1.0\nfile {secret}\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{secret}\n#EXT-X-ENDLIST\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
    ],
)
@pytest.mark.parametrize("media_type", sorted(ffmpeg.DEMUXERS))
def test_a_list_of_other_files_under_a_film_s_name_reads_none(
    content: str, media_type: str, tmp_path: Path
) -> None:
    program = ffmpeg.found()
    assert program is not None
    secret = tone(tmp_path / "secret.mp3", "-f", "mp3", seconds=1)
    path = tmp_path / "a.mp4"
    path.write_text(content.format(secret=secret))
    heard = bytearray()
    with pytest.raises(Damaged):
        program.run(path, media_type, ("-f", "s16le", "pipe:1"), 20, take=heard.extend)
    assert not heard


def test_the_whole_line_works_in_the_confined_child(tmp_path: Path) -> None:
    path = film(tmp_path / "hội đền", *H265, form="mov")
    out = tmp_path / "out"
    out.mkdir()
    report = process_in_child(path, identify(path), out, Limits.for_file(path).for_kind("video"))
    assert {one.recipe for one in report.derived} >= {"video", "video-web", "poster", "photo-640", "waveform"}
    assert report.doubts == ()
    assert {one.path.name for one in report.derived} == {entry.name for entry in out.iterdir()}


def test_without_the_program_on_the_path_there_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ffmpeg.found.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ffmpeg.found() is None
    broken = tmp_path / "ffmpeg"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    ffmpeg.found.cache_clear()
    assert shutil.which("ffmpeg") == str(broken)
    assert ffmpeg.found() is None
    ffmpeg.found.cache_clear()
