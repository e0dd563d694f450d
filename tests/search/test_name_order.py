from __future__ import annotations

import random

import pytest

from search.name_order import sort_key

_ORDERED = (
    *("12 bà mụ", "An", "Ao", "Ăn", "Ân", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Ba Vì", "Chùa", "Chùa Keo"),
    *("Dinh", "Đinh", "Đình", "Đỉnh", "Đĩnh", "Đính", "Định", "Em", "Êm", "Giang", "Ga"),
    *("Ô", "Ơ", "Phủ", "Ủy", "Ưu", "Vua", "Ý", "神"),
)


def test_names_follow_the_vietnamese_alphabet() -> None:
    ordered = [name for name in _ORDERED if name not in ("Giang", "Ga")]
    shuffled = random.Random(7).sample(ordered, len(ordered))
    assert sorted(shuffled, key=sort_key) == ordered


@pytest.mark.parametrize(
    ("first", "second"), [("ga", "giang"), ("Đình A", "Định A"), ("Chùa", "Chúa"), ("D", "Đ")]
)
def test_letters_decide_before_tones(first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second)


def test_a_later_letter_outweighs_an_earlier_tone() -> None:
    assert sort_key("Định An") < sort_key("Đinh Ba")


def test_case_and_writing_do_not_matter() -> None:
    assert sort_key("ĐỀN  TRẦN") == sort_key("Đền Trần")


def test_keys_are_short_printable_ascii() -> None:
    for name in (*_ORDERED, "Çelebi Ünal", "đ" * 1000, "🏯", "神" * 300):
        assert sort_key(name).isascii()
        assert sort_key(name).isprintable()
        assert len(sort_key(name)) <= 400
