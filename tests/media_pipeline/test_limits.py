from __future__ import annotations

from pathlib import Path

from media_pipeline.limits import Limits


def test_a_small_file_has_25_seconds_and_a_large_one_more(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"x")
    with large.open("wb") as stream:
        stream.truncate(300_000_000)
    assert Limits.for_file(small).wall_s < 25.1
    assert Limits.for_file(large).wall_s == 125
    assert Limits.for_file(large).cpu_s == 500


def test_limits_survive_json() -> None:
    limits = Limits(wall_s=3.5)
    assert Limits(**limits.as_dict()) == limits  # type: ignore[arg-type]
