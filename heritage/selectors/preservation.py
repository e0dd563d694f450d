"""How the originals of a unit are: hashed again when, which of them are damaged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min, Q

from heritage.models import Asset, User


@dataclass(frozen=True, slots=True)
class Originals:
    """The state of a unit's originals.

    Attributes:
        total: How many there are.
        checked: How many were hashed again since they came in.
        oldest: The check that lies back the farthest; None before the first.
        damaged: Those that are not what they were, by name.
    """

    total: int
    checked: int
    oldest: dt.datetime | None
    damaged: tuple[Asset, ...]


def originals_of(user: User) -> Originals:
    """What the desk reports to this person."""
    rows = Asset.objects.all() if user.sees_all_units else Asset.objects.filter(unit_id=user.unit_id)
    damaged = rows.exclude(damage="").select_related("item").order_by("original_name", "pk")
    checked = rows.filter(Q(fixity_at__isnull=False))
    return Originals(
        total=rows.count(),
        checked=checked.count(),
        oldest=checked.aggregate(first=Min("fixity_at"))["first"],
        damaged=tuple(damaged),
    )
