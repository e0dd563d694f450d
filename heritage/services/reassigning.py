"""Move the items of ended units to the units that stand now: one person proposes, another approves.

Registers stay as they were frozen, so no number changes; what is kept of each move is a row of its own.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from heritage.errors import BadRequest, NotAllowed, NotReady, SamePerson
from heritage.models import Asset, Event, Item, ReassignedItem, Reassignment, User
from heritage.selectors.reassigning import (
    OPEN,
    PERSON,
    Destination,
    destination_of,
    steps_of,
    stranded,
    ways_from,
)
from heritage.services.access import require_unit
from heritage.services.publishing import refresh_with_relatives


def destinations(on: dt.date, by: User | None = None) -> list[Destination]:
    """Where the items of units that have ended by a day belong; nothing is written.

    Args:
        on: The day.
        by: A reviewer sees those that came, or may have come, to the own unit; None is the command line.
    """
    items = list(stranded(on))
    ways = ways_from([item.unit for item in items], on)
    mine = None if by is None or by.sees_all_units else by.unit_id
    return [
        destination_of(item, ways[item.unit_id])
        for item in items
        if mine is None or any(chain.end.pk == mine for chain in ways[item.unit_id])
    ]


@transaction.atomic
def propose(on: dt.date, *, by: User | None, note: str = "") -> Reassignment:
    """Keep a proposal of every move; nothing moves yet.

    Raises:
        NotAllowed: An officer.
        NotReady: No item waits for a new unit.
    """
    if by is not None:
        _require_reviewer(by)
    found = destinations(on, by)
    if not found:
        raise NotReady(
            "Không có di sản nào thuộc đơn vị đã thôi tồn tại.",
            "No item is in a unit that has ended.",
            "nothing_waits",
        )
    reassignment = Reassignment.objects.create(on=on, note=note.strip()[:300], proposed_by=by)
    ReassignedItem.objects.bulk_create(
        ReassignedItem(
            reassignment=reassignment,
            item=each.item,
            old=each.item.unit,
            new=each.new,
            why=each.why,
            steps=each.steps,
        )
        for each in found
    )
    _record("reassignment_proposed", reassignment, by, items=len(found))
    return reassignment


@transaction.atomic
def choose(row: ReassignedItem, code: str, *, by: User) -> ReassignedItem:
    """Say which of the units that hold a part of the old one an item belongs to.

    Raises:
        NotAllowed: An officer, or a reviewer whose unit holds no part.
        NotReady: The proposal has been decided.
        BadRequest: Not one of those units.
    """
    _require_reviewer(by)
    reassignment = _locked(row.reassignment_id)
    chains = ways_from([row.old], reassignment.on)[row.old_id]
    if not by.sees_all_units and by.unit_id not in {chain.end.pk for chain in chains}:
        raise NotAllowed
    chosen = next((chain for chain in chains if chain.end.code == code), None)
    if chosen is None:
        raise BadRequest(
            f"{row.old.name} không có phần nào nhập vào đơn vị {code}.",
            f"No part of {row.old.name} came to the unit {code}.",
            "not_a_successor",
        )
    row.new, row.why, row.steps = chosen.end, PERSON, steps_of(chosen)
    row.save(update_fields=["new", "why", "steps"])
    _record("reassignment_chosen", reassignment, by, item=row.item, unit=code)
    return row


@transaction.atomic
def choose_all(choices: list[tuple[ReassignedItem, str]], *, by: User) -> None:
    """:func:`choose` for several rows, all or none; raises the same. Choices that change nothing are left out."""
    for row, code in choices:
        if row.new is None or row.new.code != code:
            choose(row, code, by=by)


@transaction.atomic
def approve(reassignment: Reassignment, *, by: User) -> Reassignment:
    """Move every item of a proposal, or none of them.

    Raises:
        NotAllowed: Not a reviewer of every new unit, nor an administrator.
        SamePerson: The person proposed it, or chose one of its units.
        NotReady: It has been decided, rows are open, a unit does not stand yet, or an item has changed since.
    """
    _require_reviewer(by)
    reassignment = _locked(reassignment.pk)
    rows = list(reassignment.items.select_related("item__unit", "old", "new").order_by("pk"))
    # Who has a say comes before what is wrong, so that strangers learn nothing.
    for new in {row.new_id: row.new for row in rows if row.new}.values():
        require_unit(by, new)
    if has_a_hand_in(reassignment, by):
        raise SamePerson(
            "Người đề xuất hoặc chọn đơn vị không được tự duyệt. Nhờ một người duyệt khác.",
            "Whoever proposed this or chose a unit cannot approve it. Ask another reviewer.",
        )
    _require_ready(rows)
    for row in rows:
        _move(row, reassignment, by)
    _decide(reassignment, Reassignment.State.APPROVED, by)
    _record("reassignment_approved", reassignment, by, items=len(rows))
    return reassignment


@transaction.atomic
def reject(reassignment: Reassignment, *, by: User) -> Reassignment:
    """Close a proposal without moving anything; its items may be proposed again.

    Raises:
        NotAllowed: An officer, or a reviewer of a unit that gets none of the items.
        NotReady: It has been decided.
    """
    _require_reviewer(by)
    reassignment = _locked(reassignment.pk)
    if not by.sees_all_units and not reassignment.items.filter(new_id=by.unit_id).exists():
        raise NotAllowed
    _decide(reassignment, Reassignment.State.REJECTED, by)
    _record("reassignment_rejected", reassignment, by)
    return reassignment


def has_a_hand_in(reassignment: Reassignment, user: User) -> bool:
    """Whether the person proposed it or chose one of its units, and so is no second pair of eyes."""
    chosen = Event.objects.filter(verb="reassignment_chosen", subject=str(reassignment.pk), actor=user)
    return reassignment.proposed_by_id == user.pk or chosen.exists()


def _move(row: ReassignedItem, reassignment: Reassignment, by: User) -> None:
    item, new = row.item, row.new
    assert new is not None
    Item.objects.filter(pk=item.pk).update(unit=new, updated_at=timezone.now())
    # The new unit's people work on the files too; deliveries keep the unit that they were made for.
    files = Asset.objects.filter(item=item, unit_id=row.old_id).update(unit=new)
    Event.objects.create(
        actor=by,
        verb="reassigned",
        item=item,
        subject=str(reassignment.pk),
        detail={"from": row.old.code, "to": new.code, "why": row.why, "steps": row.steps, "files": files},
    )
    refresh_with_relatives(item)


def _require_ready(rows: list[ReassignedItem]) -> None:
    left = sum(row.new_id is None or row.why == OPEN for row in rows)
    if left:
        raise NotReady(
            f"Còn {left} di sản chưa chọn được đơn vị. Chọn xong rồi duyệt.",
            f"The unit of {left} items has not been chosen yet. Choose, then approve.",
            "rows_open",
        )
    today = timezone.localdate()
    for row in rows:
        if row.new is not None and not row.new.stands_on(today):
            raise NotReady(
                f"{row.new.name} chưa thành lập hoặc đã thôi tồn tại hôm nay.",
                f"{row.new.name} does not stand today.",
                "unit_not_standing",
            )
        if row.item.unit_id != row.old_id:
            raise NotReady(
                f"{row.item.name_vi} đã đổi đơn vị sau khi đề xuất. Không duyệt bản này và đề xuất lại.",
                f"The unit of {row.item.name_vi} has changed since. Reject this and propose again.",
                "changed_meanwhile",
            )


def _require_reviewer(by: User) -> None:
    if not by.may_review:
        raise NotAllowed(
            "Chỉ người duyệt được chuyển di sản sang đơn vị mới.",
            "Only a reviewer moves items to a new unit.",
        )


def _locked(pk: int) -> Reassignment:
    reassignment = Reassignment.objects.select_for_update().get(pk=pk)
    if reassignment.state != Reassignment.State.PROPOSED:
        raise NotReady("Đề xuất này đã có quyết định.", "This proposal has been decided.", "decided")
    return reassignment


def _decide(reassignment: Reassignment, state: str, by: User) -> None:
    reassignment.state, reassignment.decided_by, reassignment.decided_at = state, by, timezone.now()
    reassignment.save()


def _record(
    verb: str, reassignment: Reassignment, by: User | None, item: Item | None = None, **detail: str | int
) -> None:
    Event.objects.create(actor=by, verb=verb, item=item, subject=str(reassignment.pk), detail=detail)
