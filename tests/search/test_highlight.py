from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import ELLIPSIS, highlight, passage


def marked(text: str, question: str) -> list[str]:
    """The marked pieces."""
    return [piece.text for piece in highlight(text, question) if piece.marked]


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("Lễ hội Đền Trần", "den tran", ["Đền", "Trần"]),
        ("Lễ hội Đền Trần", "đền tr", ["Đền", "Trần"]),
        ("thể và thế", "thể", ["thể"]),
        ("chỉ có thế", "thể", ["thế"]),
        ("Thuỷ tinh", "thủy", ["Thuỷ"]),
        ("Mĩ thuật", "mỹ thuật", ["Mĩ", "thuật"]),
        ("đền", "chùa", []),
        ("đền", "", []),
    ],
)
def test_the_best_meeting_words_are_marked(text: str, question: str, expected: list[str]) -> None:
    assert marked(text, question) == expected


def test_decomposed_text_is_marked_whole() -> None:
    assert marked(unicodedata.normalize("NFD", "Đền Trần"), "trần") == ["Trần"]


@given(st.text(max_size=100), st.sampled_from(["đền", "a b", "12", '"x y"']))
def test_the_pieces_are_the_text(text: str, question: str) -> None:
    joined = "".join(piece.text for piece in highlight(text, question))
    assert joined == unicodedata.normalize("NFC", text)


def test_a_passage_lies_around_the_first_met_word() -> None:
    text = "mở đầu " * 60 + "ở đình Vị Khê " + "kết thúc " * 60
    pieces = passage(text, "vi khe", 120)
    assert [piece.text for piece in pieces if piece.marked] == ["Vị", "Khê"]
    assert pieces[0].text == pieces[-1].text == ELLIPSIS
    assert sum(len(piece.text) for piece in pieces) <= 122


def test_a_short_text_is_its_own_passage() -> None:
    assert "".join(piece.text for piece in passage("Đình Vị Khê", "khê")) == "Đình Vị Khê"


@given(st.text(max_size=400), st.integers(10, 100))
def test_a_passage_keeps_its_width(text: str, width: int) -> None:
    assert sum(len(piece.text) for piece in passage(text, "a", width)) <= width + 2
