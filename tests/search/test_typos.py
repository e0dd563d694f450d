from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import Tier
from search.folding import is_syllable
from search.plan import plan_for
from search.typos import may_be_misspelt, neighbours, slips_allowed, splits


def distance(one: str, other: str) -> int:
    """Optimal string alignment: letters inserted, left out, replaced, neighbours swapped. By the book, slow."""
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if not i or not j:
                rows[i][j] = i or j
                continue
            rows[i][j] = min(
                rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] != other[j - 1])
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[len(one)][len(other)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("mihn", "minh"), ("mnh", "minh"), ("minhh", "minh"), ("monh", "minh"), ("cathderal", "cathedral")],
)
def test_a_slip_has_what_was_meant_among_its_neighbours(typed: str, meant: str) -> None:
    assert meant in neighbours(typed)


@given(
    st.text(alphabet="aehimnopt", min_size=3, max_size=7),
    st.text(alphabet="aehimnopt", min_size=2, max_size=7),
)
def test_neighbours_are_the_words_one_edit_away(one: str, other: str) -> None:
    near = distance(one, other) == 1
    any_word = len(one) >= 6 and not is_syllable(one)
    assert (other in neighbours(one)) == (near and (any_word or is_syllable(other)))


@given(st.text(alphabet="aehimnopt", min_size=3, max_size=8))
def test_every_neighbour_is_one_edit_away(word: str) -> None:
    assert all(distance(word, other) == 1 for other in neighbours(word))


def test_a_word_without_its_blank_is_split_between_syllables() -> None:
    assert ("den", "tran") in splits("dentran")
    assert splits("tran") == ()
    assert splits("nghieng") == ()


@pytest.mark.parametrize(
    ("word", "may"),
    [
        ("trần", True),
        ("den", True),
        ("đq", False),
        ("1419", False),
        ("a1b", False),
        ("谷谷谷", False),
        ("a" * 15, False),
    ],
)
def test_only_words_of_some_letters_are_misspelt(word: str, may: bool) -> None:
    assert may_be_misspelt(word) == may


def test_longer_questions_may_hold_two_slips() -> None:
    assert [slips_allowed(tuple(text.split())) for text in ("den", "den tran", "denn tran", "a" * 40)] == [
        1,
        1,
        2,
        1,
    ]


def test_a_question_of_slips_has_one_tier_and_knows_what_it_looks_for() -> None:
    one, two = plan_for("denn trann").with_slips()
    assert one.tiers() == two.tiers() == (Tier.TYPO,)
    assert len(one.clauses(one.widest())) == 2
    assert len(two.clauses(two.widest())) == 1
    assert plan_for('"denn trann" 12').with_slips() == ()
    assert plan_for("rank:denn").with_slips() == ()


def test_what_an_index_does_not_hold_is_left_out() -> None:
    (plan,) = plan_for("den").with_slips()
    known = plan.knowing(lambda term: term.tokens == ("dien",))
    assert [term.tokens for term in known.groups[0].typos] == [("dien",)]


def test_of_many_words_one_may_be_wrong() -> None:
    assert len(plan_for("chua phap dinh tran khong nghiem phong thanh hoang minh").with_slips()) == 1
