"""Changes that the search engine has not taken yet: one line per item, written with the change itself.

The line goes when the engine has the item as it is now. Whoever dies between the commit and the index leaves
the line behind, and the worker takes it up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import F, Min, Q
from django.utils import timezone

from heritage.models import Item, PendingIndex

TAKEN_UP_AFTER = dt.timedelta(seconds=10)  # whoever made the change tries first
FIRST_PAUSE_S = 5.0
LONGEST_PAUSE_S = 600.0
MOST_AT_ONCE = 50  # items of one attempt


def note(item_pks: Iterable[int]) -> None:
    """Say that items have changed. Call it in the transaction of the change."""
    note_ids(Item.objects.filter(pk__in=list(item_pks)).values_list("public_id", flat=True))


def note_ids(ids: Iterable[str]) -> None:
    """As :func:`note`, by public ids, also of items that are no more."""
    now = timezone.now()
    PendingIndex.objects.bulk_create(
        [PendingIndex(public_id=id_, since=now) for id_ in ids],
        update_conflicts=True,
        unique_fields=["public_id"],
        update_fields=["since", "tries", "next_try_at", "problem"],
    )


def marks(ids: Iterable[str]) -> dict[str, dt.datetime]:
    """Which of these items wait, each with the moment of its last change."""
    rows = PendingIndex.objects.filter(public_id__in=list(ids))
    return dict(rows.values_list("public_id", "since"))


def settle(taken: Mapping[str, dt.datetime]) -> set[str]:
    """Cross off items as they were marked; gives those that have changed since, which stay."""
    changed = set()
    for id_, since in taken.items():
        if not PendingIndex.objects.filter(public_id=id_, since=since).delete()[0]:
            changed.add(id_)
    return changed


def postpone(ids: Iterable[str], problem: str) -> None:
    """Say what went wrong; the next attempt comes after a pause that doubles from one to the next."""
    now = timezone.now()
    for row in PendingIndex.objects.filter(public_id__in=list(ids)):
        pause = min(FIRST_PAUSE_S * 2 ** min(row.tries, 20), LONGEST_PAUSE_S)
        PendingIndex.objects.filter(pk=row.pk).update(
            tries=F("tries") + 1, next_try_at=now + dt.timedelta(seconds=pause), problem=problem[:500]
        )


def due() -> list[str]:
    """Ids to try now, those that wait longest first."""
    now = timezone.now()
    abandoned = Q(next_try_at=None, since__lt=now - TAKEN_UP_AFTER)
    rows = PendingIndex.objects.filter(abandoned | Q(next_try_at__lte=now)).order_by("since", "pk")
    return list(rows.values_list("public_id", flat=True)[:MOST_AT_ONCE])


def hurry() -> None:
    """The engine answers again: what waits for its pause to end is tried at once."""
    now = timezone.now()
    PendingIndex.objects.filter(next_try_at__gt=now).update(next_try_at=now)


def waiting() -> tuple[int, dt.datetime | None]:
    """How many items wait, and since when the first of them does."""
    rows = PendingIndex.objects.aggregate(oldest=Min("since"))
    return PendingIndex.objects.count(), rows["oldest"]


def problem() -> str:
    """What the engine said last of those that wait; empty if it was not asked yet."""
    row = PendingIndex.objects.exclude(problem="").order_by("-next_try_at", "-pk").first()
    return row.problem if row is not None else ""
