from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Damaged, UnsupportedCloud
from media_pipeline.point_text import PTS, XYZ, open_point_text, text_layout
from media_pipeline.told import Told


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "points.txt"
    path.write_text(text)
    return path


def test_pts_has_a_count_intensity_and_colours(tmp_path: Path) -> None:
    path = _file(tmp_path, "2\n1.5 2 3 -1035 97 59 38\n4 5 6 -400 32 19 11\n")
    stream = open_point_text(path)
    (block,) = stream.blocks
    assert stream.facts["format"] == "PTS"
    assert block.xyz.tolist() == [[1.5, 2, 3], [4, 5, 6]]
    assert block.rgb is not None
    assert (block.rgb >> 8).tolist() == [[97, 59, 38], [32, 19, 11]]
    assert block.intensity is not None


@pytest.mark.parametrize(
    "text",
    [
        "1 2 3\n4 5 6\n",
        "x y z\n1 2 3\n4 5 6",
        "# made by a total station\n1,2,3\n4,5,6\n",
        "1;2;3\r\n4;5;6\r\n",
        "1\t2\t3e0\n4\t5\t6\n\n",
    ],
)
def test_xyz_comes_with_any_separator(tmp_path: Path, text: str) -> None:
    path = _file(tmp_path, text)
    assert text_layout(text.encode()) is not None
    (block,) = open_point_text(path).blocks
    assert block.xyz.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert block.rgb is None


def test_six_columns_of_fractions_are_normals_and_not_colours(tmp_path: Path) -> None:
    (block,) = open_point_text(_file(tmp_path, "1 2 3 0.5 -0.5 0.7\n1 2 4 0.1 0.2 0.9\n")).blocks
    assert block.rgb is None


def test_six_columns_of_bytes_are_colours(tmp_path: Path) -> None:
    (block,) = open_point_text(_file(tmp_path, "1 2 3 255 0 7\n1 2 4 9 8 7\n")).blocks
    assert block.rgb is not None
    assert block.rgb[0].tolist() == [65535, 0, 1799]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 2 3\n",
        "1 2\n3 4\n",
        "name lon lat\n1 2 3\n4 5 6\n",
        "1 2 3\n4 5\n",
        "1 2 3\nDen Tran\n4 5 6\n",
        "0.5\n0\n0\n-0.5\n100\n200\n",
        "1 2 3\n4 5 6\0",
    ],
)
def test_other_tables_and_texts_are_not_taken_for_points(text: str) -> None:
    assert text_layout(text.encode()) is None


def test_the_kind_of_text_is_told_by_the_count() -> None:
    pts, xyz = text_layout(b"2\n1 2 3 4\n1 2 3 4\n"), text_layout(b"1 2 3\n1 2 3\n")
    assert pts is not None
    assert xyz is not None
    assert (pts.media_type, xyz.media_type) == (PTS, XYZ)


def test_a_cut_head_is_judged_by_its_whole_lines() -> None:
    head = b"".join(b"%d.5 2 3\n" % n for n in range(5000))[:8192]
    assert text_layout(head) is not None


def test_fewer_rows_than_counted_is_damage(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="2 rows"):
        list(open_point_text(_file(tmp_path, "3\n1 2 3\n4 5 6\n")).blocks)


def test_text_that_stops_being_numbers_is_damage(tmp_path: Path) -> None:
    rows = "".join(f"{n} 2 3\n" for n in range(20_000))
    with pytest.raises(Damaged):
        list(open_point_text(_file(tmp_path, rows + "the end\n")).blocks)


def test_many_rows_come_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media_pipeline.point_text.BLOCK_POINTS", 100)
    rows = np.random.default_rng(1).random((250, 3))
    path = _file(tmp_path, "".join(f"{row[0]!r} {row[1]!r} {row[2]!r}\n" for row in rows.tolist()))
    blocks = list(open_point_text(path).blocks)
    assert [len(block.xyz) for block in blocks] == [100, 100, 50]
    assert np.array_equal(np.concatenate([block.xyz for block in blocks]), rows)


@pytest.mark.parametrize(
    "text",
    ["1,5 2,25 3\n4 5,5 6,125\n", "1,5;2,25;3\n4;5,5;6,125\n", "1,5\t2,25\t3\n4\t5,5\t6,125\n"],
)
def test_a_decimal_comma_is_no_separator(tmp_path: Path, text: str) -> None:
    (block,) = open_point_text(_file(tmp_path, text)).blocks
    assert block.xyz.tolist() == [[1.5, 2.25, 3], [4, 5.5, 6.125]]


def test_the_officer_s_columns_are_used_as_told(tmp_path: Path) -> None:
    path = _file(tmp_path, "20 10 3 7 2\n50 40 6 9 6\n")
    stream = open_point_text(path, Told(columns="yxz-c"))
    (block,) = stream.blocks
    assert block.xyz.tolist() == [[10, 20, 3], [40, 50, 6]]
    assert block.intensity is None and block.classes is not None
    assert block.classes.tolist() == [2, 6]
    assert stream.facts["columns_certain"] is True


@pytest.mark.parametrize("code", ["xyz", "xyz--i", "xxyz-", "xyzrg", "xyzq-"])
def test_columns_that_cannot_be_those_of_the_file_are_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(UnsupportedCloud):
        open_point_text(_file(tmp_path, "1 2 3 7 2\n4 5 6 9 6\n"), Told(columns=code))


@pytest.mark.parametrize(
    ("rows", "certain"),
    [
        ("1 2 3\n4 5 6\n", True),
        ("1 2 3 0.5\n4 5 6 0.25\n", True),
        ("1 2 3 255 0 7\n1 2 4 9 8 7\n", True),
        ("1 2 3 0 0.6 0.8\n1 2 4 0 0 1\n", True),  # normals are of length 1
        ("1 2 3 0.5 -0.5 7\n1 2 4 0.1 0.2 9\n", False),  # no colours and no normals
        ("1 2 3 4 5\n1 2 3 4 5\n", False),
        ("".join(f"{n} 2 3 {n % 7}\n" for n in range(200)), False),  # a class as likely as an intensity
    ],
)
def test_what_the_columns_leave_open_is_said(tmp_path: Path, rows: str, certain: bool) -> None:
    stream = open_point_text(_file(tmp_path, rows))
    assert stream.facts["columns_certain"] is certain
    assert stream.facts["first_row"] == rows.splitlines()[0]
