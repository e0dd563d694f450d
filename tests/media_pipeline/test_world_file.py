"""World files: which belongs to which picture, and the six numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.world_file import beside, is_world_file, read


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_the_numbers_are_those_of_the_upper_left_corner(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tfw", "2.0\n0.1\n-0.2\n-3.0\n600000\n2200000\n")
    assert read(path) == (2.0, -0.2, 600_000 - 0.9, 0.1, -3.0, 2_200_000 + 1.45)


def test_decimal_commas_are_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jgw", "0,5\r\n0\r\n0\r\n-0,5\r\n569493,25\r\n2262869,75\r\n")
    assert read(path) == (0.5, 0.0, 569_493.0, 0.0, -0.5, 2_262_870.0)


@pytest.mark.parametrize(
    "text",
    ["", "1\n2\n3", "1\n0\n0\n-1\n5\nnan", "0\n0\n0\n0\n5\n6", "một\nhai\n0\n0\n1\n1", "1 0 0 -1 5 6 7"],
)
def test_what_is_no_six_numbers_is_none(tmp_path: Path, text: str) -> None:
    assert read(written(tmp_path / "a.wld", text)) is None


def test_the_world_file_of_a_picture_has_its_name_in_any_case(tmp_path: Path) -> None:
    picture = tmp_path / "To 12.JPG"
    assert beside(picture, ("khac.jgw", "to 12.JGW")) == tmp_path / "to 12.JGW"
    assert beside(picture, ("To 12.jpg.wld",)) == tmp_path / "To 12.jpg.wld"
    assert beside(picture, ("khac.jgw", "To 12.txt")) is None


def test_a_world_file_is_known_by_its_ending() -> None:
    assert [is_world_file(name) for name in ("a.tfw", "b.PGW", "c.wld", "d.tif")] == [True, True, True, False]
