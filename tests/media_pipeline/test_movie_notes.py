from __future__ import annotations

import struct
from pathlib import Path

import pytest

from media_pipeline import movie
from media_pipeline.ffmpeg import found
from media_pipeline.movie_notes import take_out
from tests.media_pipeline.films import by_ffmpeg, film
from tests.media_pipeline.sounds import box, mp4

KEYS = {"com.apple.quicktime.location.ISO6709": "+20.4038+106.2130+003.500/"}


def test_place_keys_and_paths_are_gone_and_the_rest_is_as_it_was(tmp_path: Path) -> None:
    path = mp4(tmp_path / "a", keys=KEYS, tracks=(b"vide", b"soun", b"meta"))
    raw = path.read_bytes() + box(b"uuid", b"x" * 16 + b"owner")
    path.write_bytes(raw)
    before = movie.read(path)
    assert take_out(path) == 4
    after = movie.read(path)
    assert (before.lon, after.lon, after.lat) == (106.213, None, None)
    assert after.tracks == ("vide", "soun")
    assert (after.seconds, after.width, after.codec) == (before.seconds, before.width, before.codec)
    emptied = path.read_bytes()
    assert len(emptied) == len(raw)
    for word in (b"106.2", b"ISO6709", b"owner"):
        assert word in raw and word not in emptied
    assert take_out(path) == 0


def test_a_box_with_a_wide_size_is_emptied_too(tmp_path: Path) -> None:
    path = mp4(tmp_path / "a", place=None)
    wide = struct.pack(">I4sQ", 1, b"uuid", 16 + 21) + b"x" * 16 + b"owner"
    path.write_bytes(path.read_bytes() + wide)
    assert take_out(path) == 1
    assert b"owner" not in path.read_bytes()
    assert movie.read(path).tracks == ("vide", "soun")


def test_odd_bytes_at_the_end_are_left_alone(tmp_path: Path) -> None:
    path = mp4(tmp_path / "a")
    path.write_bytes(path.read_bytes() + b"\xff" * 20)
    assert take_out(path) == 1
    assert movie.read(path).lon is None
    assert path.read_bytes().endswith(b"\xff" * 20)


@pytest.mark.usefixtures("programs")
def test_a_film_without_its_notes_shows_the_same_pictures(tmp_path: Path) -> None:
    plain = film(tmp_path / "plain")
    path = by_ffmpeg(
        tmp_path / "a", "-i", str(plain), "-c", "copy", "-metadata", "location=+20.4-106.2/", "-f", "mp4"
    )
    place = movie.read(path)
    assert (place.lon, place.lat) == (pytest.approx(-106.2, abs=1e-4), pytest.approx(20.4, abs=1e-4))
    program = found()
    assert program is not None
    shown = []
    for _ in range(2):
        frames = bytearray()
        program.run(path, "video/mp4", ("-map", "0", "-f", "framemd5", "pipe:1"), 30, take=frames.extend)
        shown.append(frames)
        take_out(path)
    assert movie.read(path).lon is None
    assert shown[0] == shown[1]
