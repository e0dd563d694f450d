from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PIL import Image

from media_pipeline.errors import Damaged
from media_pipeline.tiff_pages import directories, is_tiff
from tests.media_pipeline.pictures import quarters, saved


def test_pages_are_counted(tmp_path: Path) -> None:
    more = [quarters(), quarters()]
    path = saved(tmp_path / "a", format="TIFF", save_all=True, append_images=more)
    found = directories(path)
    assert len(found) == 3
    assert all(page.is_page and not page.is_bilevel and not page.is_georeferenced for page in found)


def test_fax_pages_are_bilevel(tmp_path: Path) -> None:
    path = saved(tmp_path / "a", quarters().convert("1"), "TIFF", compression="group4")
    assert directories(path)[0].is_bilevel


def test_big_tiff_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "a", format="TIFF", big_tiff=True)
    assert is_tiff(path.read_bytes()[:4])
    assert len(directories(path)) == 1


def test_overviews_are_not_pages(tmp_path: Path) -> None:
    import pyvips

    path = tmp_path / "a.tif"
    pyvips.Image.black(600, 600).tiffsave(str(path), tile=True, pyramid=True, subifd=False)
    found = directories(path)
    assert len(found) > 1
    assert [page.is_page for page in found] == [True] + [False] * (len(found) - 1)


def test_a_chain_that_turns_back_is_damage_not_an_endless_loop(tmp_path: Path) -> None:
    path = tmp_path / "loop"
    path.write_bytes(b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 0) + struct.pack("<I", 8))
    with pytest.raises(Damaged):
        directories(path)


@pytest.mark.parametrize("kept", [4, 8, 12, 40])
def test_a_tiff_cut_in_its_directory_is_damaged(kept: int, tmp_path: Path) -> None:
    whole = saved(tmp_path / "whole", Image.new("L", (4, 4)), "TIFF").read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(whole[:kept])
    with pytest.raises(Damaged):
        directories(path)
