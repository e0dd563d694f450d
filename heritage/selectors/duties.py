"""The reports that units owe by their plans, the milestones of the plans, and what is still to be sent."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from gis import units
from gis.models import AdminUnit
from heritage.models import Plan, Report
from heritage.rules.calendar import Duty, due_within, read_rules

COMING_DAYS = 30


@dataclass(frozen=True, slots=True)
class PlanDuty:
    """A report that a unit owes.

    Attributes:
        carried_on: The plan's years are over and no newer plan is there: its calendar goes on for one year.
        sent_on: When the report of the period was sent, if it was.
    """

    unit: AdminUnit
    plan: Plan
    duty: Duty
    carried_on: bool
    sent_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something else that a plan wants by a day: a part of the work, or the target itself.

    Attributes:
        on: The last day; of a month or a year stated alone, its end.
        when: As the plan states it: ``2026-06``.
    """

    plan: Plan
    on: dt.date
    when: str
    vi: str
    en: str
    is_target: bool = False


def duties_within(
    first: dt.date, last: dt.date, of: Iterable[AdminUnit] | None = None
) -> tuple[PlanDuty, ...]:
    """Reports whose last day to send lies from ``first`` to ``last``, the earliest first.

    Args:
        of: Only of these units; None: of every unit that stands on the first day.
    """
    found, by_unit = [], _plans(first, of)
    sent = _sent(list(by_unit))
    for plans in by_unit.values():
        for plan in plans:
            for duty in due_within(read_rules(plan.reporting), first, last):
                carried_on = _carried_on(plan, plans, int(duty.label[:4]))
                if carried_on is not None:
                    done = sent.get((plan.unit_id, duty.period, duty.label))
                    found.append(PlanDuty(plan.unit, plan, duty, carried_on, done))
    return tuple(sorted(found, key=lambda each: (each.duty.due_before, each.unit.folded, each.duty.label)))


def coming(
    day: dt.date, of: Iterable[AdminUnit] | None = None, days: int = COMING_DAYS
) -> tuple[PlanDuty, ...]:
    """What is not sent yet and has its last day within the next days, today included."""
    within = duties_within(day, day + dt.timedelta(days=days), of)
    return tuple(each for each in within if each.sent_on is None)


def milestones(plan: Plan) -> tuple[Milestone, ...]:
    """The milestones of a plan and, where it states a figure, the day by which that is to be met."""
    found = [
        Milestone(plan, last_day_of(row["when"]), row["when"], row.get("vi", ""), row.get("en", ""))
        for row in plan.milestones
    ]
    if plan.target_percent is not None or plan.category_targets:
        found.append(Milestone(plan, target_day(plan), str(plan.year_to), "", "", is_target=True))
    return tuple(sorted(found, key=lambda each: each.on))


def target_day(plan: Plan) -> dt.date:
    """The last day on which the target can be met in time."""
    return plan.due_on or dt.date(plan.year_to, 12, 31)


def last_day_of(when: str) -> dt.date:
    """The last day of ``2026``, ``2026-06`` or ``2026-06-30``."""
    parts = [int(part) for part in when.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return dt.date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def _plans(day: dt.date, of: Iterable[AdminUnit] | None) -> dict[int, list[Plan]]:
    rows = Plan.objects.select_related("unit").defer("unit__boundary").order_by("pk")
    rows = rows.filter(unit__in=units.standing(day).values("pk")) if of is None else rows.filter(unit__in=of)
    found: dict[int, list[Plan]] = defaultdict(list)
    for plan in rows:
        found[plan.unit_id].append(plan)
    return found


def _carried_on(plan: Plan, plans: list[Plan], year: int) -> bool | None:
    """False in the plan's years, True in the year after while nothing replaces it, None otherwise."""
    if plan.year_from <= year <= plan.year_to:
        return False
    is_replaced = any(other.year_from <= year <= other.year_to for other in plans)
    return True if year == plan.year_to + 1 and not is_replaced else None


def _sent(units_with_plans: Iterable[int]) -> dict[tuple[int, str, str], dt.date]:
    """By unit, period and its name the day on which its report was sent first."""
    rows = Report.objects.filter(sent_on__isnull=False, unit__in=units_with_plans).order_by("-sent_on")
    columns = ("unit_id", "period", "label", "sent_on")
    return {(unit, period, label): day for unit, period, label, day in rows.values_list(*columns) if day}
