"""Places that disagree and wait for a person."""

from __future__ import annotations

from django.db.models import QuerySet

from heritage.models import Item, PositionCandidate, User


def open_conflicts(user: User) -> QuerySet[PositionCandidate]:
    """Open conflicts of the person's own unit, the farthest first."""
    rows = _open()
    return rows if user.sees_all_units else rows.filter(item__unit_id=user.unit_id)


def conflicts_of(item: Item) -> QuerySet[PositionCandidate]:
    """The open conflicts of one item, the farthest first."""
    return _open().filter(item=item)


def candidates_of(item: Item) -> QuerySet[PositionCandidate]:
    """Every word on the item's place: the accepted one, what is open, what was rejected."""
    rows = item.candidates.select_related("asset", "by", "decided_by", "item__unit")
    return rows.prefetch_related("asset__derivatives").order_by("state", "-conflicts", "away_m", "pk")


def _open() -> QuerySet[PositionCandidate]:
    rows = PositionCandidate.objects.filter(state=PositionCandidate.State.PROPOSED, conflicts=True)
    rows = rows.select_related("item__unit", "asset", "by").prefetch_related("asset__derivatives")
    return rows.order_by("-away_m", "pk")
