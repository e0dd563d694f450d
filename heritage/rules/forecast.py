"""When a target will be met if work goes on as it did, and what it would take to meet it in time. Pure.

The weeks that ended so far, at most MOST_WEEKS, are taken as a sample of weeks to come: their mean is the pace,
their spread (never below that of a Poisson count, for few small numbers look calmer than they are) says how sure
it is. After ``w`` weeks the sum is normal with mean ``w·m`` and variance ``w·s² + w²·s²/n``; the second part is what
``n`` weeks leave unknown about the pace itself. The dates are those by which the target is met with one chance in
ten, and with nine. Nothing is drawn at random, so the same history always gives the same dates.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from heritage.kpi import Part, Share

FEWEST_WEEKS = 6  # of history; below that nothing is said
MOST_WEEKS = 26  # what lies longer back says little about now
MOST_AHEAD_WEEKS = 520  # ten years: beyond that no date means anything
ONE_IN_TEN = 1.2815515594600038  # standard deviations of a normal distribution
WEEK = dt.timedelta(days=7)

Step = tuple[dt.date, int]
"""A day, and how many were digitized from it on."""


class Outlook(StrEnum):
    """What can be said."""

    NO_TARGET = "no_target"
    MET = "met"
    TOO_EARLY = "too_early"  # less than FEWEST_WEEKS of history that is counted alike
    NEVER = "never"  # at this pace
    DATES = "dates"


class Chance(StrEnum):
    """Whether the target will be met by the day it is due."""

    LIKELY = "likely"  # nine in ten or better
    OPEN = "open"
    UNLIKELY = "unlikely"  # one in ten or worse


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the history says about a target.

    Attributes:
        needed: How many must be digitized in all; None without a target.
        due: The day by whose end it is to be met.
        weeks_left: Weeks from now to the end of that day; 0 once it is over.
        needed_pace: Objects a week from now on; None when met, without a target or too late.
        pace: Objects a week as it was; None with too little history.
        weeks: How many weeks that is drawn from.
        earliest: The day by which it is met with one chance in ten.
        latest: With nine; None where that is not within ten years.
    """

    outlook: Outlook
    share: Share
    needed: int | None
    due: dt.date | None
    weeks_left: Fraction | None
    needed_pace: Fraction | None
    pace: Fraction | None
    weeks: int
    earliest: dt.date | None = None
    latest: dt.date | None = None

    @property
    def remaining(self) -> int | None:
        """How many are still to be digitized for the target."""
        return None if self.needed is None else max(0, self.needed - self.share.digitized)

    @property
    def chance(self) -> Chance | None:
        """Whether it will be met in time; None where nothing can be said."""
        if self.due is None or self.outlook in (Outlook.NO_TARGET, Outlook.TOO_EARLY):
            return None
        if self.outlook is Outlook.MET:
            return Chance.LIKELY
        if self.earliest is None or self.earliest > self.due:
            return Chance.UNLIKELY
        return Chance.LIKELY if self.latest is not None and self.latest <= self.due else Chance.OPEN


def forecast(
    history: Sequence[Step], share: Share, today: dt.date, needed: int | None, due: dt.date | None
) -> Forecast:
    """What to expect.

    Args:
        history: In the order of days, and only what is counted alike: nothing before other criteria or
            another register. It may be empty.
        share: As it stands now.
        needed: How many must be digitized in all.
        due: The day by whose end.
    """
    gains = weekly_gains(history, share.digitized, today)
    pace = Fraction(sum(gains), len(gains)) if len(gains) >= FEWEST_WEEKS else None
    left = None if due is None else Fraction(max(0, (due - today).days + 1), 7)
    missing = None if needed is None else max(0, needed - share.digitized)
    needed_pace = Fraction(missing) / left if missing and left else None
    outlook = _outlook(missing, pace)
    found = Forecast(outlook, share, needed, due, left, needed_pace, pace, len(gains))
    if outlook is not Outlook.DATES or missing is None:
        return found
    earliest, latest = _weeks_until(missing, gains)
    if earliest is None:
        return Forecast(Outlook.NEVER, share, needed, due, left, needed_pace, pace, len(gains))
    return Forecast(
        outlook,
        share,
        needed,
        due,
        left,
        needed_pace,
        pace,
        len(gains),
        _after(today, earliest),
        _after(today, latest),
    )


def weekly_gains(history: Sequence[Step], now: int, today: dt.date) -> list[int]:
    """How many came in each whole week up to today, the oldest first; a loss is negative."""
    if not history:
        return []
    weeks = min(MOST_WEEKS, (today - history[0][0]).days // 7)
    ends = [_at(history, today - WEEK * back) for back in range(weeks, 0, -1)] + [now]
    return [after - before for before, after in pairwise(ends)]


def if_digitized(share: Share, parts: Iterable[Part]) -> Share:
    """The share if some objects that stand in these parts were digitized too."""
    chosen = [part for part in parts if part not in (Part.DIGITIZED, Part.IN_DEPTH)]
    return Share(
        digitized=share.digitized + len(chosen),
        in_depth=share.in_depth,
        in_work=share.in_work - chosen.count(Part.IN_WORK),
        not_begun=share.not_begun - chosen.count(Part.NOT_BEGUN),
        blocked=share.blocked - chosen.count(Part.BLOCKED),
    )


def _at(history: Sequence[Step], day: dt.date) -> int:
    return [number for begin, number in history if begin <= day][-1]


def _outlook(missing: int | None, pace: Fraction | None) -> Outlook:
    if missing is None:
        return Outlook.NO_TARGET
    if missing == 0:
        return Outlook.MET
    if pace is None:
        return Outlook.TOO_EARLY
    return Outlook.DATES if pace > 0 else Outlook.NEVER


def _weeks_until(missing: int, gains: Sequence[int]) -> tuple[float | None, float | None]:
    """Weeks until so many have come, with one chance in ten and with nine; None: not within ten years."""
    count = len(gains)
    mean = sum(gains) / count
    spread = sum((gain - mean) ** 2 for gain in gains) / (count - 1)
    variance = max(spread, mean)

    def reaches(weeks: float, sign: int) -> bool:
        deviation = math.sqrt(weeks * variance + weeks**2 * variance / count)
        return weeks * mean + sign * ONE_IN_TEN * deviation >= missing

    return _first(lambda weeks: reaches(weeks, 1)), _first(lambda weeks: reaches(weeks, -1))


def _first(is_reached: Callable[[float], bool]) -> float | None:
    """The first day, in weeks, on which it is."""
    return next((days / 7 for days in range(1, MOST_AHEAD_WEEKS * 7 + 1) if is_reached(days / 7)), None)


def _after(today: dt.date, weeks: float | None) -> dt.date | None:
    return None if weeks is None else today + dt.timedelta(days=round(weeks * 7))
