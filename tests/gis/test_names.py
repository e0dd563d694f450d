"""Names as bytes and as something to compare."""

from __future__ import annotations

import unicodedata

import pytest

from gis.names import clean_name, fold_name


def test_one_way_to_write_the_same_letters() -> None:
    decomposed = unicodedata.normalize("NFD", "  Phường  Vị Khê ")
    assert clean_name(decomposed) == "Phường Vị Khê"
    assert clean_name("Xã Hoà Bình") == "Xã Hoà Bình"  # the source's own spelling stays


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Phường Vị Khê", "phuong vi khe"),
        ("ĐẮK LẮK", "dak lak"),
        ("Bà Rịa - Vũng Tàu", "ba ria vung tau"),
        (unicodedata.normalize("NFD", "Điền Xá"), "dien xa"),
        ("Hoà Bình", "hoa binh"),
        ("Hòa Bình", "hoa binh"),
        ("", ""),
    ],
)
def test_folding_forgets_case_diacritics_and_signs(text: str, folded: str) -> None:
    assert fold_name(text) == folded
