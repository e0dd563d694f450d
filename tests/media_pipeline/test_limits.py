from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline import limits
from media_pipeline.cloud_formats import LAZ, PLY
from media_pipeline.cloud_inspect import inspect_cloud
from media_pipeline.errors import TooManyPoints
from media_pipeline.limits import Limits, check_points
from media_pipeline.mesh import inspect_mesh
from tests.media_pipeline import clouds, meshes


def test_a_small_file_has_25_seconds_and_a_large_one_more(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"x")
    with large.open("wb") as stream:
        stream.truncate(300_000_000)
    assert Limits.for_file(small).wall_s < 25.1
    assert Limits.for_file(large).wall_s == 125
    assert Limits.for_file(large).cpu_s == 500
    assert (Limits.for_file(small).output_mb, Limits.for_file(large).output_mb) == (4000, 4800)


def test_a_large_file_is_given_more_in_proportion_to_what_the_settings_give_a_small_one() -> None:
    least = Limits(wall_s=50, cpu_s=100, output_mb=100, resident_mb=900, pixels_mp=20, points_m=5)
    assert Limits.for_bytes(150_000_000, least) == Limits(
        wall_s=100, cpu_s=200, output_mb=2400, resident_mb=900, pixels_mp=20, points_m=5
    )


def test_an_hour_of_film_has_time_to_be_coded_anew_and_a_small_file_cannot_take_it() -> None:
    hour = Limits.for_bytes(450_000_000).for_kind("video")
    assert hour.longest_s > 5400
    assert hour.cpu_s > 4 * 5400
    assert Limits.for_bytes(1_000_000).for_kind("video").longest_s < 75
    assert Limits.for_bytes(10_000_000).for_kind("audio").longest_s < 110
    assert Limits.for_bytes(50_000_000_000).for_kind("video").longest_s < 6 * 3600 + 50_000
    assert Limits.for_bytes(450_000_000).for_kind("mesh") == Limits.for_bytes(450_000_000)


def test_a_cloud_is_given_time_for_points_that_are_done_with_and_not_for_those_it_claims() -> None:
    large = Limits.for_bytes(1_300_000_000).for_kind("cloud")
    assert large.allowed_s(0) == large.wall_s
    assert large.allowed_s(0, 200_000_000) == pytest.approx(large.wall_s + 2_000)
    assert large.allowed_s(0, 10**12) == large.longest_s == pytest.approx(large.wall_s + 6_500)
    small = Limits.for_bytes(900).for_kind("cloud")
    assert small.longest_s < 1_300


def test_a_cloud_of_200_million_points_has_room_to_be_unpacked_and_packed_again() -> None:
    unpacked, packed = 200_000_000 * (36 + 8) * 1.08, 1_300_000_000
    assert Limits.for_bytes(packed).for_kind("cloud").output_mb * 1e6 > unpacked + packed
    assert Limits.for_bytes(packed).for_kind("photo").output_mb * 1e6 < 30e9


def test_limits_survive_json() -> None:
    given = Limits(wall_s=3.5)
    assert Limits(**given.as_dict()) == given  # type: ignore[arg-type]


def test_a_million_points_are_allowed_where_the_limit_is_one_million(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_in_force", Limits(points_m=1))
    check_points(1_000_000)
    with pytest.raises(TooManyPoints) as refusal:
        check_points(1_000_001)
    assert "1 million" in refusal.value.sentence("en") and "1 triệu" in refusal.value.sentence("vi")


@pytest.mark.parametrize("ending", ["laz", "ply"])
def test_a_cloud_with_more_points_than_allowed_is_refused(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    xyz = clouds.gate(50)
    path = tmp_path / f"a.{ending}"
    media_type = LAZ if ending == "laz" else PLY
    clouds.write_las(path, xyz) if ending == "laz" else clouds.write_ply(path, xyz)
    assert inspect_cloud(path, media_type)["points"] == 50
    monkeypatch.setattr(limits, "_in_force", Limits(points_m=0))
    with pytest.raises(TooManyPoints):
        inspect_cloud(path, media_type)


def test_a_mesh_with_more_corners_than_allowed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = meshes.write_glb(tmp_path / "a.glb")
    assert inspect_mesh(path, "model/gltf-binary")["vertices"] > 0
    monkeypatch.setattr(limits, "_in_force", Limits(points_m=0))
    with pytest.raises(TooManyPoints):
        inspect_mesh(path, "model/gltf-binary")


def test_a_photo_has_time_for_all_its_pixels() -> None:
    small, photo = Limits.for_bytes(23_000_000), Limits.for_bytes(23_000_000).for_kind("photo")
    assert photo.wall_s > 75 > small.wall_s
    assert photo.cpu_s > small.cpu_s
    assert photo.longest_s == photo.wall_s
