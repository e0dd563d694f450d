from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.folding import words
from search.numerals import other_writings


def writings(text: str) -> set[str]:
    """The other writings as text."""
    return {" ".join(writing) for writing in other_writings(words(text))}


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("thế kỷ XIII", "thế kỷ 13"),
        ("thế kỉ xiv", "thế kỷ 14"),
        ("the ky 19", "thế kỷ xix"),
        ("thế kỷ X", "thế kỷ 10"),
        ("thế kỷ thứ XIII", "thế kỷ 13"),
        ("thế kỷ mười ba", "thế kỷ xiii"),
        ("thế kỷ XIII", "thế kỷ mười ba"),
        ("thế kỷ thứ XXI", "thế kỷ hai mươi mốt"),
        ("thế kỷ thứ hai mươi", "thế kỷ 20"),
        ("rằm tháng Tám", "15 8"),
        ("rằm tháng Giêng", "15 1"),
        ("rằm tháng 7", "15 7"),
        ("rằm tháng mười một", "15 11"),
        ("ram thang tam", "15 8"),
        ("15/8", "rằm tháng tám"),
        ("15/8", "rằm tháng 8"),
        ("15-12", "rằm tháng chạp"),
        ("mùng 3 tháng 3", "3 3"),
        ("mồng ba tháng Ba", "mùng 3 tháng 3"),
        ("mùng mười tháng ba", "10 3"),
        ("3/3", "mùng ba tháng ba"),
        ("3/3 âm lịch", "mùng 3 tháng 3"),
        ("ngày 20 tháng 8", "20 8"),
        ("ngày hai mươi tháng tám", "20 8"),
        ("20/8", "ngày 20 tháng 8"),
    ],
)
def test_a_writing_brings_the_other_along(text: str, other: str) -> None:
    assert other in writings(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Louis XIV", "13 vua", "thế kỷ", "thế kỷ 30", "15/13", "15/0", "31/1", "rằm tháng", "rằm tháng 13"),
        *("mùng tháng 3", "mùng 31 tháng 3", "ngày 3", "tháng 3 3", "đền trần", "٣/٣", ""),
    ],
)
def test_nothing_is_made_up(text: str) -> None:
    assert writings(text) == set()


@given(st.integers(1, 30), st.integers(1, 12))
def test_a_day_in_numbers_and_the_same_in_words_have_the_same_writings(day: int, month: int) -> None:
    written = f"{'mùng' if day <= 10 else 'ngày'} {day} tháng {month}"
    assert writings(f"{day}/{month}") == writings(written)
