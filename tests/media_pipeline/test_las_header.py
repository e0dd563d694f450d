from __future__ import annotations

import time
from pathlib import Path

import pytest

from media_pipeline.cloud_formats import LAS
from media_pipeline.cloud_inspect import inspect_cloud
from media_pipeline.errors import Damaged, EmptyCloud, Truncated, UnsupportedCloud
from media_pipeline.las_header import check_las_header
from tests.media_pipeline.clouds import gate, patched, write_las


@pytest.fixture
def las(tmp_path: Path) -> Path:
    return write_las(tmp_path / "cloud.las", gate(500), point_format=3, version="1.2")


def test_a_sound_header_is_read(las: Path) -> None:
    facts = check_las_header(las)
    assert (facts.version, facts.point_format, facts.point_count) == ("1.2", 3, 500)
    assert not facts.compressed
    assert facts.scales == (0.001, 0.001, 0.001)


def test_a_billion_variable_length_records_are_refused_at_once(las: Path) -> None:
    patched(las, count=("<I", 100, 1_069_128_089))
    started = time.monotonic()
    with pytest.raises(Damaged, match="1069128089"):
        check_las_header(las)
    assert time.monotonic() - started < 1


def test_a_record_that_runs_into_the_points_is_refused(las: Path) -> None:
    patched(las, count=("<I", 100, 3))
    with pytest.raises(Damaged, match="record 1 of 3"):
        check_las_header(las)


def test_more_points_than_bytes_is_a_truncation(las: Path) -> None:
    patched(las, count=("<I", 107, 4_000_000_000))
    with pytest.raises(Truncated, match="500 of 4000000000"):
        check_las_header(las)


def test_half_a_file_is_a_truncation(las: Path) -> None:
    las.write_bytes(las.read_bytes()[: las.stat().st_size // 2])
    with pytest.raises(Truncated):
        check_las_header(las)


def test_a_header_alone_is_a_truncation(las: Path) -> None:
    las.write_bytes(las.read_bytes()[:120])
    with pytest.raises(Truncated):
        check_las_header(las)


def test_no_points_is_no_content(las: Path) -> None:
    patched(las, count=("<I", 107, 0))
    with pytest.raises(EmptyCloud):
        check_las_header(las)


@pytest.mark.parametrize("scale", [0.0, -0.001, float("nan"), float("inf")])
def test_a_scale_that_is_no_step_is_damage(las: Path, scale: float) -> None:
    patched(las, scale=("<d", 131, scale))
    with pytest.raises(Damaged, match="scales"):
        check_las_header(las)


def test_a_record_shorter_than_its_format_is_damage(las: Path) -> None:
    patched(las, length=("<H", 105, 20))
    with pytest.raises(Damaged, match="20 bytes in point format 3"):
        check_las_header(las)


def test_an_undefined_version_or_format_is_unsupported(las: Path) -> None:
    patched(las, form=("<B", 104, 40))
    with pytest.raises(UnsupportedCloud, match="point format 40"):
        check_las_header(las)
    patched(las, minor=("<B", 25, 9))
    with pytest.raises(UnsupportedCloud, match=r"LAS 1\.9"):
        check_las_header(las)


def test_points_that_start_beyond_the_end_are_a_truncation(las: Path) -> None:
    patched(las, offset=("<I", 96, 10_000_000))
    with pytest.raises(Truncated):
        check_las_header(las)


@pytest.mark.parametrize("scale", [1e300, 1e10])
def test_a_scale_that_leads_beyond_every_reference_system_is_damage(scale: float, tmp_path: Path) -> None:
    """Finite, so the header passes; the coordinates are not. Found by fuzzing, 2026-11-25."""
    path = patched(write_las(tmp_path / "a.las", gate(50) + 1000.0), scale=("<d", 131, scale))
    with pytest.raises(Damaged, match="coordinates up to"):
        inspect_cloud(path, LAS)
