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


def test_a_long_form_is_marked_for_its_short_one_whole_or_not_at_all() -> None:
    assert marked("Ủy ban nhân dân xã, nhân dân làng", "ubnd") == ["Ủy", "ban", "nhân", "dân"]
    assert marked("Do UBND xã", "ủy ban nhân dân") == ["UBND"]
    assert marked("nhân dân làng", "ubnd") == []


def test_a_phrase_is_marked_only_together() -> None:
    assert marked("đền cũ, Đền Trần", '"đền trần"') == ["Đền", "Trần"]


def test_slips_are_marked_where_they_are_asked_for() -> None:
    assert marked("Chùa Phổ Minh", "chua pho mihn") == ["Chùa", "Phổ"]
    pieces = highlight("Chùa Phổ Minh", "chua pho mihn", slips=True)
    assert [piece.text for piece in pieces if piece.marked] == ["Chùa", "Phổ", "Minh"]
