from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.errors import Damaged, Truncated
from media_pipeline.las_chunks import check_chunks
from media_pipeline.las_header import check_las_header
from tests.media_pipeline.clouds import gate, patched, write_las


@pytest.fixture
def laz(tmp_path: Path) -> Path:
    return write_las(tmp_path / "cloud.laz", gate(60_000), point_format=7)


def test_the_chunk_table_of_a_sound_file_agrees(laz: Path) -> None:
    assert check_chunks(laz, check_las_header(laz)) == 50_000


@pytest.mark.parametrize("share", [0.6, 0.9995])
def test_a_cut_laz_misses_its_chunk_table(laz: Path, share: float) -> None:
    laz.write_bytes(laz.read_bytes()[: int(laz.stat().st_size * share)])
    with pytest.raises(Truncated, match="chunk table"):
        check_chunks(laz, check_las_header(laz))


def test_billions_of_points_in_a_small_file_are_refused_before_anything_is_read(
    laz: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patched(laz, count=("<Q", 247, 2_000_000_000))
    monkeypatch.setattr("media_pipeline.las_chunks.open_las", None)
    with pytest.raises(Damaged, match="2000000000 points in"):
        check_chunks(laz, check_las_header(laz))


def test_a_count_that_the_chunks_do_not_hold_is_damage(laz: Path) -> None:
    patched(laz, count=("<Q", 247, 4_000_000))
    with pytest.raises(Damaged, match="do not make"):
        check_chunks(laz, check_las_header(laz))


def test_a_chunk_table_of_four_billion_chunks_is_not_allocated(laz: Path) -> None:
    facts = check_las_header(laz)
    table = int.from_bytes(laz.read_bytes()[facts.points_offset :][:8], "little")
    patched(laz, chunks=("<I", table + 4, 4_000_000_000))
    with pytest.raises(Damaged, match="4000000000 chunks"):
        check_chunks(laz, facts)


def test_a_chunk_table_cut_by_three_bytes_is_a_truncation(laz: Path) -> None:
    laz.write_bytes(laz.read_bytes()[:-3])
    with pytest.raises(Truncated, match="cut short"):
        check_chunks(laz, check_las_header(laz))


def test_a_layer_larger_than_its_chunk_is_not_allocated(laz: Path) -> None:
    facts = check_las_header(laz)
    first_layer = facts.points_offset + 8 + facts.record_bytes + 4
    patched(laz, layer=("<I", first_layer, 0xFFFFFFFF))
    with pytest.raises(Damaged, match="chunk 0"):
        check_chunks(laz, facts)


def test_chunks_without_layers_are_not_searched_for_them(tmp_path: Path) -> None:
    laz = write_las(tmp_path / "old.laz", gate(60_000), point_format=3, version="1.2")
    assert check_chunks(laz, check_las_header(laz)) == 50_000


def test_extra_bytes_and_near_infrared_have_layers_of_their_own(tmp_path: Path) -> None:
    laz = write_las(tmp_path / "wide.laz", gate(5_000), point_format=8, extra=True)
    assert check_chunks(laz, check_las_header(laz)) == 50_000
