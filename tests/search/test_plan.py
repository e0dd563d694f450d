from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import Tier
from search.errors import BadQuery
from search.plan import MAX_TEXT, MAX_WORDS, Term, plan_for
from search.tokens import FIELDS


def spelt(text: str, tier: Tier) -> list[set[str]]:
    """The spellings of each group in a tier, as text."""
    return [{" ".join(term.tokens) for term in group} for group in plan_for(text).terms(tier, partial=False)]


def test_each_tier_accepts_more_spellings() -> None:
    assert spelt("thuỷ", Tier.EXACT) == [{"=thuỷ"}]
    assert spelt("thuỷ", Tier.TONE) == [{"=thuỷ", "=thủy"}]
    assert spelt("thuỷ", Tier.FOLDED) == [{"thuy"}]
    assert spelt("kỷ", Tier.FALLBACK) == [{"ky", "ki"}]


def test_tiers_that_change_nothing_are_left_out() -> None:
    assert plan_for("hoa").tiers() == (Tier.EXACT, Tier.FOLDED)
    assert plan_for("hoà").tiers() == (Tier.EXACT, Tier.TONE, Tier.FOLDED)
    assert plan_for("hoà mỹ").tiers() == tuple(Tier)[:4]


def test_a_unit_prefix_is_optional_in_the_last_tier_only() -> None:
    assert spelt("phường nam định", Tier.FOLDED) == [{"phuong"}, {"nam"}, {"dinh"}]
    assert spelt("phường nam định", Tier.FALLBACK) == [{"nam"}, {"dinh"}]


def test_a_prefix_with_nothing_behind_it_is_the_word_sought() -> None:
    assert spelt("phường", Tier.FALLBACK) == [{"phuong"}]


def test_phrases_and_exclusions_are_read() -> None:
    plan = plan_for('"hoa cây cảnh" làng -hội -"lễ hội"')
    assert [group.spellings[0][0].tokens for group in plan.groups] == [("=hoa", "=cây", "=cảnh"), ("=làng",)]
    assert [clause.terms[0] for clause in plan.excluded] == [Term(("=hội",)), Term(("=lễ", "=hội"))]
    assert plan.key == "hoa cay canh lang"


def test_a_hyphen_within_a_name_is_a_blank() -> None:
    assert len(plan_for("hoa-cây cảnh - làng").groups) == 4
    assert plan_for("hoa-cây cảnh - làng").excluded == ()


def test_an_unbalanced_quote_is_a_blank() -> None:
    assert plan_for('"đền trần').groups == plan_for("đền trần").groups


@pytest.mark.parametrize(
    ("text", "goes_on"), [("đền tr", True), ("đền t", False), ('"đền trần"', False), ("", False)]
)
def test_only_a_last_word_of_two_letters_goes_on(text: str, goes_on: bool) -> None:
    assert plan_for(text).can_go_on == goes_on


@pytest.mark.parametrize(
    ("text", "goes_on"), [("đền tr", True), ("đền t", True), ("t", True), ('"đền trần"', False), ("", False)]
)
def test_while_typing_one_letter_goes_on(text: str, goes_on: bool) -> None:
    assert plan_for(text, unfinished=True).can_go_on == goes_on


def test_a_prefix_is_asked_of_the_last_group_only() -> None:
    groups = plan_for("đền tr").terms(Tier.FOLDED, partial=True)
    assert [[term.prefix for term in group] for group in groups] == [[False], [True]]


def test_classes_are_ordered_and_numbered() -> None:
    numbers = [one.number for one in plan_for("hoà mỹ").classes()]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 4 * len(FIELDS) * 2
    assert plan_for("hoà mỹ").widest().number == numbers[-1]


def test_no_text_and_no_words_differ() -> None:
    assert not plan_for("  ").matches_nothing
    assert plan_for("***").matches_nothing


@pytest.mark.parametrize(
    "text", ["a" * (MAX_TEXT + 1), "a " * (MAX_WORDS + 1), '"' + "a " * (MAX_WORDS + 1) + '"']
)
def test_too_much_is_refused(text: str) -> None:
    with pytest.raises(BadQuery):
        plan_for(text)


@given(st.text(alphabet='aáàâđêhoykủ -"1', max_size=60))
def test_classes_are_nested_for_any_text(text: str) -> None:
    plan = plan_for(text)
    for worse, better in ((Tier.TONE, Tier.EXACT), (Tier.FALLBACK, Tier.FOLDED)):
        pairs = zip(
            [group.spellings[worse] for group in plan.groups],
            [group.spellings[better] for group in plan.groups],
            strict=True,
        )
        assert all(set(few) <= set(many) for many, few in pairs)
