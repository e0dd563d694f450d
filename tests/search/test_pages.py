from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.abbreviations import WordKind, WordLine
from search.documents import Query
from search.engines.base import Engine
from search.engines.fts5 import Fts5Engine
from search.lexicon import lexicon_of
from search.pages import best_page
from tests.search.catalogue import NAM_DINH, item

PAGES = (
    "Trang bìa: hồ sơ đình Vị Khê",
    "Biên bản kiểm kê, có khoán ước và sắc phong",
    "Khoan uoc cua lang, ban sao",
    "Khoán ước của làng năm Bính Ngọ",
)


def page(question: str, *elsewhere: str, pages: tuple[str, ...] = PAGES) -> int | None:
    return best_page(enumerate(pages, start=1), question, elsewhere)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("khoán ước", 2),  # the first of equals
        ("khoán ước Bính Ngọ", 4),  # all words on one page
        ("khoan uoc", 3),  # as it is typed
        ("khoán ước bản sao", 3),  # one page with all the words, though without marks
        ("sắc pho", 2),  # the last word may go on
        ('"ước của làng"', 4),
        ('"của khoán"', None),
        ("khoan uoc cua lang", 3),  # as typed before another spelling
        ("miếu", None),
        ("", None),
        ("***", None),
    ],
)
def test_the_page_is_the_one_that_has_most_of_the_words(question: str, number: int | None) -> None:
    assert page(question) == number


def test_what_the_item_is_called_was_not_found_by_its_papers() -> None:
    assert page("đình vị khê", "Đình Vị Khê") is None
    assert page("dinh vi khe", "Đình Vị Khê") is None
    assert page("sắc phong vị khê", "Đình Vị Khê") == 2


def test_words_beside_each_other_in_two_texts_are_no_phrase() -> None:
    assert page('"đình vị khê"', "Đình Vị", "Khê") == 1


def test_no_page_is_read_once_one_is_perfect() -> None:
    def pages() -> Iterator[tuple[int, str]]:
        yield 1, "khoán ước"
        pytest.fail("read on")

    assert best_page(pages(), "khoán ước") == 1


@pytest.mark.parametrize("question", ["thành phố hà nội", "TP Hà Nội", "UBND phường"])
def test_abbreviations_are_met_as_an_engine_meets_them(question: str, tmp_path: Path) -> None:
    text = "Ủy ban nhân dân phường, thành phố Hà Nội. Gửi TP. Hà Nội"
    engine: Engine = Fts5Engine(tmp_path / "s.sqlite3")
    engine.put([item("a", "Chợ", unit=NAM_DINH, pages=(text,))])
    assert engine.search(Query(text=question)).total == 1
    assert page(question, "Chợ", pages=(text,)) == 1


def test_a_word_sought_in_another_field_is_not_sought_on_pages() -> None:
    pages = [(1, "sắc phong làng Vọc"), (2, "khoán ước làng Vọc")]
    assert best_page(pages, "unit:khoán") is None
    assert best_page(pages, "rank:special khoán") == 2
    assert best_page(pages, "page:khoán") == 2


def test_a_page_is_met_by_the_table_that_the_question_is_read_by() -> None:
    pages = [(1, "sắc phong"), (2, "ban khánh tiết làng Vọc")]
    own = lexicon_of([WordLine(WordKind.ABBREVIATION, "BKT", "ban khánh tiết")])
    assert best_page(pages, "bkt") is None
    assert best_page(pages, "bkt", lexicon=own) == 2
