"""Take back a whole import: drafts that nobody touched go, changed values return, what went on is kept and named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from heritage.errors import NotReady
from heritage.models import Event, Item, ItemImport, ItemImportRow, PositionCandidate, Revision, User
from heritage.services.access import require_unit
from heritage.services.importing_accept import SNAPSHOT

State, Action = ItemImport.State, ItemImportRow.Action


@dataclass(frozen=True, slots=True)
class Undone:
    """``deleted`` and ``returned`` are counts; ``kept`` the items that went on since, which stay as they are."""

    deleted: int
    returned: int
    kept: tuple[Item, ...]


@transaction.atomic
def undo(batch: ItemImport, *, by: User) -> Undone:
    """Bring items, revisions and candidates to what they were before the import was accepted.

    Raises:
        NotAllowed: Another unit's person.
        NotReady: It is not an accepted import.
    """
    require_unit(by, batch.unit)
    held = ItemImport.objects.select_for_update().get(pk=batch.pk)
    if held.state != State.ACCEPTED:
        raise NotReady(
            "Tệp này chưa nhập hoặc đã hoàn tác.", "This file is not imported, or undone.", "import_settled"
        )
    rows = [row for row in held.rows.filter(before__isnull=False, item__isnull=False).select_related("item")]
    made = [row for row in rows if row.action == Action.CREATE]
    changed = [row for row in rows if row.action == Action.UPDATE]
    gone, kept = _untouched(made)
    PositionCandidate.objects.filter(item__in=gone).delete()
    Item.objects.filter(pk__in=gone).delete()
    returned, kept_too = _return(changed)
    held.state, held.undone_at = State.UNDONE, timezone.now()
    held.report = {**held.report, "kept": [item.public_id for item in [*kept, *kept_too]]}
    held.save(update_fields=["state", "undone_at", "report"])
    detail = {"deleted": len(gone), "returned": returned, "kept": held.report["kept"], "name": held.name}
    Event.objects.create(actor=by, verb="import_undone", subject=str(held.pk), detail=detail)
    return Undone(len(gone), returned, (*kept, *kept_too))


def _untouched(rows: list[ItemImportRow]) -> tuple[list[int], list[Item]]:
    """Keys of items that are as the import made them, and the others."""
    keys = [row.item_id for row in rows]
    worked_on = set(_others(rows, keys))
    gone, kept = [], []
    for row in rows:
        item = row.item
        if item is None:
            continue
        same = item.state == Item.State.DRAFT and item.updated_at == dt.datetime.fromisoformat(
            _before(row)["made"]
        )
        if same and item.pk not in worked_on:
            gone.append(item.pk)
        else:
            kept.append(item)
    return gone, kept


def _others(rows: list[ItemImportRow], keys: list[int | None]) -> set[int]:
    """Items to which somebody added something: a revision, a file, a relation, a register, a place."""
    ours = {_before(row)["left"][0]: _before(row)["left"][1] for row in rows if _before(row).get("left")}
    found: set[int] = set()
    for revision in Revision.objects.filter(item__in=keys):
        if revision.pk not in ours or revision.values != ours[revision.pk] or revision.decided_at is not None:
            found.add(revision.item_id)
    places = [_before(row)["candidate"] for row in rows if _before(row).get("candidate")]
    found |= set(
        PositionCandidate.objects.filter(item__in=keys)
        .exclude(pk__in=places)
        .values_list("item_id", flat=True)
    )
    for relation in Item._meta.related_objects:
        name, model = relation.field.name, relation.related_model
        if model in (Revision, PositionCandidate, Event, ItemImportRow) or isinstance(model, str):
            continue
        linked = model._default_manager.filter(**{f"{name}__in": keys}).values_list(name, flat=True)
        found |= set(linked)
    return found


def _return(rows: list[ItemImportRow]) -> tuple[int, list[Item]]:
    """Put revisions back where they are as the import left them."""
    now = {each.pk: each for each in Revision.objects.filter(item__in=[row.item_id for row in rows])}
    returned, kept, drop, places = 0, [], [], []
    for row in rows:
        before, item = _before(row), row.item
        left = before.get("left")
        revision = now.get(left[0]) if left else None
        intact = left is None or (
            revision is not None and revision.values == left[1] and revision.decided_at is None
            and revision.state in (Revision.State.DRAFT, Revision.State.SUBMITTED)
        )  # fmt: skip
        if item is None or not intact:
            kept += [item] if item else []
            continue
        places += [before["candidate"]] if before.get("candidate") else []
        if before.get("revision"):
            _put_back(before["revision"])
        elif revision is not None:
            drop.append(revision.pk)
        returned += 1
    Revision.objects.filter(pk__in=drop).delete()
    PositionCandidate.objects.filter(pk__in=places, state=PositionCandidate.State.PROPOSED).delete()
    return returned, kept


def _put_back(snapshot: dict[str, Any]) -> None:
    values = {name: snapshot[name] for name in SNAPSHOT}
    for name in ("submitted_at", "decided_at", "updated_at"):
        values[name] = dt.datetime.fromisoformat(values[name]) if values[name] else None
    Revision.objects.filter(pk=snapshot["pk"]).update(**values)


def _before(row: ItemImportRow) -> dict[str, Any]:
    return row.before or {}
