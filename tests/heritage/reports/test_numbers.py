"""Figures and days as Vietnamese official papers write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.reports.numbers import MINUS, difference, long_day, percent, short_day, target, whole


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Fraction(2469, 200), "1.234,5%"),
        (Fraction(37, 74), "50,0%"),
        (Fraction(0), "0,0%"),
        (Fraction(1, 3), "33,3%"),
        (None, "–"),
    ],
)
def test_a_share_has_a_decimal_comma_and_dots_between_thousands(share: Fraction | None, said: str) -> None:
    assert percent(share) == said


@pytest.mark.parametrize(("number", "said"), [(7, "7"), (1234, "1.234"), (1234567, "1.234.567")])
def test_thousands_have_dots(number: int, said: str) -> None:
    assert whole(number) == said


@pytest.mark.parametrize(("asked", "said"), [("50.00", "50%"), ("37.50", "37,5%"), ("100", "100%")])
def test_a_target_is_said_as_it_was_set(asked: str, said: str) -> None:
    assert target(Decimal(asked)) == said


@pytest.mark.parametrize(
    ("share", "asked", "said"),
    [
        (Fraction(37, 74), "50", "0,0"),
        (Fraction(4996, 10000), "50", f"{MINUS}0,04"),
        (Fraction(3, 4), "50", "+25,0"),
        (Fraction(1, 4), "50", f"{MINUS}25,0"),
    ],
)
def test_a_gap_is_never_rounded_away(share: Fraction, asked: str, said: str) -> None:
    assert difference(share, Decimal(asked)) == said


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_only_a_share_that_is_exactly_the_target_has_no_sign(part: int, whole_number: int) -> None:
    share = Fraction(part, whole_number)
    assert (difference(share, Decimal(50))[0] in f"+{MINUS}") == (share != Fraction(1, 2))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (dt.date(2026, 2, 10), "ngày 10 tháng 02 năm 2026"),
        (dt.date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (dt.date(2026, 12, 19), "ngày 19 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_zero(day: dt.date, said: str) -> None:
    assert long_day(day) == said


def test_a_short_day_has_both_zeros() -> None:
    assert short_day(dt.date(2026, 3, 9)) == "09/03/2026"
