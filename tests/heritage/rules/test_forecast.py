"""What is said about a target holds for the history it is drawn from, and little history says nothing."""

from __future__ import annotations

import datetime as dt
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.kpi import Part, Share
from heritage.rules.forecast import (
    FEWEST_WEEKS,
    Chance,
    Forecast,
    Outlook,
    forecast,
    if_digitized,
    weekly_gains,
)

TODAY = dt.date(2026, 11, 25)
DUE = dt.date(2026, 12, 31)


def standing(digitized: int, total: int = 74) -> Share:
    return Share(digitized, 0, 0, total - digitized, 0)


def steady(gains: list[int], start: int = 0, today: dt.date = TODAY) -> list[tuple[dt.date, int]]:
    """A history with these gains, each on the last day of its week."""
    history, count = [(today - dt.timedelta(days=7 * len(gains)), start)], start
    for at, gain in enumerate(gains, start=1):
        count += gain
        history.append((today - dt.timedelta(days=7 * (len(gains) - at)), count))
    return history


def told(gains: list[int], needed: int | None = 37, due: dt.date | None = DUE, start: int = 0) -> Forecast:
    return forecast(steady(gains, start), standing(start + sum(gains)), TODAY, needed, due)


def test_needed_and_actual_pace_are_exact() -> None:
    found = told([2] * 10)
    assert found.weeks_left == Fraction(37, 7)
    assert (found.remaining, found.needed_pace, found.pace) == (17, Fraction(17 * 7, 37), 2)


def test_a_steady_pace_gives_a_range_around_the_day_that_it_leads_to() -> None:
    found = told([2] * 26, needed=72)
    straight = TODAY + dt.timedelta(weeks=10)
    assert found.outlook is Outlook.DATES
    assert found.earliest and found.latest
    assert found.earliest < straight < found.latest
    # By hand: 51/7·2 + 1.28·√(51/7·2 + (51/7)²·2/26) = 20.1, and 100/7·2 − 1.28·√(…) = 20.04.
    assert (found.earliest, found.latest) == (dt.date(2027, 1, 15), dt.date(2027, 3, 5))


def test_longer_history_narrows_the_range() -> None:
    def width(weeks: int) -> int:
        found = forecast(steady([2] * weeks), standing(2 * weeks), TODAY, 2 * weeks + 20, DUE)
        assert found.earliest and found.latest
        return (found.latest - found.earliest).days

    assert width(6) > width(12) > width(26)


@pytest.mark.parametrize("weeks", range(FEWEST_WEEKS))
def test_below_six_weeks_no_date_and_no_pace_is_given(weeks: int) -> None:
    found = told([3] * weeks)
    assert (found.outlook, found.pace, found.earliest, found.latest) == (Outlook.TOO_EARLY, None, None, None)
    assert found.chance is None
    assert found.needed_pace is not None  # what is needed does not depend on the past


def test_six_weeks_are_enough() -> None:
    assert told([3] * FEWEST_WEEKS).outlook is Outlook.DATES


def test_without_any_history_it_says_that_it_is_too_early() -> None:
    assert forecast([], standing(3), TODAY, 37, DUE).outlook is Outlook.TOO_EARLY


def test_what_is_met_is_met_whatever_the_history() -> None:
    found = told([0] * 3, start=37)
    assert (found.outlook, found.needed_pace, found.remaining) == (Outlook.MET, None, 0)
    assert found.chance is Chance.LIKELY


@pytest.mark.parametrize("gains", [[0] * 10, [1, -1] * 5, [-1] * 8])
def test_a_pace_of_nothing_never_meets_it(gains: list[int]) -> None:
    found = told(gains, start=10)
    assert (found.outlook, found.earliest, found.latest) == (Outlook.NEVER, None, None)
    assert found.chance is Chance.UNLIKELY


def test_a_pace_that_would_take_ten_years_is_never_too() -> None:
    assert forecast(steady([0] * 25 + [1]), standing(1, 90_000), TODAY, 45_000, DUE).outlook is Outlook.NEVER


