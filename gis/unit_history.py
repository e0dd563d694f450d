"""What a unit was made of and what it became, through as many steps as are known."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from gis.models import AdminUnit, UnitChange


@dataclass(frozen=True, slots=True)
class Step:
    """One step of history, seen from either end."""

    unit: AdminUnit
    on: dt.date
    whole: bool
    source: str
    steps: int
    """1 for a direct predecessor or successor, 2 for one further away, …"""
    of: int
    """Key of the unit one step nearer, which this one was made from or became."""


@dataclass(frozen=True, slots=True)
class Chain:
    """One way from a unit to a unit that stands: every step with its day, the earliest first."""

    start: AdminUnit
    steps: tuple[Step, ...]

    @property
    def end(self) -> AdminUnit:
        """The unit that the way leads to; the unit itself when it still stands."""
        return self.steps[-1].unit if self.steps else self.start

    @property
    def whole(self) -> bool:
        """Whether all of the unit went this way."""
        return all(step.whole for step in self.steps)


def predecessors(unit: AdminUnit) -> list[Step]:
    """What the unit was made from, nearest first."""
    return [step for level in _levels(unit, back=True) for step in level]


def successors(unit: AdminUnit) -> list[Step]:
    """What the unit became, nearest first; the last of them are the units of today."""
    return [step for level in _levels(unit, back=False) for step in level]


def present_units(unit: AdminUnit) -> list[AdminUnit]:
    """The units standing today that hold what the unit was; the unit itself while it stands."""
    return present_of([unit])[unit.pk]


def present_of(units: Iterable[AdminUnit]) -> dict[int, list[AdminUnit]]:
    """:func:`present_units` of many units, by their keys, in as many queries as the longest chain has steps."""
    asked, today = list(units), timezone.localdate()
    following = _following([unit for unit in asked if not unit.stands_on(today)])
    return {unit.pk: [chain.end for chain in _first_to_each_end(unit, following, today)] for unit in asked}


def chains_to_present(unit: AdminUnit, day: dt.date | None = None) -> list[Chain]:
    """The ways from a unit to the units that stand on a day (today when None), one for each of them.

    The shortest way is told where several lead to one unit; the way of a unit that stands has no step.
    A unit that nothing is known to have followed has no way.
    """
    wanted = day or timezone.localdate()
    return _first_to_each_end(unit, {} if unit.stands_on(wanted) else _following([unit]), wanted)


def _first_to_each_end(unit: AdminUnit, following: dict[int, list[UnitChange]], day: dt.date) -> list[Chain]:
    found: dict[int, Chain] = {}
    edge = [Chain(unit, ())]
    while edge:
        longer: list[Chain] = []
        for chain in edge:
            end = chain.end
            if end.stands_on(day):
                found.setdefault(end.pk, chain)
                continue
            arrived = chain.steps[-1].on if chain.steps else dt.date.min
            passed = {unit.pk, *(step.unit.pk for step in chain.steps)}
            for change in following.get(end.pk, ()):
                # Days only go forward and no unit comes twice: a mistake in the data cannot lead in a ring.
                if change.on >= arrived and change.new_id not in passed:
                    step = _step(change, change.new, len(chain.steps) + 1, of=end.pk)
                    longer.append(Chain(unit, (*chain.steps, step)))
        edge = longer
    return list(found.values())


def _following(units: list[AdminUnit]) -> dict[int, list[UnitChange]]:
    """Every step onwards from the units and from what they became, by the key of the old unit."""
    found: dict[int, list[UnitChange]] = {}
    edge = {unit.pk for unit in units}
    while edge:
        rows = defaultdict(list)
        for change in _changes().filter(old_id__in=edge):
            rows[change.old_id].append(change)
        found |= {key: rows.get(key, []) for key in edge}
        ended = (change.new for changes in rows.values() for change in changes if change.new.valid_to)
        edge = {unit.pk for unit in ended} - found.keys()
    return found


def _levels(unit: AdminUnit, back: bool) -> list[list[Step]]:
    levels: list[list[Step]] = []
    seen = {unit.pk}
    edge = {unit.pk: dt.date.max if back else dt.date.min}
    while edge:
        rows = _changes().filter(**{"new_id__in" if back else "old_id__in": edge})
        level: list[Step] = []
        following: dict[int, dt.date] = {}
        for change in rows:
            near, other = (change.new_id, change.old) if back else (change.old_id, change.new)
            in_order = change.on <= edge[near] if back else change.on >= edge[near]
            if other.pk not in seen and in_order:
                seen.add(other.pk)
                following[other.pk] = change.on
                level.append(_step(change, other, len(levels) + 1, of=near))
        if level:
            levels.append(level)
        edge = following
    return levels


def _changes() -> QuerySet[UnitChange]:
    # Three simple questions instead of one join: right after units were loaded PostgreSQL has no figures of
    # these tables, and then takes minutes for the join (2026-11-25).
    units = AdminUnit.objects.defer("boundary")
    return UnitChange.objects.prefetch_related(
        Prefetch("old", queryset=units), Prefetch("new", queryset=units)
    ).order_by("on", "pk")


def _step(change: UnitChange, unit: AdminUnit, number: int, of: int) -> Step:
    return Step(unit, change.on, change.whole, change.source, number, of)
