from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gis.placement import Method
from media_pipeline import video
from media_pipeline.errors import Damaged, NoContent, Truncated
from tests.media_pipeline.sounds import box, mp4


def recognised(path: Path) -> str | None:
    return video.recognises(path.read_bytes()[:65536], path)


def test_a_film_is_recognised_timed_placed_and_kept(tmp_path: Path, no_ffmpeg: None) -> None:
    path = mp4(tmp_path / "hội đền")
    assert recognised(path) == "video/mp4"
    facts = video.inspect(path, "video/mp4")
    assert (facts["seconds"], facts["width"], facts["height"]) == (3.0, 1920, 1080)
    assert (facts["codec"], facts["has_sound"]) == ("avc1", True)
    placement = video.place(facts)
    assert placement is not None
    assert (placement.lon, placement.lat, placement.height_m) == (106.205, 20.41, 4.0)
    assert placement.method is Method.EXIF
    assert [doubt.code for doubt in video.question(facts)] == ["ffmpeg_missing"]
    (made,) = video.derive(path, facts, tmp_path)
    assert (made.recipe, made.path.name) == ("video", "video.mp4")
    assert made.path.stat().st_size == path.stat().st_size
    assert b"106.2050" in path.read_bytes() and b"106.2050" not in made.path.read_bytes()
    assert video.place(video.inspect(made.path, "video/mp4")) is None


def test_quicktime_is_told_from_mp4(tmp_path: Path) -> None:
    assert recognised(mp4(tmp_path / "a", brand=b"qt  ")) == "video/quicktime"


def test_a_film_without_position_or_at_null_island_has_no_place(tmp_path: Path) -> None:
    for place in (None, b"+00.0000+000.0000/", b"+99.0000+106.0000/", b"nowhere"):
        assert video.place(video.inspect(mp4(tmp_path / "a", place=place), "video/mp4")) is None


@pytest.mark.parametrize(
    ("built", "named"),
    [
        ({"codec": b"hvc1"}, "hvc1"),
        ({"profile": 122}, "avc1"),  # 4:2:2, as cameras for cinema write it
        ({"sound_codec": b"sowt"}, "sowt"),
    ],
)
def test_a_coding_that_not_every_browser_plays_is_doubted(
    built: dict[str, Any], named: str, tmp_path: Path, no_ffmpeg: None
) -> None:
    facts = video.inspect(mp4(tmp_path / "a", **built), "video/mp4")
    doubts = {doubt.code: doubt for doubt in video.question(facts)}
    assert set(doubts) == {"ffmpeg_missing", "video_codec"}
    assert named in doubts["video_codec"].vi
    playable = video.inspect(mp4(tmp_path / "b", profile=100), "video/mp4")
    assert [doubt.code for doubt in video.question(playable)] == ["ffmpeg_missing"]


def test_the_place_in_apple_s_keys_comes_with_its_accuracy(tmp_path: Path, no_ffmpeg: None) -> None:
    keys = {
        "com.apple.quicktime.location.accuracy.horizontal": "4.5",
        "com.apple.quicktime.location.ISO6709": "+20.4038+106.2130+003.500/",
    }
    for as_iso in (False, True):
        path = mp4(tmp_path / "a", brand=b"qt  ", place=None, keys=keys, as_iso=as_iso)
        placement = video.place(video.inspect(path, "video/quicktime"))
        assert placement is not None
        assert (placement.lon, placement.lat, placement.height_m) == (106.213, 20.4038, 3.5)
        assert placement.accuracy_m == 4.5
    both = mp4(tmp_path / "b", place=b"+10.0000+100.0000/", keys=keys)
    assert video.inspect(both, "video/mp4")["gps_lat"] == 20.4038


def test_a_broken_note_beside_a_film_does_not_refuse_it(tmp_path: Path, no_ffmpeg: None) -> None:
    path = mp4(tmp_path / "a", keys={"com.apple.quicktime.location.ISO6709": "nowhere"})
    assert video.inspect(path, "video/mp4")["gps_lat"] == 20.41  # the other place still counts
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"ilst", b"ils\xff").replace(b"keys", b"\0\0\0\0"))
    assert video.inspect(path, "video/mp4")["gps_lat"] == 20.41


def test_a_film_taken_upright_is_higher_than_wide(tmp_path: Path, no_ffmpeg: None) -> None:
    facts = video.inspect(mp4(tmp_path / "a", turned=True), "video/mp4")
    assert (facts["width"], facts["height"]) == (1080, 1920)


def test_a_film_without_time_pictures_or_data_is_no_content(tmp_path: Path) -> None:
    for path in (
        mp4(tmp_path / "a", seconds=0),
        mp4(tmp_path / "b", tracks=(b"text",)),
        mp4(tmp_path / "c", data=b""),
    ):
        with pytest.raises(NoContent):
            video.inspect(path, "video/mp4")


def test_a_film_cut_in_its_data_is_truncated(tmp_path: Path) -> None:
    path = mp4(tmp_path / "a")
    path.write_bytes(path.read_bytes()[:-2])
    with pytest.raises(Truncated):
        video.inspect(path, "video/mp4")


def test_a_film_without_header_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", b"x"))
    with pytest.raises(Damaged):
        video.inspect(path, "video/mp4")
