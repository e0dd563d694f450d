"""The objects of a register as a report lists them: name, level, what is missing, what stands in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone

from heritage import categories
from heritage.kpi import COUNTS_FROM, part_of
from heritage.models import Event, Item, LevelChange, RegisterEntry, RegisterVersion
from heritage.projections.item_document import item_url
from heritage.reports.counted import Kept
from heritage.reports.period import Period

Row = dict[str, Any]


def items_of(objects: Iterable[Kept]) -> dict[str, Item]:
    """The items behind the objects, by their ids."""
    rows = Item.objects.select_related("unit").defer("unit__boundary")
    return rows.in_bulk([each.id for each in objects], field_name="public_id")


def object_rows(
    objects: Sequence[Kept], items: dict[str, Item], registers: Sequence[RegisterVersion]
) -> list[Row]:
    """One row per object in the order of categories, then names; each with the address that shows it."""
    entries = RegisterEntry.objects.filter(version__in=registers)
    basis = dict(entries.values_list("item__public_id", "legal_basis_vi"))
    since = _blocked_since([each.id for each in objects if each.blocked_reason])
    order = categories.codes(categories.CATEGORIES)
    rows = [
        _row(each, items[each.id], basis.get(each.id, ""), since.get(each.id))
        for each in objects
        if each.id in items
    ]
    return sorted(rows, key=lambda row: (order.index(row["category"]), row["name"], row["id"]))


def _row(each: Kept, item: Item, basis: str, since: dt.date | None) -> Row:
    return {
        "id": each.id,
        "name": item.name_vi,
        "category": each.category,
        "level": each.level,
        "part": str(part_of(each.counted)),
        "legal_basis": basis or item.decision_number,
        "missing": [
            need["vi"]
            for need in each.needs
            if not need["met"] and need["level"] <= COUNTS_FROM and each.level < COUNTS_FROM
        ],
        "blocked": each.blocked_reason,
        "blocked_since": since.isoformat() if since and each.blocked_reason else None,
        "path": item_url(item) if item.is_public else f"/can-bo/di-san/{item.public_id}/",
    }


def _blocked_since(ids: Sequence[str]) -> dict[str, dt.date]:
    """The day on which each was blocked last, where it was recorded."""
    rows = Event.objects.filter(verb="blocked", item__public_id__in=ids).values_list("item__public_id")
    return {key: timezone.localdate(at) for key, at in rows.annotate(last=Max("at")).order_by()}


def changes(
    rows: Sequence[Row], before: dict[str, int] | None, period: Period
) -> tuple[list[Row], list[Row]]:
    """What began and what ceased to count in the period, with the day where one is recorded.

    Args:
        rows: The objects now.
        before: Their levels at the end of the last period; None without a snapshot of it, and then the
            record of changes says it.
    """
    recorded = _recorded([row["id"] for row in rows], period)
    gained: list[Row] = []
    lost: list[Row] = []
    for row in rows:
        counts, change = row["level"] >= COUNTS_FROM, recorded.get(row["id"])
        if before is not None:
            counted = before.get(row["id"], 0) >= COUNTS_FROM
        elif change is not None:
            counted = change.before >= COUNTS_FROM
        else:
            continue
        if counts != counted:
            day = (
                timezone.localdate(change.at).isoformat()
                if change and (change.after >= COUNTS_FROM) == counts
                else None
            )
            (gained if counts else lost).append({**row, "on": day})
    return gained, lost


def _recorded(ids: Sequence[str], period: Period) -> dict[str, LevelChange]:
    """The last change of each object in the period that crossed the line, with the level before the first."""
    rows = (
        LevelChange.objects.filter(
            item__public_id__in=ids, at__date__gte=period.first_day, at__date__lte=period.cut_off
        )
        .select_related("item")
        .order_by("at", "pk")
    )
    found: dict[str, LevelChange] = {}
    for change in rows:
        first = found.get(change.item.public_id)
        if first is not None:
            change.before = first.before
        found[change.item.public_id] = change
    return found
