"""How a ward gets on with its target: pace so far, pace that is needed, and how it would stand with some work done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from heritage import categories
from heritage.kpi import Object, Share, part_of
from heritage.rules.forecast import Forecast, Step, forecast, if_digitized
from heritage.selectors.duties import target_day
from heritage.selectors.history import ALL, Series, by_category
from heritage.selectors.kpi import UnitKpi, target_of

EMPTY = Share(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure to reach.

    Attributes:
        category: A code, or ALL for the plan's categories together.
        percent: None where the plan states no figure.
        now: As it stands.
        then: As it would stand if what was chosen were digitized; None where nothing of it was chosen.
    """

    category: str
    percent: Decimal | None
    now: Forecast
    then: Forecast | None = None


def goals_of(found: UnitKpi, chosen: Collection[str] = ()) -> tuple[Goal, ...]:
    """The plan's figures, pooled or by category as it says; without a plan one goal without a figure.

    Args:
        found: A ward's number, with its objects; of a province or the country nothing can be chosen.
        chosen: Identifiers of objects; those that are not in the register or count already change nothing.
    """
    if found.count is None:
        return ()
    named = tuple(found.plan.categories) if found.plan else ()
    named = named or categories.codes(categories.CATEGORIES)
    shares = dict(found.count.by_category)
    histories = {each.category: each for each in by_category(found.unit.code, [ALL, *shares])}
    plan = found.plan
    asks = plan is not None and (plan.target_percent is not None or bool(plan.category_targets))
    due = target_day(plan) if plan is not None and asks else None
    if found.plan is None or found.plan.pooled:
        share = found.verdict.share if found.verdict else found.count.whole
        whole = set(named) >= {name for name, each in shares.items() if each.total}
        used = [histories[ALL]] if whole else [histories[name] for name in named if name in histories]
        return (
            _goal(ALL, found.target, share, used, due, _chosen(found.objects, chosen, named), found.date),
        )
    target = target_of(found.plan)
    return tuple(
        _goal(
            name,
            target.of(name),
            shares.get(name, EMPTY),
            [histories[name]],
            due,
            _chosen(found.objects, chosen, (name,)),
            found.date,
        )
        for name in named
        if shares.get(name, EMPTY).total
    )


def _chosen(objects: Sequence[Object], chosen: Collection[str], named: Collection[str]) -> list[Object]:
    return [each for each in objects if each.id in chosen and each.category in named and each.level < 2]


def _goal(
    category: str,
    percent: Decimal | None,
    share: Share,
    used: list[Series],
    due: dt.date | None,
    chosen: list[Object],
    today: dt.date,
) -> Goal:
    steps = _steps(used)
    needed = None if percent is None else share.needed_for(percent)
    now = forecast(steps, share, today, needed, due)
    if not chosen:
        return Goal(category, percent, now)
    then = if_digitized(share, [part_of(each) for each in chosen])
    # The pace stays what it was: what is chosen is a thought, not a week's work.
    moved = [(day, digitized + len(chosen)) for day, digitized in steps]
    return Goal(category, percent, now, forecast(moved, then, today, needed, due))


def _steps(used: list[Series]) -> list[Step]:
    """What was digitized in all of them from day to day, since the last day on which they were counted otherwise."""
    since = max((each.breaks[-1].day for each in used if each.breaks), default=dt.date.min)
    days = sorted({point.day for each in used for point in each.points if point.day >= since})
    return [(day, sum(_standing(each, day) for each in used)) for day in days]


def _standing(each: Series, day: dt.date) -> int:
    point = each.on(day)
    return point.share.digitized if point else 0
