from __future__ import annotations

from pathlib import Path

import pytest

from gis.placement import Method
from media_pipeline import video
from media_pipeline.errors import Damaged, NoContent, Truncated
from tests.media_pipeline.sounds import box, mp4


def recognised(path: Path) -> str | None:
    return video.recognises(path.read_bytes()[:65536], path)


def test_a_film_is_recognised_timed_placed_and_kept(tmp_path: Path) -> None:
    path = mp4(tmp_path / "hội đền")
    assert recognised(path) == "video/mp4"
    facts = video.inspect(path, "video/mp4")
    assert (facts["seconds"], facts["width"], facts["height"]) == (3.0, 1920, 1080)
    assert (facts["codec"], facts["has_sound"]) == ("avc1", True)
    placement = video.place(facts)
    assert placement is not None
    assert (placement.lon, placement.lat, placement.height_m) == (106.205, 20.41, 4.0)
    assert placement.method is Method.EXIF
    assert video.question(facts) == ()
    (made,) = video.derive(path, facts, tmp_path)
    assert (made.recipe, made.path.name) == ("video", "video.mp4")
    assert made.path.read_bytes() == path.read_bytes()


def test_quicktime_is_told_from_mp4(tmp_path: Path) -> None:
    assert recognised(mp4(tmp_path / "a", brand=b"qt  ")) == "video/quicktime"


def test_a_film_without_position_or_at_null_island_has_no_place(tmp_path: Path) -> None:
    for place in (None, b"+00.0000+000.0000/", b"+99.0000+106.0000/", b"nowhere"):
        assert video.place(video.inspect(mp4(tmp_path / "a", place=place), "video/mp4")) is None


def test_a_codec_that_not_every_browser_plays_is_doubted(tmp_path: Path) -> None:
    facts = video.inspect(mp4(tmp_path / "a", codec=b"hvc1"), "video/mp4")
    assert [doubt.code for doubt in video.question(facts)] == ["video_codec"]
    assert "hvc1" in video.question(facts)[0].vi


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
