"""Hand a whole import to the review queue at once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from heritage.errors import NotReady
from heritage.models import Event, Item, ItemImport, ItemImportRow, Revision, User
from heritage.services.access import require_unit
from heritage.services.importing_accept import write_over

State, Action = ItemImport.State, ItemImportRow.Action
CHUNK = 200


@transaction.atomic
def submit_batch(batch: ItemImport, *, by: User) -> int:
    """Hand every item of an accepted import that is not public yet, or has changes, to the review queue; how many.

    Raises:
        NotAllowed: Another unit's person.
        NotReady: It has not been accepted.
    """
    require_unit(by, batch.unit)
    held = ItemImport.objects.select_for_update().get(pk=batch.pk)
    if held.state != State.ACCEPTED:
        raise NotReady("Tệp này chưa nhập.", "This file has not been imported.", "import_settled")
    rows = list(
        held.rows.filter(item__isnull=False, action__in=(Action.CREATE, Action.UPDATE)).select_related("item")
    )
    opened = {
        each.item_id: each
        for each in Revision.objects.exclude(state=Revision.State.APPROVED).filter(
            item__in=[row.item_id for row in rows]
        )
    }
    now = timezone.now()
    new: list[Revision] = []
    changed: list[Revision] = []
    touched: list[tuple[ItemImportRow, Revision]] = []
    for row in rows:
        revision = opened.get(row.item_id or 0)
        if row.item is None or (revision is None and row.item.state == Item.State.PUBLISHED):
            continue
        if revision is not None and revision.state == Revision.State.SUBMITTED:
            continue
        revision = revision or Revision(item=row.item, author=by)
        revision.state, revision.author = Revision.State.SUBMITTED, by
        revision.submitted_at = revision.updated_at = now
        (changed if revision.pk else new).append(revision)
        touched.append((row, revision))
    Revision.objects.bulk_create(new, batch_size=CHUNK)
    write_over(Revision, changed, ["state", "author", "submitted_at", "updated_at"])
    for row, revision in touched:
        row.before = {**(row.before or {}), "left": [revision.pk, revision.values]}
    write_over(ItemImportRow, [row for row, _ in touched], ["before"])
    Event.objects.bulk_create([Event(actor=by, verb="submitted", item=row.item) for row, _ in touched])
    return len(touched)
