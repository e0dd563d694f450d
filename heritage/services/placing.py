"""Decide between the candidates of an item's place. A new place waits for a second person, like every change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from gis.choose import apart
from gis.placement import Placement
from heritage.errors import NotReady
from heritage.jobs.candidates import State, is_same, propose
from heritage.models import Event, PositionCandidate, Revision, User
from heritage.services import editing
from heritage.services.access import require_unit

__all__ = ["accept", "alike", "both", "propose", "reject", "waits_for_approval"]


@transaction.atomic
def accept(candidate: PositionCandidate, *, by: User, reason: str) -> Revision:
    """Put the candidate's place into the item's open revision; approval makes it the accepted one.

    Raises:
        NotAllowed: Another unit's person.
        NotReady: No reason, or it is the accepted one already.
    """
    said = _may_decide(candidate, by, reason)
    place = candidate.placement.as_dict() | ({"text": candidate.text} if candidate.text else {})
    revision = editing.edit_item(candidate.item, by=by, values={editing.PLACEMENT: place})
    _decide(candidate, State.PROPOSED, by, said, "position_chosen")
    return revision


@transaction.atomic
def reject(candidate: PositionCandidate, *, by: User, reason: str) -> PositionCandidate:
    """Say that the candidate is wrong; the accepted place stays. Raises as :func:`accept`."""
    said = _may_decide(candidate, by, reason)
    return _decide(candidate, State.REJECTED, by, said, "position_rejected")


@transaction.atomic
def both(candidate: PositionCandidate, *, by: User, reason: str) -> PositionCandidate:
    """Say that both places are right, such as a photo of a tower from across the river. Raises as :func:`accept`."""
    said = _may_decide(candidate, by, reason)
    return _decide(candidate, State.PROPOSED, by, said, "position_kept_beside")


def waits_for_approval(candidate: PositionCandidate, revision: Revision | None) -> bool:
    """Whether the item's open revision would make this the accepted place."""
    value: dict[str, Any] | None = revision.values.get(editing.PLACEMENT) if revision else None
    return value is not None and is_same(editing.placement_of(value), candidate.placement)


def alike(candidate: PositionCandidate) -> Sequence[PositionCandidate]:
    """Other open conflicts of the item that tell of the same place: the photos of one walk, mostly."""
    others = candidate.item.candidates.filter(state=State.PROPOSED, conflicts=True).exclude(pk=candidate.pk)
    return [each for each in others.order_by("pk") if _is_near(candidate.placement, each.placement)]


def _is_near(one: Placement, other: Placement) -> bool:
    return not apart(one, other).conflicts


def _may_decide(candidate: PositionCandidate, by: User, reason: str) -> str:
    require_unit(by, candidate.item.unit)
    if candidate.state == State.ACCEPTED:
        raise NotReady("Vị trí này đang được dùng.", "This place is in use already.", "accepted_already")
    said = " ".join(reason.split())[:300]
    if not said:
        raise NotReady("Ghi lý do chọn vị trí.", "Say why this place is chosen.", "no_reason")
    return said


def _decide(candidate: PositionCandidate, state: str, by: User, reason: str, verb: str) -> PositionCandidate:
    candidate.state, candidate.conflicts = state, False
    candidate.decided_by, candidate.decided_at, candidate.reason = by, timezone.now(), reason
    candidate.save()
    Event.objects.create(
        actor=by,
        verb=verb,
        item=candidate.item,
        subject=candidate.asset.public_id if candidate.asset else candidate.origin[:120],
        detail={"candidate": candidate.pk, "reason": reason, "away_m": candidate.away_m},
    )
    return candidate
