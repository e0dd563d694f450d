from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Damaged, EmptyCloud, Truncated, UnsupportedCloud
from media_pipeline.pcd import open_pcd, read_pcd_header
from tests.media_pipeline.clouds import gate, write_pcd

XYZ = gate(600)


@pytest.mark.parametrize("kind", ["f4", "f8"])
@pytest.mark.parametrize("encoding", ["ascii", "binary", "binary_compressed"])
def test_points_survive_every_encoding(tmp_path: Path, encoding: str, kind: str) -> None:
    stream = open_pcd(write_pcd(tmp_path / "c.pcd", XYZ, encoding, kind))
    (block,) = stream.blocks
    assert np.array_equal(block.xyz, XYZ.astype(kind).astype(np.float64))
    assert stream.facts["float32"] is (kind == "f4")


def test_packed_colours_are_taken_apart(tmp_path: Path) -> None:
    head = (
        b"VERSION 0.7\nFIELDS x y z rgb\nSIZE 4 4 4 4\nTYPE F F F F\nCOUNT 1 1 1 1\nWIDTH 1\nHEIGHT 1\n"
        b"POINTS 1\nDATA binary\n"
    )
    colour = np.array([0x00FF8001], np.uint32).tobytes()
    path = tmp_path / "c.pcd"
    path.write_bytes(head + np.zeros(3, np.float32).tobytes() + colour)
    (block,) = open_pcd(path).blocks
    assert block.rgb is not None
    assert (block.rgb[0] >> 8).tolist() == [0xFF, 0x80, 0x01]


@pytest.mark.parametrize("encoding", ["binary", "binary_compressed", "ascii"])
def test_a_cut_file_is_a_truncation(tmp_path: Path, encoding: str) -> None:
    path = write_pcd(tmp_path / "c.pcd", XYZ, encoding)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises((Truncated, Damaged)):
        list(open_pcd(path).blocks)


def test_a_header_without_data_is_a_truncation() -> None:
    with pytest.raises(Truncated):
        read_pcd_header(b"# .PCD v0.7\nVERSION 0.7\nFIELDS x y z\n")


def test_a_header_whose_lines_do_not_fit_is_damage() -> None:
    with pytest.raises(Damaged):
        read_pcd_header(b"VERSION 0.7\nFIELDS x y z\nSIZE 4 4\nTYPE F F F\nPOINTS 1\nDATA ascii\n")


def test_no_points_is_no_content(tmp_path: Path) -> None:
    with pytest.raises(EmptyCloud):
        open_pcd(write_pcd(tmp_path / "c.pcd", XYZ[:0]))


def test_an_unknown_encoding_is_unsupported(tmp_path: Path) -> None:
    path = write_pcd(tmp_path / "c.pcd", XYZ)
    path.write_bytes(path.read_bytes().replace(b"DATA binary", b"DATA morse", 1))
    with pytest.raises(UnsupportedCloud):
        open_pcd(path)
