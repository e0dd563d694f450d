"""Registers of units that ended: in which standing unit each of their objects counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gis.models import AdminUnit, UnitChange
from heritage.models import RegisterEntry, RegisterVersion


@dataclass(frozen=True, slots=True)
class Heir:
    """An entry of an ended unit's register, and the standing ward in which it counts now."""

    entry: int
    version: int
    unit: AdminUnit


def heirs(day: dt.date) -> list[Heir]:
    """Entries of ended units' registers that count in a standing unit until it has a register of its own."""
    ended = _latest_of_ended(day)
    if not ended:
        return []
    graph = _Graph(day, {version.unit_id for version in ended})
    registered = set(
        RegisterVersion.objects.filter(valid_from__lte=day, unit__in=graph.known).values_list(
            "unit", flat=True
        )
    )
    rows = RegisterEntry.objects.filter(version__in=ended).select_related("item", "version")
    found = []
    for entry in rows.order_by("pk"):
        ends = graph.ends(entry.version.unit_id)
        heir = next((end for end in ends if end.pk == entry.item.unit_id), ends[0] if ends else None)
        if heir and not registered & graph.between(entry.version.unit_id, heir.pk):
            found.append(Heir(entry.pk, entry.version_id, heir))
    return found


def _latest_of_ended(day: dt.date) -> list[RegisterVersion]:
    latest: dict[int, RegisterVersion] = {}
    rows = RegisterVersion.objects.filter(valid_from__lte=day, unit__valid_to__lte=day)
    for version in rows.select_related("unit").order_by("unit_id", "number"):
        latest[version.unit_id] = version
    return list(latest.values())


class _Graph:
    """What some ended units became, as of a day."""

    def __init__(self, day: dt.date, roots: set[int]) -> None:
        self._day = day
        self._after: dict[int, list[int]] = {}
        waiting = roots
        while waiting:
            self._after |= {pk: [] for pk in waiting}
            # Those that took a unit whole come first: an object of no known place goes with them.
            steps = UnitChange.objects.filter(old__in=waiting, on__lte=day)
            for old, new in steps.order_by("-whole", "new__code", "pk").values_list("old", "new"):
                self._after[old].append(new)
            waiting = {new for nexts in self._after.values() for new in nexts} - self._after.keys()
        self.known = set(self._after)
        self._units = AdminUnit.objects.defer("boundary").in_bulk(self.known)

    def ends(self, pk: int) -> list[AdminUnit]:
        """The standing units at the ends of the chain, the nearest whole one first."""
        return [self._units[each] for each in self._reach(pk) if self._units[each].stands_on(self._day)]

    def between(self, first: int, last: int) -> set[int]:
        """The units on any way from one to the other, the last included."""
        return {each for each in self._reach(first) if each == last or last in self._reach(each)} - {first}

    def _reach(self, pk: int) -> list[int]:
        seen: dict[int, None] = {}
        waiting = list(self._after[pk])
        while waiting:
            each = waiting.pop(0)
            if each not in seen:
                seen[each] = None
                waiting += self._after[each]
        return list(seen)
