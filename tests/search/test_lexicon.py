from __future__ import annotations

import pytest

from search.abbreviations import ABBREVIATIONS, DEFAULT_LINES, WordKind, WordLine
from search.documents import Tier
from search.folding import words
from search.lexicon import default_lexicon, lexicon_of


def forms(text: str) -> dict[str, Tier]:
    """The other forms of words of a question, each with its tier."""
    return {" ".join(form.words): form.tier for form in default_lexicon().other_forms(words(text))}


@pytest.mark.parametrize(
    ("text", "other", "tier"),
    [
        ("UBND tỉnh", "ủy ban nhân dân", Tier.EXACT),
        ("ủy ban nhân dân tỉnh", "ubnd", Tier.EXACT),
        ("Uỷ ban nhân dân tỉnh", "ubnd", Tier.TONE),
        ("uy ban nhan dan", "ubnd", Tier.FOLDED),
        ("TP. Nam Định", "thành phố", Tier.EXACT),
        ("Thành phố Nam Định", "tp", Tier.EXACT),
        ("P. Nam Định", "phường", Tier.EXACT),
        ("X. Xuân Hưng", "xã", Tier.EXACT),
        ("1419/QĐ-TTg", "quyết định", Tier.EXACT),
        ("1419/qd-ttg", "quyết định", Tier.FOLDED),
        ("Quyết định số 1419", "qđ", Tier.EXACT),
        ("Di tích lịch sử", "dtls", Tier.EXACT),
        ("Di tích lịch sử", "dt", Tier.EXACT),
        ("di tích kiến trúc nghệ thuật", "ktnt", Tier.EXACT),
        ("danh thắng", "dltc", Tier.EXACT),
        ("mồng 3 tháng 3", "mùng", Tier.EXACT),
        ("nhà thờ họ Vũ", "từ đường", Tier.EXACT),
        ("từ đường", "nhà thờ họ", Tier.EXACT),
    ],
)
def test_words_have_another_form(text: str, other: str, tier: Tier) -> None:
    assert forms(text)[other] == tier


@pytest.mark.parametrize(
    "text", ["P", "kỷ X", "kỷ X ở Hoa Lư", "Phường Vị Khê", "ủy bán nhân dân", "đền trần", ""]
)
def test_other_words_have_none(text: str) -> None:
    assert forms(text) == {}


def test_a_single_letter_in_a_text_stands_for_nothing() -> None:
    assert "h" not in forms("huyện Nam Trực")


def test_every_short_form_is_one_word() -> None:
    for short, longs in ABBREVIATIONS.items():
        assert len(words(short)) == 1
        assert longs
        assert all(len(words(long)) > 1 or len(long) > len(short) for long in longs)


@pytest.mark.parametrize(
    ("text", "length"),
    [("thành phố nam định", 2), ("thanh pho", 2), ("p nam định", 1), ("vua trần", 1), ("đức thánh trần", 2)],
)
def test_unit_prefixes_and_titles_may_be_missing(text: str, length: int) -> None:
    assert default_lexicon().optional_run(words(text), 0) == length


@pytest.mark.parametrize("text", ["đền trần", "phượng hoàng", "xà cừ", "tình yêu", "quân doanh", ""])
def test_other_words_may_not(text: str) -> None:
    assert default_lexicon().optional_run(words(text), 0) == 0


def test_a_table_of_its_own_replaces_the_default() -> None:
    own = lexicon_of([WordLine(WordKind.ABBREVIATION, "BQL", "ban quản lý")])
    assert [form.words for form in own.other_forms(("bql", "ubnd"))] == [("ban", "quản", "lý")]
    assert own.optional_run(("phường", "x"), 0) == 0


def test_lines_without_words_are_passed_over() -> None:
    lines = [WordLine(WordKind.ABBREVIATION, "..", "x y"), WordLine(WordKind.SAME, "a", " ")]
    assert lexicon_of(lines) == lexicon_of([])


def test_a_label_and_its_code_mean_the_code() -> None:
    own = lexicon_of(DEFAULT_LINES, [("rank", "special_national", "Di tích quốc gia đặc biệt")])
    for value in ("di tich quoc gia dac biet", "special_national", "special national", "SPECIAL-NATIONAL"):
        assert own.code_of("rank", value) == "special_national"
    assert own.code_of("kind", "special_national") is None
