from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Damaged, EmptyCloud, Truncated, UnsupportedCloud
from media_pipeline.ply import open_ply, read_ply_header
from tests.media_pipeline.clouds import gate, write_ply

XYZ = gate(700)
RGB = np.random.default_rng(1).integers(0, 256, XYZ.shape).astype(np.uint8)


@pytest.mark.parametrize("order", ["<", ">", ""])
def test_points_and_colours_survive_every_encoding(tmp_path: Path, order: str) -> None:
    stream = open_ply(write_ply(tmp_path / "c.ply", XYZ, RGB, order))
    (block,) = stream.blocks
    assert np.allclose(block.xyz, XYZ.astype(np.float32))
    assert block.rgb is not None
    assert ((block.rgb >> 8) == RGB).all()
    assert stream.facts["float32"]


def test_four_billion_vertices_in_a_hundred_bytes_are_refused_before_anything_is_allocated(
    tmp_path: Path,
) -> None:
    path = write_ply(tmp_path / "c.ply", XYZ[:3])
    path.write_bytes(path.read_bytes().replace(b"vertex 3", b"vertex 4000000000"))
    with pytest.raises(Truncated, match="48000000000"):
        open_ply(path)


def test_text_with_a_line_missing_is_a_truncation(tmp_path: Path) -> None:
    path = write_ply(tmp_path / "c.ply", XYZ, None, "")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(Truncated, match="699 of 700"):
        list(open_ply(path).blocks)


def test_text_that_is_no_number_is_damage(tmp_path: Path) -> None:
    path = write_ply(tmp_path / "c.ply", XYZ[:5], None, "")
    path.write_bytes(path.read_bytes() + b"")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-1], b"one two three\n"]))
    with pytest.raises(Damaged):
        list(open_ply(path).blocks)


def test_no_vertices_is_no_content(tmp_path: Path) -> None:
    with pytest.raises(EmptyCloud):
        open_ply(write_ply(tmp_path / "c.ply", XYZ[:0]))


def test_a_header_without_end_is_a_truncation() -> None:
    with pytest.raises(Truncated):
        read_ply_header(b"ply\nformat ascii 1.0\nelement vertex 3\n")


@pytest.mark.parametrize(
    "line",
    [b"format morse 1.0", b"element vertex many", b"property quad x", b"property float x", b"nonsense"],
)
def test_a_line_that_is_no_ply_is_damage(line: bytes) -> None:
    with pytest.raises(Damaged):
        read_ply_header(b"ply\n" + line + b"\nend_header\n")


def test_faces_are_seen_in_the_header() -> None:
    head = b"ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nelement face %d\n"
    head += b"property list uchar int vertex_indices\nend_header\n"
    assert read_ply_header(head % 1).has_faces
    assert not read_ply_header(head % 0).has_faces


def test_vertices_with_lists_are_unsupported(tmp_path: Path) -> None:
    path = tmp_path / "c.ply"
    path.write_bytes(
        b"ply\nformat ascii 1.0\nelement vertex 1\nproperty list uchar int odd\nend_header\n1 1\n"
    )
    with pytest.raises(UnsupportedCloud):
        open_ply(path)
