from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import Years
from search.errors import BadQuery
from search.fields import ASKED_FIELDS, asked_field, code_token
from search.plan import plan_for
from search.question import MAX_TEXT, MAX_WORDS, read_question


def told(text: str) -> list[str]:
    """Every part in short: ``-field:words``, phrases in quotes."""
    return [
        f"{'-' * part.minus}{part.field.name + ':' if part.field else ''}"
        + (f'"{part.text}"' if part.phrase else part.text)
        for part in read_question(text)
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Đền Trần", ["đền", "trần"]),
        ('"Đền Trần"', ['"đền trần"']),
        ("đền -chùa", ["đền", "-chùa"]),
        ('đền -"chùa keo"', ["đền", '-"chùa keo"']),
        ("ten:đền", ["name:đền"]),
        ("Tên:đền", ["name:đền"]),
        ("đơn-vị:khê", ["unit:khê"]),
        ("don_vi:khê", ["unit:khê"]),
        ('-unit:"Vị Khê" đền', ['-unit:"vị khê"', "đền"]),
        ("-đền", ["đền"]),
        ("decision:1419/QĐ-TTg", ["decision:1419", "decision:qđ", "decision:ttg"]),
        ("rank:special_national", ["rank:special national"]),
        ("lạ:đền", ["lạ", "đền"]),
        ("-lạ:đền", ["lạ", "đền"]),
        ("ten:", ["ten"]),
        ("ten: đền", ["ten", "đền"]),
        ("https://a.vn/b", ["https", "a", "vn", "b"]),
        ('đền "trần', ["đền", "trần"]),
        ('ten:"trần', ["name:trần"]),
        ('a"b c', ["a", "b", "c"]),
        ("a-b", ["a", "b"]),
        ("- a", ["a"]),
        ("year:1305 x", ["year:1305", "x"]),
        ("year:nay", ["year", "nay"]),
        ("-year:1305 x", ["-year", "-1305", "x"]),
        ("***", []),
        ('""', []),
    ],
)
def test_a_text_is_read(text: str, parts: list[str]) -> None:
    assert told(text) == parts


@pytest.mark.parametrize(
    ("value", "years"),
    [
        ("1305", (1305, 1305)),
        ("1225..1400", (1225, 1400)),
        ("1225-1400", (1225, 1400)),
        ("1400..1225", (1225, 1400)),
        ("..43", (-9999, 43)),
        ("1945..", (1945, 9999)),
        ("-111..938", (-111, 938)),
        ("-111", (-111, -111)),
    ],
)
def test_years_are_read(value: str, years: tuple[int, int]) -> None:
    (part,) = read_question(f"year:{value}")
    assert part.years == Years(*years)


@pytest.mark.parametrize("value", ["13051400", "1305x", "..", "12345", "1.5"])
def test_what_is_no_year_is_words(value: str) -> None:
    assert all(part.years is None for part in read_question(f"year:{value}"))


def test_every_spelling_of_a_field_is_its_own() -> None:
    spellings = [spelling for field in ASKED_FIELDS for spelling in (field.name, *field.spellings)]
    assert len(set(spellings)) == len(spellings)
    assert {asked_field(spelling) for spelling in spellings} == set(ASKED_FIELDS)


def test_a_code_is_one_token_whatever_signs_it_has() -> None:
    assert code_token("lunar_month", "8") == "==lunarmonth=8"
    assert code_token("licence", "CC-BY-4.0") == "==licence=ccby40"


@pytest.mark.parametrize("text", ["a" * (MAX_TEXT + 1), "a " * (MAX_WORDS + 1), "ten:a " * (MAX_WORDS + 1)])
def test_too_much_is_refused(text: str) -> None:
    with pytest.raises(BadQuery):
        read_question(text)


@given(st.text(alphabet='aáđk :-".1t()*', max_size=60) | st.text(max_size=40))
def test_any_text_is_read_and_compiled(text: str) -> None:
    try:
        parts = read_question(text)
    except BadQuery:
        return
    plan = plan_for(text)
    assert len(plan.groups) == sum(not part.minus and part.years is None for part in parts)
    assert not parts or any(not part.minus for part in parts)
