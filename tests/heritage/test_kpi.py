"""The number: exact fractions, four parts that add up, no number where there is no object."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.kpi import Object, Share, count, percent_text, share_of


def objects(digitized: int, total: int) -> list[Object]:
    return [Object(str(n), "relic", 2 if n < digitized else 0) for n in range(total)]


def test_37_of_74_meets_a_target_of_half():
    share = share_of(objects(37, 74))
    assert share.percent == "50.0"
    assert share.meets(Decimal("50")) is True


def test_a_share_that_only_rounds_to_the_target_does_not_meet_it():
    share = Share(digitized=1249, in_depth=0, in_work=0, not_begun=1251, blocked=0)
    assert share.percent == "50.0"
    assert share.meets(Decimal("50")) is False


def test_36_of_74_needs_one_more():
    share = share_of(objects(36, 74))
    assert (share.percent, share.needed_for(Decimal("50"))) == ("48.6", 37)


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (Fraction(1, 8), "12.5"),
        (Fraction(1, 16), "6.3"),  # 6.25 rounds half up
        (Fraction(1, 3), "33.3"),
        (Fraction(2, 3), "66.7"),
        (Fraction(1), "100.0"),
        (Fraction(0), "0.0"),
        (Fraction(9995, 10000), "100.0"),
    ],
)
def test_percent_is_rounded_half_up_to_one_decimal(fraction: Fraction, text: str):
    assert percent_text(fraction) == text


def test_an_empty_category_is_neither_0_nor_100_percent():
    counted = count(objects(1, 1), ("relic", "festival"))
    empty = dict(counted.by_category)["festival"]
    assert (empty.total, empty.percent, empty.meets(Decimal(50))) == (0, None, None)


def test_an_object_listed_twice_counts_once():
    twice = [Object("A", "relic", 2), Object("A", "relic", 2), Object("B", "relic", 0)]
    assert (count(twice, ("relic",)).whole.digitized, count(twice, ("relic",)).whole.total) == (1, 2)


def test_what_counts_is_counted_although_it_was_once_blocked():
    share = share_of([Object("A", "relic", 2, blocked=True), Object("B", "relic", 1, blocked=True)])
    assert (share.digitized, share.blocked) == (1, 1)


levels = st.builds(
    Object,
    st.uuids().map(str),
    st.sampled_from(["relic", "festival"]),
    st.integers(0, 3),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(levels, max_size=60))
def test_the_four_parts_and_the_categories_always_add_up(found: list[Object]):
    counted = count(found, ("relic", "festival"))
    assert counted.whole.total == len(found)
    assert sum(share.total for _, share in counted.by_category) == len(found)
    assert sum(share.digitized for _, share in counted.by_category) == counted.whole.digitized
