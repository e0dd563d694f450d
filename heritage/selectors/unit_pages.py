"""What the pages of units read: every territory that a code named, namesakes of today, and the items of a unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from gis import unit_history, units
from gis.models import AdminUnit
from gis.names import fold_name
from gis.unit_history import Chain
from heritage.models import Item, ReassignedItem, Reassignment
from heritage.selectors.catalogue import public_items

MOST_FOUND = 40
MOST_OLD_NAMES = 3


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit that fits a name, with the ways to the units of today that hold it."""

    unit: AdminUnit
    chains: tuple[Chain, ...]

    @property
    def stands(self) -> bool:
        """Whether it is a unit of today."""
        return self.unit.stands_on(timezone.localdate())


def found_by(text: str) -> list[FoundUnit]:
    """Units of any time by name or code, best first."""
    return [_with_chains(unit) for unit in units.units_matching(text, limit=MOST_FOUND)]


def old_names(text: str) -> list[FoundUnit]:
    """Ended units that bear just this name: those whose heirs have public items first, a few at most."""
    ended = [_with_chains(unit) for unit in units.ended_units_named(text, timezone.localdate())[:MOST_FOUND]]
    known = [found for found in ended if found.chains]
    if not known:
        return []
    heirs = {chain.end.pk for found in known for chain in found.chains}
    with_items = set(public_items().filter(unit_id__in=heirs).values_list("unit_id", flat=True))
    known.sort(key=lambda found: not any(chain.end.pk in with_items for chain in found.chains))
    return known[:MOST_OLD_NAMES]


def territories(code: str) -> list[AdminUnit]:
    """Everything that a code named over time, the latest first; with boundaries."""
    return list(AdminUnit.objects.filter(code=code).order_by("-valid_from"))


def territory_on(code: str, day: dt.date) -> AdminUnit | None:
    """The one that stood on a day."""
    return next((unit for unit in territories(code) if unit.stands_on(day)), None)


def chains_of(unit: AdminUnit) -> tuple[Chain, ...]:
    """The ways to the units of today; none for one of them."""
    return tuple(chain for chain in unit_history.chains_to_present(unit) if chain.steps)


def items_of(unit: AdminUnit, chains: tuple[Chain, ...]) -> QuerySet[Item]:
    """The public items of a unit, a province's with its communes'; by name, not yet read.

    Of an ended unit they are those that were in it, or whose former address names it.
    """
    rows = public_items().order_by("name_vi", "pk")
    if unit.stands_on(timezone.localdate()):
        if unit.level == AdminUnit.Level.PROVINCE:
            return rows.filter(unit__province_code=unit.code, unit__valid_to__isnull=True)
        return rows.filter(unit=unit)
    keys = set(rows.filter(unit=unit).values_list("pk", flat=True)) | _moved_from(unit)
    heirs = [chain.end.pk for chain in chains]
    addresses = rows.filter(unit_id__in=heirs).exclude(former_address="").values_list("pk", "former_address")
    keys |= {pk for pk, address in addresses if f" {unit.folded} " in f" {fold_name(address)} "}
    return rows.filter(pk__in=keys)


def _moved_from(unit: AdminUnit) -> set[int]:
    """Items that were in the unit, or passed through it, on their way to today's."""
    sources = [unit.pk, *(step.unit.pk for step in unit_history.predecessors(unit))]
    moves = ReassignedItem.objects.filter(reassignment__state=Reassignment.State.APPROVED, old_id__in=sources)
    return {
        pk
        for pk, steps in moves.values_list("item_id", "steps")
        if any(step["code"] == unit.code and step["name"] == unit.name for step in steps)
    }


def _with_chains(unit: AdminUnit) -> FoundUnit:
    return FoundUnit(unit, tuple(unit_history.chains_to_present(unit)))
