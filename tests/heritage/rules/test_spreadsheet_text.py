"""No text runs in a spreadsheet, and none is changed by going out and coming back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from heritage.rules.spreadsheet_text import ACTIVE, as_written, inert


@given(st.sampled_from(["", "'", *ACTIVE]), st.text(max_size=8))
def test_no_text_begins_as_a_formula_and_every_one_comes_back(lead: str, rest: str) -> None:
    text = lead + rest
    assert not inert(text).startswith(ACTIVE)
    if not text.startswith("'"):
        assert as_written(inert(text)) == text
