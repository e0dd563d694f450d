from __future__ import annotations

from pathlib import Path

import laspy
import lazrs
import pytest
from laspy.errors import LaspyException

from media_pipeline.errors import Damaged, Truncated
from media_pipeline.las import crs_texts, las_errors, open_las, states_crs, wkt_records
from tests.media_pipeline.clouds import VN2000_NAM_DINH, gate, patched, write_las


@pytest.fixture
def laz(tmp_path: Path) -> Path:
    return write_las(tmp_path / "cloud.laz", gate(60_000), point_format=3, version="1.2")


@pytest.mark.parametrize(
    ("raised", "refusal"),
    [
        (lazrs.LazrsError("failed to fill whole buffer"), Damaged),
        (LaspyException("no such thing"), Damaged),
        (EOFError("short"), Truncated),
        (MemoryError("Unable to allocate 149 GiB"), Damaged),
    ],
)
def test_what_the_libraries_raise_becomes_a_refusal(raised: Exception, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as caught, las_errors():
        raise raised
    assert caught.value.__cause__ is raised


def test_a_refusal_passes_through_unchanged() -> None:
    with pytest.raises(Truncated, match="3 of 4"), las_errors():
        raise Truncated("3 of 4")


def test_junk_is_damage(tmp_path: Path) -> None:
    junk = tmp_path / "junk.las"
    junk.write_bytes(b"LASF" + bytes(400))
    with pytest.raises(Damaged), open_las(junk) as reader:
        reader.read_points(-1)


def test_geotiff_keys_become_the_wkt_that_las_1_4_needs(tmp_path: Path) -> None:
    las = write_las(tmp_path / "k.las", gate(10), point_format=3, version="1.2", geotiff_crs="EPSG:32648")
    with laspy.open(las) as reader:
        (record,) = wkt_records(reader.header)
    assert "UTM zone 48N" in record.string


def test_stated_systems_are_listed_once_each(tmp_path: Path) -> None:
    las = write_las(tmp_path / "c.las", gate(10), crs=VN2000_NAM_DINH)
    with laspy.open(las) as reader:
        texts = crs_texts(reader.header)
        assert states_crs(reader.header)
    assert len(texts) == 1
    assert "VN-2000" in texts[0]


def test_a_file_without_a_system_states_none(laz: Path) -> None:
    with laspy.open(laz) as reader:
        assert crs_texts(reader.header) == []
        assert not states_crs(reader.header)
        assert wkt_records(reader.header) == []


def test_records_behind_the_end_of_every_file_are_damage(tmp_path: Path) -> None:
    """A LAS 1.4 header that places extended records at 2^63: the seek itself fails. Found by fuzzing, 2026-11-25."""
    path = write_las(tmp_path / "a.las", gate(20))
    patched(path, first=("<Q", 235, 2**63 - 1), count=("<I", 243, 1))
    with pytest.raises(Damaged), open_las(path):
        pass
