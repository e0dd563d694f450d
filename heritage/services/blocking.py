"""What keeps an object from being digitized: written down with its reason, taken back when it is gone."""

from __future__ import annotations

from django.db import transaction

from heritage.errors import BadRequest
from heritage.models import Event, Item, User
from heritage.services.access import require_unit

MOST_LETTERS = 300


@transaction.atomic
def block(item: Item, reason: str, *, by: User) -> None:
    """Say what is in the way; another reason replaces the one before, and the day stays that of the first.

    Raises:
        NotAllowed: Another unit's person.
        BadRequest: No reason, or a longer one than a list can show.
    """
    require_unit(by, item.unit)
    reason = " ".join(reason.split())
    if not 3 <= len(reason) <= MOST_LETTERS:
        raise BadRequest(
            f"Ghi lý do vướng, từ 3 đến {MOST_LETTERS} ký tự.",
            f"Write what is in the way, in 3 to {MOST_LETTERS} characters.",
            "no_reason",
        )
    row = Item.objects.select_for_update().get(pk=item.pk)
    verb = "blocked_again" if row.blocked_reason else "blocked"
    Item.objects.filter(pk=item.pk).update(blocked_reason=reason)
    Event.objects.create(actor=by, verb=verb, item=item, detail={"reason": reason})


@transaction.atomic
def unblock(item: Item, *, by: User) -> None:
    """Say that nothing is in the way any more. An object that was not blocked stays as it is.

    Raises:
        NotAllowed: Another unit's person.
    """
    require_unit(by, item.unit)
    row = Item.objects.select_for_update().get(pk=item.pk)
    if row.blocked_reason:
        Item.objects.filter(pk=item.pk).update(blocked_reason="")
        Event.objects.create(actor=by, verb="unblocked", item=item, detail={"reason": row.blocked_reason})
