"""The number: exact fractions, four parts that add up, no number where there is no object."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.kpi import Count, Object, Share, Target, add_up, count, judge, percent_text, share_of


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


def counted_of(**categories: tuple[int, int]) -> Count:
    """Category → digitized of total."""
    found = [
        Object(f"{name}{n}", name, 2 if n < digitized else 0)
        for name, (digitized, total) in categories.items()
        for n in range(total)
    ]
    return count(found, tuple(categories))


def test_a_pooled_target_is_compared_with_the_plans_categories_together():
    counted = counted_of(relic=(5, 10), festival=(0, 2), figure=(0, 90))
    verdict = judge(counted, Target(Decimal("41.6"), ("relic", "festival")))
    assert (verdict.share.digitized, verdict.share.total, verdict.meets) == (5, 12, True)
    assert judge(counted, Target(Decimal("41.7"), ("relic", "festival"))).meets is False


def test_where_each_category_must_reach_it_one_that_does_not_fails_the_whole():
    counted = counted_of(relic=(9, 10), festival=(0, 2))
    names = ("relic", "festival")
    assert judge(counted, Target(Decimal(50), names, pooled=False)).meets is False
    own = Target(Decimal(50), names, pooled=False, by_category={"festival": Decimal(0)})
    assert judge(counted, own).meets is True
    assert judge(counted, own).by_category == (("relic", Decimal(50), True), ("festival", Decimal(0), True))


def test_an_empty_category_is_neither_met_nor_missed():
    counted = counted_of(relic=(5, 10), festival=(0, 0))
    verdict = judge(counted, Target(Decimal(50), ("relic", "festival"), pooled=False))
    assert (verdict.meets, verdict.by_category[1]) == (True, ("festival", Decimal(50), None))
    assert judge(counted_of(relic=(0, 0)), Target(Decimal(50), ("relic",), pooled=False)).meets is None


def test_without_a_figure_nothing_is_met_or_missed():
    verdict = judge(counted_of(relic=(1, 1)), Target(None, ("relic",)))
    assert (verdict.meets, verdict.by_category) == (None, (("relic", None, None),))


@given(st.lists(levels, max_size=40), st.lists(levels, max_size=40))
def test_parts_without_a_common_object_add_up(first: list[Object], second: list[Object]):
    together = share_of([*first, *second])
    assert add_up([share_of(first), share_of(second)]) == together


@given(st.lists(levels, max_size=40), st.data())
def test_a_level_that_rises_never_lowers_the_share(found: list[Object], data: st.DataObject):
    raised = [replace(each, level=min(3, each.level + data.draw(st.integers(0, 3)))) for each in found]
    before, after = share_of(found), share_of(raised)
    assert after.total == before.total
    assert after.digitized >= before.digitized
