"""The plan that sets a unit's target in a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import F

from heritage.models import Plan


def plans_on(day: dt.date, units: Collection[int] | None = None) -> dict[int, Plan]:
    """By the key of the unit its plan of that year: one with a figure before one without, the newest first.

    Args:
        units: Keys of units; None for every unit.
    """
    rows = Plan.objects.filter(year_from__lte=day.year, year_to__gte=day.year)
    if units is not None:
        rows = rows.filter(unit__in=units)
    found: dict[int, Plan] = {}
    for plan in rows.order_by(F("target_percent").desc(nulls_last=True), "-year_from", "pk"):
        found.setdefault(plan.unit_id, plan)
    return found
