"""One table of letters for texts without case and marks, the same for Python and for databases."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.rules.text_folding import fold, pairs


@pytest.mark.parametrize(
    ("text", "case", "marks", "wanted"),
    [
        ("ĐÌNH Vị Khê", True, False, "đình vị khê"),
        ("ĐÌNH Vị Khê", False, True, "DINH Vi Khe"),
        ("ĐÌNH Vị Khê", True, True, "dinh vi khe"),
        ("ĐÌNH Vị Khê", False, False, "ĐÌNH Vị Khê"),
        (unicodedata.normalize("NFD", "Ngữ Ổ"), True, True, "ngu o"),
        ("Straße", True, True, "straße"),
        ("陳 1", True, True, "陳 1"),
    ],
)
def test_letters_lose_what_was_asked(text: str, case: bool, marks: bool, wanted: str) -> None:
    assert fold(text, case=case, marks=marks) == wanted


@pytest.mark.parametrize(("case", "marks"), [(True, False), (False, True), (True, True)])
def test_the_table_pairs_single_letters_and_names_each_once(case: bool, marks: bool) -> None:
    old, new = pairs(case, marks)
    assert len(old) == len(new) == len(set(old)) > 300


@given(st.text(max_size=40), st.booleans(), st.booleans())
def test_folding_twice_changes_nothing_more(text: str, case: bool, marks: bool) -> None:
    once = fold(text, case=case, marks=marks)
    assert fold(once, case=case, marks=marks) == once
