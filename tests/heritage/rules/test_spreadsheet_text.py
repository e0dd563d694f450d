"""No text runs in a spreadsheet, and none is changed by going out and coming back."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from heritage.interop.kpi_list_file import workbook
from heritage.rules.spreadsheet_text import ACTIVE, MOST_LETTERS, as_written, cell_text, inert


@given(st.sampled_from(["", "'", *ACTIVE]), st.text(max_size=8))
def test_no_text_begins_as_a_formula_and_every_one_comes_back(lead: str, rest: str) -> None:
    text = lead + rest
    assert not inert(text).startswith(ACTIVE)
    if not text.startswith("'"):
        assert as_written(inert(text)) == text


def test_a_workbook_opens_whatever_a_name_holds() -> None:
    names = ["Đền\x0b Trần\x00", "=1+1", "Dài" * 20_000, "\ufffe\ud800Chùa"]
    book = load_workbook(io.BytesIO(workbook("Di sản", [], ["Tên"], [[name] for name in names])))
    read = [str(row[0].value) for row in book.worksheets[0].iter_rows(min_row=2)]
    assert (
        read
        == ["Đền Trần", "=1+1", ("Dài" * 20_000)[:MOST_LETTERS], "Chùa"]
        == [cell_text(each) for each in names]
    )
    assert {row[0].data_type for row in book.worksheets[0].iter_rows(min_row=2)} == {"s"}
