"""Items whose unit has ended, where each belongs now, and the units that an item belonged to before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.utils import timezone

from gis import unit_history, units
from gis.models import AdminUnit
from gis.placement import Method
from gis.unit_history import Chain
from heritage.models import Item, ReassignedItem, Reassignment, User

WHOLE, POSITION, PERSON, OPEN = "whole", "position", "person", "open"
Ways = dict[int, tuple[Chain, ...]]
"""By the key of an ended unit: one chain to each unit that holds a part of it."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where one item belongs: ``new`` is None, and ``why`` is "open", while only a person can say."""

    item: Item
    new: AdminUnit | None
    why: str
    steps: list[dict[str, Any]]


def stranded(on: dt.date) -> QuerySet[Item]:
    """Items, in any state, of units that have ended by a day, and that no waiting proposal names."""
    waiting = ReassignedItem.objects.filter(reassignment__state=Reassignment.State.PROPOSED)
    return (
        Item.objects.filter(unit__valid_to__lte=on)
        .exclude(pk__in=waiting.values("item_id"))
        .select_related("unit")
        .order_by("unit__code", "unit__valid_from", "pk")
    )


def ways_from(ended: Iterable[AdminUnit], on: dt.date) -> Ways:
    """The chains of each unit to those that stand now, or on a day that is still to come."""
    day = max(on, timezone.localdate())
    return {
        unit.pk: tuple(unit_history.chains_to_present(unit, day))
        for unit in {u.pk: u for u in ended}.values()
    }


def destination_of(item: Item, chains: tuple[Chain, ...]) -> Destination:
    """The one unit that took all of the old one, else the one whose boundary holds the item's place.

    A circle decides nothing: what is moved on a guess looks as sure as what is known.
    """
    if len(chains) == 1 and chains[0].whole:
        return Destination(item, chains[0].end, WHOLE, steps_of(chains[0]))
    held = [chain for chain in chains if _holds(chain.end, item)]
    if len(held) == 1:
        return Destination(item, held[0].end, POSITION, steps_of(held[0]))
    return Destination(item, None, OPEN, [])


def steps_of(chain: Chain) -> list[dict[str, Any]]:
    """The chain as it is kept: every unit with its code, and the day and manner in which it was reached."""
    first = {"code": chain.start.code, "name": chain.start.name, "on": None, "whole": None}
    return [first] + [
        {"code": step.unit.code, "name": step.unit.name, "on": step.on.isoformat(), "whole": step.whole}
        for step in chain.steps
    ]


def _holds(unit: AdminUnit, item: Item) -> bool:
    """Whether the unit's imported boundary holds the item's place with all of its stated error."""
    if item.position is None or unit.boundary is None or item.position_method == Method.UNIT_CENTROID:
        return False
    point = Point(item.position.x, item.position.y, srid=4326)
    if not unit.boundary.contains(point):
        return False
    # The distance to the edge from inside is the distance outside of a plane without the unit.
    edge_m = units.distance_to_edge_m(unit.boundary, point.x, point.y)
    return edge_m >= (item.position_accuracy_m or 0.0)


def reassignments_for(user: User) -> list[Reassignment]:
    """The proposals that concern a reviewer: all of them for an administrator, else those of the own unit."""
    rows = Reassignment.objects.select_related("proposed_by", "decided_by").prefetch_related(
        "items__item", "items__old", "items__new"
    )
    return [row for row in rows if concerns(row, user)]


def concerns(reassignment: Reassignment, user: User) -> bool:
    """Whether a person has a say: the own unit gets an item, or may get one of those that are still open."""
    if not user.may_review:
        return False
    if user.sees_all_units:
        return True
    rows = list(reassignment.items.all())
    if any(row.new_id == user.unit_id for row in rows):
        return True
    ways = ways_from([row.old for row in rows if row.new_id is None], reassignment.on)
    return any(chain.end.pk == user.unit_id for chains in ways.values() for chain in chains)


def staff_of_ended_units(on: dt.date) -> QuerySet[User]:
    """Active accounts whose unit has ended: an administrator has to give them another."""
    return (
        User.objects.filter(is_active=True, unit__valid_to__lte=on)
        .select_related("unit")
        .order_by("username")
    )