def test_an_unsure_pace_has_an_early_date_and_no_late_one() -> None:
    found = told([0, 0, 0, 0, 0, 1], needed=20)
    assert found.earliest is not None
    assert found.latest is None


def test_without_a_target_only_the_pace_is_told() -> None:
    found = told([2] * 8, needed=None, due=None)
    assert (found.outlook, found.pace, found.needed_pace, found.chance) == (Outlook.NO_TARGET, 2, None, None)


def test_after_the_due_day_no_pace_is_enough() -> None:
    found = told([2] * 8, due=TODAY - dt.timedelta(days=1))
    assert (found.weeks_left, found.needed_pace, found.chance) == (0, None, Chance.UNLIKELY)


def test_on_the_due_day_there_is_one_day_left() -> None:
    assert told([2] * 8, due=TODAY).weeks_left == Fraction(1, 7)


@pytest.mark.parametrize(
    ("needed", "chance"), [(22, Chance.LIKELY), (32, Chance.OPEN), (70, Chance.UNLIKELY)]
)
def test_the_chance_to_be_in_time(needed: int, chance: Chance) -> None:
    assert told([2] * 10, needed=needed).chance is chance


def test_a_week_with_a_loss_slows_the_pace() -> None:
    assert told([2, 2, -3, 2, 2, 2, 2]).pace == Fraction(9, 7)


def test_only_half_a_year_counts() -> None:
    assert weekly_gains(steady([9] * 30 + [1] * 26), 296, TODAY) == [1] * 26


def test_today_counts_though_it_is_not_kept_yet() -> None:
    history = steady([1] * 6)[:-1]
    assert weekly_gains(history, 8, TODAY) == [1] * 5 + [3]


@given(st.lists(st.integers(-2, 9), min_size=6, max_size=30), st.integers(1, 60))
def test_the_dates_are_in_order_and_the_same_every_time(gains: list[int], more: int) -> None:
    start = 200
    share = standing(start + sum(gains), 2_000)
    found = forecast(steady(gains, start), share, TODAY, share.digitized + more, DUE)
    assert found == forecast(steady(gains, start), share, TODAY, share.digitized + more, DUE)
    if found.outlook is Outlook.DATES:
        assert found.earliest and found.earliest > TODAY
        assert found.latest is None or found.earliest <= found.latest


@given(st.lists(st.integers(1, 9), min_size=6, max_size=26), st.integers(1, 60), st.integers(1, 60))
def test_more_to_do_is_never_done_sooner(gains: list[int], more: int, yet_more: int) -> None:
    share = standing(sum(gains), 2_000)
    near, far = (
        forecast(steady(gains), share, TODAY, share.digitized + each, DUE) for each in (more, more + yet_more)
    )
    assert near.earliest and (far.earliest is None or near.earliest <= far.earliest)
    assert far.latest is None or (near.latest is not None and near.latest <= far.latest)


def test_of_many_histories_that_went_on_alike_eight_in_ten_fell_within_their_range() -> None:
    """The range is what it says: made of the same weeks, about 80 % of the outcomes lie in it."""
    dice = random.Random(7)
    within = 0
    for _ in range(400):
        gains = [sum(dice.random() < 0.25 for _ in range(8)) for _ in range(20)]  # 2 a week on the average
        found = forecast(steady(gains), standing(sum(gains), 500), TODAY, sum(gains) + 30, DUE)
        done, days = 0.0, 0
        while done < 30:
            days += 7
            done += sum(dice.random() < 0.25 for _ in range(8))
        met = TODAY + dt.timedelta(days=days)
        assert found.earliest
        within += found.earliest <= met and (
            found.latest is None or met <= found.latest + dt.timedelta(days=6)
        )
    assert 300 <= within <= 385


def test_if_some_were_digitized_the_four_numbers_still_add_up() -> None:
    share = Share(digitized=10, in_depth=2, in_work=5, not_begun=7, blocked=3)
    after = if_digitized(share, [Part.IN_WORK, Part.IN_WORK, Part.NOT_BEGUN, Part.BLOCKED, Part.DIGITIZED])
    assert after == Share(digitized=14, in_depth=2, in_work=3, not_begun=6, blocked=2)
    assert after.total == share.total
