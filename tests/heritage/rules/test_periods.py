from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.categories import DYNASTIES, DYNASTY_YEARS, codes
from heritage.rules.periods import dynasties_of, years_of

_YEAR = st.none() | st.integers(-3000, 2100)


def test_every_dynasty_has_its_years() -> None:
    assert tuple(DYNASTY_YEARS) == codes(DYNASTIES)


def test_own_years_count_before_those_of_a_dynasty() -> None:
    assert years_of(["tran"], 1305, 1310) == (1305, 1310)


@pytest.mark.parametrize(("year_from", "year_to"), [(1305, None), (None, 1305)])
def test_one_year_alone_stands_for_itself(year_from: int | None, year_to: int | None) -> None:
    assert years_of([], year_from, year_to) == (1305, 1305)


def test_dynasties_alone_give_their_years_from_first_to_last() -> None:
    assert years_of(["tran", "ly"], None, None) == (1009, 1400)


def test_nothing_told_is_nothing_known() -> None:
    assert years_of([], None, None) is None
    assert dynasties_of([], None, None) == ()


def test_told_dynasties_are_not_second_guessed() -> None:
    assert dynasties_of(["mac", "mac"], 1305, 1305) == ("mac",)


def test_a_span_that_only_ends_in_a_year_of_change_is_not_in_the_next_dynasty() -> None:
    assert dynasties_of([], 1225, 1400) == ("tran",)


def test_a_year_of_change_belongs_to_both() -> None:
    assert dynasties_of([], 1225, None) == ("ly", "tran")


@given(_YEAR, _YEAR)
def test_every_known_year_has_years_in_order_and_a_dynasty(first: int | None, last: int | None) -> None:
    years = years_of([], first, last)
    if first is None and last is None:
        assert years is None
        return
    assert years is not None
    assert years[0] <= years[1]
    assert dynasties_of([], first, last)
