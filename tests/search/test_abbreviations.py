from __future__ import annotations

import pytest

from search.abbreviations import ABBREVIATIONS, optional_run, other_writings
from search.folding import words


def writings(text: str) -> set[str]:
    """The other writings as text."""
    return {" ".join(writing) for writing in other_writings(words(text))}


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("UBND tỉnh", "ủy ban nhân dân"),
        ("Uỷ ban nhân dân tỉnh", "ubnd"),
        ("uy ban nhan dan", "ubnd"),
        ("TP. Nam Định", "thành phố"),
        ("Thành phố Nam Định", "tp"),
        ("Phường Vị Khê", "p"),
        ("Xã Xuân Hưng", "x"),
        ("1419/QĐ-TTg", "quyết định"),
        ("1419/qd-ttg", "quyết định"),
        ("Quyết định số 1419", "qđ"),
        ("Di tích lịch sử", "dtls"),
        ("Di tích lịch sử", "dt"),
        ("DTLS", "di tích lịch sử"),
        ("di tích kiến trúc nghệ thuật", "ktnt"),
        ("danh thắng", "dltc"),
        ("thế kỷ XIII", "thế kỷ 13"),
        ("thế kỉ xiv", "thế kỷ 14"),
        ("the ky 19", "thế kỷ xix"),
        ("thế kỷ X", "thế kỷ 10"),
        ("rằm tháng Tám", "15 8"),
        ("rằm tháng Giêng", "15 1"),
        ("rằm tháng 7", "15 7"),
        ("rằm tháng mười một", "15 11"),
        ("15/8", "rằm tháng tám"),
        ("15-12", "rằm tháng chạp"),
    ],
)
def test_a_writing_brings_the_other_along(text: str, other: str) -> None:
    assert other in writings(text)


@pytest.mark.parametrize(
    "text", ["H. Maspero", "P", "Louis XIV", "13 vua", "thế kỷ", "15/13", "15/0", "rằm tháng", "đền trần", ""]
)
def test_nothing_is_made_up(text: str) -> None:
    assert writings(text) == set()


def test_every_short_form_is_one_word() -> None:
    for short, longs in ABBREVIATIONS.items():
        assert len(words(short)) == 1
        assert longs
        assert all(len(words(long)) > len(words(short)) or len(long) > len(short) for long in longs)


@pytest.mark.parametrize(
    ("text", "length"),
    [("thành phố nam định", 2), ("thanh pho", 2), ("p nam định", 1), ("vua trần", 1), ("đức thánh trần", 2)],
)
def test_unit_prefixes_and_titles_may_be_dropped(text: str, length: int) -> None:
    assert optional_run(words(text), 0) == length


@pytest.mark.parametrize("text", ["đền trần", "phượng hoàng", "xà cừ", "tình yêu", "quân doanh", ""])
def test_other_words_may_not(text: str) -> None:
    assert optional_run(words(text), 0) == 0
