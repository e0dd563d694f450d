from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.folding import (
    fallback_spellings,
    fold,
    folded_key,
    has_marks,
    normalise,
    swap_iy,
    tone_form,
    tone_spellings,
    typing_residue,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ĐỀN TRẦN", "đền trần"),
        (unicodedata.normalize("NFD", "Đền Trần"), "đền trần"),
        ("\u00d0ền", "đền"),
        ("đền\u00a0 \t trần ", "đền trần"),
        ("đền\u200b trần\ufeff", "đền trần"),
        ("hoa – cây — cảnh", "hoa - cây - cảnh"),
        ("“Phủ” ‘Dầy’", "\"phủ\" 'dầy'"),
        ("\x00\x1fa\x01b", "ab"),
    ],
)
def test_writing_variants_become_one(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_words_are_letters_and_digits() -> None:
    assert words("Làng nghề trồng hoa, cây cảnh (1211)") == (
        "làng",
        "nghề",
        "trồng",
        "hoa",
        "cây",
        "cảnh",
        "1211",
    )
    assert words("1419/QĐ-TTg") == ("1419", "qđ", "ttg")
    assert words("!? * -") == ()


def test_han_characters_stand_alone() -> None:
    assert words("神光寺 Chùa") == ("神", "光", "寺", "chùa")


@pytest.mark.parametrize(
    ("word", "folded"), [("đền", "den"), ("thuỷ", "thuy"), ("ơ", "o"), ("ưỡng", "uong"), ("abc1", "abc1")]
)
def test_folding_drops_every_mark(word: str, folded: str) -> None:
    assert fold(word) == folded
    assert has_marks(word) == (word != folded)


@pytest.mark.parametrize(
    ("old", "new"),
    [("hoà", "hòa"), ("thuỷ", "thủy"), ("uý", "úy"), ("khoẻ", "khỏe"), ("tuỳ", "tùy"), ("toán", "tóan")],
)
def test_tone_placements_are_spellings_of_each_other(old: str, new: str) -> None:
    assert new in tone_spellings(old)
    assert old in tone_spellings(new)
    assert tone_form(old) == tone_form(new)


@pytest.mark.parametrize(("one", "other"), [("thể", "thế"), ("hòa", "hóa"), ("đền", "dền"), ("ân", "ăn")])
def test_other_marks_are_other_words(one: str, other: str) -> None:
    assert other not in tone_spellings(one)
    assert tone_form(one) != tone_form(other)


@pytest.mark.parametrize(
    ("word", "swapped"), [("ky", "ki"), ("my", "mi"), ("ly", "li"), ("quy", "qui"), ("i", "y"), ("si", "sy")]
)
def test_i_and_y_change_places_as_a_whole_rhyme(word: str, swapped: str) -> None:
    assert swap_iy(word) == swapped
    assert swap_iy(swapped) == word


@pytest.mark.parametrize("word", ["thuy", "tai", "tay", "mia", "minh", "yen", "123"])
def test_other_rhymes_keep_their_letter(word: str) -> None:
    assert swap_iy(word) == word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dden", "den"),
        ("ddeenf", "den"),
        ("traanf", "tran"),
        ("tra62n", "tran"),
        ("d9en2", "den"),
        ("chuaf", "chua"),
        ("dduwowngf", "duong"),
        ("thuyr", "thuy"),
    ],
)
def test_input_method_residue_is_read(typed: str, meant: str) -> None:
    assert typing_residue(typed) == meant
    assert meant in fallback_spellings(typed)


@pytest.mark.parametrize("word", ["đền", "den", "temple", "1305", "street", "15a", "village", "was"])
def test_ordinary_words_have_no_residue(word: str) -> None:
    assert typing_residue(word) is None or word == "15a"


@given(st.text(max_size=80))
def test_folding_is_idempotent_on_any_text(text: str) -> None:
    key = folded_key(text)
    assert folded_key(key) == key
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=80))
def test_words_hold_nothing_an_engine_could_mistake(text: str) -> None:
    for word in words(text):
        for form in (word, fold(word), *tone_spellings(word), *fallback_spellings(word)):
            assert form.isalnum(), form


@given(st.text(alphabet="aăâeêioôơuưyđbcdghklmnpqrstvxáàảãạếềểễệốồổỗộ", min_size=1, max_size=7))
def test_each_spelling_folds_to_the_same_letters(text: str) -> None:
    for word in words(text):
        assert {fold(spelling) for spelling in tone_spellings(word)} == {fold(word)}
        assert tone_spellings(word)[0] == word
        assert fallback_spellings(word)[0] == fold(word)
