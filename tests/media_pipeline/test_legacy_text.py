from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.legacy_text import LONGEST_TEXT, clean, decoded

# Windows-1258 writes a tone as a mark of its own behind the vowel.
CP1258 = {
    "Đền Trần": b"\xd0\xea\xccn Tr\xe2\xccn",
    "Vị Khê": b"Vi\xf2 Kh\xea",
    "Ảnh chụp ở đình": b"A\xd2nh chu\xf2p \xf5\xd2 \xf0i\xccnh",
}


@pytest.mark.parametrize("text", CP1258)
def test_vietnamese_of_an_old_code_page_comes_out_whole(text: str) -> None:
    assert decoded(CP1258[text]) == text


@pytest.mark.parametrize("text", ["Café à Hà Nội".encode(), "Đình Vị Khê".encode()])
def test_utf_8_is_itself(text: bytes) -> None:
    assert decoded(text) == text.decode()


def test_western_text_is_not_taken_for_vietnamese() -> None:
    assert decoded("São José, naïve, Málaga".encode("latin-1")) == "São José, naïve, Málaga"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_utf_8_always_survives(text: str) -> None:
    assert decoded(text.encode()) == text


@given(st.binary(max_size=80))
def test_any_bytes_give_text(raw: bytes) -> None:
    assert isinstance(decoded(raw), str)


def test_what_pillow_read_as_latin_1_is_taken_back() -> None:
    assert clean("Vị Khê".encode().decode("latin-1")) == "Vị Khê"
    assert clean("Vị Khê") == "Vị Khê"


@pytest.mark.parametrize(
    ("value", "text"), [("a\0b", "a"), ("  \0", None), (("x", "y"), "x"), (7, None), (None, None)]
)
def test_padding_lists_and_other_things(value: object, text: str | None) -> None:
    assert clean(value) == text


def test_a_novel_is_cut() -> None:
    assert len(clean("x" * 10_000) or "") == LONGEST_TEXT
